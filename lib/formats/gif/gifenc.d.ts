declare module 'gifenc' {
  interface Encoder {
    writeFrame(indices: Uint8Array, width: number, height: number, options: { palette: number[][], delay?: number }): void
    finish(): void
    bytes(): Uint8Array
  }
  const gifenc: {
    /** Up to `colours` RGB colours that stand for the RGBA pixels. */
    quantize(rgba: Uint8Array, colours: number, options?: { format?: 'rgb565' | 'rgb444' | 'rgba4444' }): number[][]
    GIFEncoder(): Encoder
  }
  export default gifenc
}
