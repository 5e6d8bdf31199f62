import { isObject, isString } from './is.js'

/** A plug-in that is loaded inside the worker threads: the module's default export is called with `options`. */
export interface PluginModule {
  /** A file: URL, or a path relative to the working folder. */
  module: URL | string
  /** Plain data, since it crosses to the threads. */
  options?: unknown
}

export const isPluginModule = (v: unknown): v is PluginModule => isObject(v) && (v.module instanceof URL || isString(v.module))
