/** A 5 × 7 bitmap font for markers such as [NAME_1]: seven rows a glyph, each one base-32 digit of five bits. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: 'ehhvhhh', B: 'uhhuhhu', C: 'ehggghe', D: 'uhhhhhu', E: 'vgguggv', F: 'vgguggg', G: 'ehgnhhf', H: 'hhhvhhh', I: 'e44444e',
  J: '72222ic', K: 'hikokih', L: 'ggggggv', M: 'hrllhhh', N: 'hhpljhh', O: 'ehhhhhe', P: 'uhhuggg', Q: 'ehhhlid', R: 'uhhukih',
  S: 'fgge11u', T: 'v444444', U: 'hhhhhhe', V: 'hhhhha4', W: 'hhhllla', X: 'hha4ahh', Y: 'hha4444', Z: 'v1248gv',
  0: 'ehjlphe', 1: '4c4444e', 2: 'eh1248v', 3: 'v2421he', 4: '26aiv22', 5: 'vgu11he', 6: '68guhhe', 7: 'v124888', 8: 'ehhehhe', 9: 'ehhf12c',
  _: '000000v', '[': 'e88888e', ']': 'e22222e', '-': '000v000', '#': 'aavavaa', ' ': '0000000',
}
const UNKNOWN = 'eh12404'
const WIDTH = 5
const HEIGHT = 7

/**
 * The text as large as it fits, in the middle of `width` × `height` pixels: whether a pixel is ink. What is too long at the
 * smallest size is cut off; a box lower than the letters stays empty.
 */
export function drawText(text: string, width: number, height: number): (x: number, y: number) => boolean {
  const room = Math.floor((width - 1) / (WIDTH + 1))
  if (height < HEIGHT || room < 1 || text.length === 0) return () => false
  const glyphs = [...text.toUpperCase()].slice(0, room).map(char => GLYPHS[char] ?? UNKNOWN)
  const margin = height >= HEIGHT + 2 ? 2 : 0
  const scale = Math.max(1, Math.floor(Math.min((width - 2) / (glyphs.length * (WIDTH + 1) - 1), (height - margin) / HEIGHT)))
  const left = Math.floor((width - (glyphs.length * (WIDTH + 1) - 1) * scale) / 2)
  const top = Math.floor((height - HEIGHT * scale) / 2)
  const rows = Array.from({ length: HEIGHT }, (_, y) => glyphs.map(glyph => parseInt(glyph[y], 32)))
  return (x, y) => {
    const row = rows[Math.floor((y - top) / scale)]
    const column = Math.floor((x - left) / scale)
    if (row === undefined || column < 0) return false
    const bits = row[Math.floor(column / (WIDTH + 1))]
    return bits !== undefined && (bits >> (WIDTH - 1 - column % (WIDTH + 1)) & 1) === 1
  }
}
