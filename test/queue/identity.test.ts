import t from 'tap'
import { jobId, modelsDigest } from '../../lib/queue/identity.js'

const options = { languages: ['eng'] }
const document = { source: 's3://in/a.png', target: 's3://out/a.png', version: '"1"', options }

t.test('the same document has the same id, another one another', async t => {
  const id = jobId(document, 'models')
  t.match(id, /^d-[\w-]{27}$/, 'neither of digits alone nor with a colon: such are refused by the queue')
  t.equal(jobId({ ...document, options: { languages: ['eng'] } }, 'models'), id, 'whichever object holds the options')
  t.equal(jobId({ ...document, priority: 3 }, 'models'), id)
  const others = [
    { source: 's3://in/b.png' }, { target: 's3://out/b.png' }, { version: '"2"' }, { version: undefined }, { options: { languages: ['deu'] } }, { options: undefined },
    { options: undefined, plan: options as never },
  ].map(other => jobId({ ...document, ...other }, 'models'))
  t.equal(new Set([id, jobId(document, 'other models'), ...others]).size, others.length + 2)
})

t.test('what one part holds is not taken for the next', async t => {
  const parts = ['a', 'b', 'a\0b', 'b\0a']
  const ids = parts.flatMap(version => ['a', 'b'].map(target => jobId({ source: 'a', target, version }, 'models')))
  t.equal(new Set(ids).size, ids.length)
})

t.test('of the weights that this version has', async t => {
  t.match(await modelsDigest(), /^[\w-]{27}$/)
  t.equal(await modelsDigest(), await modelsDigest())
})
