import t from 'tap'
import { lib, without } from '../fixtures/packages.js'

t.test('what is not installed is named when the queue is used, and not missed before', async t => {
  for (const name of ['bullmq', 'ioredis']) {
    const { status, stdout, stderr } = without(name, `
      const { openQueue, startWorker } = await import(${lib('queue/index.js')})
      for (const use of [openQueue, startWorker]) await use().catch(({ name, code, message }) => console.log(name, code, message))`)
    const line = `EffaceError ERR_MISSING_PACKAGE The queue needs ${name}, which is not installed: npm install bullmq ioredis\n`
    t.equal(stdout, line + line, stderr)
    t.equal(status, 0)
  }
})
