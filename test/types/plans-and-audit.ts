// The types of docs/plans-and-audit.md: checked by `npm run lint`, never run.
import { expectTypeOf } from 'expect-type'
import {
  applyPlan, EffaceError, makePlan, readPlan, verifyAudit,
  type AuditEntry, type AuditLog, type ErrorCode, type Location, type Plan, type PlanBox, type Report, type ReportEntity, type ReportFrame, type Stage,
} from '../../lib/api/index.js'

expectTypeOf(makePlan).returns.resolves.toEqualTypeOf<Plan>()
expectTypeOf(readPlan).parameter(0).toBeUnknown()
expectTypeOf(readPlan).returns.toEqualTypeOf<Plan>()
expectTypeOf(applyPlan).parameters.toExtend<[Plan, string | URL, string | URL, ...unknown[]]>()
expectTypeOf(applyPlan).returns.resolves.toEqualTypeOf<Report>()
expectTypeOf<PlanBox>().toHaveProperty('label')

expectTypeOf<Report['entities']>().toEqualTypeOf<ReportEntity[]>()
expectTypeOf<ReportEntity['location']>().toEqualTypeOf<Location>()
expectTypeOf<ReportEntity['text']>().toEqualTypeOf<string | undefined>()
expectTypeOf<ReportFrame['unread']>().toEqualTypeOf<Location[]>()
expectTypeOf<Location>().toEqualTypeOf<{ page: number, x0: number, y0: number, x1: number, y1: number }>()

expectTypeOf(verifyAudit('')).toEqualTypeOf<{ lines: number, last: string }>()
expectTypeOf<AuditLog>().toHaveProperty('append').parameter(0).toEqualTypeOf<AuditEntry>()

expectTypeOf<EffaceError['code']>().toEqualTypeOf<ErrorCode>()
expectTypeOf<EffaceError['stage']>().toEqualTypeOf<Stage | undefined>()
expectTypeOf<'ERR_INTERNAL' | 'ERR_REDACTION_UNVERIFIED' | 'ERR_LIMIT_EXCEEDED'>().toExtend<ErrorCode>()
// @ts-expect-error a code that there is not
new EffaceError('ERR_OTHER', 'x')
