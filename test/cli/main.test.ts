import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { UsageError } from '../../lib/cli/args.js'
import { main } from '../../lib/cli/main.js'

const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } }).png().toBuffer()

t.test('wrong usage says what is wrong, and leaves nothing', async t => {
  const folder = t.testdir({ 'a.png': png, 'b.png': png, sub: { 'a.png': png }, none: {} })
  const wrong: [string[], RegExp][] = [
    [[], /No input/],
    [['--nonsense'], /nonsense/],
    [[join(folder, 'none.png')], /No such file/],
    [[join(folder, 'a.png'), join(folder, 'b.png'), '-o', 'x.png'], /one input/],
    [[join(folder, 'a.png'), '--method', 'smear'], /Expected one of blackbox.*, or LABEL=METHOD for --method but received "smear"/],
    [[join(folder, 'a.png'), '--on-unread', 'never'], /for --on-unread but received "never"/],
    [[join(folder, 'a.png'), '--entities', 'EMAIL'], /^Expected labels that can be found \('efface labels' lists them\) for --entities but received "EMAIL" of type string\. Did you mean EMAIL_ADDRESS\?$/],
    [[join(folder, 'a.png'), '-o'], /^-o wants a value: --output FILE$/],
    [[join(folder, 'a.png'), '--dry'], /Did you mean --dry-run\?/],
    [['scan', join(folder, 'none')], /No image files in .*none/],
    [['report', join(folder, 'none'), '-o', join(folder, 'none', 'r.html')], /No image files in .*none/],
    [[join(folder, 'a.png'), '--threads', 'two'], /whole number/],
    [['-', 'a.png'], /alone/],
    [['scan', join(folder, 'a.png'), '--fail-on', 'FACES'], /There is no label or group FACES for --fail-on\. Did you mean FACE\?/],
    [['scan', join(folder, 'a.png'), '--fail-on', 'BARCODE'], /BARCODE is not looked for/],
    [['scan', join(folder, 'a.png'), '--fail-on', 'SSN', '--ocr', 'none'], /SSN is not looked for/],
    [['scan', join(folder, 'a.png'), '--fail-on', ''], /names no label/],
    [['scan', join(folder, 'a.png'), '--report', 'r.json'], /efface scan has no use for --report/],
    [[join(folder, 'a.png'), '--plan', 'p.json', '--audit', 'a.ndjson'], /no use for --audit/],
    [[join(folder, 'a.png'), '--fail-on', 'FACE'], /no use for --fail-on: it is of efface scan$/],
    [['-', '--preview', 'x'], /no use for --preview/],
    [['serve', '--api-key', ''], /apiKey/],
    [['serve', 'a.png'], /takes no files/],
    [['serve', '--ui', '--review-dir', 'none', '--host', '0.0.0.0'], /--ui-host/],
    [['serve', '--ui-host', 'scans.example.org'], /goes with --ui/],
    [['review', 's3://scans/2026/'], /files of this machine/],
    [['review', folder, '--out-dir', 's3://clean/'], /files of this machine/],
    [['review', join(folder, 'a.png'), join(folder, 'sub', 'a.png'), '--out-dir', join(folder, 'out')], /would both be written to/],
    [['queue'], /Expected efface queue add/],
  ]
  for (const [args, message] of wrong) {
    const error: unknown = await main(args).catch((error: unknown) => error)
    t.ok(error instanceof UsageError, args.join(' '))
    t.match((error as Error).message, message)
  }
  t.same(await readdir(folder), ['a.png', 'b.png', 'none', 'sub'])
})

t.test('a terminal is sent no picture, and is not read from', async t => {
  const at = join(t.testdir({ 'a.png': png }), 'a.png')
  for (const [stream, args, message] of [[process.stdout, ['-'], /output is a terminal/], [process.stdout, [at, '-o', '-'], /output is a terminal/], [process.stdin, ['-', '-o', `${at}.png`], /input is a terminal/]] as const) {
    const before = Object.getOwnPropertyDescriptor(stream, 'isTTY')
    Object.defineProperty(stream, 'isTTY', { value: true, configurable: true })
    const error: unknown = await main(args).catch((error: unknown) => error)
    if (before) Object.defineProperty(stream, 'isTTY', before)
    else Reflect.deleteProperty(stream, 'isTTY')
    t.ok(error instanceof UsageError)
    t.match((error as Error).message, message)
  }
})
