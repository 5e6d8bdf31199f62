// The documentation is held to: every code block of the guides and every @example of a public name is compiled, parsed or run,
// and the tables that claim to be complete are compared with the code. A block that cannot be checked says so: ```text.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { parseAllDocuments } from 'yaml'
import ts from 'typescript'
import { optionsOf, readArgs } from '../../lib/cli/args.js'
import { COMMAND_WORDS } from '../../lib/cli/commands.js'
import { FLAG_NAMES } from '../../lib/cli/flags.js'
import { help } from '../../lib/cli/help.js'
import { openapi } from '../../lib/http/openapi.js'
import { defaultLimits } from '../../lib/core/limits.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import { errorCodes } from '../../lib/core/errors.js'
import { formatNames, FORMATS, type FormatInfo } from '../../lib/core/formats.js'
import { methodNames } from '../../lib/core/methods.js'
import { ocrNames } from '../../lib/core/ocr-engines.js'
import { fillOptions } from '../../lib/core/options.js'
import { leastScore, OBJECTS, otherObject } from '../../lib/core/object-labels.js'
import { textPadding } from '../../lib/paint/boxes.js'
import { defaultThreshold } from '../../lib/pii/index.js'

const root = packageRoot()
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8')
const GUIDES = (await readdir(join(root, 'docs'))).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)
/** docs/formats.md is written elsewhere, and is held to the same when it is there. */
const PAGES = ['README.md', 'SECURITY.md', 'models/README.md', 'examples/README.md', ...GUIDES]

interface Block { where: string, lang: string, code: string, run: boolean }

/** Fenced blocks. `<!-- not run: why -->` before one keeps it from being run; it is checked all the same. */
function blocksOf(page: string, text: string): Block[] {
  const found: Block[] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const fence = /^(\s*)```(\S*)/.exec(lines[i]!)
    if (!fence) continue
    const start = i
    const code: string[] = []
    while (++i < lines.length && !/^\s*```\s*$/.test(lines[i]!)) code.push(lines[i]!.slice(fence[1]!.length))
    const before = lines.slice(0, start).reverse().find(line => line.trim() !== '') ?? ''
    found.push({ where: `${page}:${start + 1}`, lang: fence[2]!, code: code.join('\n'), run: !/^\s*<!-- not run: .+ -->$/.test(before) })
  }
  return found
}

const blocks = (await Promise.all(PAGES.map(async page => blocksOf(page, await read(page))))).flat()

/** Names that a block may use without saying where they come from. Blocks that do so are compiled, not run. */
const PRELUDE = `
import * as fs from 'node:fs'
import * as promises from 'node:fs/promises'
import * as http from 'node:http'
import * as streams from 'node:stream'
import * as streamPromises from 'node:stream/promises'
import type { Box, EffaceOptions, View } from 'efface'
declare global {
  const input: any, output: any, files: string[], text: string, bytes: Buffer, view: View, regions: NonNullable<EffaceOptions['regions']>
  const source: streams.Readable, sink: streams.Writable, pages: streams.Readable, frames: streams.Readable, request: Request
  const createReadStream: typeof fs.createReadStream, createWriteStream: typeof fs.createWriteStream
  const readFile: typeof promises.readFile, writeFile: typeof promises.writeFile
  const Readable: typeof streams.Readable, Transform: typeof streams.Transform
  const pipeline: typeof streamPromises.pipeline
  const createServer: typeof http.createServer
}
`
const ENTRIES = { efface: 'lib/api/index', 'efface/streams': 'streams/index', 'efface/web': 'lib/api/web', 'efface/http': 'lib/http/index', 'efface/storage': 'lib/storage/index', 'efface/huggingface': 'lib/pii/huggingface' } as const

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts'], types: ['node'], strict: true, noImplicitAny: false,
  useUnknownInCatchVariables: false, skipLibCheck: true, noEmit: true,
}

