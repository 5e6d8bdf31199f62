import { loadModel, netModels } from '../inference/manifest.js'
import type { InferenceSession } from '../inference/onnxruntime.js'
import type { Box, OcrContext, OcrEngine, Reading, UnreadText, View } from '../core/types.js'
import { covered } from '../core/geometry.js'
import { openSession } from '../inference/session.js'
import { inputWidth, LINE_HEIGHT, readLine, type LineText } from './ctc.js'
import { isCutOff } from './cut.js'
import { findLines, STRIDE, type TextLine } from './dbnet.js'
import { crop, Pyramid, toGrey, turned, turnedBack, withGround, type Grey, type Rotated } from '../core/grey.js'
import { layOut, type ReadWord } from './layout.js'
import { textHeights } from './text-height.js'
import { needsWholeHead, spelt } from './language-engines.js'
import { verticalLinesOf } from './vertical-text.js'
import { boxOf, wordsOf } from './words.js'

export interface PaddleOptions {
  /** 'high' looks with a finer detector and reads lines at full width. Default 'standard'. */
  accuracy?: 'standard' | 'high'
  /** Threads that one run may use. Default 1. */
  threads?: number
  /** ISO 639-2 codes. Chinese and Japanese letters are known where one of them asks for it; those of Latin script always. */
  languages?: readonly string[]
}

/**
 * How finely to look: heights that usual and small letters are brought to for the detector, at most this much enlarged; narrowing of
 * lines; and whether to look a second time, at half the size, for what is too large to be seen as text beside small letters.
 */
interface Effort { usual: number, small: number, enlarge: number, squeeze: number, twice: boolean }
const EFFORT: Record<'standard' | 'high', Effort> = {
  standard: { usual: 12, small: 8, enlarge: 1, squeeze: 0.8, twice: false },
  high: { usual: 18, small: 12, enlarge: 3, squeeze: 1, twice: true },
}
/** Lines of the second look that the first has seen by less than this share of their area are new. */
const NEW = 0.5
/** The detector sees at most this many pixels; and where letters cannot be measured, this longer side. */
const MOST_PIXELS = 4e6
const UNKNOWN_SIDE = 1280

/** Ground laid round the page, in pixels of the detector: it does not see text that the edge of a picture touches or cuts. */
const MARGIN = 12

/** Lines less sure than this are read the other way up as well; the first is for while it is not known which way is up. */
const FIRST_DOUBT = 0.95
const DOUBT = 0.8
/** So many lines more for one way than for the other make it known. */
const KNOWN = 2
const TRUST = 0.2
/** The filler of passports, <<<, reads well either way up; nothing else is written with so many of these. */
const UPSIDE_DOWN = />{4}/
/** Lines the detector is this sure of are reported as unread where they are read with less confidence than that, or where the edge cuts them. */
const SEEN = 0.65
const READABLE = 0.5

/** A line as read: the rectangle in its reading direction, its pixels, and how it was turned (clockwise, to stand upright). */
interface LineReading { text: LineText, line: Rotated, pixels: Float32Array, width: number, turn: number, confidence: number }

/**
 * PP-OCRv6: DBNet finds lines, a CTC recogniser reads them. Lines may run in any direction.
 *
 * @example
 * const engine = await paddle()
 * const { words, unread } = await engine.recognize(view, {})
 */
