// The review page in a real browser: a file goes in, boxes are looked over with mouse and keyboard, and what comes out is painted there
// and nowhere else.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import type { ServeOptions } from '../../lib/http/index.js'
import { createPool, type Plan } from '../../lib/api/index.js'
import { dropAll, inBrowser, visitUi, type Visit } from '../fixtures/browser.js'
import { buildTiff, noise, plain } from '../fixtures/tiff.js'

const [W, H] = [400, 300]
/** On every page, without any model. */
const FIRST = { x: 40, y: 30, w: 80, h: 60 }
const SECOND = { x: 200, y: 150, w: 60, h: 40 }
const DEFAULTS = { ocr: 'none' as const, objects: [], regions: { redact: [FIRST, SECOND] } }

/** No place looks like another, and none is black. */
const picture = (seed: number): Buffer => Buffer.from(noise(W * H * 3, seed).map(value => value | 32))
const pixels = [picture(1), picture(2)]
const png = await sharp(pixels[0], { raw: { width: W, height: H, channels: 3 } }).png().toBuffer()
const tiff = buildTiff(pixels.map(strip => ({ tags: plain(W, H, { bits: [8, 8, 8], photometric: 2 }), strips: [strip] })))

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())

/** The page, with two files to open in it. */
async function visit(t: Test, options: ServeOptions = {}): Promise<Visit & { folder: string }> {
  return { ...await visitUi(t, { pool, defaults: DEFAULTS, ...options }), folder: t.testdir({ 'photo.png': png, 'scan.tif': tiff }) }
}

async function open(page: Page, file: string): Promise<void> {
  await page.setInputFiles('#chooser', file)
  await page.waitForSelector('body[data-state=ready]')
  await page.waitForSelector('#picture:not([hidden])')
}

async function download(page: Page, button: string): Promise<{ name: string, bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

const downloadPlan = async (page: Page): Promise<Plan> => JSON.parse((await download(page, 'Download plan')).bytes.toString()) as Plan

/** Points of the page, as they lie on the screen. */
async function drag(page: Page, from: [number, number], to: [number, number], { release = true } = {}): Promise<void> {
  const { x, y, width } = (await page.locator('#sheet').boundingBox())!
  const place = ([px, py]: [number, number]): [number, number] => [x + px * width / W, y + py * width / W]
  await page.mouse.move(...place(from))
  await page.mouse.down()
  await page.mouse.move(...place([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]))
  await page.mouse.move(...place(to))
  if (release) await page.mouse.up()
}

type Area = Pick<Plan['pages'][number]['boxes'][number], 'x' | 'y' | 'w' | 'h'>
const has = ({ x, y, w, h }: Area, px: number, py: number): boolean =>
  px >= Math.floor(x) && px < Math.ceil(x + w) && py >= Math.floor(y) && py < Math.ceil(y + h)

/** How many pixels of the boxes are not black, and how many outside of all boxes are not those of the original. */
async function compare(file: Buffer, page: number, original: Buffer, black: Area[], other: Area[] = []): Promise<{ shown: number, spoilt: number }> {
  const { data, info } = await sharp(file, { page }).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let [shown, spoilt] = [0, 0]
  for (let y = 0, i = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++, i += 3) {
      if (black.some(box => has(box, x, y))) {
        if (data[i] || data[i + 1] || data[i + 2]) shown++
      } else if (!other.some(box => has(box, x, y)) && data.compare(original, i, i + 3, i, i + 3) !== 0) spoilt++
    }
  }
  return { shown, spoilt }
}

