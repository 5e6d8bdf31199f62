import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { marksFolder, stateFolder } from '../../lib/cli/marks-folder.js'

const logged: string[] = []
const logger = { info: (_: object, message: string) => { logged.push(message) }, warn: (_: object, message: string) => { logged.push(message) } }

t.test("the user's folder for what is to outlive a program", async t => {
  t.equal(stateFolder({ XDG_STATE_HOME: '/state' }, 'linux'), join('/state', 'efface', 'review'))
  t.match(stateFolder({}, 'linux'), /\.local.state.efface.review$/)
  t.equal(stateFolder({ LOCALAPPDATA: '/local' }, 'win32'), join('/local', 'efface', 'review'))
})

t.test('marks are kept where it is said, or where it is usual, or nowhere', async t => {
  const folder = t.testdir()
  const usual = join(folder, 'usual', 'review')
  t.same(await marksFolder({}, usual, logger), { marks: usual })
  if (process.platform !== 'win32') t.equal((await stat(usual)).mode & 0o777, 0o700)
  t.same(await marksFolder({ 'review-dir': join(folder, 'said') }, usual, logger), { marks: join(folder, 'said') })
  t.same(await marksFolder({ 'review-dir': 'none' }, usual, logger), {})
  await mkdir(join(folder, 'x'))
  await writeFile(join(folder, 'x', 'file'), '')
  const impossible = join(folder, 'x', 'file', 'marks')
  await t.rejects(marksFolder({ 'review-dir': impossible }, usual, logger), { message: /--review-dir none/ })
  t.same(await marksFolder({}, impossible, logger), {}, 'nobody asked for it')
  t.match(logged.at(-1), /end with the server/)
})