/** What the compiler says of snippets that lie, as it were, in the package's own folder and import it by its name. */
function diagnose(snippets: readonly { where: string, code: string }[], prelude = PRELUDE): string[] {
  const folder = join(root, 'snippets')
  const virtual = new Map<string, string>([[join(folder, 'prelude.ts'), prelude], [join(folder, 'untyped.d.ts'), "declare module 'express'\ndeclare module 'fastify'\n"]])
  const wheres = new Map<string, string>()
  snippets.forEach(({ where, code }, i) => {
    const file = join(folder, `snippet-${i}.ts`)
    virtual.set(file, `${code}\nexport {}\n`)
    wheres.set(file, where)
  })
  const host = ts.createCompilerHost(OPTIONS)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = file => virtual.has(file) || fileExists(file)
  host.readFile = file => virtual.get(file) ?? readFile(file)
  host.getSourceFile = (file, how, ...rest) => {
    const code = virtual.get(file)
    return code === undefined ? getSourceFile(file, how, ...rest) : ts.createSourceFile(file, code, how)
  }
  const program = ts.createProgram([...virtual.keys()], OPTIONS, host)
  const said: string[] = []
  for (const file of virtual.keys()) {
    const source = program.getSourceFile(file)!
    for (const { start = 0, messageText } of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      const { line } = source.getLineAndCharacterOfPosition(start)
      const where = wheres.get(file)
      said.push(`${where ?? file} +${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
    }
  }
  return said
}

interface Public { entry: string, name: string, callable: boolean, examples: string[] }

/** The public values of an entry point, and their examples. */
function publicNames(): Public[] {
  const files = Object.values(ENTRIES).map(file => join(root, `${file}.ts`))
  const program = ts.createProgram(files, OPTIONS)
  const checker = program.getTypeChecker()
  return Object.entries(ENTRIES).flatMap(([entry, file]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, `${file}.ts`))!)!
    return checker.getExportsOfModule(module).map(symbol => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const examples = target.getJsDocTags(checker).filter(tag => tag.name === 'example').map(tag => ts.displayPartsToString(tag.text))
      return { entry, name: symbol.name, callable: (target.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0, examples }
    })
  })
}

const exported = publicNames()

/** A docstring's example with the imports it leaves out. */
function withImports(code: string): string {
  const bare = code.replace(/^```\w*\n|\n```$/g, '')
  const imports = Object.keys(ENTRIES).map(entry => {
    const names = exported.filter(e => e.entry === entry && new RegExp(`\\b${e.name}\\b`).test(bare) && !new RegExp(`(import .*|const |class )\\b${e.name}\\b`).test(bare)).map(e => e.name)
    return names.length > 0 ? `import { ${names.join(', ')} } from '${entry}'\n` : ''
  })
  return imports.join('') + bare
}

t.test('every block says what it is', async t => {
  const known = ['js', 'ts', 'sh', 'python', 'json', 'yaml', 'text']
  for (const { where, lang } of blocks) t.ok(known.includes(lang), `${where}: ${lang || 'no language'}`)
})

t.test('public functions and classes have an example', async t => {
  for (const { entry, name, callable, examples } of exported) if (callable) t.ok(examples.length > 0, `${name} of ${entry}`)
})

t.test('js and ts blocks and examples of docstrings are right by the types of the package', async t => {
  const snippets = [
    ...blocks.filter(({ lang }) => lang === 'js' || lang === 'ts'),
    ...exported.flatMap(({ entry, name, examples }) => examples.map(code => ({ where: `@example of ${name} (${entry})`, code: withImports(code) }))),
  ]
  t.ok(snippets.length > 40, `${snippets.length} snippets`)
  t.same(diagnose(snippets), [])
})

t.test('a wrong option, a wrong value and a name that is not exported are seen', async t => {
  const said = diagnose([
    { where: 'name', code: "import { efface } from 'efface'\nefface({ object: ['FACE'] })" },
    { where: 'value', code: "import { efface } from 'efface'\nefface({ ocr: 'abbyy' })" },
    { where: 'import', code: "import { redactor } from 'efface'\nredactor()" },
  ])
  t.match(said, [/^name \+2: .*'object' does not exist/, /^value \+2: .*"abbyy"/, /^import \+1: .*redactor/])
  t.equal(said.length, 3)
})

t.test('complete blocks run', { timeout: 240_000 }, async t => {
  const candidates = blocks.filter(({ lang, run }) => (lang === 'js' || lang === 'ts') && run)
  const lacking = diagnose(candidates, 'export {}')
  const complete = candidates.filter(({ where }) => !lacking.some(said => said.startsWith(`${where} `)))
  const card = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="240"><rect width="600" height="240" fill="#fff"/><rect x="420" y="40" width="120" height="60" fill="#e02020"/>
    <text x="20" y="60" font-size="26">Name: Ada Byron</text><text x="20" y="120" font-size="26">Mail: ada@example.org</text></svg>`
  const drawn = sharp(Buffer.from(card)).flatten()
  const folder = t.testdir({ 'scan.tif': await drawn.clone().tiff({ compression: 'deflate' }).toBuffer(), 'photo.jpg': await drawn.clone().jpeg().toBuffer(), 'photo.png': await drawn.clone().png().toBuffer() })
  await Promise.all(complete.map(({ code }, i) => writeFile(join(folder, `block-${i}.mjs`), ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } }).outputText)))
  // One process for all, so that the models are loaded once.
  const steps = complete.map(({ where }, i) => `console.error(${JSON.stringify(where)}); await import(${JSON.stringify(pathToFileURL(join(folder, `block-${i}.mjs`)).href)})`)
  await writeFile(join(folder, 'all.mjs'), steps.join('\n'))
  t.ok(complete.length >= 25, `${complete.length} of ${candidates.length} blocks are complete`)
  await promisify(execFile)(process.execPath, ['all.mjs'], { cwd: folder }).then(() => t.pass('all of them'), (error: { stderr: string }) => t.fail(error.stderr))
})

