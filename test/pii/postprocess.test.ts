import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'

t.test('regression: signs and headings are nobody, "EXIT S" no company, "section" no marital status', async t => {
  for (const text of ['EXIT S', 'EXIT W', 'EXIT B', 'EXIT 12', 'NO EXIT', 'GATE S', 'Section S', 'section', 'SECTION', 'section 4', 'Civil section', 'SEE SECTION D', 'OPEN', 'PUSH S', 'Chapter W', 'ZONE C', 'PLATFORM N', 'LEVEL P']) {
    t.same(await findEntities(text), [], text)
  }
})

t.test('what a caption calls a name stays one', async t => {
  for (const text of ['Surname: Gate', 'Marital status: single', 'Name: Stop', '12 Elm Street, Floor 3, Springfield, IL 62704']) t.ok((await findEntities(text)).length > 0, text)
})
