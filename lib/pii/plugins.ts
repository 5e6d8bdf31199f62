import { invalidOption, isFunction, isObject } from '../core/is.js'
import type { Recognizer } from '../core/types.js'

/** A recogniser in a module of its own: the default export is called with `options` and returns a Recognizer. */
export interface RecognizerModule { module: URL | string, options?: unknown }

const loaded = new Map<string, Promise<Recognizer>>()

/** Loads a recogniser once per thread. A recogniser comes back as it is. */
export async function loadRecognizer(plugin: Recognizer | RecognizerModule): Promise<Recognizer> {
  if (!('module' in plugin)) return plugin
  const key = `${plugin.module}\n${JSON.stringify(plugin.options ?? null)}`
  let recognizer = loaded.get(key)
  if (!recognizer) {
    recognizer = (async () => {
      const { default: factory } = await import(String(plugin.module)) as { default?: unknown }
      const made = isFunction(factory) ? await (factory as (options: unknown) => unknown)(plugin.options) : factory
      if (!isObject(made) || !isFunction(made.find) || !Array.isArray(made.labels)) throw invalidOption('recognizers.module', 'a module whose default export makes a Recognizer', made)
      return made as unknown as Recognizer
    })()
    loaded.set(key, recognizer)
    recognizer.catch(() => loaded.delete(key))
  }
  return recognizer
}
