#!/usr/bin/env node
import { removePartials } from '../storage/output-file.js'
import { UsageError } from './args.js'
import { describe } from '../api/failures.js'
import { helpFor } from './help.js'
import { main } from './main.js'
import { rawArgs } from './raw-args.js'
import { forStream } from './wrap.js'

/** As a shell says it of a program that a closed pipe ended. */
const BROKEN_PIPE = 141

const say = (text: string): void => void process.stderr.write(`${forStream(`efface: ${text}`, process.stderr)}\n`)

// Whoever read the output has gone, or its disk is full: there is nothing more to do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  removePartials()
  if (error.code !== 'EPIPE') say(`standard output: ${describe(error)}`)
  process.exit(error.code === 'EPIPE' ? BROKEN_PIPE : 1)
})
process.stderr.on('error', () => {})

main(rawArgs()).then(code => { process.exitCode = code }, (error: unknown) => {
  const usage = error instanceof UsageError
  say(usage ? `${error.message}\nTry '${helpFor(rawArgs())}'.` : describe(error))
  process.exitCode = usage ? 2 : 1
})
