import { parseArgs } from 'node:util'
import type { EffaceOptions, LabelSettings } from '../options.js'
import type { Format, Method } from '../types.js'

/** A wrong command line: exit code 2. */
export class UsageError extends Error {}

const FLAGS = {
  output: { type: 'string', short: 'o' },
  'out-dir': { type: 'string' },
  method: { type: 'string', multiple: true },
  color: { type: 'string' },
  objects: { type: 'string' },
  entities: { type: 'string' },
  'no-entities': { type: 'string' },
  ocr: { type: 'string' },
  lang: { type: 'string' },
  accuracy: { type: 'string' },
  'on-unread': { type: 'string' },
  format: { type: 'string' },
  report: { type: 'string' },
  'report-text': { type: 'boolean' },
  preview: { type: 'string' },
  plan: { type: 'string' },
  audit: { type: 'string' },
  verify: { type: 'boolean' },
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
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

export const FLAG_NAMES: readonly string[] = Object.keys(FLAGS)

export type Flags = ReturnType<typeof parse>['values']

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true })
}

/** @throws UsageError */
export function readArgs(argv: readonly string[]): { flags: Flags, files: string[] } {
  try {
    const { values, positionals } = parse(argv)
    return { flags: values, files: positionals }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** 'A,B' or 'A+B' or 'none'. */
const list = (value: string): string[] => value === 'none' ? [] : value.split(/[,+]/).map(part => part.trim()).filter(part => part !== '')

/** The library's options that the flags stand for. Values are checked by the library itself. */
export function optionsOf(flags: Flags): EffaceOptions {
  const options: EffaceOptions = {}
  if (flags.objects !== undefined) options.objects = list(flags.objects)
  if (flags.entities !== undefined) options.entities = { enable: list(flags.entities) }
  if (flags['no-entities'] !== undefined) options.entities = { ...options.entities, disable: list(flags['no-entities']) }
  if (flags.ocr !== undefined) options.ocr = flags.ocr as 'auto'
  if (flags.lang !== undefined) options.languages = list(flags.lang)
  if (flags.accuracy !== undefined) options.accuracy = flags.accuracy as 'standard'
  if (flags['on-unread'] !== undefined) options.onUnread = flags['on-unread'] as 'keep'
  if (flags.format !== undefined) options.format = flags.format as Format
  if (flags.color !== undefined) options.color = flags.color
  if (flags.verify) options.verify = true
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

/** @throws UsageError unless the value is a whole number of at least 1 */
export function count(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined
  const n = Number(value)
  if (!Number.isInteger(n) || n < 1) throw new UsageError(`Expected a whole number of at least 1 for --${flag} but received '${value}'`)
  return n
}
