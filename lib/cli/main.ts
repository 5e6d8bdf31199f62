import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { didYouMean } from '../core/closest.js'
import { EffaceError } from '../core/errors.js'
import { packageRoot } from '../inference/manifest.js'
import { removePartials } from '../api/output-file.js'
import { readArgs, UsageError, type Flags } from './args.js'
import { COMMAND_WORDS, commandInfos, type Command } from './commands.js'
import type { Base } from './config.js'
import { completion } from './completion.js'
import { help } from './help.js'

/** What commands do. They are loaded when they are called: help and usage errors need no image library. */
const RUN: Record<Command, (names: readonly string[], flags: Flags) => Promise<number>> = {
  'redact': async (names, flags) => await (await import('./redact.js')).redact(names, flags),
  'redact -': async (names, flags) => await (await import('./redact.js')).throughPipe(names, flags),
  'redact --plan': async (names, flags) => await (await import('./redact.js')).writePlan(names, flags),
  scan: async (names, flags) => await (await import('./scan.js')).scan(names, flags),
  report: async (names, flags) => await (await import('./report.js')).report(names, flags),
  apply: async (names, flags) => await (await import('./apply.js')).apply(names, flags),
  audit: async names => await (await import('./apply.js')).audit(names),
  serve: async (names, flags) => await (await import('./serve.js')).serve(names, flags),
  completion: async () => print(completion()),
  help: async ([word]) => print(helpOn(word)),
}

/**
 * The command line, without the process around it.
 *
 * @param argv what stands behind the program's name
 * @returns the exit code
 * @throws UsageError for wrong usage, options that the library refuses included
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { command, word, flags, names } = readArgs(argv)
  if (flags.help) return print(helpOn(word))
  if (flags.version) return print(`${(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version}\n`)
  // The server ends in its own time.
  if (command !== 'serve') endCleanly()
  try {
    return await RUN[command](names, { ...flags, base: await baseOf(command, flags) })
  } catch (error) {
    throw error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION' ? new UsageError(error.message, { cause: error }) : error
  }
}

function helpOn(word: string | undefined): string {
  const command = COMMAND_WORDS.find(known => known === word)
  if (word !== undefined && command === undefined) throw new UsageError(`There is no command ${word}.${didYouMean(word, COMMAND_WORDS)}`)
  return help(command, process.stdout.isTTY ? Math.min(process.stdout.columns || 80, 120) : undefined)
}

/** What the config file says, for commands that have a use for it; which one it is, is told. */
async function baseOf(command: Command, flags: Flags): Promise<Base | undefined> {
  if (!commandInfos[command].flags.includes('config') || flags['no-config']) return undefined
  const { findConfig, readConfig } = await import('./config.js')
  const path = flags.config ?? findConfig()
  if (path === undefined) return undefined
  const base = await readConfig(path)
  if (!flags.quiet) process.stderr.write(`efface: options of ${path}\n`)
  return base
}

/** A signal ends the program as ever, but leaves no partial output. */
function endCleanly(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removePartials()
      process.kill(process.pid, signal)
    })
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
