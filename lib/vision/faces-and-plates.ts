import { clip, intersection, nms, roundOut } from '../core/geometry.js'
import type { Box, View, VisualObject } from '../core/types.js'
import type { InferenceSession } from '../inference/onnxruntime.js'
import { augment } from './augment.js'
import type { Face } from './centerface.js'
import { withCorners } from './corners.js'
import { fills, maxEnlargement, scaleTo, tiles } from '../inference/crops.js'
import { fuse } from './fusion.js'
import { letterbox, type Turn } from '../inference/letterbox.js'
import type { Net, Thresholds } from '../inference/net.js'
import { pictured } from './paper.js'

// All numbers here, in augment.ts and in corners.ts were chosen by benchmarks/accuracy/detect.ts on group photos, photos of 1 to 9 people, street crowds and
// three sets of plates; docs/accuracy.md has what they reach.

/** CenterFace where faces are wanted, the anchor-free net in any case, and the net of corners where plates are. */
export interface Nets { faces?: Net<Face>, anchorFree: Net, corners?: InferenceSession }

/** The faces that CenterFace and the anchor-free net saw in one pass, before they are fused. */
export interface Seen { first: readonly VisualObject[], second: readonly VisualObject[] }

export interface DetectOptions {
  signal?: AbortSignal
  onSeen?(seen: Seen): void
}

/** Larger pictures are brought to this longer side first: all crops are taken from there. */
const pictureSide = 2752
/** Longer side of the whole picture, in net pixels, as CenterFace sees it. */
const wholeSide = 640
/**
 * The anchor-free net sees `share` of the picture's pixels a side, at most `most` on the longer one, in tiles. Small pictures are enlarged up to
 * `times`, if that brings them no further than to `enough`, and at any rate to `least`.
 */
const plateTiles = { share: 0.65, most: 1920, times: 1.3, enough: 832, least: 640, side: 1216, overlap: 128 }
/**
 * It sees the picture besides this small, for large things, unless something is certain and nothing unsure is as large a share of the picture's longer
 * side; and, while nothing is certain, smaller still with ground around it, for what fills the picture.
 */
const [small, closeUp] = [{ side: 320, large: 0.1 }, { side: 160, border: 32 }]
/**
 * Where there are faces smaller than `small` net pixels, both nets see the picture's own pixels, and small pictures enlarged to `least`, in tiles; where
 * faces are smaller than `tiny` in those, they see them `enlarged`. (Of 104 faces of 12 to 16 px in mosaics of twelve photos all are covered so, half of
 * them without; 83 % if enlarged by 1.6, or for one net alone.)
 */
const faceTiles = { small: 24, least: 960, tiny: 18, enlarged: 2, side: 736, overlap: 96 }
/** What counts as a find of one net, which the other may agree with. */
const hints: Thresholds = { FACE: 0.05, LICENSE_PLATE: 0.12 }
/**
 * Least probability of a small face that calls for tiles; CenterFace's score of a face that calls for the picture to be turned as its landmarks say; least
 * probability of any face that, where none is certain, calls for a look the other ways up; and CenterFace's score of one that stands upright then.
 */
const suspected = { small: 0.12, turned: 0.3, any: 0.05, certain: 0.99, upright: 0.3 }
/** The share of the scores that the best way up reaches in the sum from which on another one counts, too; and the longer side of those looks. */
const turned = { share: 0.5, side: 448 }
/** Scores of plates from which on one may be there, and is certain. */
const plateSuspected = { any: 0.2, certain: 0.9 }

