import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { Pool } from '../../workers/pool.js'
import { Efface, type FrameHooks } from '../api/efface.js'
import { shown } from '../storage/names.js'
import { open } from '../storage/open.js'
import { writeWhole } from '../storage/output-file.js'
import { EffaceError } from '../core/errors.js'
import { fillOptions } from '../core/options.js'
import type { FilledOptions } from '../core/option-types.js'
import { viewOfFrame, wholeView } from '../core/tiles.js'
import type { Box, Frame, View } from '../core/types.js'
import { planBoxes } from '../paint/boxes.js'
import { placeTags } from '../paint/tags.js'
import { thumbnail } from '../paint/thumbnail.js'
import { count, optionsOf, since, UsageError, type Flags } from './args.js'
import { ContactSheet } from './contact-sheet.js'
import { eachOf } from './each.js'
import { describe } from '../api/failures.js'
import { eachFile, type Input, noImages } from './inputs.js'
import { Progress } from './progress.js'
import { withPool } from './redact.js'
import { fileSection, pageEnd, pageHead, OWN_TAG, TAG, type ShownFile, type ShownPage, type Totals } from './report-page.js'

/** Pixels of a page's longer side, as it is kept; and as its boxes and labels are laid out. */
const KEPT = 800
const SHOWN = 400

/**
 * `efface report FILES -o report.html`: redacts everything and keeps nothing of it but one page to look at. @returns the exit code
 */
export async function report(names: readonly string[], flags: Flags): Promise<number> {
  const { output } = flags
  if (names.length === 0 || output === undefined) throw new UsageError('Say what to look at and where the page goes: efface report claims/ -o report.html')
  if (!/\.html?$/i.test(output)) throw new UsageError(`Expected a name that ends in .html for -o but received '${output}'`)
  const sheet = flags['contact-sheet'] === undefined ? undefined : new ContactSheet(flags['contact-sheet'])
  return await withPool(flags, async pool => await new Reporting(flags, pool, sheet).run(names, output))
}

class Reporting {
  readonly #flags: Flags
  readonly #options: FilledOptions
  readonly #sheet: ContactSheet | undefined
  readonly #labels = new Map<string, { finds: number, files: number }>()
  readonly #totals: Omit<Totals, 'labels'> = { files: 0, failed: 0, skipped: 0, pages: 0, unread: 0, pagesWithUnread: 0, ms: 0 }

  constructor(flags: Flags, pool: Pool, sheet: ContactSheet | undefined) {
    this.#flags = flags
    this.#options = fillOptions({ ...optionsOf(flags), pool })
    this.#sheet = sheet
  }

