import type { Job } from 'bullmq'
import t from 'tap'
import { attemptsOf, note, noteLost } from '../../lib/queue/attempts.js'

/** A job whose log is here. */
function job(attemptsStarted: number): { job: Job, queue: Parameters<typeof attemptsOf>[0] } {
  const logs: string[] = []
  const between = (start: number, end: number): string[] => logs.slice(start, end === -1 ? undefined : end + 1)
  return {
    job: { id: 'd-1', attemptsStarted, log: async (line: string) => logs.push(line) } as unknown as Job,
    queue: { getJobLogs: async (_id: string, start = 0, end = -1) => ({ logs: between(start, end), count: logs.length }) } as never,
  }
}

t.test('starts before this one that ended without a word were lost with their workers', async t => {
  const { job: it, queue } = job(4)
  await note(it, 'ERR_STORAGE_FAILED', 'a:1', 2)
  t.equal(await noteLost(it, queue, 'b:2'), 2)
  const told = (await attemptsOf(queue, 'd-1')).map(({ attempt, ended, worker }) => [attempt, ended, worker])
  t.same(told, [[2, 'ERR_STORAGE_FAILED', 'a:1'], [1, 'worker lost', 'b:2'], [3, 'worker lost', 'b:2']])
  t.equal(await noteLost(it, queue, 'b:2'), 0, 'each once')
})

t.test('regression: of more than a hundred starts none is told of twice', async t => {
  const { job: it, queue } = job(260)
  t.equal(await noteLost(it, queue, 'a:1'), 259)
  t.equal(await noteLost(it, queue, 'a:1'), 0)
  t.equal((await attemptsOf(queue, 'd-1')).length, 259)
})
