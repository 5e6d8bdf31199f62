import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { list, oneOf, text } from '../core/check.js'
import { invalidOption, isObject } from '../core/is.js'
import { fillOptions } from '../core/options.js'
import type { AnyOptions } from '../core/option-types.js'
import { UsageError } from './usage-error.js'
import { PRESETS, presetNames } from './presets.js'

/** What a config file says, for where flags say nothing: options, and patterns of files that are left out, from the folders that are named on. */
export interface Base { options: AnyOptions, ignore: readonly string[] }

const NAMES = ['json', 'js', 'mjs', 'cjs', 'ts', 'mts'].map(ending => `efface.config.${ending}`)

/** Since when Node runs TypeScript as it is. */
const TYPESCRIPT = '22.18'

/** The nearest config file from a folder upward. @throws UsageError where two lie side by side */
export function findConfig(folder = process.cwd()): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const [found, other] = NAMES.map(name => join(here, name)).filter(path => existsSync(path))
    if (other !== undefined) throw new UsageError(`${found} and ${other} lie side by side: which is meant?`)
    if (found !== undefined || dirname(here) === here) return found
  }
}

/** @throws UsageError that names the file and what is wrong in it */
export async function readConfig(path: string): Promise<Base> {
  const wrong = (what: string, cause?: unknown): UsageError => new UsageError(`${path}: ${what}`, { cause })
  if (!(await stat(path).catch(() => undefined))?.isFile()) throw wrong('no such file')
  const value = await load(path).catch((cause: Error) => { throw wrong(cause.message, cause) })
  try {
    return checkConfig(value)
  } catch (error) {
    throw wrong((error as Error).message, error)
  }
}

async function load(path: string): Promise<unknown> {
  const ending = extname(path)
  if (ending === '.json') return JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, '')) as unknown
  if (/^\.m?ts$/.test(ending) && !(process.features as { typescript?: unknown }).typescript) {
    throw new Error(`a config file in TypeScript needs Node ${TYPESCRIPT} or later, and this is ${process.version}; .js and .json do with any`)
  }
  const { default: value } = await import(pathToFileURL(resolve(path)).href) as { default?: unknown }
  return value
}

/** @throws EffaceError ERR_INVALID_OPTION */
export function checkConfig(value: unknown): Base {
  if (!isObject(value)) throw invalidOption('the config', 'an object of options as its content or default export', value)
  const { preset, ignore, ...options } = value
  const name = preset === undefined ? undefined : oneOf(...presetNames)(preset, 'preset')
  const patterns = ignore === undefined ? [] : list(text, 'an array of patterns')(ignore, 'ignore')
  fillOptions(options)
  return { options: over(name === undefined ? {} : PRESETS[name].options, options), ignore: patterns }
}

/** Options that win over others: as a whole, or name by name where they are made of several. */
export function over(under: AnyOptions, options: AnyOptions): AnyOptions {
  const result: Record<string, unknown> = { ...under }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const before = result[name]
    const several = ['entities', 'labels', 'limits', 'report', 'regions', 'pii'].includes(name)
    result[name] = several && isObject(before) && isObject(value) ? { ...before, ...value } : value
  }
  return result as AnyOptions
}
