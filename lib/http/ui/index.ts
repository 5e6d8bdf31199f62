import type { IncomingMessage } from 'node:http'
import { invalidOption, isIntegerIn, isNumberIn, isObject, isString } from '../../core/is.js'
import { sweepOnce } from '../../core/temporary.js'
import type { DocumentLimits, Entry, UiOptions } from '../context.js'
import type { Desk } from './desk.js'
import { Documents } from './documents.js'
import { Guard } from './guard.js'
import { Marks } from './marks.js'
import { uiRoutes } from './routes.js'
import { ServerFiles } from './server-files.js'

export interface Ui {
  readonly routes: readonly Entry[]
  /** @throws HttpError 403 unless the server is asked for by one of its names */
  checkHost(req: IncomingMessage): void
  /** Drops every document and removes their folder. */
  close(): Promise<void>
}

const NAMES = ['hosts', 'documents', 'bytes', 'idleMinutes', 'files', 'marks']

const DEFAULTS: DocumentLimits = { documents: 16, bytes: 4 * 2 ** 30, idleMinutes: 15 }

/**
 * The review page and what it asks for, below `/ui/`.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 */
export function createUi(options: true | UiOptions): Ui {
  const given: UiOptions = options === true ? {} : options
  if (!isObject(given)) throw invalidOption('ui', 'true or an object', options)
  const stray = Object.keys(given).find(name => !NAMES.includes(name))
  if (stray !== undefined) throw invalidOption(`ui.${stray}`, `no such option (known: ${NAMES.join(', ')})`, (given as Record<string, unknown>)[stray])
  const { files = [], marks: folder, hosts = [], documents = DEFAULTS.documents, bytes = DEFAULTS.bytes, idleMinutes = DEFAULTS.idleMinutes } = given
  if (!Array.isArray(hosts) || !hosts.every(isString)) throw invalidOption('ui.hosts', 'an array of host names', hosts)
  if (!isIntegerIn(documents, 1, 1e6)) throw invalidOption('ui.documents', 'a positive integer', documents)
  if (!isIntegerIn(bytes, 1, Number.MAX_SAFE_INTEGER)) throw invalidOption('ui.bytes', 'a positive integer', bytes)
  // A timer takes 2^31 milliseconds at most.
  if (!isNumberIn(idleMinutes, Number.MIN_VALUE, 35_000)) throw invalidOption('ui.idleMinutes', 'a number of minutes', idleMinutes)
  if (folder !== undefined && !isString(folder)) throw invalidOption('ui.marks', 'a folder', folder)
  // What a server that was killed could not remove, where open files have names.
  void sweepOnce()
  const held = new Documents({ documents, bytes, idleMinutes })
  const guard = new Guard(hosts)
  let marks: Promise<Marks> | undefined
  // What could not be opened may be the next time.
  const openMarks = (): Promise<Marks> => Marks.open(folder).catch((error: unknown) => {
    marks = undefined
    throw error
  })
  const desk: Desk = { documents: held, files: new ServerFiles(files), marks: () => marks ??= openMarks() }
  const close = async (): Promise<void> => {
    await held.close()
    await (await marks?.catch(() => undefined))?.close()
  }
  return { routes: uiRoutes(desk, guard), checkHost: req => guard.checkHost(req), close }
}
