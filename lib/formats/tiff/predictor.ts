/** TIFF predictors, on rows of samples that are little-endian by now. `samples` is how far the neighbour to the left is. */

/** Undoes predictor 2, in place. */
export function undoDifferences(data: Uint8Array, rowBytes: number, bits: number, samples: number): void {
  eachRow(data, rowBytes, bits, row => {
    for (let i = samples; i < row.length; i++) row[i] = (row as Uint32Array)[i] + (row as Uint32Array)[i - samples]
  }, row => {
    for (let i = samples; i < row.length; i++) row[i] += row[i - samples]
  })
}

/** Predictor 2, in place. */
export function takeDifferences(data: Uint8Array, rowBytes: number, bits: number, samples: number): void {
  eachRow(data, rowBytes, bits, row => {
    for (let i = row.length - 1; i >= samples; i--) row[i] = (row as Uint32Array)[i] - (row as Uint32Array)[i - samples]
  }, row => {
    for (let i = row.length - 1; i >= samples; i--) row[i] -= row[i - samples]
  })
}

type Row = Uint8Array | Uint16Array | Uint32Array

function eachRow(data: Uint8Array, rowBytes: number, bits: number, each: (row: Row) => void, each64: (row: BigUint64Array) => void): void {
  // Typed views want their offset to be a multiple of the sample.
  const aligned = new Uint8Array(new ArrayBuffer(Math.ceil(rowBytes / 8) * 8))
  const samples = Math.floor(rowBytes * 8 / bits)
  for (let at = 0; at + rowBytes <= data.length; at += rowBytes) {
    const bytes = data.subarray(at, at + rowBytes)
    if (bits === 8) {
      each(bytes)
      continue
    }
    aligned.set(bytes)
    if (bits === 16) each(new Uint16Array(aligned.buffer, 0, samples))
    else if (bits === 32) each(new Uint32Array(aligned.buffer, 0, samples))
    else each64(new BigUint64Array(aligned.buffer, 0, samples))
    bytes.set(aligned.subarray(0, rowBytes))
  }
}

/**
 * Undoes predictor 3 (Adobe Technical Note 3), in place: bytes of a row are differences, and lie apart by significance, the
 * most significant first. What comes out is little-endian whatever the file's byte order.
 */
export function undoFloatPlanes(data: Uint8Array, rowBytes: number, bits: number, samples: number): void {
  const size = bits / 8
  const count = rowBytes / size
  const row = new Uint8Array(rowBytes)
  for (let at = 0; at + rowBytes <= data.length; at += rowBytes) {
    for (let i = samples; i < rowBytes; i++) data[at + i] += data[at + i - samples]
    row.set(data.subarray(at, at + rowBytes))
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < size; b++) data[at + i * size + b] = row[(size - 1 - b) * count + i]
    }
  }
}

/** Predictor 3, in place. */
export function takeFloatPlanes(data: Uint8Array, rowBytes: number, bits: number, samples: number): void {
  const size = bits / 8
  const count = rowBytes / size
  const row = new Uint8Array(rowBytes)
  for (let at = 0; at + rowBytes <= data.length; at += rowBytes) {
    row.set(data.subarray(at, at + rowBytes))
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < size; b++) data[at + (size - 1 - b) * count + i] = row[i * size + b]
    }
    for (let i = rowBytes - 1; i >= samples; i--) data[at + i] -= data[at + i - samples]
  }
}