/** The commands of a shell block: continued lines joined, comments, variables and redirections dropped, pipes parted. */
function commandsOf(code: string): string[][] {
  const lines = code.replace(/\\\n/g, ' ').split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'))
  return lines.flatMap(line => {
    const tokens = [...line.matchAll(/'([^']*)'|"([^"]*)"|(#.*)|(&&|\|\||[|;&])|(\d?[<>]+)|([^\s'"|;&<>#]+(?:'[^']*'|"[^"]*")?[^\s'"|;&<>]*)/g)]
    const commands: string[][] = [[]]
    for (let i = 0; i < tokens.length; i++) {
      const [, single, double, comment, end, redirect, word] = tokens[i]!
      if (comment !== undefined) break
      if (end !== undefined) commands.push([])
      else if (redirect !== undefined) i++
      else commands.at(-1)!.push(single ?? double ?? word!.replace(/['"]/g, ''))
    }
    return commands.map(words => words.slice(Math.max(0, words.findIndex(word => !/^[A-Z_]+=/.test(word))))).filter(words => words.length > 0)
  })
}

const scripts = (JSON.parse(await read('package.json')) as { scripts: Record<string, string> }).scripts
const ROUTES = Object.keys(openapi.paths)
/** What a reader has anyway. */
const COMMON = ['export', 'source', 'jq', 'cat', 'pip', 'git', 'node', 'docker', 'echo']

function checkCommand([program, ...args]: string[]): void {
  if (program === 'npx') return checkCommand(args)
  if (program === 'efface') {
    const { command, flags, names } = readArgs(args)
    fillOptions(optionsOf(flags))
    if (command === 'serve' && names.length > 0) throw new Error('serve takes no files')
    if (!flags.help && !flags.version && names.length === 0 && !['serve', 'completion', 'help', 'labels', 'formats', 'doctor', 'slim', 'queue work', 'queue status', 'queue retry'].includes(command)) throw new Error('no input')
  } else if (program === 'npm') {
    const [verb, name] = args
    if (verb === 'run' && !scripts[name!]) throw new Error(`no script ${name}`)
    if (!['run', 'ci', 'test', 'install'].includes(verb!)) throw new Error(`npm ${verb}`)
  } else if (program === 'curl') {
    for (const url of args.filter(arg => /^http:\/\/127\.0\.0\.1/.test(arg))) {
      const path = new URL(url).pathname
      if (path !== '/redact' && !ROUTES.some(route => path.endsWith(route))) throw new Error(`no route ${path}`)
    }
  } else if (!COMMON.includes(program!)) throw new Error(`unknown command ${program}`)
  if (program === 'node') {
    const script = args.find(arg => !arg.startsWith('-'))
    if (script?.includes('/') && !existsSync(join(root, script))) throw new Error(`no file ${script}`)
  }
}

t.test('sh blocks: flags are known, scripts and routes exist', async t => {
  const all = blocks.filter(({ lang }) => lang === 'sh').flatMap(({ where, code }) => commandsOf(code).map(command => ({ where, command })))
  t.ok(all.filter(({ command }) => command[0] === 'efface').length > 15)
  for (const { where, command } of all) t.doesNotThrow(() => checkCommand(command), `${where}: ${command.join(' ')}`)
  for (const wrong of ['efface a.png --blur', 'efface a.png --method smear', 'efface a.png --objects FACES', 'npm run nothing', 'curl http://127.0.0.1:8080/nowhere', 'node examples/none.mjs']) {
    t.throws(() => { commandsOf(wrong).forEach(checkCommand) }, wrong)
  }
})

t.test('python blocks compile, json and yaml blocks parse', async t => {
  const python = ['python3', 'python'].find(name => spawnSync(name, ['--version']).status === 0)
  for (const { where, lang, code } of blocks) {
    if (lang === 'json') t.doesNotThrow(() => { JSON.parse(code) }, where)
    if (lang === 'yaml') t.same([...parseAllDocuments(code)].flatMap(({ errors }) => errors), [], where)
    if (lang !== 'python' || !python) continue
    const { status, stderr } = spawnSync(python, ['-c', 'import sys; compile(sys.stdin.read(), "block", "exec")'], { input: code })
    t.equal(status, 0, `${where} ${String(stderr)}`)
  }
})

t.test('links between the pages lead somewhere', async t => {
  const later = ['docs/formats.md']
  for (const page of PAGES) {
    const text = (await read(page)).replace(/```[\s\S]*?```/g, '')
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue
      const [path, anchor] = target!.split('#')
      const file = path === '' ? page : join(dirname(page), path!).split('\\').join('/')
      if (later.includes(file)) continue
      t.ok(existsSync(join(root, file)), `${page} links ${target}`)
      if (anchor === undefined) continue
      const headings = [...(await read(file)).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-'))
      t.ok(headings.includes(anchor), `${page} links ${target}`)
    }
  }
})

t.test('the index lists every guide', async t => {
  const index = await read('docs/README.md')
  for (const page of GUIDES) if (page !== 'docs/README.md') t.ok(index.includes(`(${page.slice('docs/'.length)})`), page)
})

t.test('options.md has every option, limit, and code of error, with its default', async t => {
  const text = await read('docs/options.md')
  const known = /known: (.*)\)/.exec((() => {
    try {
      fillOptions({ nothing: 1 } as object)
    } catch (error) {
      return (error as Error).message
    }
    return ''
  })())![1]!.split(', ')
  for (const option of known) t.match(text, new RegExp(`^#+ \`${option}\``, 'm'), option)
  for (const [limit, value] of Object.entries(defaultLimits)) t.ok(text.includes(`| \`${limit}\` | ${value.toLocaleString('en-GB')} |`), limit)
  for (const code of errorCodes) t.ok(text.includes(`| \`${code}\` |`), code)
})

t.test('formats, ways to paint and engines stand in the guides, under their names', async t => {
  const [options, formats, cli] = await Promise.all(['options', 'formats', 'cli'].map(async name => await read(`docs/${name}.md`)))
  const infos = Object.values<FormatInfo>(FORMATS)
  for (const { title } of infos) t.match(formats, new RegExp(`^\\| ${title}\\b`, 'm'), title)
  for (const name of formatNames) t.match(options, new RegExp(`^#+ \`format\`\\n+[^\\n]*'${name}'`, 'm'), name)
  t.ok(cli!.includes(`\`${infos.flatMap(({ extensions }) => extensions.map(ending => `.${ending}`)).join(' ')}\``), 'what folders are searched for')
  for (const name of [...methodNames, ...ocrNames]) t.match(options, new RegExp(`^\\| \`'${name}'\``, 'm'), name)
})

t.test('CONTRIBUTING has every folder of the house', async t => {
  const text = await read('CONTRIBUTING.md')
  for (const name of await readdir(join(root, 'lib'))) t.ok(text.includes(`\`lib/${name}/\``), name)
})

t.test('cli.md has every flag', async t => {
  const text = await read('docs/cli.md')
  for (const flag of FLAG_NAMES) t.match(text, new RegExp(`^\\| .*\`--${flag}[ \`]`, 'm'), flag)
  for (const word of [undefined, ...COMMAND_WORDS]) {
    for (const [flag] of help(word).matchAll(/(?<![-\w])--[a-z0-9-]+/g)) t.ok(FLAG_NAMES.includes(flag.slice(2)), `--help names ${flag}`)
    if (word !== undefined) t.match(text, `efface ${word === 'redact' ? '' : word}`, word)
  }
})

t.test('http.md has every route', async t => {
  const text = await read('docs/http.md')
  for (const route of ROUTES) t.ok(text.includes(`\`${route}\``), route)
})

t.test('tables that are copied are what their source says', async t => {
  const { entitiesPage, accuracyPage } = await import(pathToFileURL(join(root, 'docs', 'tables.mjs')).href) as Record<string, () => string>
  t.equal(await read('docs/entities.md'), entitiesPage!(), 'run: node docs/tables.mjs')
  t.equal(await read('docs/accuracy.md'), accuracyPage!(), 'run: node docs/tables.mjs')
})

t.test('defaults that the guides quote are those of the code', async t => {
  const options = await read('docs/options.md')
  const [FACE, LICENSE_PLATE] = ['FACE', 'LICENSE_PLATE'].map(label => leastScore(label, 'standard'))
  t.match(options, `\`FACE\` ${FACE}, \`LICENSE_PLATE\` ${LICENSE_PLATE}, text ${defaultThreshold}`)
  for (const name of ['high', 'standard', 'low'] as const) t.match(options, new RegExp(`\\| \`'${name}'\`.* \\| ${leastScore('FACE', name)} \\| ${leastScore('LICENSE_PLATE', name)} \\|`))
  t.match(await read('docs/accuracy.md'), `Default ${FACE} for faces, ${LICENSE_PLATE} for plates`)
  t.match(options, `\`FACE\` ${OBJECTS.FACE!.padding}, \`LICENSE_PLATE\` ${OBJECTS.LICENSE_PLATE!.padding}, other objects ${otherObject.padding}, text ${textPadding}`)
})
