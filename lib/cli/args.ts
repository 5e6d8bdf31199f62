import { parseArgs } from 'node:util'
import type { EffaceOptions, LabelSettings } from '../core/option-types.js'
import type { Format, Method } from '../core/types.js'
import { schemeOf } from '../storage/names.js'

/** A wrong command line: exit code 2. */
export class UsageError extends Error {}

const FLAGS = {
  output: { type: 'string', short: 'o' },
  'out-dir': { type: 'string' },
  resume: { type: 'boolean' },
  journal: { type: 'string' },
  exclude: { type: 'string', multiple: true },
  since: { type: 'string' },
  'dry-run': { type: 'boolean' },
  method: { type: 'string', multiple: true },
  color: { type: 'string' },
  objects: { type: 'string' },
  entities: { type: 'string' },
  'no-entities': { type: 'string' },
  ocr: { type: 'string' },
  lang: { type: 'string' },
  countries: { type: 'string' },
  checksums: { type: 'string' },
  accuracy: { type: 'string' },
  sensitivity: { type: 'string' },
  'on-unread': { type: 'string' },
  'on-error': { type: 'string' },
  format: { type: 'string' },
  report: { type: 'string' },
  'report-text': { type: 'boolean' },
  preview: { type: 'string' },
  plan: { type: 'string' },
  audit: { type: 'string' },
  verify: { type: 'boolean' },
  'no-witness': { type: 'boolean' },
  'fail-on': { type: 'string' },
  threads: { type: 'string' },
  concurrency: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  root: { type: 'string' },
  'output-dir': { type: 'string' },
  'api-key': { type: 'string' },
  ui: { type: 'boolean' },
  'ui-host': { type: 'string', multiple: true },
  redis: { type: 'string' },
  queue: { type: 'string' },
  attempts: { type: 'string' },
  priority: { type: 'string' },
  'pages-per-job': { type: 'string' },
  deaths: { type: 'string' },
  silent: { type: 'string' },
  limit: { type: 'string' },
  grace: { type: 'string' },
  'metrics-port': { type: 'string' },
  dead: { type: 'boolean' },
  done: { type: 'boolean' },
  code: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  's3-endpoint': { type: 'string' },
  's3-region': { type: 'string' },
  's3-path-style': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

export const FLAG_NAMES: readonly string[] = Object.keys(FLAGS)

type Flag = keyof typeof FLAGS

const FIND = ['objects', 'entities', 'no-entities', 'ocr', 'lang', 'countries', 'checksums', 'accuracy', 'sensitivity', 'threads'] as const satisfies readonly Flag[]
const PAINT = ['method', 'color', 'on-unread', 'on-error', 'format', 'verify', 'no-witness'] as const satisfies readonly Flag[]

const QUEUE = ['redis', 'queue'] as const satisfies readonly Flag[]
/** How stores are reached: for whatever is read or written by URL. */
const PLACES = ['s3-endpoint', 's3-region', 's3-path-style'] as const satisfies readonly Flag[]
/** What is written on this machine alone. */
const LOCAL = ['report', 'preview', 'plan', 'audit', 'journal'] as const satisfies readonly Flag[]

/** Every command with the flags it has a use for, so that none is taken and then ignored. --quiet, --help and --version go with all. */
const COMMANDS = {
  FILES: [...FIND, ...PAINT, 'output', 'out-dir', 'report', 'report-text', 'preview', 'audit', 'concurrency', 'resume', 'journal', 'exclude', 'since', 'dry-run'],
  '-': [...FIND, ...PAINT, 'output', 'report', 'report-text'],
  'FILE --plan': [...FIND, 'method', 'color', 'on-unread', 'on-error', 'plan'],
  scan: [...FIND, 'fail-on', 'report-text'],
  apply: ['output', 'report', 'audit', 'threads', 'no-witness'],
  audit: [],
  serve: [...FIND, ...PAINT, 'concurrency', 'port', 'host', 'root', 'output-dir', 'api-key', 'ui', 'ui-host'],
  'queue add': [...FIND, ...PAINT, ...QUEUE, 'out-dir', 'exclude', 'since', 'attempts', 'priority'],
  'queue work': [...QUEUE, 'threads', 'concurrency', 'pages-per-job', 'deaths', 'silent', 'limit', 'grace', 'metrics-port', 'host'],
  'queue status': [...QUEUE, 'dead', 'done'],
  'queue retry': [...QUEUE, 'code', 'all'],
  completion: [],
} as const satisfies Record<string, readonly Flag[]>

export type Command = keyof typeof COMMANDS

/** The words that stand for a command, or begin one of two words; any other first word is a file to redact. */
export const COMMAND_WORDS: readonly string[] = [...new Set(Object.keys(COMMANDS).filter(name => /^[a-z]+( [a-z]+)?$/.test(name)).map(name => name.split(' ')[0]!))]

export type Flags = ReturnType<typeof parse>['values']

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true })
}