export async function paddle({ accuracy = 'standard', threads = 1, languages = [] }: PaddleOptions = {}): Promise<OcrEngine> {
  const head = languages.some(needsWholeHead) ? 'whole' : 'latin'
  const [detector, recognizer] = await Promise.all([openSession('ppocr-det.onnx', threads), openRecognizer(head, threads, languages)])
  const effort = EFFORT[accuracy]
  const models = await netModels('textLines', `${head}Text`)
  return {
    async recognize(view: View, context: OcrContext): Promise<Reading> {
      const bare = toGrey(view)
      const scale = scaleFor(bare, effort)
      const [marginX, marginY] = [bare.width, bare.height].map(side => marginFor(side, scale))
      const grey = withGround(bare, marginX, marginY)
      let page = grey
      let pyramid = new Pyramid(page)
      const look = async (): Promise<TextLine[]> => {
        const lines = await findLines(detector, pyramid, page.width, page.height, scale)
        return effort.twice ? withNew(lines, await findLines(detector, pyramid, page.width, page.height, scale / 2)) : lines
      }
      let lines = await look()
      const quarter = mostlyTall(lines)
      if (quarter) {
        page = turned(grey)
        pyramid = new Pyramid(page)
        lines = await look()
      }
      const isCut = (line: TextLine): boolean => quarter ? isCutOff(line, page, marginY, marginX) : isCutOff(line, page, marginX, marginY)
      const { words, unread } = await readLines(lines, pyramid, isCut, recognizer, effort, context)
      const inPicture = <B extends Box>(box: B): B => ({ ...box, x: box.x - marginX, y: box.y - marginY })
      if (!quarter) return { words: layOut(words.map(inPicture)), unread: unread.map(inPicture), models }
      const back = <B extends Box>(box: B): B => inPicture({ ...box, ...turnedBack(box, grey.height) })
      return { words: layOut(words.map(word => ({ ...back(word), turn: ((word.turn ?? 0) + 90) % 360 }))), unread: unread.map(back), models }
    },
  }
}

function scaleFor(grey: Grey, effort: Effort): number {
  const letters = textHeights(grey)
  const wanted = letters ? Math.max(effort.usual / letters.usual, effort.small / letters.small) : Math.min(1, UNKNOWN_SIDE / Math.max(grey.width, grey.height))
  return Math.min(wanted, effort.enlarge, Math.sqrt(MOST_PIXELS / (grey.width * grey.height)))
}

/** Ground for one side of the page, in its pixels, so that the detector sees the whole length at that very scale. */
function marginFor(side: number, scale: number): number {
  return Math.round((Math.ceil((side * scale + 2 * MARGIN) / STRIDE) * STRIDE / scale - side) / 2)
}

/** Lines, and those of others that they leave uncovered. */
function withNew(lines: TextLine[], others: readonly TextLine[]): TextLine[] {
  const whole = (line: TextLine): Box => boxOf(line, 0, 0, line.w, line.h)
  const boxes = lines.map(whole)
  return [...lines, ...others.filter(line => covered(whole(line), boxes) < NEW)]
}

/** Boxes that are higher than wide by less than this may hold upright letters, one or two. */
const FEW = 3

const isTall = (line: Rotated): boolean => line.h > 1.5 * line.w

/** Whether most of the text runs up or down: then the page lies on its side. */
function mostlyTall(lines: readonly TextLine[]): boolean {
  const area = (list: readonly TextLine[]): number => list.reduce((sum, line) => sum + line.w * line.h, 0)
  return area(lines.filter(isTall)) > 0.6 * area(lines)
}

/** Puts a vertical line in place of the boxes it was seen as, where it reads better than they do. */
async function joinStacks(lines: readonly TextLine[], pyramid: Pyramid, recognizer: Recognizer, effort: Effort): Promise<TextLine[]> {
  const gone = new Set<TextLine>()
  const joined: TextLine[] = []
  for (const { line, members } of verticalLinesOf(lines)) {
    const whole = [await read(line, true, false, pyramid, recognizer, effort), await read(line, true, true, pyramid, recognizer, effort)]
    const best = whole[0].confidence > whole[1].confidence ? whole[0] : whole[1]
    if (best.confidence < DOUBT || best.text.characters.length < members.length) continue
    let apart = 0
    for (const member of members) apart += (await read(member, false, false, pyramid, recognizer, effort)).confidence / members.length
    // Digits that lie on their side are read as well: those that are sure while they stand do stand.
    if (apart >= FIRST_DOUBT || best.confidence <= apart) continue
    joined.push(line)
    for (const member of members) gone.add(member)
  }
  return joined.length === 0 ? [...lines] : [...lines.filter(line => !gone.has(line)), ...joined]
}

