/** Two compressions of the 1980s, for pictures of 2 and 4 bits a pixel. */

/** NeXT: rows of `rowBytes`, literal, literal in part, or runs of up to 63 pixels of 2 bits. White is 3. */
export function unpackNext(data: Uint8Array, out: Uint8Array, rowBytes: number): number {
  let from = 0
  let to = 0
  out.fill(0xff)
  for (; to + rowBytes <= out.length && from < data.length; to += rowBytes) {
    const code = data[from++]
    if (code === 0) {
      if (from + rowBytes > data.length) return to
      out.set(data.subarray(from, from + rowBytes), to)
      from += rowBytes
    } else if (code === 0x40) {
      const offset = data[from] << 8 | data[from + 1]
      const length = data[from + 2] << 8 | data[from + 3]
      from += 4
      if (offset + length > rowBytes || from + length > data.length) return -1
      out.set(data.subarray(from, from + length), to + offset)
      from += length
    } else {
      let pixel = 0
      for (let run = code; ; run = data[from++]) {
        for (let n = run & 0x3f; n > 0 && pixel < rowBytes * 4; n--, pixel++) {
          const shift = 6 - (pixel & 3) * 2
          const at = to + (pixel >> 2)
          out[at] = out[at] & ~(3 << shift) | run >> 6 << shift
        }
        if (pixel >= rowBytes * 4) break
        if (from >= data.length) return to
      }
    }
  }
  return to
}

const twoBitSteps = [0, 1, 0, -1] as const
const threeBitSteps = [0, 1, 2, 3, 0, -3, -2, -1] as const

/** ThunderScan: rows of `width` pixels of 4 bits, as runs, literals and differences of 2 or 3 bits to the pixel before. */
export function unpackThunder(data: Uint8Array, out: Uint8Array, width: number): number {
  const rowBytes = Math.ceil(width / 2)
  let from = 0
  let to = 0
  for (; to + rowBytes <= out.length; to += rowBytes) {
    let pixel = 0
    let last = 0
    const put = (value: number): void => {
      last = value & 15
      if (pixel < width) out[to + (pixel >> 1)] |= pixel & 1 ? last : last << 4
      pixel++
    }
    while (pixel < width) {
      if (from >= data.length) return to
      const code = data[from++]
      const low = code & 0x3f
      switch (code >> 6) {
        case 0:
          for (let n = low; n > 0; n--) put(last)
          break
        case 1:
          for (const step of [low >> 4, low >> 2 & 3, low & 3]) if (step !== 2) put(last + twoBitSteps[step])
          break
        case 2:
          for (const step of [low >> 3, low & 7]) if (step !== 4) put(last + threeBitSteps[step])
          break
        default: put(low)
      }
    }
  }
  return to
}
