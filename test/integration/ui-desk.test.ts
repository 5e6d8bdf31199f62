// The review desk in a real browser: a folder by keyboard alone, finds in doubt, real previews, a restart, a wrong key, touch, and no barrier.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { createPool, type OcrEngine } from '../../lib/api/index.js'
import type { ServeOptions } from '../../lib/http/index.js'
import { dropAll, inBrowser, visitUi, type Visit } from '../fixtures/browser.js'
import { buildTiff, noise, plain } from '../fixtures/tiff.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())

const BOX = { x: 40, y: 30, w: 80, h: 60 }
const DEFAULTS = { ocr: 'none' as const, objects: [] as string[], regions: { redact: [BOX] } }
const [W, H] = [200, 150]
const picture = (seed: number): Buffer => Buffer.from(noise(W * H, seed).map(value => value | 32))
const tiff = (pages: number, seed = 1): Buffer => buildTiff(Array.from({ length: pages }, (_, i) => ({ tags: plain(W, H), strips: [picture(seed + i)] })))
const png = async (seed: number): Promise<Buffer> => await sharp(picture(seed), { raw: { width: W, height: H, channels: 1 } }).png().toBuffer()

/** A find in doubt, one that is sure and a place that could not be read, on every page. */
const reader: OcrEngine = {
  recognize: async () => ({
    words: [{ text: 'ada@example.org', x: 20, y: 20, w: 90, h: 12, confidence: 0.9, line: 0 }], unread: [{ x: 20, y: 90, w: 60, h: 14 }],
  }),
}

const visit = async (t: Test, options: ServeOptions = {}, context?: Parameters<typeof visitUi>[2]): Promise<Visit> =>
  await visitUi(t, { pool, defaults: DEFAULTS, ...options }, context)

const ready = async (page: Page): Promise<void> => {
  await page.waitForSelector('body[data-state=ready]')
  await page.waitForSelector('#picture:not([hidden])')
}
const has = async (page: Page, selector: string, hasText: string | RegExp): Promise<void> => await page.locator(selector, { hasText }).first().waitFor({ state: 'attached' })

const folderOf = (t: Test): string => t.testdir({ 'one.tif': tiff(1), 'three.tif': tiff(3, 5), sub: { 'two.tif': tiff(2, 9) } })
const queueOf = (folder: string): NonNullable<Extract<ServeOptions['ui'], object>> => ({
  files: ['one.tif', 'sub/two.tif', 'three.tif'].map(name => ({ path: join(folder, name), name, output: join(folder, 'clean', name) })),
  marks: join(folder, 'marks'),
})

