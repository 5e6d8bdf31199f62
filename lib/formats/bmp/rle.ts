import { malformed } from '../../core/errors.js'

/**
 * Run-length coding of 4, 8 or 24 bits a pixel. `put(x, y, value)` is called for each pixel that is given; rows count from the
 * bottom. Pixels that are skipped are not given.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT for runs over the edge, or data that end early
 */
export function decodeRle(data: Uint8Array, bits: 4 | 8 | 24, width: number, height: number, put: (x: number, y: number, value: number) => void): void {
  const unit = bits === 24 ? 3 : 1
  let [x, y, at] = [0, 0, 0]
  const need = (bytes: number): void => {
    if (at + bytes > data.length) throw malformed('The compressed pixels of a BMP end early')
  }
  const draw = (value: number): void => {
    if (x >= width || y >= height) throw malformed('A run of a compressed BMP leaves the image')
    put(x++, y, value)
  }
  const nextValue = (): number => {
    const value = unit === 3 ? data[at] | data[at + 1] << 8 | data[at + 2] << 16 : data[at]
    at += unit
    return value
  }
  for (;;) {
    // Some writers leave out the end mark behind a full image.
    if (at >= data.length && (y >= height || (y === height - 1 && x === width))) return
    need(2)
    const count = data[at++]
    if (count > 0) {
      need(unit)
      const value = nextValue()
      for (let i = 0; i < count; i++) draw(bits === 4 ? (i & 1 ? value & 15 : value >> 4) : value)
      continue
    }
    const code = data[at++]
    if (code === 0) {
      x = 0
      y++
    } else if (code === 1) return
    else if (code === 2) {
      need(2)
      x += data[at++]
      y += data[at++]
    } else {
      const bytes = bits === 4 ? Math.ceil(code / 2) : code * unit
      need(bytes)
      const end = at + bytes + (bytes & 1)
      for (let i = 0; i < code; i++) {
        if (bits === 4) draw(i & 1 ? data[at++] & 15 : data[at] >> 4)
        else draw(nextValue())
      }
      at = end
    }
  }
}
