#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArgs, UsageError, type Command, type Flags } from './cli/args.js'
import { completion } from './cli/completion.js'
import { help } from './cli/help.js'
import { EffaceError } from './errors.js'
import { packageRoot } from './models.js'

/** Commands are loaded when they are called: help and usage errors need no image library. */
const COMMANDS: Record<Command, (names: readonly string[], flags: Flags) => Promise<number>> = {
  FILES: async (names, flags) => await (await import('./cli/redact.js')).redact(names, flags),
  '-': async (names, flags) => await (await import('./cli/redact.js')).throughPipe(names, flags),
  'FILE --plan': async (names, flags) => await (await import('./cli/redact.js')).writePlan(names, flags),
  scan: async (names, flags) => await (await import('./cli/scan.js')).scan(names, flags),
  apply: async (names, flags) => await (await import('./cli/apply.js')).apply(names, flags),
  audit: async names => await (await import('./cli/apply.js')).audit(names),
  serve: async (names, flags) => await (await import('./cli/serve.js')).serve(names, flags),
  completion: async () => print(completion()),
}

async function main(argv: readonly string[]): Promise<number> {
  const { command, flags, names } = readArgs(argv)
  if (flags.help) return print(help)
  if (flags.version) return print(`${(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version}\n`)
  return await COMMANDS[command](names, flags)
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

main(process.argv.slice(2)).then(code => { process.exitCode = code }, (error: unknown) => {
  const usage = error instanceof UsageError || (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION')
  const { code, name, message } = error as Error & { code?: string }
  process.stderr.write(usage ? `efface: ${message}\nTry 'efface --help'.\n` : `efface: ${code ?? name}: ${message}\n`)
  process.exitCode = usage ? 2 : 1
})