t.test('a folder by keyboard alone: a key a page, and each file is written when its pages are right', inBrowser, async t => {
  const folder = folderOf(t)
  const { page, strange, serving } = await visit(t, { ui: queueOf(folder) })
  await ready(page)
  await has(page, '#files-count', '0 of 3 reviewed')
  for (const [file, at] of [['one.tif', 1], ['sub/two.tif', 1], ['sub/two.tif', 2], ['three.tif', 1], ['three.tif', 2], ['three.tif', 3]] as const) {
    await has(page, '#file-name', file)
    if (file !== 'one.tif') await has(page, '#page option:checked', new RegExp(`^${at} of`))
    else await ready(page)
    await page.keyboard.press('Enter')
  }
  await has(page, '#notice', 'All 3 files are reviewed and written.')
  t.same((await readdir(join(folder, 'clean'), { recursive: true })).sort(), ['one.tif', 'sub', join('sub', 'two.tif'), 'three.tif'])
  const { data } = await sharp(await readFile(join(folder, 'clean', 'three.tif')), { page: 2 }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  t.equal(data[60 * W + 60], 0)
  t.equal(data[120 * W + 150], picture(7)[120 * W + 150])
  await has(page, '#files li[data-state=done]', /one.tif\s*Reviewed and written/)
  t.same(strange, [])
  await serving.close()

  const later = await visit(t, { ui: queueOf(folder) })
  await has(later.page, '#files-count', '3 of 3 reviewed')
  t.equal(await later.page.locator('#files li[data-state=done]').count(), 3, 'the marks outlive the server')
  await later.serving.close()
})

/** Grey values of the picture that is shown, at some places. */
const shown = async (page: Page): Promise<number[]> => await page.evaluate(`(() => {
  const picture = document.querySelector('#picture')
  const canvas = Object.assign(document.createElement('canvas'), { width: ${W}, height: ${H} })
  const context = canvas.getContext('2d')
  context.drawImage(picture, 0, 0)
  return [[3, 5], [77, 9], [150, 140]].map(([x, y]) => context.getImageData(x, y, 1, 1).data[0])
})()`)
const seen = (seed: number): number[] => [[3, 5], [77, 9], [150, 140]].map(([x, y]) => picture(seed)[y! * W + x!]!)

t.test('regression: boxes never lie on the picture of another file, and no page is marked before it is seen', inBrowser, async t => {
  const folder = folderOf(t)
  const { page, strange } = await visit(t, { ui: queueOf(folder) })
  await ready(page)
  t.same(await shown(page), seen(1))
  await page.keyboard.press(']')
  await has(page, '#file-name', 'sub/two.tif')
  await ready(page)
  t.same(await shown(page), seen(9))
  await page.keyboard.press('[')
  await has(page, '#file-name', 'one.tif')
  await ready(page)
  t.same(await shown(page), seen(1), 'back again')

  // The second page's picture comes late: when its file is left for another, and before it can be marked.
  let release = (): void => {}
  const held = new Promise<void>(resolve => { release = resolve })
  await page.route(/pages\/1\.png/, async route => {
    await held
    await route.continue()
  })
  await page.keyboard.press(']')
  await ready(page)
  await page.keyboard.press('PageDown')
  await page.waitForSelector('#picture[hidden]', { state: 'attached' })
  await page.keyboard.press('Enter')
  await page.keyboard.press('R')
  await has(page, '#page option:checked', /^2 of/)
  await has(page, '#files-count', '0 of 3 reviewed')
  t.notOk(await page.locator('body.page-reviewed').count(), 'not seen, not marked')
  await page.keyboard.press('[')
  await ready(page)
  const late = page.waitForResponse(/pages\/1\.png/)
  release()
  await (await late).finished()
  await page.evaluate('new Promise(resolve => setTimeout(resolve))')
  t.same(await shown(page), seen(1), 'what comes late is not shown')
  t.same(strange, [])
})

t.test('a review that was begun goes on after a restart, with its changes', inBrowser, async t => {
  const folder = folderOf(t)
  const { page, serving } = await visit(t, { ui: queueOf(folder) })
  await ready(page)
  await page.keyboard.press('Enter')
  await has(page, '#file-name', 'sub/two.tif')
  await ready(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await has(page, '#page option:checked', '2 of 2')
  await has(page, '#pages-count', '1 of 2 reviewed')
  await page.waitForLoadState('networkidle')
  await page.close()
  await serving.close()

  const later = await visit(t, { ui: queueOf(folder) })
  await has(later.page, '#file-name', 'sub/two.tif')
  await ready(later.page)
  await has(later.page, '#pages-count', '1 of 2 reviewed')
  t.equal(await later.page.locator('.box.off').count(), 1, 'what was left out still is')
  await later.page.keyboard.press('PageDown')
  await has(later.page, '#page option:checked', '2 of 2')
  await ready(later.page)
  await later.page.keyboard.press('Enter')
  await has(later.page, '#file-name', 'three.tif')
  await has(later.page, '#files li', /two.tif\s*Reviewed and written/)
  t.equal((await sharp(await readFile(join(folder, 'clean', 'sub', 'two.tif')), { page: 0 }).toColourspace('b-w').raw().toBuffer())[60 * W + 60], picture(9)[60 * W + 60])
  // Nothing is written to the folder of a test that is over.
  await later.page.close()
  await later.serving.close()
})

t.test('a dropped folder is a queue; what is right is downloaded, and known when the folder comes again', inBrowser, async t => {
  const folder = folderOf(t)
  const marks = join(folder, 'marks')
  const { page, serving } = await visit(t, { ui: { marks } })
  await page.setInputFiles('#folder-chooser', folder)
  await ready(page)
  await has(page, '#files-count', '0 of 3 reviewed')
  await has(page, '#files', /one\.tif/)
  for (let i = 0; i < 6; i++) {
    await ready(page)
    await has(page, '#reviewed', 'OK, next')
    await page.keyboard.press('Enter')
  }
  await has(page, '#notice', 'All 3 files are reviewed.')
  const names: string[] = []
  page.on('download', file => names.push(file.suggestedFilename()))
  await page.getByRole('button', { name: 'Download all reviewed' }).click()
  await has(page, '#status', 'All reviewed files were downloaded')
  t.same(names.sort(), ['one.redacted.tif', 'three.redacted.tif', 'two.redacted.tif'])
  await page.close()
  await serving.close()

  const later = await visit(t, { ui: { marks } })
  await later.page.setInputFiles('#folder-chooser', folder)
  await has(later.page, '#notice', 'All 3 files are reviewed.')
  await later.page.close()
  await later.serving.close()
})

t.test('a file that fails is said in the queue, and passed over by the same key', inBrowser, async t => {
  const { page } = await visit(t)
  await page.setInputFiles('#chooser', [
    { name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }, { name: 'a.png', mimeType: 'image/png', buffer: await png(1) },
  ])
  await has(page, '#busy-text', /not a JPEG/)
  await has(page, '#files li[data-state=failed]', /no\.png\s*Failed: .*not a JPEG/)
  await page.keyboard.press('Enter')
  await has(page, '#file-name', 'a.png')
  await ready(page)
  await page.keyboard.press('Enter')
  await has(page, '#notice', '1 of 2 files are reviewed; 1 could not be opened.')
})

t.test('the next find in doubt by one key, from file to file; text only behind its switch', inBrowser, async t => {
  const { page, strange } = await visit(t, { defaults: { ocr: reader, objects: [], labels: { EMAIL_ADDRESS: { threshold: 0.9 } } } })
  const answers: string[] = []
  page.on('response', response => { if (/\/(documents|files)/.test(response.url())) void response.text().then(text => answers.push(text), () => {}) })
  await page.setInputFiles('#chooser', [{ name: 'a.png', mimeType: 'image/png', buffer: await png(1) }, { name: 'b.png', mimeType: 'image/png', buffer: await png(2) }])
  await ready(page)
  await has(page, '#files li:nth-child(2)', 'in doubt')
  const selected = async (): Promise<string | null> => await page.locator('.box.selected').getAttribute('aria-label')
  await page.keyboard.press('d')
  t.match(await selected(), /^EMAIL_ADDRESS.*in doubt$/)
  await page.keyboard.press('d')
  t.match(await selected(), /^UNREAD, left out.*in doubt$/)
  await page.keyboard.press('Space')
  t.match(await selected(), /^UNREAD, blackbox/)
  await page.keyboard.press('d')
  await has(page, '#file-name', 'b.png')
  t.match(await selected(), /^EMAIL_ADDRESS/)
  await page.keyboard.press('Shift+D')
  await has(page, '#file-name', 'a.png')
  t.match(await selected(), /^UNREAD/)
  await ready(page)
  t.notMatch(answers.join(), /ada@/)
  t.match(await page.locator('#boxes').textContent(), /in doubt · \d+ %/, 'how sure a find is')
  await page.keyboard.press('t')
  await has(page, '#boxes', 'ada@example.org')
  await page.keyboard.press('t')
  t.notMatch(await page.locator('#boxes').textContent(), /ada@/)
  t.same(strange, [])
})

t.test('the preview is what will be written: it comes from the server, and again after an edit', inBrowser, async t => {
  const { page } = await visit(t)
  await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer: await png(1) })
  await ready(page)
  /** A pixel of the page, as shown. */
  const shown = async (x: number, y: number): Promise<number> => await page.evaluate<number>(`(async () => {
    const img = document.querySelector('#painted')
    await img.decode()
    const canvas = new OffscreenCanvas(img.naturalWidth, img.naturalHeight)
    const context = canvas.getContext('2d')
    context.drawImage(img, 0, 0)
    return context.getImageData(${x}, ${y}, 1, 1).data[0]
  })()`)
  await page.keyboard.press('p')
  await page.waitForSelector('#painted:not([hidden])')
  await page.waitForSelector('#sheet:not(.stale)')
  t.equal(await shown(60, 60), 0)
  t.equal(await shown(150, 120), picture(1)[120 * W + 150])
  await page.getByLabel('Method for all REGION').selectOption('mosaic')
  await page.waitForSelector('#sheet.stale')
  await page.waitForSelector('#sheet:not(.stale)')
  t.not(await shown(60, 60), 0)
  t.equal(await shown(60, 60), await shown(61, 60), 'cells of a mosaic')
  await page.keyboard.press('p')
  t.ok(await page.locator('#painted').isHidden())
})

