/** Plug-ins that are brought as a module, of every kind: loaded in one way, on the thread that runs them. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkedDetector, checkedEngine, checkedRecognizer, pluginKinds } from './check-results.js'
import { EffaceError } from './errors.js'
import { invalidOption, isFunction, isObject, isString } from './is.js'
import type { PluginModule } from './option-types.js'

export const isPluginModule = (v: unknown): v is PluginModule => isObject(v) && (v.module instanceof URL || isString(v.module))

/** What each kind is made into: the plug-in, with its results checked. */
const checked = { detector: checkedDetector, engine: checkedEngine, recognizer: checkedRecognizer } as const

export type PluginKind = keyof typeof checked

/**
 * A plug-in by its module, whose default export is called with the options. Its results are checked as they come.
 *
 * @throws EffaceError ERR_INVALID_OPTION for a module that makes something else; the code of the kind's failures when it cannot be loaded,
 * or fails as it starts
 * @example
 * const detector = await loadPlugin('detector', { module: './red.mjs', options: { least: 40 } })
 */
export async function loadPlugin<K extends PluginKind>(kind: K, { module, options }: PluginModule): Promise<ReturnType<(typeof checked)[K]>> {
  const { code, stage, name } = pluginKinds[kind]
  let made: unknown
  try {
    const { default: make } = await import(urlOf(module)) as { default?: unknown }
    if (!isFunction(make)) throw invalidOption(`the module of a plug-in ${name}`, 'a function as its default export', make)
    made = await (make as (options: unknown) => unknown)(options)
  } catch (cause) {
    if (cause instanceof EffaceError) throw cause
    throw new EffaceError(code, `The module of a plug-in ${name} could not be loaded`, { stage, cause })
  }
  return checked[kind](made) as ReturnType<(typeof checked)[K]>
}

/** Paths are relative to the working folder; one that begins with a drive's letter is no URL. */
function urlOf(module: URL | string): string {
  if (module instanceof URL) return module.href
  return /^[a-z]+:/i.test(module) && !/^[a-z]:\\/i.test(module) ? module : pathToFileURL(resolve(module)).href
}
