/**
 * Personal text found by efface and by its peers on the same texts, in one run: how much of the personal characters is masked, how much of what
 * is masked is personal, and the time a text takes. Peers are installed into a temporary folder from PyPI and npm; one that cannot be is skipped,
 * and said to be.
 *
 *     node dist/benchmarks/peers/text.js [--data synth_dataset_v2.json] [--lines texts.jsonl]
 *         [--limit 500] [--python PYTHON] [--spacy MODEL] [--npm FOLDER]
 *
 * `--python` is an interpreter that has presidio-analyzer and en_core_web_sm (or the package or folder `--spacy`) already,
 * `--npm` a folder with openredaction and redact-pii in its node_modules.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { findEntities } from '../../lib/pii/index.js'

type Range = readonly [number, number]
interface Answer { spans: Range[], ms: number }
/** All the texts in, an answer for each out. */
type Peer = (texts: readonly string[]) => Promise<Answer[]>
interface Sample { text: string, personal: Range[] }

const { values } = parseArgs({ options: { data: { type: 'string' }, lines: { type: 'string' }, limit: { type: 'string' }, python: { type: 'string' }, npm: { type: 'string' }, spacy: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'peers-'))

const install = (command: string, args: readonly string[]): void => {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', cwd: folder })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`)
}

const each = (find: (text: string) => Promise<Range[]> | Range[]): Peer => async texts => {
  const answers: Answer[] = []
  for (const text of [texts[0]!, ...texts]) {
    const from = process.cpuUsage()
    const spans = await find(text)
    const { user, system } = process.cpuUsage(from)
    answers.push({ spans, ms: (user + system) / 1000 })
  }
  // The first was to warm up.
  return answers.slice(1)
}

function presidio(): Peer {
  let python = values.python
  if (!python) {
    install('python3', ['-m', 'venv', 'venv'])
    python = join(folder, 'venv/bin/python')
    install(python, ['-m', 'pip', 'install', '-q', 'presidio-analyzer==2.2.366'])
    install(python, ['-m', 'spacy', 'download', 'en_core_web_sm'])
  }
  return async texts => {
    const input = texts.map(text => JSON.stringify({ text })).join('\n')
    const { status, stdout, stderr } = spawnSync(python, ['benchmarks/peers/presidio.py', values.spacy ?? 'en_core_web_sm'], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
    if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1))
    return stdout.trim().split('\n').map(line => JSON.parse(line) as Answer)
  }
}

async function load(name: string): Promise<Record<string, unknown>> {
  const root = values.npm ?? folder
  if (!values.npm) install('npm', ['install', '--no-save', '--ignore-scripts', name])
  return await import(pathToFileURL(createRequire(join(root, 'x.js')).resolve(name)).href) as Record<string, unknown>
}

async function openredaction(): Promise<Peer> {
  const { OpenRedaction } = await load('openredaction') as { OpenRedaction: new () => { detect: (text: string) => Promise<{ detections: { position: Range }[] }> } }
  const redactor = new OpenRedaction()
  return each(async text => (await redactor.detect(text)).detections.map(({ position }) => position))
}

async function redactPii(): Promise<Peer> {
  const module = await load('redact-pii')
  const { SyncRedactor } = (module.default ?? module) as { SyncRedactor: new (options: object) => { redact: (text: string) => string } }
  const redactor = new SyncRedactor({ globalReplaceWith: '\u0001' })
  return each(text => {
    // What is left between the marks stands in the text in this order.
    const spans: Range[] = []
    let at = 0
    redactor.redact(text).split('\u0001').forEach((rest, i, parts) => {
      const next = rest === '' && i === parts.length - 1 ? text.length : text.indexOf(rest, at)
      if (i > 0 && next > at) spans.push([at, next])
      at = next + rest.length
    })
    return spans
  })
}

const sets = new Map<string, Sample[]>()
const limit = Number(values.limit ?? Infinity)
/** Python counts code points. */
const utf16 = (text: string, offset: number): number => [...text].slice(0, offset).join('').length
if (values.data) {
  const gold = JSON.parse(readFileSync(values.data, 'utf8')) as { full_text: string, spans: { start_position: number, end_position: number }[] }[]
  sets.set('presidio-synth', gold.slice(0, limit).map(({ full_text: text, spans }) => (
    { text, personal: spans.map(s => [utf16(text, s.start_position), utf16(text, s.end_position)] as const) })))
}
if (values.lines) {
  const lines = readFileSync(values.lines, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line) as { text: string, mask: string[] })
  sets.set('lines', lines.map(({ text, mask }) => ({ text, personal: mask.map(part => [text.indexOf(part), text.indexOf(part) + part.length] as const) })))
}

const peers: Record<string, () => Promise<Peer> | Peer> = {
  efface: () => each(async text => (await findEntities(text)).map(({ start, end }) => [start, end] as const)),
  'presidio 2.2.366, en_core_web_sm': presidio, openredaction, 'redact-pii': redactPii,
}
const letters = /[\p{L}\p{N}]/u
for (const [name, make] of Object.entries(peers)) {
  try {
    const peer = await make()
    for (const [set, samples] of sets) {
      const answers = await peer(samples.map(({ text }) => text))
      let personal = 0, masked = 0, both = 0, whole = 0
      samples.forEach(({ text, personal: truth }, k) => {
        const inside = (at: number, ranges: readonly Range[]): boolean => ranges.some(([from, to]) => at >= from && at < to)
        let open = 0
        for (let i = 0; i < text.length; i++) {
          if (!letters.test(text[i]!)) continue
          const [told, hidden] = [inside(i, truth), inside(i, answers[k]!.spans)]
          personal += Number(told)
          masked += Number(hidden)
          both += Number(told && hidden)
          open += Number(told && !hidden)
        }
        whole += Number(open === 0)
      })
      const percent = (a: number, b: number): string => `${(100 * a / Math.max(1, b)).toFixed(1).padStart(5)} %`
      const ms = answers.reduce((sum, answer) => sum + answer.ms, 0) / answers.length
      console.log(`${name.padEnd(34)} ${set.padEnd(16)} masked ${percent(both, personal)}  of masked personal ${percent(both, masked)}  texts without a gap ${percent(whole, samples.length)}  ${ms.toFixed(1)} ms CPU a text`)
    }
  } catch (error) {
    console.log(`${name.padEnd(34)} SKIPPED: ${(error as Error).message}`)
  }
}
rmSync(folder, { recursive: true, force: true })
