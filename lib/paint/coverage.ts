/**
 * How much of each pixel an outline covers, exactly: along every edge the area between it and the right side of the picture is added up
 * with the sign of its direction. Made of additions and multiplications alone, so it comes out the same on every machine.
 */
export class Coverage {
  readonly #edges: Float32Array
  readonly #stride: number

  constructor(readonly width: number, readonly height: number) {
    this.#stride = width + 2
    this.#edges = new Float32Array(this.#stride * height)
  }

  /** An edge, y downward; what lies beyond the picture's sides counts at its sides. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return
    const sign = y0 < y1 ? 1 : -1
    const [top, bottom] = sign > 0 ? [y0, y1] : [y1, y0]
    const slope = (x1 - x0) / (y1 - y0)
    const inside = (x: number): number => Math.min(this.width, Math.max(0, x))
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.height, bottom); y++) {
      const [from, to] = [Math.max(y, top), Math.min(y + 1, bottom)]
      const [a, b] = [inside(x0 + (from - y0) * slope), inside(x0 + (to - y0) * slope)]
      this.#cross(y, Math.min(a, b), Math.max(a, b), sign * (to - from))
    }
  }

  /** Within row `y`, from `left` to `right`, over so much of its height. */
  #cross(y: number, left: number, right: number, height: number): void {
    const row = y * this.#stride
    for (let x = Math.floor(left); ; x++) {
      const [from, to] = [Math.max(x, left), Math.min(x + 1, right)]
      const part = right > left ? height * (to - from) / (right - left) : height
      const beside = (from + to) / 2 - x
      this.#edges[row + x] += part * (1 - beside)
      this.#edges[row + x + 1] += part * beside
      if (x + 1 >= right) return
    }
  }

  /** A quadratic curve. */
  curve(x0: number, y0: number, cx: number, cy: number, x1: number, y1: number): void {
    const bend = Math.abs(x0 - 2 * cx + x1) + Math.abs(y0 - 2 * cy + y1)
    const steps = Math.min(32, 2 + Math.floor(2 * Math.sqrt(bend)))
    let [x, y] = [x0, y0]
    for (let i = 1; i <= steps; i++) {
      const [t, s] = [i / steps, 1 - i / steps]
      const [nextX, nextY] = [s * s * x0 + 2 * s * t * cx + t * t * x1, s * s * y0 + 2 * s * t * cy + t * t * y1]
      this.line(x, y, nextX, nextY)
      ;[x, y] = [nextX, nextY]
    }
  }

  /** A byte a pixel: 255 where it is covered. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.width * this.height)
    for (let y = 0; y < this.height; y++) {
      let sum = 0
      for (let x = 0; x < this.width; x++) {
        sum += this.#edges[y * this.#stride + x]
        bytes[y * this.width + x] = Math.round(255 * Math.min(1, Math.abs(sum)))
      }
    }
    return bytes
  }
}
