// A detector of red stamps: the box around all strongly red pixels. As a module its default export is called with the options.
export default function red({ least = 50 } = {}) {
  return {
    labels: ['STAMP'],
    // The view is upright, 8 bits a sample, and has 3 channels (RGB) or 1 (grey).
    detect({ width, height, channels, data }) {
      if (channels !== 3) return []
      let [left, top, right, bottom, count] = [width, height, 0, 0, 0]
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const i = (y * width + x) * 3
          if (data[i] < 150 || data[i + 1] > 90 || data[i + 2] > 90) continue
          left = Math.min(left, x)
          right = Math.max(right, x + 1)
          top = Math.min(top, y)
          bottom = Math.max(bottom, y + 1)
          count++
        }
      }
      return count < least ? [] : [{ type: 'STAMP', score: 1, x: left, y: top, w: right - left, h: bottom - top }]
    },
  }
}
