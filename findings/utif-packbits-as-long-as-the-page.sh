#!/usr/bin/env bash
# UTIF takes a compressed TIFF strip that happens to be as long as the page's pixels for pixels without compression.
#
# utif 3.1.0 (npm), beside sharp 0.35.5 (libtiff). A page of 131 grey pixels in one PackBits strip: 128 bytes as they are (129 bytes in the file) and a run of three (2
# bytes) make 131 bytes for 131 pixels, as the TIFF 6.0 specification, section 9, has it. libtiff gives the pixels; UTIF.decodeImage() gives the bytes of the strip, the
# length byte of the first run as the first pixel, and no error. Whoever compares pages by UTIF has to look at the lengths first, or will call a good page bad.
#
# Seen:
#   sharp  7 8 9 ... 200 200 200
#   utif   127 7 8 ... 134 254 200
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --no-audit --no-fund utif@3.1.0 sharp@0.35.5 > /dev/null 2>&1
cat > show.cjs <<'JS'
const UTIF = require('utif')
const sharp = require('sharp')
const pixels = [...Array.from({ length: 128 }, (_, i) => i + 7), 200, 200, 200]
const strip = [127, ...pixels.slice(0, 128), 254, 200]
const entries = [[256, 3, pixels.length], [257, 3, 1], [258, 3, 8], [259, 3, 32773], [262, 3, 1], [273, 4, 0], [277, 3, 1], [278, 3, 1], [279, 4, strip.length]]
const at = 8 + 2 + entries.length * 12 + 4
const file = Buffer.alloc(at + strip.length)
file.write('II*\0', 0, 'latin1')
file.writeUInt32LE(8, 4)
file.writeUInt16LE(entries.length, 8)
entries.forEach(([tag, type, value], i) => {
  const to = 10 + i * 12
  file.writeUInt16LE(tag, to)
  file.writeUInt16LE(type, to + 2)
  file.writeUInt32LE(1, to + 4)
  file.writeUInt32LE(tag === 273 ? at : value, to + 8)
})
file.set(strip, at)
const line = list => `${[...list].slice(0, 3).join(' ')} ... ${[...list].slice(-3).join(' ')}`
sharp(file).toColourspace('b-w').raw().toBuffer().then(data => {
  const buffer = new Uint8Array(file).buffer
  const [image] = UTIF.decode(buffer)
  UTIF.decodeImage(buffer, image)
  console.log('sharp ', line(data))
  console.log('utif  ', line(image.data))
  const asMeant = Buffer.from(pixels).equals(data.subarray(0, pixels.length))
  const asTheStrip = Buffer.from(strip).equals(Buffer.from(image.data.slice(0, strip.length)))
  process.exit(asMeant && asTheStrip ? 0 : 1)
})
JS
node show.cjs
