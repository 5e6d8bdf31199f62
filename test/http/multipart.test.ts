import t from 'tap'
import { readForm } from '../../lib/http/multipart.js'

t.test('regression: a part without a name is refused, and is no error of the server', async t => {
  for (const disposition of ['form-data', 'form-data; name*=UTF-8\'\'options']) {
    const body = Buffer.from(`--B\r\ncontent-disposition: ${disposition}\r\n\r\n{}\r\n--B\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nx\r\n--B--\r\n`)
    const bytes = (async function * () { yield body })()
    await t.rejects(readForm({ 'content-type': 'multipart/form-data; boundary=B' }, bytes, 100), { status: 400, message: /without a name/ }, disposition)
  }
})
