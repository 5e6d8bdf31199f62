import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EffaceError } from '../core/errors.js'
import { packageRoot } from '../inference/manifest.js'
import { abortWritings } from '../storage/open-writings.js'
import { removePartials } from '../storage/output-file.js'
import { readArgs, toEnvironment, UsageError, type Command, type Flags } from './args.js'
import { completion } from './completion.js'
import { help } from './help.js'

/** Commands are loaded when they are called: help and usage errors need no image library. */
const COMMANDS: Record<Command, (names: readonly string[], flags: Flags) => Promise<number>> = {
  FILES: async (names, flags) => await (await import('./redact.js')).redact(names, flags),
  '-': async (names, flags) => await (await import('./redact.js')).throughPipe(names, flags),
  'FILE --plan': async (names, flags) => await (await import('./redact.js')).writePlan(names, flags),
  scan: async (names, flags) => await (await import('./scan.js')).scan(names, flags),
  apply: async (names, flags) => await (await import('./apply.js')).apply(names, flags),
  audit: async names => await (await import('./apply.js')).audit(names),
  serve: async (names, flags) => await (await import('./serve.js')).serve(names, flags),
  'queue add': async (names, flags) => await (await import('./queue.js')).add(names, flags),
  'queue work': async (names, flags) => await (await import('./queue.js')).work(names, flags),
  'queue status': async (names, flags) => await (await import('./queue.js')).status(names, flags),
  'queue retry': async (names, flags) => await (await import('./queue.js')).retry(names, flags),
  completion: async () => print(completion()),
}

/**
 * The command line, without the process around it.
 *
 * @param argv what stands behind the program's name
 * @returns the exit code
 * @throws UsageError for wrong usage, options that the library refuses included
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { command, flags, names } = readArgs(argv)
  if (flags.help) return print(help)
  if (flags.version) return print(`${(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version}\n`)
  toEnvironment(flags)
  // The server and workers end in their own time.
  if (command !== 'serve' && command !== 'queue work') endCleanly()
  try {
    return await COMMANDS[command](names, flags)
  } catch (error) {
    throw error instanceof EffaceError && ['ERR_INVALID_OPTION', 'ERR_MISSING_PACKAGE'].includes(error.code) ? new UsageError(error.message, { cause: error }) : error
  }
}

/** So long a store may take to remove what was not completed. */
const PARTING_MS = 5000

let endsCleanly = false

/** A signal ends the program as ever, but leaves no partial output. */
function endCleanly(): void {
  if (endsCleanly) return
  endsCleanly = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removePartials()
      void Promise.race([abortWritings(), sleep(PARTING_MS)]).finally(() => process.kill(process.pid, signal))
    })
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
