import t from 'tap'
import { formatOf } from '../../lib/formats/detect.js'

t.test('by the first bytes', t => {
  t.equal(formatOf(Buffer.from('BM0000000000')), 'bmp')
  t.throws(() => formatOf(Buffer.alloc(0)), { code: 'ERR_MALFORMED_INPUT' })
  t.throws(() => formatOf(Buffer.from('hello')), { code: 'ERR_UNSUPPORTED_FORMAT', message: /^The input is not a JPEG, / })
  t.end()
})

t.test('what people try and is not read is named, with what to do', t => {
  t.throws(() => formatOf(Buffer.from('%PDF-1.7')), { code: 'ERR_UNSUPPORTED_FORMAT', message: /is a PDF, which is not read: make a TIFF/ })
  t.throws(() => formatOf(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1')), { code: 'ERR_UNSUPPORTED_FORMAT', message: /is HEIC/ })
  t.end()
})
