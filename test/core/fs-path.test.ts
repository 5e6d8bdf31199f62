import t from 'tap'
import { fsPath, nameOf } from '../../lib/core/fs-path.js'

t.test('every sequence of bytes comes back', t => {
  for (const bytes of [[0x61], [0xff], [0x63, 0xe9, 0x2f], [0xf0, 0x9f, 0x92, 0x80], [0xf0, 0x9f, 0x92], [0xed, 0xa0, 0x80], [0xc3, 0xa9, 0xc3]]) {
    const name = nameOf(Buffer.from(bytes))
    t.same([...Buffer.from(fsPath(name) as string)], bytes)
    t.equal(JSON.parse(JSON.stringify(name)), name, 'JSON keeps it')
  }
  t.end()
})

t.test('names in UTF-8 stay strings, those with signs beyond 16 bits as well', t => {
  for (const name of ['caf\u00e9.png', '\u{1f480}.png', '']) t.equal(fsPath(name), name)
  const url = new URL('file:///a.png')
  t.equal(fsPath(url), url)
  t.end()
})
