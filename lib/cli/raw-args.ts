import { readFileSync } from 'node:fs'
import { nameOf } from '../core/fs-path.js'

/** What stands behind the program's name. Node makes one and the same sign of all bytes that are not UTF-8; Linux keeps them. */
export function rawArgs(argv: readonly string[] = process.argv.slice(2), cmdline = '/proc/self/cmdline'): string[] {
  if (process.platform !== 'linux' || !argv.some(arg => arg.includes('\ufffd'))) return [...argv]
  try {
    const args = readFileSync(cmdline, 'latin1').split('\0').slice(0, -1).slice(-argv.length)
    return args.length === argv.length ? args.map(arg => nameOf(Buffer.from(arg, 'latin1'))) : [...argv]
  } catch {
    return [...argv]
  }
}
