import type { Job, Queue } from 'bullmq'

/** How one start of a job ended, so that each can be accounted for. */
export interface Attempt {
  /** From 1. */
  attempt: number
  /** The code of the error, or what else became of it. */
  ended: string
  /** When that was noted, ISO 8601. */
  at: string
  /** Which worker noted it. */
  worker: string
}

/** How a start may end without an error: its worker died or fell silent; was told to stop; left the work to jobs for page ranges. */
export const LOST = 'worker lost'
export const GIVEN_BACK = 'given back'
export const SPLIT = 'split into page ranges'

export async function note(job: Job, ended: string, worker: string, attempt = job.attemptsStarted): Promise<void> {
  await job.log(JSON.stringify({ attempt, ended, at: new Date().toISOString(), worker } satisfies Attempt))
}

export async function attemptsOf(queue: Pick<Queue, 'getJobLogs'>, id: string): Promise<Attempt[]> {
  const { logs } = await queue.getJobLogs(id)
  return logs.map(line => JSON.parse(line) as Attempt)
}

/** At a later start: those before that ended without a word did so because their worker did. */
export async function noteLost(job: Job, queue: Pick<Queue, 'getJobLogs'>, worker: string): Promise<number> {
  const told = new Set((await attemptsOf(queue, job.id!)).map(({ attempt }) => attempt))
  let lost = 0
  for (let attempt = 1; attempt < job.attemptsStarted; attempt++) {
    if (told.has(attempt)) continue
    await note(job, LOST, worker, attempt)
    lost++
  }
  return lost
}
