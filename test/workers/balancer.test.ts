import { join } from 'node:path'
import t from 'tap'
import { Piscina } from 'piscina'
import { firstIdle } from '../../workers/balancer.js'

t.test('the first idle worker gets the task', t => {
  const worker = (currentUsage: number): never => ({ currentUsage }) as never
  const choose = firstIdle()
  const [busy, idle] = [worker(1), worker(0)]
  t.equal(choose({} as never, [busy, idle, worker(0)]), idle)
  t.equal(choose({} as never, [busy]), null, 'and nobody when all are busy')
  t.end()
})

t.test('a worker is described once, not anew for each task: such descriptions made the nursery grow', async t => {
  const balancer = firstIdle()
  const seen = new Set<unknown>()
  const pool = new Piscina({
    filename: join(t.testdir({ 'echo.mjs': 'export default value => value' }), 'echo.mjs'), minThreads: 1, maxThreads: 1, concurrentTasksPerWorker: 1,
    loadBalancer: (task, workers) => {
      for (const worker of workers) seen.add(worker)
      return balancer(task, workers)
    },
  })
  t.teardown(() => pool.destroy())
  for (let i = 0; i < 20; i++) t.equal(await pool.run(i), i)
  t.ok(seen.size <= 2, `${seen.size} descriptions of one worker`)
})