t.test('a picture: delete, add with the keyboard, draw with the mouse, change the method, download', inBrowser, async t => {
  const { page, folder, strange } = await visit(t)
  await open(page, join(folder, 'photo.png'))
  t.equal(await page.locator('.box').count(), 2, 'the boxes of the analysis are shown')
  const placed = await page.locator('.box').first().boundingBox()
  const sheet = (await page.locator('#sheet').boundingBox())!
  t.ok(Math.abs(placed!.x - sheet.x - FIRST.x * sheet.width / W) < 3, 'where they are')

  await page.locator('.box').first().focus()
  await page.keyboard.press('Delete')
  t.equal(await page.locator('.box').count(), 1)
  t.equal(await page.evaluate('document.activeElement.getAttribute("aria-pressed")'), 'true', 'the focus goes on to the next box')

  await page.keyboard.press('n')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  const start = { x: W / 2 - 33.5, y: H / 2 - 12.5 }
  await drag(page, [300, 220], [360, 270])
  await page.getByLabel('Method', { exact: true }).selectOption('mosaic')

  const plan = await downloadPlan(page)
  const boxes = plan.pages[0]!.boxes
  t.match(boxes, [{ ...SECOND, method: 'blackbox' }, { label: 'REGION', method: 'blackbox', w: 68, h: 26 }, { label: 'REGION', method: 'mosaic' }])
  t.equal(boxes.length, 3)
  t.ok(Math.abs(boxes[1]!.x - start.x - 1) <= 1 && Math.abs(boxes[1]!.y - start.y + 1) <= 1, 'in the middle of the page, moved by a pixel each way')
  const drawn = boxes[2]!
  const off = [drawn.x - 300, drawn.y - 220, drawn.w - 60, drawn.h - 50].map(Math.abs)
  t.ok(off.every(by => by <= 2), 'drawn where the mouse went')

  const { name, bytes } = await download(page, 'Download redacted')
  t.equal(name, 'photo.redacted.png')
  t.same(await compare(bytes, 0, pixels[0]!, boxes.slice(0, 2), [drawn]), { shown: 0, spoilt: 0 }, 'painted in the boxes, untouched everywhere else')
  const data = await sharp(bytes).removeAlpha().extract({ left: drawn.x, top: drawn.y, width: drawn.w, height: drawn.h }).raw().toBuffer()
  const colours = new Set(Array.from({ length: data.length / 3 }, (_, i) => data.readUIntBE(i * 3, 3)))
  t.ok(colours.size < drawn.w * drawn.h / 20, `a mosaic of ${colours.size} colours`)
  t.same(strange, [], 'nothing is asked of others, and nothing breaks the policy')
})

t.test('a document of two pages: labels off, a box on the second page only', inBrowser, async t => {
  const { page, folder, strange } = await visit(t)
  await open(page, join(folder, 'scan.tif'))
  t.equal(await page.locator('#page').inputValue(), '0')
  await page.getByLabel('Paint all REGION').uncheck()
  t.equal(await page.locator('.box.off').count(), 2)
  await page.locator('#stage').focus()
  await page.keyboard.press('PageDown')
  await page.waitForSelector('#picture:not([hidden])')
  t.equal(await page.locator('#page option:checked').textContent(), '2 of 2')
  t.equal(await page.locator('.box.off').count(), 2, 'on all pages')
  t.ok(await page.getByRole('button', { name: 'Next page' }).isDisabled())
  await drag(page, [10, 200], [90, 280])
  t.equal(await page.getByLabel('Paint all REGION').evaluate(input => (input as unknown as { indeterminate: boolean }).indeterminate), true)

  const plan = await downloadPlan(page)
  t.same(plan.pages.map(({ boxes }) => boxes.length), [0, 1])
  const { name, bytes } = await download(page, 'Download redacted')
  t.equal(name, 'scan.redacted.tif')
  t.equal((await sharp(bytes).metadata()).pages, 2)
  t.same(await compare(bytes, 0, pixels[0]!, []), { shown: 0, spoilt: 0 }, 'what was left out is unpainted')
  t.same(await compare(bytes, 1, pixels[1]!, plan.pages[1]!.boxes), { shown: 0, spoilt: 0 })
  t.same(strange, [])
})

t.test('undo and redo; a drag is one step, and Escape takes it back', inBrowser, async t => {
  const { page, folder } = await visit(t)
  await open(page, join(folder, 'photo.png'))
  const places = (): Promise<(string | null)[]> => page.locator('.box').evaluateAll(boxes => boxes.map(box => box.getAttribute('aria-label')))
  const before = await places()
  await drag(page, [80, 60], [100, 80])
  const moved = await places()
  t.match(moved[0], /at 60, 50$/, 'a box is moved by dragging it')
  await page.keyboard.press('Control+z')
  t.same(await places(), before)
  await page.keyboard.press('Control+Shift+z')
  t.same(await places(), moved)
  await drag(page, [300, 30], [350, 60], { release: false })
  t.equal((await places()).length, 3)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  t.same(await places(), moved)
  // By its lower right handle.
  await page.locator('.box').first().focus()
  const handle = (await page.locator('[data-edge=se]').boundingBox())!
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(handle.x + 60, handle.y + 60)
  await page.mouse.up()
  t.match((await places())[0], /REGION, blackbox, (9|1)\d+ by \d+ at 60, 50/)
  t.not((await places())[0], moved[0])
  await page.keyboard.press('Space')
  t.match((await places())[0], /left out/)
})

