export interface Rect { x: number, y: number, w: number, h: number }

/** What is the same for the whole file. */
export interface Screen {
  width: number
  height: number
  /** Index of the background colour; viewers show transparency instead, but it is handed on. */
  background: number
  aspect: number
  /** Global palette: RGB, 2..256 entries, a power of two. */
  palette?: Uint8Array
}

/** One frame as it stands in the file, and what is needed to write it again. */
export interface GifInfo {
  screen: Screen
  /** May lie partly or wholly outside the screen. */
  rect: Rect
  interlaced: boolean
  /** RGB; absent: the screen's. */
  palette?: Uint8Array
  /** 0 and 1: leave; 2: clear to transparent; 3: back to what was there before. */
  disposal: 0 | 1 | 2 | 3
  transparent?: number
  /** Hundredths of a second. Absent: the frame has no graphic control extension. */
  delay?: number
  waitsForUser: boolean
  /** The loop count, where its extension stands before this frame. 0 = for ever. */
  loop?: number
  minCodeSize: number
}

/** For frames of a file that gives no palette at all: what decoders that show something show. */
export const noPalette: Readonly<Uint8Array> = new Uint8Array([0, 0, 0, 255, 255, 255])