/** @throws UsageError for an unknown flag, and for one that the command has no use for */
export function readArgs(argv: readonly string[]): { command: Command, flags: Flags, names: string[] } {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { values: flags, positionals } = parsed
  const { command, names } = commandOf(positionals, flags.plan !== undefined)
  const allowed: readonly string[] = [...COMMANDS[command], ...PLACES, 'quiet', 'help', 'version']
  const stray = Object.keys(flags).find(flag => !allowed.includes(flag))
  if (stray !== undefined && !flags.help && !flags.version) throw new UsageError(`efface ${command} has no use for --${stray}`)
  const remote = LOCAL.find(flag => schemeOf(flags[flag] ?? '') !== undefined)
  if (remote !== undefined) throw new UsageError(`--${remote} takes a path: it is written on this machine`)
  if (!['true', 'false', undefined].includes(flags['s3-path-style'])) throw new UsageError('--s3-path-style is true or false')
  return { command, flags, names }
}

/** @throws UsageError for a first word that wants a second one */
function commandOf(words: readonly string[], isPlan: boolean): { command: Command, names: string[] } {
  const [first = '', second = ''] = words
  if (!COMMAND_WORDS.includes(first)) return { command: words.includes('-') ? '-' : isPlan ? 'FILE --plan' : 'FILES', names: [...words] }
  if (first in COMMANDS) return { command: first as Command, names: words.slice(1) }
  const both = `${first} ${second}`
  if (both in COMMANDS) return { command: both as Command, names: words.slice(2) }
  const known = Object.keys(COMMANDS).filter(name => name.startsWith(`${first} `))
  throw new UsageError(`Expected ${known.join(', ')}`)
}

/** 'A,B' or 'A+B' or 'none'. */
export const list = (value: string): string[] => value === 'none' ? [] : value.split(/[,+]/).map(part => part.trim()).filter(part => part !== '')

/** The library's options that the flags stand for. Values are checked by the library itself. */
export function optionsOf(flags: Flags): EffaceOptions {
  const options: EffaceOptions = {}
  if (flags.objects !== undefined) options.objects = list(flags.objects)
  if (flags.entities !== undefined) options.entities = { enable: list(flags.entities) }
  if (flags['no-entities'] !== undefined) options.entities = { ...options.entities, disable: list(flags['no-entities']) }
  if (flags.ocr !== undefined) options.ocr = flags.ocr as 'auto'
  if (flags.lang !== undefined) options.languages = list(flags.lang)
  if (flags.countries !== undefined) options.countries = list(flags.countries)
  if (flags.checksums !== undefined) options.checksums = flags.checksums as 'evidence'
  if (flags.accuracy !== undefined) options.accuracy = flags.accuracy as 'standard'
  if (flags.sensitivity !== undefined) options.sensitivity = flags.sensitivity as 'standard'
  if (flags['on-unread'] !== undefined) options.onUnread = flags['on-unread'] as 'keep'
  if (flags['on-error'] !== undefined) options.onError = flags['on-error'] as 'fail'
  if (flags.format !== undefined) options.format = flags.format as Format
  if (flags.color !== undefined) options.color = flags.color
  if (flags.verify) options.verify = true
  if (flags['no-witness']) options.witness = false
  if (flags['report-text']) options.report = { text: true }
  // --method blur, or --method FACE=mosaic --method NAME=label
  const labels: Record<string, LabelSettings> = {}
  for (const value of flags.method ?? []) {
    const [left, right] = value.split('=')
    if (right === undefined) options.method = left as Method
    else labels[left!] = { method: right as Method }
  }
  if (Object.keys(labels).length > 0) options.labels = labels
  return options
}

/** @throws UsageError unless the value is a whole number of at least `least` */
export function count(value: string | undefined, flag: string, least = 1): number | undefined {
  if (value === undefined) return undefined
  const n = Number(value)
  if (value.trim() === '' || !Number.isInteger(n) || n < least) throw new UsageError(`Expected a whole number of at least ${least} for --${flag} but received '${value}'`)
  return n
}

/** The flags that the libraries read from the environment. */
export function toEnvironment(flags: Flags, env: NodeJS.ProcessEnv = process.env): void {
  if (flags['s3-endpoint'] !== undefined) env.AWS_ENDPOINT_URL_S3 = flags['s3-endpoint']
  if (flags['s3-region'] !== undefined) env.AWS_REGION = flags['s3-region']
  if (flags['s3-path-style'] !== undefined) env.EFFACE_S3_PATH_STYLE = flags['s3-path-style']
}

/** A date, or so many days or hours ago: 2026-11-30, 2d, 12h. @throws UsageError for anything else */
export function since(value: string | undefined, now = Date.now()): Date | undefined {
  if (value === undefined) return undefined
  const ago = /^(\d+)([dh])$/.exec(value)
  const date = ago ? new Date(now - Number(ago[1]) * (ago[2] === 'd' ? 24 : 1) * 3_600_000) : new Date(value)
  if (Number.isNaN(date.getTime())) throw new UsageError(`Expected a date (2026-11-30), days (2d) or hours (12h) for --since but received '${value}'`)
  return date
}
