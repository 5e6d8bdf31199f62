import type { IncomingMessage } from 'node:http'
import type { AnyOptions } from '../../core/option-types.js'
import type { Context } from '../context.js'
import type { Documents } from './documents.js'
import type { Marks } from './marks.js'
import type { ServerFiles } from './server-files.js'

/** What all routes of the review page work with. */
export interface Desk {
  readonly documents: Documents
  readonly files: ServerFiles
  /** Opened when they are asked for first. */
  readonly marks: () => Promise<Marks>
}

export const pathOf = (req: IncomingMessage): string[] => req.url!.split('?', 1)[0]!.split('/')

/** The server's options with what somebody chose. */
export const optionsOf = ({ options: { defaults }, pool }: Context, signals: AbortSignal[], said: AnyOptions = {}): AnyOptions =>
  ({ ...defaults, ...said, pool, signal: AbortSignal.any(signals) })
