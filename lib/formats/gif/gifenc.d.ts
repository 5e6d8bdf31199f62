declare module 'gifenc' {
  const gifenc: {
    /** Up to `colours` RGB colours that stand for the RGBA pixels. */
    quantize(rgba: Uint8Array, colours: number, options?: { format?: 'rgb565' | 'rgb444' | 'rgba4444' }): number[][]
  }
  export default gifenc
}