t.test('a wrong API key is said, and asked for again', inBrowser, async t => {
  const { page } = await visit(t, { apiKey: 'secret' })
  await page.waitForSelector('#key[open]')
  t.equal(await page.locator('#key-wrong').textContent(), '')
  await page.keyboard.type('wrong')
  await page.keyboard.press('Enter')
  await has(page, '#key-wrong', /refused that key/)
  await page.keyboard.type('secret')
  await page.keyboard.press('Enter')
  await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer: await png(1) })
  await ready(page)
})

t.test('options in the page; a file that is gone from the server comes back by itself', inBrowser, async t => {
  const { page } = await visit(t, { defaults: { ocr: reader, objects: [] } })
  await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer: await png(1) })
  await ready(page)
  t.equal(await page.locator('.box:not(.off)').count(), 1)
  await page.keyboard.press('o')
  await page.getByLabel('Text that cannot be read').selectOption('redact')
  await page.getByRole('button', { name: 'Use from now on' }).click()
  await page.locator('.box:not(.off)').nth(1).waitFor()
  await has(page, '#zoom', '%')
  await dropAll(page)
  await page.keyboard.press('p')
  await page.waitForSelector('#painted:not([hidden])')
  t.ok(await page.locator('#alert').isHidden())
})

t.test('zoom to the pixel; fingers scroll, tap, draw and zoom', inBrowser, async t => {
  const { page } = await visit(t, {}, { hasTouch: true, viewport: { width: 390, height: 800 }, isMobile: true })
  await page.setInputFiles('#chooser', { name: 'a.png', mimeType: 'image/png', buffer: await png(1) })
  await ready(page)
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  t.ok(wide <= 390, `nothing is wider than the screen: ${wide}`)
  await page.keyboard.press('1')
  t.equal(await page.locator('#sheet').evaluate(sheet => (sheet as unknown as { offsetWidth: number }).offsetWidth) * await page.evaluate<number>('devicePixelRatio'), W)
  for (let i = 0; i < 20; i++) await page.keyboard.press('+')
  t.equal(await page.locator('#zoom').textContent(), '3200 %')
  await page.keyboard.press('0')
  const sheet = (await page.locator('#sheet').boundingBox())!
  const at = (x: number, y: number): [number, number] => [sheet.x + x * sheet.width / W, sheet.y + y * sheet.height / H]
  await page.touchscreen.tap(...at(80, 60))
  t.equal(await page.locator('.box.selected').count(), 1, 'a tap selects')
  await page.touchscreen.tap(...at(180, 140))
  t.equal(await page.locator('.box.selected').count(), 0)
  const touch = await page.context().newCDPSession(page)
  const send = async (type: string, ...points: [number, number][]): Promise<void> => {
    await touch.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
  }
  const drag = async (): Promise<void> => {
    await send('touchStart', at(130, 100))
    for (const [x, y] of [[145, 110], [160, 120], [180, 140]] as const) await send('touchMove', at(x, y))
    await send('touchEnd')
  }
  await drag()
  t.equal(await page.locator('.box').count(), 1, 'a finger draws nothing unless it is to')
  await page.getByRole('button', { name: 'Draw' }).click()
  await drag()
  await page.locator('.box').nth(1).waitFor()
  const before = parseInt((await page.locator('#zoom').textContent())!, 10)
  await send('touchStart', at(90, 70), at(110, 80))
  for (const by of [10, 20, 40]) await send('touchMove', at(90 - by, 70 - by), at(110 + by, 80 + by))
  await send('touchEnd')
  t.ok(parseInt((await page.locator('#zoom').textContent())!, 10) > before * 1.5, 'two fingers zoom')
})

