import { Transform, type Duplex } from 'node:stream'
import type { CodecState, PageMark, WrittenPage } from '../lib/formats/codec.js'
import { codecOf } from '../lib/formats/index.js'
import { ContainerWitness } from '../lib/paint/container.js'
import { fillOptions } from '../lib/core/options.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import type { Format, Frame } from '../lib/core/types.js'
import { PrivateFile } from '../lib/core/private-file.js'
import { poolOf } from '../workers/pool.js'
import { Chain } from './chain.js'
import { ordered } from './ordered.js'
import { toStageError } from './stage-error.js'
import { abortable, work } from './work.js'

/** `done`: the bytes have been read, or will not be. */
interface Written { page: WrittenPage, format: Format, done?: () => void }

/** For whoever wants to know what has been written. */
export interface EncodeEvents {
  /** Called for each frame in order, when it has been encoded and its pixels were given back; `note` says what had to be written otherwise. */
  onFrame?: (frame: Frame, note?: string) => void
}

/**
 * Frames in, bytes of a file of the same format out. Gives the frames' pixel memory back.
 *
 * @example
 * await pipeline(createReadStream('a.gif'), decode(), split(), redact({ regions }), encode(), createWriteStream('b.gif'))
 */
export function encode<Own extends string = never>(options?: EffaceOptions<Own>, { onFrame }: EncodeEvents = {}): Duplex {
  const filled = fillOptions(options)
  let state: Promise<CodecState> = Promise.resolve(undefined)

  const files = new Set<PrivateFile>()
  const close = (file: PrivateFile): void => {
    if (files.delete(file)) void file.close()
  }

  /** Encodes on a worker. What lies in a file goes by way of another to where it is joined. */
  const encodeFrame = async (frame: Frame, format: Format, carried: CodecState): Promise<Written & { state?: CodecState }> => {
    const { page, raster, painted } = frame
    const file = raster.file && await PrivateFile.create()
    try {
      const encoded = await work(filled, 'encode', frame, 'encode', { page, raster, painted, format, state: carried, file: file?.spooled, witness: filled.witness })
      if (!file) return { ...encoded, format }
      if (chain.destroyed) throw new Error('The pipeline was closed')
      files.add(file)
      return { ...encoded, format, done: () => close(file) }
    } catch (error) {
      file?.closeLater()
      throw error
    }
  }

  const run = async (frame: Frame): Promise<{ frame: Frame, written: Written }> => {
    const format = filled.format ?? frame.page.format
    const { sequential } = codecOf(format)
    const before = state
    const encoded = (async () => await encodeFrame(frame, format, sequential ? await before : undefined))()
    if (sequential) {
      state = encoded.then(e => e.state)
      state.catch(() => {})
    }
    const { page, done } = await encoded
    frame.memory?.release()
    return { frame, written: { page, format, done } }
  }

  const encoder = ordered({ concurrency: poolOf(filled).threads + 1, run, inOrder: ({ frame, written }) => {
    if (written.page.seen?.by) frame.witness = written.page.seen.by
    onFrame?.(frame, noteOf(written.page))
  } })
  const chain = new Chain([encoder, new Join(filled.witness)])
  chain.once('close', () => files.forEach(close))
  return abortable(chain, filled)
}

/** What the codec could not write as it was: 'ccittg3 -> ccittg4'. */
const noteOf = ({ info }: WrittenPage): string | undefined => (info as { substituted?: string } | undefined)?.substituted

/** Written pages in, the bytes of the container out. */
class Join extends Transform {
  #format: Format | undefined
  readonly #given: Written[] = []
  #give: ((page: WrittenPage | undefined) => void) | undefined
  #finished: Promise<void> = Promise.resolve()
  #asked: (() => void) | undefined

  readonly #witnessed: boolean
  #witness: ContainerWitness | undefined

  constructor(witnessed: boolean) {
    super({ writableObjectMode: true, writableHighWaterMark: 1 })
    this.#witnessed = witnessed
  }

  override _transform({ written }: { written: Written }, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.#format === undefined) this.#start(written.format, written.page.seen?.mark)
    this.#asked = callback
    if (written.page.seen) this.#witness?.expect(written.page.seen.mark)
    this.#given.push(written)
    // A joiner keeps one page back at most.
    if (this.#given.length > 2) this.#given.shift()!.done?.()
    this.#give!(written.page)
  }

  override _flush(callback: (error?: Error | null) => void): void {
    this.#asked = () => {}
    this.#give?.(undefined)
    this.#finished.then(() => callback(), callback)
  }

  #start(format: Format, first?: PageMark): void {
    this.#format = format
    if (this.#witnessed) this.#witness = new ContainerWitness(codecOf(format), first)
    let next = new Promise<WrittenPage | undefined>(resolve => { this.#give = resolve })
    const pages = async function * (this: Join): AsyncGenerator<WrittenPage> {
      for (;;) {
        const page = await next
        if (page === undefined) return
        next = new Promise(resolve => { this.#give = resolve })
        yield page
        // The joiner comes back for more: the page has been written, or is kept back for the look-ahead.
        this.#asked!()
      }
    }
    this.#finished = (async () => {
      for await (const bytes of codecOf(format).join(pages.call(this))) {
        if (this.destroyed) return
        this.#witness?.pass(bytes)
        if (!this.push(bytes)) await new Promise<void>(resolve => { this.#taken = resolve })
      }
      await this.#witness?.end()
    })()
    this.#finished.catch((error: unknown) => this.destroy(toStageError(error, 'encode')))
  }

  #taken: (() => void) | undefined
  override _read(size: number): void {
    const taken = this.#taken
    this.#taken = undefined
    taken?.()
    super._read(size)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#taken?.()
    callback(error)
  }
}
