import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { didYouMean } from '../core/closest.js'
import { EffaceError } from '../core/errors.js'
import { packageRoot } from '../inference/manifest.js'
import { abortWritings } from '../storage/open-writings.js'
import { removePartials } from '../storage/output-file.js'
import { inFlags, readArgs, toEnvironment, UsageError, type Flags } from './args.js'
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
  review: async (names, flags) => await (await import('./review.js')).review(names, flags),
  labels: async (names, { json }) => print((await import('./catalogue.js')).labelsText(names, { json, width: width() })),
  formats: async (_, { json }) => print((await import('./catalogue.js')).formatsText({ json, width: width() })),
  async doctor(_, { json }) {
    const { doctor, doctorText } = await import('./doctor.js')
    const findings = await doctor()
    print(doctorText(findings, { json, width: width() }))
    return findings.every(({ ok }) => ok) ? 0 : 1
  },
  slim: async (_, flags) => print(await (await import('./slim.js')).slim({ dry: flags['dry-run'] })),
  'queue add': async (names, flags) => await (await import('./queue.js')).add(names, flags),
  'queue work': async (names, flags) => await (await import('./queue.js')).work(names, flags),
  'queue status': async (names, flags) => await (await import('./queue.js')).status(names, flags),
  'queue retry': async (names, flags) => await (await import('./queue.js')).retry(names, flags),
  completion: async () => print(completion()),
  help: async words => print(helpOn(words.length === 0 ? undefined : words.join(' '))),
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
  toEnvironment(flags)
  // Servers and workers end in their own time.
  if (!['serve', 'review', 'queue work'].includes(command)) endCleanly()
  try {
    return await RUN[command](names, { ...flags, base: await baseOf(command, flags) })
  } catch (error) {
    throw error instanceof EffaceError && ['ERR_INVALID_OPTION', 'ERR_MISSING_PACKAGE'].includes(error.code) ? new UsageError(inFlags(error.message), { cause: error }) : error
  }
}

function helpOn(word: string | undefined): string {
  const command = COMMAND_WORDS.find(known => known === word)
  if (word !== undefined && command === undefined) throw new UsageError(`There is no command ${word}.${didYouMean(word, COMMAND_WORDS)}`)
  return help(command, width())
}

/** Of text for people, in characters. */
const width = (): number => process.stdout.isTTY ? Math.min(process.stdout.columns || 80, 120) : 100

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
      void Promise.race([abortWritings(), sleep(PARTING_MS)]).finally(() => { end(signal) })
    })
  }
}

/** By the signal, as whoever sent it expects. The first process of a container does not end by one. */
function end(signal: NodeJS.Signals): void {
  if (process.pid === 1) process.exit(128 + constants.signals[signal])
  process.kill(process.pid, signal)
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