async function readLines(
  lines: readonly TextLine[], pyramid: Pyramid, isCut: (line: TextLine) => boolean, recognizer: Recognizer, effort: Effort, context: OcrContext,
): Promise<Found> {
  const words: ReadWord[] = []
  const unread: UnreadText[] = []
  // Which way up lines stand is learnt from the page's longest ones, apart for lines that lie and that stand.
  const votes = new Map<boolean, number>()
  const whole = await joinStacks(lines, pyramid, recognizer, effort)
  for (const line of whole.sort((a, b) => Math.max(b.w, b.h) - Math.max(a.w, a.h))) {
    context.signal?.throwIfAborted()
    const tall = isTall(line)
    const vote = votes.get(tall) ?? 0
    const usual = vote < 0
    let best = await read(line, tall, usual, pyramid, recognizer, effort)
    let over = usual
    if (best.confidence < (Math.abs(vote) < KNOWN ? FIRST_DOUBT : DOUBT)) {
      const other = await read(line, tall, !usual, pyramid, recognizer, effort)
      // What looks alike either way up may read better the wrong way: a page that is known is trusted.
      if (readsBetter(other, best, Math.abs(vote) < KNOWN ? 0 : TRUST)) {
        best = other
        over = !usual
      }
    }
    // A letter or two that stand upright are higher than wide as well, and say nothing of which way up the page is.
    const upright = tall && line.h < FEW * line.w ? await read(line, false, false, pyramid, recognizer, effort) : undefined
    if (upright && upright.confidence > best.confidence) best = upright
    else if (best.confidence > DOUBT) votes.set(tall, vote + (over ? -1 : 1))
    words.push(...wordsOf(best.text, best.pixels, best.width, best.line, best.turn))
    const readable = best.confidence >= READABLE
    if (line.score > SEEN && (!readable || isCut(line))) unread.push({ ...boxOf(best.line, 0, 0, best.line.w, best.line.h), ...readable && { cut: true } })
  }
  return { words, unread }
}

type Judged = Pick<LineReading, 'confidence'> & { text: Pick<LineReading['text'], 'characters'> }

/** Whether a line reads better so, by that much: by its confidence, unless one way hardly anything is read of it. */
export function readsBetter(other: Judged, best: Judged, by: number): boolean {
  const letters = ({ text }: Judged): number => text.characters.filter(character => character !== ' ').length
  const [more, less] = [letters(other), letters(best)]
  if (2 * Math.min(more, less) < Math.max(more, less)) return more > less && other.confidence >= READABLE
  return other.confidence > best.confidence + by
}

/** Reads a line; a tall one from the bottom to the top. `over` turns it by another 180°. */
async function read(line: TextLine, tall: boolean, over: boolean, pyramid: Pyramid, { session, characters }: Recognizer, effort: Effort): Promise<LineReading> {
  const turn = (tall ? 90 : 0) + (over ? 180 : 0)
  const along: Rotated = { ...line, ...(tall ? { w: line.h, h: line.w } : {}), angle: line.angle - turn * Math.PI / 180 }
  const width = inputWidth(along.w, along.h, effort.squeeze)
  const pixels = crop(pyramid, along, width, LINE_HEIGHT, new Float32Array(width * LINE_HEIGHT))
  const text = await readLine(session, pixels, width, characters)
  const upsideDown = UPSIDE_DOWN.test(text.characters.join(''))
  const confidence = upsideDown ? 0 : text.confidence.reduce((sum, v) => sum + v, 0) / Math.max(1, text.confidence.length)
  return { text, line: along, pixels, width, turn, confidence }
}

interface Found { words: ReadWord[], unread: UnreadText[] }
interface Recognizer { session: InferenceSession, characters: string[] }

async function openRecognizer(head: 'latin' | 'whole', threads: number, languages: readonly string[]): Promise<Recognizer> {
  const [session, list] = await Promise.all([openSession(`ppocr-${head}.onnx`, threads), loadModel(`ppocr-${head}.txt`)])
  return { session, characters: ['', ...spelt(Buffer.from(list).toString('utf8').split('\n'), languages)] }
}
