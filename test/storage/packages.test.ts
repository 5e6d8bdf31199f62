import t from 'tap'
import { lib, without } from '../fixtures/packages.js'

t.test('what is not installed is named when it is used, and not missed before', async t => {
  const { status, stdout, stderr } = without('@aws-sdk/', `
    const { effaceFile } = await import(${lib('api/index.js')})
    await effaceFile('s3://in/a.png', 'a.png').catch(({ code, message }) => console.log(code, message))
    const { main } = await import(${lib('cli/main.js')})
    await main(['s3://in/', '--out-dir', 'out']).catch(({ constructor, message }) => console.log(constructor.name, message))`)
  const message = 'needs packages that are not installed: npm install @aws-sdk/client-s3 @aws-sdk/lib-storage'
  t.equal(stdout, `ERR_MISSING_PACKAGE s3://in/a.png ${message}\nUsageError s3://in/ ${message}\n`, stderr)
  t.equal(status, 0)
})