/** License plates and faces, in pixels of the view. Where faces lie on their side or head down, the picture is seen turned, too. */
export async function detectFacesAndPlates(view: View, nets: Nets, thresholds: Thresholds, options: DetectOptions = {}): Promise<VisualObject[]> {
  const picture = await letterbox(view, { scale: Math.min(1, scaleTo(view, pictureSide)) }, 1)
  const found: VisualObject[] = []
  const turns: Turn[] = [0]
  // Faces that lie on their side are found in the upright picture, less surely.
  for (const turn of turns) {
    const pass = new Pass(nets, { ...picture, channels: 3 }, thresholds, turn, options)
    await pass.run()
    found.push(...pass.found)
    if (turn === 0) turns.push(...pass.turns)
  }
  picture.release()
  return withoutFacesTakenForPlates(nms(found)).map(picture.toView)
}

/** One pass over the picture, turned so. */
class Pass {
  readonly found: VisualObject[] = []
  /** Other ways up at which there seem to be faces. */
  readonly turns = new Set<Turn>()
  readonly #hints: Thresholds
  /** Whether there is something like a face, and none that is certain. */
  #isUnsettled = false

  constructor(readonly nets: Nets, readonly view: View, readonly thresholds: Thresholds, readonly turn: Turn, readonly options: DetectOptions) {
    this.#hints = Object.fromEntries(Object.entries(hints).filter(([label]) => thresholds[label] !== undefined))
  }

