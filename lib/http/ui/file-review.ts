import { readPlan, type Plan, type PlanBox } from '../../api/plan.js'
import { EffaceError } from '../../core/errors.js'
import type { Limits } from '../../core/limits.js'
import { boolean, list, number, object, readBy } from '../../core/schema.js'
import type { ReviewBox, ReviewPage } from './wire.js'

/** A plan under review: beside what is painted, what was left out, how sure finds are, and which pages are right. */
export interface FileReview extends Omit<Plan, 'pages'> { pages: ReviewPage[] }

/** A plan as it is kept: for `efface apply` a plan like any other, and under `review` what it does not say. */
interface KeptPlan extends Plan { review: Pick<ReviewPage, 'boxes' | 'reviewed'>[] }

/** What is to be painted. */
export function toPlan({ pages, ...head }: FileReview): Plan {
  return { ...head, pages: pages.map(({ index, width, height, boxes }) => ({ index, width, height, boxes: boxes.filter(({ off }) => !off).map(planBox) })) }
}

const planBox = ({ off: _off, score: _score, doubt: _doubt, ...box }: ReviewBox): PlanBox => box

/** How many pages somebody has said are right. */
export const reviewedPages = ({ pages }: FileReview): number => pages.filter(({ reviewed }) => reviewed).length

export function toKept(review: FileReview): KeptPlan {
  return { ...toPlan(review), review: review.pages.map(({ boxes, reviewed }) => ({ boxes, ...reviewed && { reviewed } })) }
}

const marks = object({
  boxes: list(object({ off: boolean, score: number({ minimum: 0, maximum: 1 }), doubt: boolean })), reviewed: boolean,
}, ['boxes'])

/** What {@link toKept} made, perhaps edited by somebody. @throws EffaceError ERR_INVALID_OPTION, ERR_LIMIT_EXCEEDED */
export function fromKept(value: unknown, limits: Limits): FileReview {
  const { review, ...plan } = readPlan(value, limits) as Partial<KeptPlan> & Plan
  if (!Array.isArray(review) || review.length !== plan.pages.length) return { ...plan, pages: plan.pages }
  return { ...plan, pages: plan.pages.map((_page, i) => readPage(plan, i, review[i], limits)) }
}

/**
 * A page as somebody left it.
 *
 * @throws EffaceError ERR_INVALID_OPTION when it is wrong, or no page of that plan; ERR_LIMIT_EXCEEDED
 */
export function readPage({ version, input, pages }: Pick<Plan, 'version' | 'input'> & { pages: readonly Sized[] }, index: number, value: unknown, limits: Limits): ReviewPage {
  const { faults: [fault] } = readBy(marks, value)
  if (fault) throw new EffaceError('ERR_INVALID_OPTION', `The page is wrong at ${fault.loc.join('.')}: ${fault.msg}`, { stage: 'options' })
  const { boxes, reviewed } = value as Pick<ReviewPage, 'boxes' | 'reviewed'>
  const { width, height } = pages[index]
  // By the one check of what may be painted.
  readPlan({ version, input, pages: [{ index: 0, width, height, boxes: boxes.map(planBox) }] }, limits)
  return {
    index, width, height, ...reviewed && { reviewed },
    boxes: boxes.map(({ x, y, w, h, label, method, shape, color, text, off, score, doubt }) =>
      ({ x, y, w, h, label, method, shape, color, text, score, ...off && { off }, ...doubt && { doubt } })),
  }
}

type Sized = Pick<ReviewPage, 'width' | 'height'>
