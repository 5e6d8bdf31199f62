#!/usr/bin/env node
import { UsageError } from './cli/args.js'
import { main } from './cli/main.js'
import { EffaceError } from './errors.js'

main(process.argv.slice(2)).then(code => { process.exitCode = code }, (error: unknown) => {
  const usage = error instanceof UsageError || (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION')
  const { code, name, message } = error as Error & { code?: string }
  process.stderr.write(usage ? `efface: ${message}\nTry 'efface --help'.\n` : `efface: ${code ?? name}: ${message}\n`)
  process.exitCode = usage ? 2 : 1
})