  async run(names: readonly string[], output: string): Promise<number> {
    const inputs: Input[] = []
    const filter = { exclude: this.#flags.exclude, ignore: this.#flags.base?.ignore, since: since(this.#flags.since), outputs: [] }
    for await (const input of eachFile(names, filter)) {
      if (input.skipped === undefined) inputs.push(input)
      else this.#totals.skipped++
    }
    inputs.sort((a, b) => a.place < b.place ? -1 : 1)
    if (inputs.length === 0) throw new UsageError(noImages(names))
    const progress = new Progress(inputs.length, { quiet: this.#flags.quiet })
    const before = this.#flags.before ?? false
    const start = performance.now()
    // Files are worked on side by side, and written in their order.
    let turn: Promise<void> = Promise.resolve()
    try {
      await writeWhole(output, async sink => {
        const write: (text: string) => Promise<unknown> = promisify(sink.write.bind(sink))
        await write(pageHead({ before, at: new Date() }))
        await eachOf(inputs.entries(), count(this.#flags.concurrency, 'concurrency') ?? 2, async ([number, input]) => {
          const last = turn
          let done = (): void => {}
          turn = new Promise(resolve => { done = resolve })
          try {
            const file = await this.#show(input, progress)
            await last
            this.#count(file)
            await write(fileSection(file, number + 1))
            progress.file(shown(input.path))
          } finally {
            done()
          }
        })
        this.#totals.ms = performance.now() - start
        await write(pageEnd({ ...this.#totals, labels: this.#labels }))
        sink.end()
      }, before ? 0o600 : undefined)
    } finally {
      progress.stop()
    }
    await this.#sheet?.write()
    if (!this.#flags.quiet) process.stderr.write(`${this.#totals.files} files, ${this.#totals.pages} pages${this.#totals.failed > 0 ? `, ${this.#totals.failed} failed` : ''}\n${output}\n`)
    return this.#totals.failed > 0 ? 1 : 0
  }

  /** The whole pipeline, to its last byte, which goes nowhere. */
  async #show(input: Input, progress: Progress): Promise<ShownFile> {
    const start = performance.now()
    const pages: ShownPage[] = []
    const name = input.place
    try {
      const stream = new Efface(this.#options, {
        ...this.#hooks(pages, name), onFrame: event => {
          progress.page(shown(input.path), event.index, event.total)
          pages.find(({ index }) => index === event.index)!.ms = event.ms
        },
      })
      const source = await open(input.path)
      await pipeline(source.stream, stream, new Writable({ write: (_chunk, _encoding, done) => done() }))
      const { skipped } = await stream.report
      pages.sort((a, b) => a.index - b.index)
      return { name, pages, ms: performance.now() - start, notes: skipped }
    } catch (error) {
      if (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION') throw new UsageError(error.message)
      progress.line(`efface: ${shown(input.path)}: ${describe(error)}`)
      this.#sheet?.failed(name)
      // Of a file that failed nothing would have been written.
      return { name, pages: [], ms: performance.now() - start, error: describe(error) }
    }
  }

  #hooks(pages: ShownPage[], name: string): FrameHooks {
    const originals = new WeakMap<Frame, Buffer>()
    return {
      inspect: async frame => {
        frame.planned ??= planBoxes(frame, this.#options)
        if (this.#flags.before) originals.set(frame, await webp(viewOfFrame(frame)))
      },
      painted: async frame => {
        pages.push(shownPage(frame, await webp(wholeView(frame.raster, frame.page.orientation)), originals.get(frame)))
        await this.#sheet?.add(name, frame)
      },
    }
  }

  #count({ pages, error }: ShownFile): void {
    const totals = this.#totals
    totals.files++
    if (error !== undefined) totals.failed++
    totals.pages += pages.length
    const here = new Set<string>()
    for (const { boxes, unread } of pages) {
      totals.unread += unread.length
      if (unread.length > 0) totals.pagesWithUnread++
      for (const { label } of boxes) {
        const counts = this.#labels.get(label) ?? { finds: 0, files: 0 }
        counts.finds++
        if (!here.has(label)) counts.files++
        here.add(label)
        this.#labels.set(label, counts)
      }
    }
  }
}

const webp = async (view: View): Promise<Buffer> => await thumbnail(view, KEPT).webp({ quality: 70 }).toBuffer()

/** Boxes and tags as they lie on the page as it is shown. */
function shownPage(frame: Frame, after: Buffer, before: Buffer | undefined): ShownPage {
  const scale = SHOWN / Math.max(frame.width, frame.height)
  const [width, height] = [Math.max(1, Math.round(frame.width * scale)), Math.max(1, Math.round(frame.height * scale))]
  const small = ({ x, y, w, h }: Box): Box => ({ x: x * scale, y: y * scale, w: w * scale, h: h * scale })
  const boxes = (frame.planned ?? []).map(box => ({ ...small(box), label: box.label }))
  const [tags, ownTags] = [placeTags(boxes, { width, height }, { size: TAG, farthest: 0 }), placeTags(boxes, { width, height }, { size: OWN_TAG })]
  return {
    index: frame.index, width, height, after, ...before && { before }, ms: 0,
    boxes: boxes.map((box, i) => ({ ...box, tag: tags[i], ownTag: ownTags[i] })), unread: frame.unread.map(small),
    ...frame.failed && { failed: frame.failed.code },
  }
}
