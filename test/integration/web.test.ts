import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import ts from 'typescript'
import { createPool } from '../../lib/api/index.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import { effaceWeb } from '../../lib/api/web.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const PLAIN = { pool, ocr: 'none' as const, objects: [], regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 0.5 }] } }

const through = (blob: Blob, stream: ReturnType<typeof effaceWeb>): ReadableStream =>
  blob.stream().pipeThrough(stream)

t.test('pipeThrough into a Response', async t => {
  const png = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer()
  const stream = effaceWeb(PLAIN)
  const response = new Response(through(new Blob([png]), stream))
  t.match(await sharp(Buffer.from(await response.arrayBuffer())).metadata(), { format: 'png', width: 80 })
  t.equal((await stream.report).page_count, 1)
})

t.test('an error ends the readable', async t => {
  const stream = effaceWeb(PLAIN)
  const response = new Response(through(new Blob(['nothing']), stream))
  await t.rejects(response.arrayBuffer())
  await t.rejects(stream.report, { code: 'ERR_UNSUPPORTED_FORMAT' })
})

t.test('regression: it fits pipeThrough(), fetch() and Response by type, with the types of the DOM and without', async t => {
  const root = packageRoot()
  const file = join(root, 'web-types.ts')
  const code = `import { effaceWeb } from 'efface/web'
    export const handle = (request: Request): Response => new Response(request.body!.pipeThrough(effaceWeb()))
    export const copy = async (): Promise<Response> => new Response((await fetch('https://example.org')).body?.pipeThrough(effaceWeb()))
    export const blob = (blob: Blob): ReadableStream => blob.stream().pipeThrough(effaceWeb())
    // @ts-expect-error no stream of bytes
    export const text = (blob: Blob): ReadableStream => blob.stream().pipeThrough(new TextDecoderStream()).pipeThrough(effaceWeb())`
  for (const lib of [['lib.es2023.d.ts'], ['lib.es2023.d.ts', 'lib.dom.d.ts']]) {
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, lib, types: ['node'], strict: true, skipLibCheck: true, noEmit: true,
    }
    const host = ts.createCompilerHost(options)
    const { getSourceFile, fileExists } = host
    host.fileExists = name => name === file || fileExists(name)
    host.getSourceFile = (name, how, ...rest) => name === file ? ts.createSourceFile(name, code, how) : getSourceFile(name, how, ...rest)
    const program = ts.createProgram([file], options, host)
    const said = program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
    t.same(said, [], lib.join())
  }
})
