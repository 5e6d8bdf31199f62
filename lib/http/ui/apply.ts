import { randomUUID } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Efface } from '../../api/efface.js'
import { readPlan, type Plan, type PlanPage } from '../../api/plan.js'
import { EffaceError } from '../../core/errors.js'
import { readJson } from '../body.js'
import { atWork, sendJson, type Context, type Exchange } from '../context.js'
import type { Document } from './documents.js'
import { withLabels } from './opening.js'
import { paintOptions, send } from './page-routes.js'

/** POST /ui/documents/ID/plan: a plan that somebody brings; back comes the same as it will be applied, or what is wrong with it. */
export async function check(document: Document, exchange: Exchange): Promise<void> {
  sendJson(exchange.res, 200, withLabels(planFor(document, await readJson(exchange), exchange.context)))
}

/** POST /ui/documents/ID/apply: a plan in, the redacted file out. */
export async function apply(document: Document, exchange: Exchange): Promise<void> {
  const { res, context } = exchange
  const plan = planFor(document, await readJson(exchange), exchange.context)
  // Who has the whole file may ask again before its place is given back.
  await document.inTurn(async () => {
    const output = randomUUID()
    try {
      await atWork(exchange, async () => {
        // The file that the plan was made for is the document's own: it is not looked at again.
        const stream = new Efface(paintOptions(document, exchange), { plan })
        await pipeline(document.read('input'), stream, async (parts: AsyncIterable<Buffer>) => await document.put(output, parts, { apart: true }))
        context.metrics.report(await stream.report)
      })
      context.metrics.bytes('out', await send(document, output, res))
    } finally {
      await document.drop(output)
    }
  })
}

/** @throws EffaceError ERR_INVALID_OPTION when the plan is wrong, or was made for another file */
function planFor({ review: own }: Document, value: unknown, { defaults }: Context): Plan {
  const plan = readPlan(value, defaults.own.limits)
  const sizes = (pages: readonly Pick<PlanPage, 'width' | 'height'>[]): string => pages.map(({ width, height }) => `${width}×${height}`).join()
  if (plan.input.sha256 !== own?.input.sha256 || sizes(plan.pages) !== sizes(own.pages)) {
    throw new EffaceError('ERR_INVALID_OPTION', 'The plan was made for another file', { stage: 'options' })
  }
  return plan
}