  async run(): Promise<void> {
    const { nets: { faces, anchorFree }, view, turn, options: { signal } } = this
    const scale = scaleTo(view, wholeSide)
    const whole = await letterbox(view, { scale }, 1)
    const reduced: View = { ...whole, channels: 3 }
    const see = async <T extends VisualObject>(net: Net<T>, scale: number, border = 0): Promise<T[]> =>
      (await net(reduced, [{ scale, border, turn }], this.#hints, signal)).map(whole.toView)
    const seen = await this.#seeTiles(reduced, scale)
    const first = faces ? await see(faces, 1) : []
    const finds = (): VisualObject[] => [...fuse(first, nms(ofType(seen, 'FACE'))), ...ofType(seen, 'LICENSE_PLATE')]
    const isLarge = ({ w, h }: Box): boolean => Math.max(w, h) >= small.large * Math.max(view.width, view.height)
    if (!finds().some(isCertain) || finds().some(find => isLarge(find) && isUnsure(find))) seen.push(...await see(anchorFree, scaleTo(reduced, small.side)))
    if (!finds().some(isCertain)) seen.push(...(await see(anchorFree, scaleTo(reduced, closeUp.side), closeUp.border)).filter(object => fills(object, view)))
    const second = nms(seen, { containment: Infinity })
    if (faces) {
      await this.#addFaces(first, nms(ofType(second, 'FACE')), scale)
      if (turn === 0 && this.#isUnsettled) await this.#lookTurned(reduced)
    }
    whole.release()
    if (this.thresholds.LICENSE_PLATE !== undefined) await this.#addPlates(ofType(second, 'LICENSE_PLATE'))
  }

  /** What the anchor-free net sees at its usual size, but for paper and text on it. `reduced` is the view at that scale. */
  async #seeTiles(reduced: View, scale: number): Promise<VisualObject[]> {
    const { nets: { anchorFree }, view, turn, options: { signal } } = this
    const part = pictured(reduced)
    if (part === undefined) return []
    const longer = Math.max(view.width, view.height)
    const { share, most, times, enough, least } = plateTiles
    const side = Math.min(most, Math.max(least, Math.min(enough, times * longer), share * longer))
    const crops = tiles(view, { ...plateTiles, scale: scaleTo(view, side), within: clip(roundOut(scaled(part, 1 / scale)), view.width, view.height) })
    return await anchorFree(view, crops.map(crop => ({ ...crop, turn })), this.#hints, signal)
  }

  async #addFaces(first: readonly Face[], second: readonly VisualObject[], scale: number): Promise<void> {
    const { nets: { faces, anchorFree }, view, options: { signal, onSeen } } = this
    const native = scaleTo(view, Math.max(faceTiles.least, view.width, view.height))
    const enlarged = Math.min(maxEnlargement, faceTiles.enlarged * native)
    for (const { finer, most } of [{ finer: native, most: faceTiles.small }, { finer: enlarged, most: faceTiles.tiny }]) {
      if (finer < 1.2 * scale) continue
      const faint = fuse(first, second).filter(({ w, h, score }) => Math.max(w, h) * scale < most && score >= suspected.small)
      const crops = tilesAbout(faint, view, finer).map(crop => ({ ...crop, turn: this.turn }))
      if (crops.length > 0) {
        first = nms([...first, ...await faces!(view, crops, this.#hints, signal)])
        second = nms([...second, ...await anchorFree(view, crops, { FACE: hints.FACE }, signal)])
      }
      scale = finer
    }
    onSeen?.({ first, second })
    const fused = fuse(first, second)
    this.found.push(...fused.filter(({ score }) => score >= this.thresholds.FACE!))
    for (const { turn, score } of first) if (turn !== 0 && score >= suspected.turned) this.turns.add(turn)
    this.#isUnsettled = fused.some(({ score }) => score >= suspected.any) && !fused.some(({ score }) => score >= suspected.certain)
  }

  /** Faces that lie on their side or head down may be too unsure for their landmarks to be believed: CenterFace sees the whole picture the other ways up. */
  async #lookTurned(reduced: View): Promise<void> {
    const scale = scaleTo(reduced, turned.side)
    const upright: { turn: Turn, sum: number }[] = []
    for (const turn of [90, 180, 270] as const) {
      const faces = await this.nets.faces!(reduced, [{ scale, turn }], { FACE: suspected.upright }, this.options.signal)
      upright.push({ turn, sum: faces.filter(face => face.turn === 0).reduce((sum, { score }) => sum + score, 0) })
    }
    const best = Math.max(...upright.map(({ sum }) => sum))
    for (const { turn, sum } of upright) if (sum > 0 && sum >= turned.share * best) this.turns.add(turn)
  }

  async #addPlates(seen: readonly VisualObject[]): Promise<void> {
    const { nets: { anchorFree, corners }, view, turn, options: { signal }, thresholds: { LICENSE_PLATE: needed = 0 } } = this
    const plates = nms(await augment(anchorFree, view, seen, { type: 'LICENSE_PLATE', needed, turn, signal })).filter(({ score }) => score >= needed)
    this.found.push(...corners ? await withCorners(corners, view, plates, { turn, signal }) : plates)
  }
}

const ofType = (objects: readonly VisualObject[], type: string): VisualObject[] => objects.filter(object => object.type === type)

const levels = ({ type }: VisualObject) => type === 'FACE' ? suspected : plateSuspected
const isCertain = (find: VisualObject): boolean => find.score >= levels(find).certain
const isUnsure = (find: VisualObject): boolean => find.score >= levels(find).any && !isCertain(find)

const scaled = ({ x, y, w, h }: Box, by: number): Box => ({ x: x * by, y: y * by, w: w * by, h: h * by })

/** Tiles at that scale that hold the middle of one of those faces. */
function tilesAbout(faces: readonly Box[], view: View, scale: number): ReturnType<typeof tiles> {
  if (faces.length === 0) return []
  const holds = (window: Box): boolean => faces.some(({ x, y, w, h }) => intersection({ x: x + w / 2, y: y + h / 2, w: 1, h: 1 }, window) > 0)
  return tiles(view, { ...faceTiles, scale }).filter(({ window }) => holds(window))
}

/** A plate that lies in a face the nets are surer of is the face again, and will be painted with it; unless the face is far larger. */
function withoutFacesTakenForPlates(objects: readonly VisualObject[]): VisualObject[] {
  const faces = objects.filter(({ type }) => type === 'FACE')
  const area = ({ w, h }: VisualObject) => w * h
  const inFace = (plate: VisualObject): boolean => faces.some(face =>
    face.score > plate.score && area(face) < 4 * area(plate) && intersection(face, plate) > 0.8 * area(plate))
  return objects.filter(object => object.type !== 'LICENSE_PLATE' || !inFace(object))
}
