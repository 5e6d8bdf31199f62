#!/usr/bin/env node
import { UsageError } from './args.js'
import { main } from './main.js'
import { forStream } from './wrap.js'

main(process.argv.slice(2)).then(code => { process.exitCode = code }, (error: unknown) => {
  const usage = error instanceof UsageError
  const { code, name, message } = error as Error & { code?: string }
  process.stderr.write(`${forStream(usage ? `efface: ${message}\nTry 'efface --help'.` : `efface: ${code ?? name}: ${message}`, process.stderr)}\n`)
  process.exitCode = usage ? 2 : 1
})
