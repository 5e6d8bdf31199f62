import t from 'tap'
import { defaultLimits } from '../lib/limits.js'
import { fillOptions, type EffaceOptions } from '../lib/options.js'

t.test('defaults', async t => {
  const filled = fillOptions()
  t.same(filled.objects, ['FACE', 'LICENSE_PLATE'])
  t.equal(filled.ocr, 'auto')
  t.equal(filled.onUnread, 'keep')
  t.equal(filled.limits, defaultLimits)
  t.equal(fillOptions({ accuracy: 'high' }).onUnread, 'redact')
})

t.test('filling twice changes nothing', async t => {
  const filled = fillOptions({ objects: ['FACE'] })
  t.equal(fillOptions(filled), filled)
})

t.test('a map of objects is labels and their settings', async t => {
  const filled = fillOptions({ objects: { FACE: { threshold: 0.7, method: 'mosaic' } }, labels: { FACE: { padding: 1 } } })
  t.same(filled.objects, ['FACE'])
  t.same(filled.labels, { FACE: { padding: 1, threshold: 0.7, method: 'mosaic' } })
})

t.test('a method for one label, or for all', async t => {
  t.same(fillOptions({ method: { NAME: 'label' } }).labels, { NAME: { method: 'label' } })
  t.equal(fillOptions({ method: 'solid', color: '#ff0000' }).method, 'solid')
})

t.test('a module is named by its URL, which can cross to a worker', async t => {
  const module = new URL('file:///plugin.js')
  t.same(fillOptions({ detectors: [{ module, options: 1 }] }).detectors, [{ module: 'file:///plugin.js', options: 1 }])
  t.same(fillOptions({ ocr: { module } }).ocr, { module: 'file:///plugin.js' })
})

t.test('what is wrong is said with what was expected and what came', async t => {
  const wrong: [EffaceOptions, RegExp][] = [
    [{ objects: ['face'] }, /Expected labels in capitals such as FACE for objects but received "face" of type string/],
    [{ objects: ['FACES'] }, /labels that can be found .*FACE.* for objects but received "FACES"/],
    [{ entities: { enable: ['NAMES'] } }, /entities.enable but received "NAMES"/],
    [{ objects: { FACE: { threshold: 2 } } }, /FACE.threshold/],
    [{ method: 'smear' as 'blur' }, /Expected one of blackbox, blur, mosaic, solid, label.* for method but received "smear"/],
    [{ color: 'red' }, /color/],
    [{ ocr: 'abbyy' as 'auto' }, /ocr/],
    [{ languages: [] }, /languages/],
    [{ languages: ['../../etc'] }, /languages/],
    [{ accuracy: 'best' as 'high' }, /accuracy/],
    [{ onUnread: 'x' as 'keep' }, /onUnread/],
    [{ format: 'pdf' as 'png' }, /format/],
    [{ limits: { frames: -1 } }, /limits.frames/],
    [{ limits: { frame: 1 } as object }, /no such limit/],
    [{ regions: { redact: [{ x: 0, y: 0, w: 0, h: 5 }] } }, /positive area/],
    [{ filters: [{ type: 'ALLOW', pattern: '(' }] }, /regular expression/],
    [{ filters: [{ type: 'BLOCK', pattern: 'x' }] }, /entity_type/],
    [{ entities: { enable: 'NAME' as unknown as string[] } }, /entities.enable/],
    [{ signal: {} as AbortSignal }, /AbortSignal/],
    [{ pool: {} as never }, /createPool/],
    [{ report: { text: 'yes' as unknown as boolean } }, /report.text/],
    [{ detectors: [{} as never] }, /detect\(\)/],
    [{ labels: { CREDIT_CARD: { keep: 'all' as 'last4' } } }, /last4/],
    [{ colour: '#000000' } as object, /no such option/],
    [null as never, /options/],
  ]
  for (const [options, message] of wrong) t.throws(() => fillOptions(options), { code: 'ERR_INVALID_OPTION', message })
})
