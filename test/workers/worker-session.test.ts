import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Piscina } from 'piscina'
import type { Job } from '../../workers/protocol.js'
import { WorkerSession } from '../../workers/worker-session.js'

/** Answers with its thread and the job's input; dies of the input 'die', and answers nothing to 'hang'. */
const ECHO = `import { threadId } from 'node:worker_threads'
export default port => new Promise(end => {
  port.on('message', job => {
    if (!job) { port.close(); end() }
    else if (job.input === 'die') process.exit(3)
    else if (job.input !== 'hang') port.postMessage({ ok: true, value: [threadId, job.input], ms: 0 })
  })
})`

function poolOf(t: Test): Piscina {
  const pool = new Piscina({ filename: join(t.testdir({ 'echo.mjs': ECHO }), 'echo.mjs'), minThreads: 0, maxThreads: 1, concurrentTasksPerWorker: 1, atomics: 'disabled' })
  pool.on('error', () => {})
  t.teardown(() => pool.destroy())
  return pool
}

const job = (input: unknown): Job<never> => ({ task: 'view', input }) as unknown as Job<never>
const valueOf = async (answer: Promise<unknown>): Promise<unknown> => (await answer as { value: unknown }).value

t.test('many jobs are one task to Piscina: one for each would make the nursery of the caller\'s thread grow', async t => {
  const pool = poolOf(t)
  const shift = new WorkerSession(pool)
  const [thread] = await valueOf(shift.do(job(0))) as [number, number]
  for (let i = 1; i < 20; i++) t.same(await valueOf(shift.do(job(i))), [thread, i])
  t.equal(pool.completed, 0)
  t.notOk(shift.over)
  shift.end()
  t.ok(shift.over)
  t.same(await valueOf(new WorkerSession(pool).do(job('next'))), [thread, 'next'], 'Piscina has the thread back')
  t.equal(pool.completed, 1)
})

t.test('a thread that dies fails its job and is over', async t => {
  const shift = new WorkerSession(poolOf(t))
  await t.rejects(shift.do(job('die')))
  t.ok(shift.over)
})

t.test('a job that hangs is killed with its thread', async t => {
  const pool = poolOf(t)
  const shift = new WorkerSession(pool)
  await shift.do(job(1))
  const hanging = shift.do(job('hang'))
  shift.kill()
  await t.rejects(hanging)
  t.ok(shift.over)
  t.same((await valueOf(new WorkerSession(pool).do(job(2))) as unknown[])[1], 2, 'another takes its place')
})

t.test('what cannot be sent fails its job and no other', async t => {
  const shift = new WorkerSession(poolOf(t))
  await t.rejects(shift.do(job(() => {})), { name: 'DataCloneError' })
  t.match(await valueOf(shift.do(job(1))), [Number, 1])
})
