/**
 * Memory that one place in the code uses again and again: what a frame took would else lie about until the collector comes, which does
 * not feel its weight. Good until the next `take`; what is in it is left over from the last.
 */
export class Scratch {
  #memory = new ArrayBuffer(0)

  take(bytes: number): ArrayBuffer {
    // Not what one huge frame once needed.
    if (this.#memory.byteLength < bytes || this.#memory.byteLength > 4 * bytes + 65_536) this.#memory = new ArrayBuffer(bytes)
    return this.#memory
  }
}
