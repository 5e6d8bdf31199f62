import type { AuditEntry } from '../api/audit.js'

/** The line of the audit log on what was done to one file. */
export function auditEntry({ input, output, options, models, pages }: Omit<AuditEntry, 'time'>): AuditEntry {
  return { time: new Date().toISOString(), input, output, options, models, pages }
}
