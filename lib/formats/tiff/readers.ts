import type { WitnessName } from '../../core/witnesses.js'
import type { TiffPage } from './page.js'
import { Compression } from './tags.js'

/** What of a written page decides who can read it right. */
type Form = Pick<TiffPage, 'compression' | 'predictor' | 'fillOrder' | 'bits' | 'samples' | 'photometric' | 'sampleFormat'>

/** One row: who reads pages of these compressions, and which of them. */
interface Reader {
  compressions: readonly number[]
  by: WitnessName
  bits: (bits: number) => boolean
  fillOrders: readonly number[]
  predicts: (predictor: number, bits: number) => boolean
}

const whole = (bits: number): boolean => bits === 8 || bits === 16

/**
 * Who reads written pages right (test/formats/tiff/readers.test.ts finds it out); whatever stands in no row is read by ourselves.
 *
 * libtiff seeks words (32771) by where they lie in memory, and finds them or not.
 *
 * UTIF 3.1.0 reads fax pages right as well, but takes three times as long as reading and writing them; run lengths (2, 32771), deflate as 32946, bits the other
 * way round, floats of 64 bits, and differences of 32-bit samples and of floats it reads wrongly, without an error.
 */
const READERS: readonly Reader[] = [
  // Of these, in 8 bits, UTIF takes 40 % of a page's time, libtiff a third of that.
  { compressions: [Compression.None, Compression.LZW], by: 'sharp', bits: bits => bits === 8, fillOrders: [1, 2], predicts: predictor => predictor < 3 },
  {
    compressions: [Compression.None, Compression.LZW, Compression.Deflate, Compression.PackBits], by: 'utif',
    bits: bits => bits <= 32, fillOrders: [1], predicts: (predictor, bits) => predictor === 1 || (predictor === 2 && whole(bits)),
  },
  { compressions: [Compression.RLE, Compression.G3, Compression.G4], by: 'sharp', bits: bits => bits === 1, fillOrders: [1, 2], predicts: () => true },
  { compressions: [Compression.OldDeflate, Compression.PackBits], by: 'sharp', bits: bits => bits === 8, fillOrders: [1, 2], predicts: predictor => predictor < 3 },
]

export function readerOf({ compression, predictor, fillOrder, bits, samples, photometric, sampleFormat }: Form): WitnessName {
  const [depth] = bits
  if (bits.some(b => b !== depth)) return 'own'
  const plain = samples === (photometric === 2 ? 3 : 1) && photometric <= 2 && sampleFormat === 1
  const reader = READERS.find(({ compressions, by, ...rest }) => compressions.includes(compression) && rest.bits(depth)
    && rest.fillOrders.includes(fillOrder) && rest.predicts(predictor, depth) && (by === 'utif' || plain))
  return reader?.by ?? 'own'
}
