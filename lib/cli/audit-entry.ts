import type { AuditEntry } from '../api/audit.js'
import { fingerprint } from '../api/plan.js'

/** The line of the audit log on what was done to one file. */
export async function auditEntry({ input, options, models, pages }: Omit<AuditEntry, 'time' | 'output'>, output: string): Promise<AuditEntry> {
  return { time: new Date().toISOString(), input, output: await fingerprint(output), options, models, pages }
}