t.test('with the keyboard alone, from the first key to the last', inBrowser, async t => {
  const { page, folder } = await visit(t)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Tab').then(() => page.keyboard.press('Enter'))])
  await chooser.setFiles(join(folder, 'photo.png'))
  await page.waitForSelector('body[data-state=ready]')
  t.equal(await page.evaluate('document.activeElement.id'), 'stage')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  t.equal(await page.locator('#box-title').textContent(), 'Selected box')
  await page.keyboard.press('l')
  t.equal(await page.evaluate('document.activeElement.id'), 'box-label')
  await page.keyboard.type('NAME')
  await page.keyboard.press('Escape')
  await page.keyboard.press('m')
  await page.keyboard.type('Lab')
  await page.keyboard.press('Escape')
  t.match(await page.evaluate<string>('document.activeElement.getAttribute("aria-label")'), /^NAME, label, 60 by 40 at 200, 150/)
  await page.keyboard.press('?')
  t.ok(await page.locator('#help').isVisible())
  await page.keyboard.press('Escape')
  t.match((await downloadPlan(page)).pages[0]!.boxes[1], { label: 'NAME', method: 'label', text: '[NAME]' })
})

t.test('a plan is opened again for its file, and for no other', inBrowser, async t => {
  const { page, folder } = await visit(t)
  await page.setInputFiles('#plan-chooser', { name: 'x.plan.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
  t.match(await page.locator('#alert-text').textContent(), /image first/)
  await open(page, join(folder, 'photo.png'))
  const plan = await downloadPlan(page)
  const edited = { ...plan, pages: [{ ...plan.pages[0]!, boxes: [{ label: 'SOMETHING_NEW', method: 'blackbox', x: 1, y: 2, w: 30, h: 40 }] }] }
  const bring = (value: unknown): Promise<void> =>
    page.setInputFiles('#plan-chooser', { name: 'x.plan.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) })
  await bring(edited)
  await page.locator('.box[aria-label^=SOMETHING_NEW]').waitFor()
  t.equal(await page.locator('.box').count(), 1)
  t.match(await page.locator('.box').getAttribute('aria-label'), /^SOMETHING_NEW, blackbox, 30 by 40 at 1, 2/)
  await page.keyboard.press('Control+z')
  t.equal(await page.locator('.box').count(), 2)
  for (const [value, message] of [
    [{ ...edited, input: { sha256: '0'.repeat(64), bytes: 1 } }, /another file/],
    [{ ...edited, pages: [{ ...edited.pages[0], boxes: [{ label: 'X', method: 'smear', x: 1, y: 1, w: 1, h: 1 }] }] }, /wrong at pages\[0\].boxes\[0\].method/],
  ] as const) {
    await bring(value)
    await page.locator('#alert-text', { hasText: message }).waitFor()
    t.equal(await page.locator('.box').count(), 2, 'nothing has changed')
  }
})

t.test('what is no picture is said; a dropped picture is opened', inBrowser, async t => {
  const { page, folder } = await visit(t)
  await writeFile(join(folder, 'notes.png'), 'nothing')
  await page.setInputFiles('#chooser', join(folder, 'notes.png'))
  await page.waitForSelector('#alert:not([hidden])')
  t.match(await page.locator('#alert-text').textContent(), /not a JPEG/)
  t.equal(await page.locator('body').getAttribute('data-state'), 'empty')
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob('${png.toString('base64')}'), c => c.charCodeAt(0))], 'a.png'))
    return data
  })()`)
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await page.waitForSelector('body[data-state=ready]')
  t.ok(await page.locator('#alert').isHidden())
  t.equal(await page.locator('.box').count(), 2)
})

t.test('with an API key the page asks for it', inBrowser, async t => {
  const { page, folder } = await visit(t, { apiKey: 'secret' })
  await page.setInputFiles('#chooser', join(folder, 'photo.png'))
  await page.waitForSelector('#key[open]')
  await page.keyboard.type('wrong')
  await page.keyboard.press('Enter')
  while (await page.locator('#key-input').inputValue() !== '') await page.waitForTimeout(20)
  await page.waitForSelector('#key[open]')
  await page.keyboard.type('secret')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#picture:not([hidden])')
  const { bytes } = await download(page, 'Download redacted')
  t.same(await compare(bytes, 0, pixels[0]!, [FIRST, SECOND]), { shown: 0, spoilt: 0 })
})

t.test('whoever leaves the page leaves nothing on the server', inBrowser, async t => {
  const { page, folder, serving } = await visit(t)
  await open(page, join(folder, 'photo.png'))
  const origin = `http://127.0.0.1:${serving.port}`
  await page.goto(`${origin}/healthz`)
  const dropped = async (): Promise<boolean> => /route="ui-close",status="204"} 1/.test(await (await fetch(`${origin}/metrics`)).text())
  for (let i = 0; i < 100 && !await dropped(); i++) await page.waitForTimeout(50)
  t.ok(await dropped(), 'the document is closed as the page goes')
})

t.test('a file that the server dropped meanwhile is given to it again', inBrowser, async t => {
  const { page, folder } = await visit(t)
  await open(page, join(folder, 'photo.png'))
  await dropAll(page)
  const { bytes } = await download(page, 'Download redacted')
  t.same(await compare(bytes, 0, pixels[0]!, [FIRST, SECOND]), { shown: 0, spoilt: 0 })
})
