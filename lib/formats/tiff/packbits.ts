/** Fills `out` from PackBits data; returns the number of bytes written, fewer than `out.length` where the data ends. */
export function unpackBits(data: Uint8Array, out: Uint8Array): number {
  let from = 0
  let to = 0
  while (from < data.length && to < out.length) {
    const code = data[from++]
    if (code < 128) {
      const run = Math.min(code + 1, out.length - to, data.length - from)
      out.set(data.subarray(from, from + run), to)
      from += run
      to += run
    } else if (code > 128 && from < data.length) {
      const run = Math.min(257 - code, out.length - to)
      out.fill(data[from++], to, to + run)
      to += run
    }
  }
  return to
}

/** PackBits data of rows of `rowBytes`: no run goes over the end of a row, as TIFF 6.0 wants it. */
export function packBits(data: Uint8Array, rowBytes: number): Uint8Array {
  const out = new Uint8Array(data.length + Math.ceil(rowBytes / 128) * Math.ceil(data.length / rowBytes))
  let to = 0
  for (let start = 0; start < data.length; start += rowBytes) {
    const end = Math.min(start + rowBytes, data.length)
    let at = start
    while (at < end) {
      let run = 1
      while (run < 128 && at + run < end && data[at + run] === data[at]) run++
      if (run > 1) {
        out[to++] = 257 - run
        out[to++] = data[at]
      } else {
        // A literal goes on until three equal bytes in a row make a run worth its two bytes.
        while (run < 128 && at + run < end && !(data[at + run] === data[at + run + 1] && data[at + run] === data[at + run + 2] && at + run + 2 < end)) run++
        out[to++] = run - 1
        out.set(data.subarray(at, at + run), to)
        to += run
      }
      at += run
    }
  }
  return out.subarray(0, to)
}
