import type { ColourModel, Orientation, RasterLayout } from '../../core/types.js'
import { Compression, Photometric, Tag, Type, shorts, type RawTag } from './tags.js'
import type { TiffPage } from './page.js'

const photometric: Readonly<Record<ColourModel, number>> = {
  grey: Photometric.BlackIsZero, 'grey-inverted': Photometric.WhiteIsZero, rgb: Photometric.RGB, palette: Photometric.Palette, cmyk: Photometric.Separated,
  ycbcr: Photometric.YCbCr, lab: Photometric.CIELab,
}
const colours: Readonly<Record<ColourModel, number>> = { grey: 1, 'grey-inverted': 1, palette: 1, rgb: 3, ycbcr: 3, lab: 3, cmyk: 4 }

/** What `encodePage` needs for a page that comes from another format: Group 4 for bilevel pages, deflate for all others. */
export function tiffInfo(layout: RasterLayout, { dpi, orientation = 1, icc }: { dpi?: number, orientation?: Orientation, icc?: Uint8Array } = {}): unknown {
  const { width, height, model, channels, bits, sample, alpha, palette } = layout
  const bilevel = bits === 1 && channels === 1 && model !== 'palette'
  const whole = bits === 8 || bits === 16
  const passedOn: RawTag[] = orientation === 1 ? [] : [shorts(Tag.Orientation, [orientation])]
  if (dpi !== undefined) {
    const bytes = new Uint8Array(Uint32Array.of(Math.round(dpi * 1000), 1000).buffer)
    passedOn.push(...[Tag.XResolution, Tag.YResolution].map(tag => ({ tag, type: Type.Rational, count: 1, bytes })), shorts(Tag.ResolutionUnit, [2]))
  }
  const info: TiffPage = {
    little: true, big: false, compression: bilevel ? Compression.G4 : Compression.Deflate, photometric: photometric[model],
    bits: new Array<number>(channels).fill(bits), samples: channels, planar: false, predictor: whole && model !== 'palette' && sample === 'uint' ? 2 : 1,
    fillOrder: 1, segmentWidth: width, segmentHeight: height, tiled: true, lengths: [], subsampling: { h: 1, v: 1 }, t4Options: 0, subfileType: 0,
    extra: Array.from({ length: channels - colours[model] }, (_, i) => i > 0 || !alpha ? 0 : alpha === 'premultiplied' ? 1 : 2),
    sampleFormat: sample === 'uint' ? 1 : sample === 'int' ? 2 : 3, passedOn,
  }
  if (icc) info.icc = icc
  if (palette) {
    const entries = 1 << bits
    info.colorMap = Uint16Array.from({ length: 3 * entries }, (_, i) => (palette[i % entries * 4 + Math.floor(i / entries)] ?? 0) * 257)
  }
  return info
}
