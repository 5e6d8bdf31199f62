import { readFile } from 'node:fs/promises'
import { createPool } from '../../workers/pool.js'
import { verifyAudit } from '../audit.js'
import { applyPlan } from '../efface.js'
import { readPlan } from '../plan.js'
import { count, UsageError, type Flags } from './args.js'

/** `efface apply PLAN IN -o OUT`. @returns the exit code */
export async function apply(names: readonly string[], flags: Flags): Promise<number> {
  const [planFile, input, ...more] = names
  if (planFile === undefined || input === undefined || more.length > 0 || flags.output === undefined) throw new UsageError('Usage: efface apply PLAN IN -o OUT')
  let json: unknown
  try {
    json = JSON.parse(await readFile(planFile, 'utf8'))
  } catch {
    throw new UsageError(`${planFile} is not a readable JSON file`)
  }
  const pool = createPool({ threads: count(flags.threads, 'threads') })
  try {
    await applyPlan(readPlan(json), input, flags.output, { pool })
  } finally {
    await pool.close()
  }
  return 0
}

/** `efface audit verify FILE`. @returns the exit code */
export async function audit(names: readonly string[]): Promise<number> {
  const [verb, file, ...more] = names
  if (verb !== 'verify' || file === undefined || more.length > 0) throw new UsageError('Usage: efface audit verify FILE')
  const { lines, last } = verifyAudit(await readFile(file, 'utf8'))
  process.stdout.write(`${lines} lines, unbroken; last hash ${last}\n`)
  return 0
}
