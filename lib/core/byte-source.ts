import type { SpooledBytes } from './private-file.js'

/**
 * Random access to input bytes that may still be arriving. A walker reads as if the file were complete; a read that lies
 * beyond what has come waits. See streams/decode.ts for the side that feeds it.
 */
export interface ByteSource {
  /**
   * Exactly `length` bytes at `offset`, or fewer where the input ends before; up to `most` where more of them are at hand. The
   * bytes may be a view: do not write.
   */
  read(offset: number, length: number, most?: number): Promise<Uint8Array>
  /** The input's length; waits for its end. */
  size(): Promise<number>
  /** Bytes before `offset` will not be read again. */
  release(offset: number): void
  /** As `read`, of bytes that shall stay where any thread can read them. Fewer bytes where the input ends before. */
  keep?(offset: number, length: number): Promise<SpooledBytes>
  /** Tells of a page that was made of kept bytes. */
  lend?(spooled: readonly SpooledBytes[]): void
}