interface Violation { id: string, impact: string, nodes: { target: string[], failureSummary: string }[] }

/** What stands in somebody's way, by WCAG 2.2 A and AA. */
async function barriers(page: Page): Promise<string[]> {
  const violations = await page.evaluate<Violation[]>(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    return violations
  })()`)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`))
}

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`no barrier that axe knows, ${colorScheme}`, inBrowser, async t => {
    const context = { colorScheme, bypassCSP: true, reducedMotion: 'reduce' as const }
    const { page } = await visit(t, { apiKey: 'secret', defaults: { ocr: reader, objects: [], labels: { EMAIL_ADDRESS: { threshold: 0.9 } } } }, context)
    await page.addScriptTag({ content: axe.source })
    await page.waitForSelector('#key[open]')
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await has(page, '#key-wrong', /refused/)
    t.same(await barriers(page), [], 'asking for the key')
    await page.keyboard.type('secret')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#key:not([open])', { state: 'attached' })
    t.same(await barriers(page), [], 'empty')
    await page.setInputFiles('#chooser', [
      { name: 'a.tif', mimeType: 'image/tiff', buffer: tiff(3) }, { name: 'b.png', mimeType: 'image/png', buffer: await png(2) }, { name: 'c.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
    ])
    await ready(page)
    await has(page, '#files li[data-state=failed]', 'Failed')
    t.same(await barriers(page), [], 'ready')
    await page.keyboard.press('d')
    await page.keyboard.press('t')
    await has(page, '#boxes', 'ada@')
    t.same(await barriers(page), [], 'a box, and its text')
    await page.keyboard.press('o')
    t.same(await barriers(page), [], 'options')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    t.same(await barriers(page), [], 'help')
    await page.keyboard.press('Escape')
    for (let i = 0; i < 4; i++) {
      await ready(page)
      await has(page, '#reviewed', 'OK, next')
      await page.keyboard.press('Enter')
    }
    await page.keyboard.press('[')
    await page.setInputFiles('#plan-chooser', { name: 'x.plan.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
    await page.waitForSelector('#alert:not([hidden])')
    t.same(await barriers(page), [], 'reviewed, and a complaint')
  })
}
