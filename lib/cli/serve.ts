import { pino, type Logger } from 'pino'
import { createPool } from '../../workers/pool.js'
import type { UiOptions } from '../http/context.js'
import { serve as listen } from '../http/server.js'
import { count, optionsOf, UsageError, type Flags } from './args.js'
import { marksFolder, stateFolder } from './marks-folder.js'

/** `efface serve`: runs until SIGTERM, SIGINT or SIGHUP, then answers what is under way and ends. @returns the exit code */
export async function serve(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 0) throw new UsageError(`efface serve takes no files, but received ${names[0]} (efface review ${names[0]} looks files over)`)
  for (const flag of ['ui-host', 'review-dir'] as const) if (flags[flag] && !flags.ui) throw new UsageError(`--${flag} goes with --ui`)
  return await run(flags, flags.ui ? async logger => ({ ...await marksFolder(flags, stateFolder(), logger) }) : undefined)
}

/**
 * @param ui makes the options of the review page, if there is to be one
 * @param forPeople on a terminal the page's address is said, and no line of a log
 */
export async function run(flags: Flags, ui?: (logger: Logger) => Promise<UiOptions>, forPeople = false): Promise<number> {
  const logger = pino({ level: flags.quiet || forPeople && process.stdout.isTTY ? 'error' : 'info' })
  const uiOptions = await ui?.(logger)
  const pool = createPool({ threads: count(flags.threads, 'threads') })
  const apiKey = flags['api-key'] ?? process.env.EFFACE_API_KEY
  const serving = await listen({
    port: count(flags.port, 'port', 0) ?? 8080, host: flags.host, pool, logger, defaults: optionsOf(flags),
    concurrency: count(flags.concurrency, 'concurrency'),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(uiOptions ? { ui: { hosts: flags['ui-host'] ?? [], ...uiOptions } } : {}),
    ...(flags.root === undefined ? {} : { root: flags.root }),
    ...(flags['output-dir'] === undefined ? {} : { outputDir: flags['output-dir'] }),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') error.message += ' (--port names another, 0 takes a free one)'
    throw error
  })
  logger.info({ host: serving.host, port: serving.port }, 'listening')
  if (uiOptions) {
    const url = `http://${urlHost(flags['ui-host']?.[0] ?? serving.host)}:${serving.port}/ui/`
    logger.info({ url }, 'review page')
    if (process.stderr.isTTY && !flags.quiet) process.stderr.write(`efface: open ${url} in a browser; Ctrl-C ends it\n`)
  }
  const signal = await new Promise<string>(resolve => { for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, resolve) })
  logger.info({ signal }, 'draining')
  await serving.close()
  await pool.close()
  logger.info({}, 'closed')
  return 0
}

const urlHost = (host: string): string => host.includes(':') ? `[${host}]` : host
