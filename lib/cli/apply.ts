import { readFile } from 'node:fs/promises'
import { AuditLog, verifyAudit } from '../api/audit.js'
import { applyPlan, type FrameHooks } from '../api/efface.js'
import { readPlan } from '../api/plan.js'
import { shown } from '../storage/names.js'
import { UsageError, type Flags } from './args.js'
import { auditEntry } from './audit-entry.js'
import { withPromised } from './batch.js'
import { withPool } from './redact.js'
import { ReportWriter } from './report-writer.js'

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
  const { output } = flags
  const plan = readPlan(json)
  const audit = flags.audit === undefined ? undefined : await AuditLog.open(flags.audit)
  // The models are those that made the plan; the report of applying it has none.
  const entry = { ...plan, options: plan.options ?? {}, models: plan.models ?? [] }
  const written: FrameHooks['written'] = async files => void await audit?.append(auditEntry({ ...entry, ...files }))
  const report = await withPool(flags, async pool => await applyPlan(plan, input, output, { ...withPromised(flags['no-witness'] ? { witness: false } : {}, output), pool }, { written }))
  const reports = await ReportWriter.open(flags.report, { single: true, text: false })
  await reports.add(shown(input), report)
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
