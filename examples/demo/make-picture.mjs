// Makes docs/before-after.png, the picture in the README, with the program's own --preview.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const at = path => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'efface-picture-'))
try {
  execFileSync(process.execPath, [at('dist/lib/cli/bin.js'), at('examples/demo/sample.tif'), '-o', join(folder, 'out.tif'), '--preview', folder, '-q'])
  await sharp(join(folder, 'sample.tif.2.png')).resize({ width: 1600 }).png({ palette: true, quality: 90 }).toFile(at('docs/before-after.png'))
} finally {
  rmSync(folder, { recursive: true })
}
