import { parseArgs } from 'node:util'
import type { AnyOptions, LabelSettings } from '../core/option-types.js'
import type { Format, Method } from '../core/types.js'
import { didYouMean } from '../core/closest.js'
import type { ProviderName } from '../core/providers.js'
import { COMMAND_WORDS, commandInfos, type Command } from './commands.js'
import { FLAGS, FLAG_NAMES, type Flag, type FlagInfo } from './flags.js'
import { schemeOf } from '../storage/names.js'
import { over, type Base } from './config.js'
import { ALWAYS } from './help.js'
import { PRESETS, presetNames, type PresetName } from './presets.js'
import { UsageError } from './usage-error.js'

export { UsageError } from './usage-error.js'

export type Flags = ReturnType<typeof parse>['values'] & {
  /** Of the config file and --preset. */
  base?: Base
}

/** What is written on this machine alone. */
const LOCAL = ['report', 'preview', 'plan', 'audit', 'journal'] as const satisfies readonly Flag[]

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true })
}

/**
 * `word`: the command, where it was said.
 *
 * @throws UsageError for an unknown flag, and for one that the command has no use for
 */
export function readArgs(argv: readonly string[]): { command: Command, word?: Command, flags: Flags, names: string[] } {
  refuseUnknown(argv)
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { values: flags, positionals } = parsed
  const word = wordOf(positionals)
  const names = word ? positionals.slice(word.split(' ').length) : positionals
  const command = word !== undefined && word !== 'redact' ? word : names.includes('-') || flags.output === '-' ? 'redact -' : flags.plan === undefined ? 'redact' : 'redact --plan'
  if (!flags.help && !flags.version) refuseStray(command, flags)
  return { command, word, flags, names }
}

/**
 * The command that stands first, if there is one.
 *
 * @throws UsageError for a word that wants a second one
 */
function wordOf(words: readonly string[]): Command | undefined {
  const [first] = words
  const word = COMMAND_WORDS.find(name => name === first || name === words.slice(0, 2).join(' '))
  const longer = COMMAND_WORDS.filter(name => name.startsWith(`${first} `))
  if (word === undefined && longer.length > 0) throw new UsageError(`Expected ${longer.map(name => `efface ${name}`).join(', ')}`)
  return word
}

/** @throws UsageError for a flag that the command has no use for */
export function refuseStray(command: Command, flags: Flags): void {
  const allowed: readonly string[] = [...commandInfos[command].flags, ...ALWAYS, 'base']
  const stray = Object.keys(flags).find(flag => !allowed.includes(flag))
  if (stray !== undefined) {
    const owners = COMMAND_WORDS.filter(word => (commandInfos[word].flags as readonly string[]).includes(stray))
    throw new UsageError(`efface ${command} has no use for --${stray}: ${owners.length > 3 ? 'see its help' : `it is of efface ${owners.join(', ')}`}`)
  }
  const remote = LOCAL.find(flag => schemeOf(flags[flag] ?? '') !== undefined)
  if (remote !== undefined) throw new UsageError(`--${remote} takes a path: it is written on this machine`)
  if (!['true', 'false', undefined].includes(flags['s3-path-style'])) throw new UsageError('--s3-path-style is true or false')
}

/** Node's own words for this are three lines long. */
function refuseUnknown(argv: readonly string[]): void {
  for (const token of parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option') continue
    const info = (FLAGS as Readonly<Record<string, FlagInfo | undefined>>)[token.name]
    if (info?.type === 'string' && token.value === undefined) throw new UsageError(`${token.rawName} wants a value: --${token.name} ${info.value}`)
    if (info !== undefined) continue
    throw new UsageError(`There is no ${token.rawName}.${didYouMean(token.name, FLAG_NAMES, name => `--${name}`)}`)
  }
}

/** 'A,B' or 'A+B' or 'none'. */
export const list = (value: string): string[] => value === 'none' ? [] : value.split(/[,+]/).map(part => part.trim()).filter(part => part !== '')

/** The library's options that config file, preset and flags stand for, later ones over earlier. Values are checked by the library itself. */
export function optionsOf(flags: Flags): AnyOptions {
  const preset = flags.preset === undefined ? {} : PRESETS[presetOf(flags.preset)].options
  return over(over(flags.base?.options ?? {}, preset), said(flags))
}

function presetOf(value: string): PresetName {
  const name = presetNames.find(name => name === value)
  if (name === undefined) throw new UsageError(`There is no preset ${value} (${presetNames.join(', ')}).${didYouMean(value, presetNames)}`)
  return name
}

function said(flags: Flags): AnyOptions {
  const options: AnyOptions = {}
  if (flags.objects !== undefined) options.objects = list(flags.objects)
  if (flags.entities !== undefined) options.entities = { enable: list(flags.entities) }
  if (flags['no-entities'] !== undefined) options.entities = { ...options.entities, disable: list(flags['no-entities']) }
  if (flags.ocr !== undefined) options.ocr = flags.ocr as 'auto'
  if (flags.lang !== undefined) options.languages = list(flags.lang)
  if (flags.countries !== undefined) options.countries = list(flags.countries)
  if (flags.checksums !== undefined) options.checksums = flags.checksums as 'evidence'
  if (flags.providers !== undefined) options.providers = list(flags.providers) as ProviderName[]
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

/** Flags that are not called as their option is. */
const FLAG_OF: Readonly<Record<string, Flag>> = {
  'entities.enable': 'entities', 'entities.disable': 'no-entities', languages: 'lang', onUnread: 'on-unread', onError: 'on-error',
}

/** What the library says of an option that a flag stood for, in the words of flags. */
export const inFlags = (message: string): string => message
  .replace(/ for ([\w.]+) but received /, (whole, option: string) => {
    const flag = FLAG_OF[option] ?? FLAG_NAMES.find(name => name === option)
    return flag === undefined ? whole : ` for --${flag} but received `
  })
  .replace(', or a map from label to one', ', or LABEL=METHOD')

/** A date, or so many days or hours ago: 2026-11-30, 2d, 12h. @throws UsageError for anything else */
export function since(value: string | undefined, now = Date.now()): Date | undefined {
  if (value === undefined) return undefined
  const ago = /^(\d+)([dh])$/.exec(value)
  const date = ago ? new Date(now - Number(ago[1]) * (ago[2] === 'd' ? 24 : 1) * 3_600_000) : new Date(value)
  if (Number.isNaN(date.getTime())) throw new UsageError(`Expected a date (2026-11-30), days (2d) or hours (12h) for --since but received '${value}'`)
  return date
}
