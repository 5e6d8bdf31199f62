import t from 'tap'
import { formatsText, labelsText } from '../../lib/cli/catalogue.js'
import { doctorText, doctor } from '../../lib/cli/doctor.js'
import { presetNames } from '../../lib/cli/presets.js'
import { formatNames } from '../../lib/core/formats.js'
import { GROUPS } from '../../lib/core/groups.js'
import { LABELS } from '../../lib/core/labels.js'
import { objectLabels } from '../../lib/core/object-labels.js'

t.test('labels: all of them, of a group, one', t => {
  const all = labelsText([], { width: 80 })
  for (const name of [...objectLabels, ...Object.keys(LABELS), ...Object.keys(GROUPS), ...presetNames]) t.match(all, new RegExp(`^  ${name}\\b`, 'm'), name)
  t.match(labelsText(['PCI'], { width: 80 }), /^PCI\n {2}CREDIT_CARD {2}/)
  t.match(labelsText(['SSN'], { width: 80 }), /536-90-4399[^]*In the groups .*HIPAA_SAFE_HARBOR/)
  t.match(labelsText(['FACE'], { width: 80 }), /FACE: Faces of people/)
  t.match(labelsText(['street'], { width: 80 }), /^--preset street: [^]*"sensitivity": "high"/)
  t.match(JSON.parse(labelsText(['street'], { json: true, width: 80 })), { street: { options: { ocr: 'none' } } })
  t.same(Object.keys(JSON.parse(labelsText([], { json: true, width: 80 })) as object), ['objects', 'entities', 'groups', 'presets'])
  t.throws(() => labelsText(['GPDR'], { width: 80 }), /There is no label, group or preset GPDR\. Did you mean GDPR\?/)
  t.throws(() => labelsText(['A', 'B'], { width: 80 }), /one label, group or preset/)
  t.end()
})

t.test('formats', t => {
  for (const name of formatNames) t.match(formatsText({ width: 80 }), new RegExp(`^  ${name} `, 'm'))
  t.match(JSON.parse(formatsText({ json: true, width: 80 })), { tiff: { extensions: ['tif', 'tiff'], pages: true } })
  t.end()
})

t.test('doctor says what is wrong, and goes on', async t => {
  const findings = await doctor({ one: () => 'fine', two: () => { throw Object.assign(new Error('gone'), { code: 'ERR_MODEL_INTEGRITY' }) }, three: async () => 'fine' })
  t.same(findings, [{ what: 'one', ok: true, about: 'fine' }, { what: 'two', ok: false, about: 'ERR_MODEL_INTEGRITY: gone' }, { what: 'three', ok: true, about: 'fine' }])
  t.match(doctorText(findings, { width: 80 }), /WRONG two {3,}ERR_MODEL_INTEGRITY: gone[^]*Wrong: two/)
  t.match(doctorText([findings[0]!], { width: 80 }), /All is there\./)
  t.same(JSON.parse(doctorText(findings, { json: true, width: 80 })), findings)
})

t.test('doctor, here', async t => {
  const findings = await doctor()
  t.same(findings.map(({ what }) => what), ['node', 'models', 'engines', 'providers', 'images', 'threads', 'memory', 'temporary', 'redacting'])
  t.same(findings.filter(({ what, ok }) => !ok && what !== 'memory'), [])
})
