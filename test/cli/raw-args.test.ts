import { join } from 'node:path'
import t from 'tap'
import { rawArgs } from '../../lib/cli/raw-args.js'

t.test('arguments that are not UTF-8 are read from where they are bytes', { skip: process.platform !== 'linux' && 'they are UTF-8 there' }, t => {
  const folder = t.testdir({ cmdline: Buffer.from('node\0--flag\0cli.js\0caf\xe9.png\0-o\0x\0', 'latin1') })
  t.same(rawArgs(['caf\ufffd.png', '-o', 'x'], join(folder, 'cmdline')), ['caf\udce9.png', '-o', 'x'])
  t.same(rawArgs(['a.png'], join(folder, 'none')), ['a.png'])
  t.same(rawArgs(['\ufffd'], join(folder, 'none')), ['\ufffd'])
  t.end()
})
