const SIZE: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 }
const STRIP_OFFSETS = 273

/**
 * One-page little-endian TIFFs (as libvips writes them) as one TIFF of many pages. Independent of the library's own TIFF
 * code, so that it can stand for other people's files.
 */
export function encodePages(pages: readonly Buffer[]): Buffer {
  const parts: Buffer[] = []
  let base = 0
  pages.forEach((page, n) => {
    const copy = Buffer.from(page.length % 2 ? Buffer.concat([page, Buffer.alloc(1)]) : page)
    const ifd = copy.readUInt32LE(4)
    const entries = copy.readUInt16LE(ifd)
    for (let i = 0; i < entries; i++) {
      const at = ifd + 2 + i * 12
      const count = copy.readUInt32LE(at + 4)
      const outside = (SIZE[copy.readUInt16LE(at + 2)] ?? 1) * count > 4
      const values = outside ? copy.readUInt32LE(at + 8) : at + 8
      if (copy.readUInt16LE(at) === STRIP_OFFSETS) {
        for (let k = 0; k < count; k++) copy.writeUInt32LE(copy.readUInt32LE(values + 4 * k) + base, values + 4 * k)
      }
      if (outside) copy.writeUInt32LE(values + base, at + 8)
    }
    // The next page's own header is skipped: the chain points straight at its directory.
    const last = n === pages.length - 1
    copy.writeUInt32LE(last ? 0 : base + copy.length + pages[n + 1]!.readUInt32LE(4), ifd + 2 + 12 * entries)
    parts.push(copy)
    base += copy.length
  })
  return Buffer.concat(parts)
}
