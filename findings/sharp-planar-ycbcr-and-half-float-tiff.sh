#!/usr/bin/env bash
# sharp shows other pixels, and no error, for TIFFs of half floats or YCbCr whose samples lie in planes (PlanarConfiguration 2).
#
# sharp 0.35.5 (libvips 8.18.7). One picture of 12 × 4 pixels, without compression, is written twice for each kind: pixel by pixel and plane by plane. TIFF 6.0 has both
# in its baseline tags; tifffile 2026.3.3 reads both right. RGB of 8 bits comes out alike. For half floats and YCbCr the bytes of the planes are taken for pixels. Whoever
# looks at such a file through libvips and writes it on in planes shows others another picture than was looked at.
#
# Seen:
#   RGB of 8 bits   pixel by pixel = plane by plane: true
#   YCbCr           pixel by pixel = plane by plane: false
#   half floats     pixel by pixel = plane by plane: false
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --no-audit --no-fund sharp@0.35.5 > /dev/null 2>&1
cat > show.cjs <<'JS'
const sharp = require('sharp')
const [width, height] = [12, 4]
const halves = [0x0000, 0x3400, 0x3800, 0x3a00, 0x3c00]
function tiff ({ bits, photometric, format }, planar) {
  const sample = i => bits === 16 ? [halves[i % 5] & 255, halves[i % 5] >> 8] : [(i * 37 + (i >> 3) * 11) & 255]
  const order = planar
    ? [0, 1, 2].flatMap(c => Array.from({ length: width * height }, (_, p) => p * 3 + c))
    : Array.from({ length: width * height * 3 }, (_, i) => i)
  const data = Buffer.from(order.flatMap(sample))
  const plane = data.length / 3
  const strips = planar ? 3 : 1
  const tags = [[256, 3, [width]], [257, 3, [height]], [258, 3, [bits, bits, bits]], [259, 3, [1]], [262, 3, [photometric]], [273, 4, new Array(strips).fill(0)],
    [277, 3, [3]], [278, 3, [height]], [279, 4, new Array(strips).fill(planar ? plane : data.length)], [284, 3, [planar ? 2 : 1]], [339, 3, [format, format, format]]]
  if (photometric === 6) tags.push([530, 3, [1, 1]])
  tags.sort((a, b) => a[0] - b[0])
  const end = 8 + 2 + tags.length * 12 + 4
  const more = tags.reduce((sum, [, type, values]) => sum + (values.length * (type === 3 ? 2 : 4) > 4 ? values.length * (type === 3 ? 2 : 4) : 0), 0)
  const file = Buffer.alloc(end + more + data.length)
  file.write('II*\0', 0, 'latin1')
  file.writeUInt32LE(8, 4)
  file.writeUInt16LE(tags.length, 8)
  let outside = end
  tags.forEach(([tag, type, values], i) => {
    if (tag === 273) values = values.map((_, n) => end + more + n * plane)
    const size = type === 3 ? 2 : 4
    const at = 10 + i * 12
    file.writeUInt16LE(tag, at)
    file.writeUInt16LE(type, at + 2)
    file.writeUInt32LE(values.length, at + 4)
    let to = at + 8
    if (values.length * size > 4) {
      file.writeUInt32LE(outside, at + 8)
      to = outside
      outside += values.length * size
    }
    for (const value of values) {
      if (size === 2) file.writeUInt16LE(value, to)
      else file.writeUInt32LE(value, to)
      to += size
    }
  })
  data.copy(file, end + more)
  return file
}
const seen = file => sharp(file).toColourspace('srgb').raw().toBuffer()
;(async () => {
  const kinds = { 'RGB of 8 bits': [{ bits: 8, photometric: 2, format: 1 }, true], YCbCr: [{ bits: 8, photometric: 6, format: 1 }, false], 'half floats': [{ bits: 16, photometric: 2, format: 3 }, false] }
  let asSeen = true
  for (const [name, [kind, expected]] of Object.entries(kinds)) {
    const same = (await seen(tiff(kind, false))).equals(await seen(tiff(kind, true)))
    console.log(name.padEnd(15), 'pixel by pixel = plane by plane:', same)
    asSeen &&= same === expected
  }
  process.exit(asSeen ? 0 : 1)
})()
JS
node show.cjs
