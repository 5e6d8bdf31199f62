import t from 'tap'
import { defaultLimits } from '../../lib/core/limits.js'
import { methodNames } from '../../lib/core/methods.js'
import { fillOptions } from '../../lib/core/options.js'
import type { AnyOptions } from '../../lib/core/option-types.js'
import { createPool, list, onnx, pattern } from '../../lib/api/index.js'
import { plainOptions } from '../../lib/api/plan.js'
import { createHandler } from '../../lib/http/index.js'
import tokenClassifier from '../../lib/pii/huggingface.js'

t.test('defaults', async t => {
  const filled = fillOptions()
  t.same(filled.objects, ['FACE', 'LICENSE_PLATE'])
  t.equal(filled.ocr, 'auto')
  t.equal(filled.onUnread, 'cut')
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
  const wrong: [AnyOptions, RegExp][] = [
    [{ objects: ['face'] }, /Expected labels in capitals such as FACE for objects but received "face" of type string\. Did you mean FACE\?/],
    [{ objects: ['FACES'] }, /labels that can be found .*FACE.* for objects but received "FACES" of type string\. Did you mean FACE\?/],
    [{ entities: { enable: ['NAMES'] } }, /entities.enable but received "NAMES"/],
    [{ objects: { FACE: { threshold: 2 } } }, /FACE.threshold/],
    [{ method: 'smear' as 'blur' }, new RegExp(`Expected one of ${methodNames.join(', ')}.* for method but received "smear"`)],
    [{ color: 'red' }, /color/],
    [{ ocr: 'abbyy' as 'auto' }, /ocr/],
    [{ languages: [] }, /languages/],
    [{ languages: ['../../etc'] }, /languages/],
    [{ accuracy: 'best' as 'high' }, /accuracy/],
    [{ sensitivity: 'most' as 'high' }, /sensitivity/],
    [{ onUnread: 'x' as 'keep' }, /onUnread/],
    [{ format: 'pdf' as 'png' }, /format/],
    [{ limits: { frames: -1 } }, /limits.frames/],
    [{ limits: { frame: 1 } as object }, /no such option: limits\.frame\. Did you mean frames\?$/],
    [{ regions: { redact: [{ x: 0, y: 0, w: 0, h: 5 }] } }, /positive area/],
    [{ filters: [{ type: 'ALLOW', pattern: '(' }] }, /regular expression/],
    [{ filters: [{ type: 'BLOCK', pattern: 'x' }] }, /entity_type/],
    [{ entities: { enable: 'NAME' as unknown as [] } }, /entities.enable/],
    [{ signal: {} as AbortSignal }, /AbortSignal/],
    [{ pool: {} as never }, /createPool/],
    [{ report: { text: 'yes' as unknown as boolean } }, /report.text/],
    [{ detectors: [{} as never] }, /detect\(\)/],
    [{ labels: { CREDIT_CARD: { keep: 'all' as 'last4' } } }, /last4/],
    [{ colour: '#000000' } as object, /no such option: colour\. Did you mean color\?$/],
    [{ regions: { zones: [] } } as object, /no such option: regions\.zones\. There are redact, keep$/],
    [{ regions: [] as object }, /an object \{redact, keep\} for regions but received an array$/],
    [{ objects: 'FACE' as unknown as [] }, /an array of labels, or a map from label to settings, for objects but received "FACE" of type string$/],
    [{ format: 'tif' as 'tiff' }, /Did you mean tiff\?$/],
    [null as never, /options/],
  ]
  for (const [options, message] of wrong) t.throws(() => fillOptions(options), { code: 'ERR_INVALID_OPTION', message })
})

t.test('regression: the flags of a RegExp in filters are kept', async t => {
  const [filter] = fillOptions({ filters: [{ type: 'BLOCK', pattern: /ab-\d+/i, entity_type: 'EMPLOYEE_ID' }] }).filters
  t.same(structuredClone(filter!.pattern), /ab-\d+/i, 'also on the way to a worker')
  t.equal(fillOptions({ filters: [{ type: 'ALLOW', pattern: 'a/b' }] }).filters[0]!.pattern, 'a/b')
  t.same(plainOptions({ filters: [{ type: 'ALLOW', pattern: /ab/i }] }), { filters: [{ type: 'ALLOW', pattern: '/ab/i' }] }, 'a plan says them')
})

t.test('regression: misspelt names inside of an option are refused', async t => {
  const wrong: [object, RegExp][] = [
    [{ regions: { redacted: [] } }, /no such option: regions\.redacted\. Did you mean redact\?$/],
    [{ regions: { redact: [{ x: 0, y: 0, w: 1, h: 1, pages: 2 }] } }, /regions.redact.pages/],
    [{ entities: { enabled: ['NAME'] } }, /entities.enabled/],
    [{ labels: { NAMES: { method: 'blur' } } }, /labels that can be found \('efface labels' lists them\) for labels but received "NAMES" of type string\. Did you mean NAME\?$/],
    [{ labels: { NAME: { metod: 'blur' } } }, /labels.NAME.metod/],
    [{ objects: { FACE: { metod: 'blur' } } }, /objects.FACE.metod/],
    [{ method: { NAMES: 'blur' } }, /for method but received "NAMES"/],
    [{ report: { texts: true } }, /report.texts/],
    [{ report: { processedText: { type: 'MARKERS' } } }, /one of MARKER, MASK for report.processedText.type/],
    [{ report: { processedText: { mask: '#' } } }, /report.processedText.mask/],
    [{ filters: [{ type: 'ALLOW', patern: 'x' }] }, /filters.patern/],
    [{ filters: [{ type: 'ALLOW' }] }, /regular expression/],
    [{ filters: [{ type: 'BLOCK', pattern: 'x', entity_type: 'ID', threshold: 2 }] }, /filters.threshold/],
    [{ pii: { ner: { models: 'x' } } }, /pii.ner.models/],
    [{ pii: { ner: {} } }, /pii.ner.model but received nothing$/],
    [{ languages: 'deu' }, /languages/],
    [{ faces: {} }, /detect\(\)/],
  ]
  for (const [options, message] of wrong) t.throws(() => fillOptions(options), { code: 'ERR_INVALID_OPTION', message })
})

t.test('labels that only a plug-in knows may have settings', async t => {
  const labels = { SIGN: { method: 'blur' as const } }
  t.throws(() => fillOptions({ labels }))
  t.same(fillOptions({ labels, detectors: [{ labels: ['SIGN'], detect: () => [] }] }).labels, labels)
  t.same(fillOptions({ labels, detectors: [{ module: 'file:///plugin.js' }] }).labels, labels)
  t.same(fillOptions({ labels, filters: [{ type: 'BLOCK', pattern: 'x', entity_type: 'SIGN' }] }).labels, labels)
  t.same(fillOptions({ labels: { UNREAD: { method: 'mosaic' }, REGION: { method: 'solid' }, BARCODE: { padding: 0 } } }).labels.BARCODE, { padding: 0 })
})

t.test("regression: languages 'auto' is a word and a member of the list", async t => {
  t.same(fillOptions({ languages: 'auto' }).languages, ['auto'])
  t.same(fillOptions({ languages: ['deu', 'auto'] }).languages, ['deu', 'auto'])
})

t.test('options over others: what is said wins, what is not said stays', async t => {
  const under = fillOptions({
    objects: { FACE: { method: 'mosaic', threshold: 0.4 } }, method: 'solid', entities: { disable: ['DATE'] }, accuracy: 'high', limits: { frames: 3 },
    filters: [{ type: 'BLOCK', pattern: 'x', entity_type: 'EMPLOYEE_ID' }], labels: { EMPLOYEE_ID: { padding: 1 } },
  })
  t.same({ ...fillOptions({}, under) }, { ...under })
  const over = fillOptions({ objects: ['FACE'], method: 'blackbox', accuracy: 'standard', limits: { ifdEntries: 9 }, filters: [] }, under)
  t.match(over, { objects: ['FACE'], method: 'blackbox', accuracy: 'standard', onUnread: 'cut', entities: { disable: ['DATE'] } })
  t.match(over.limits, { frames: 3, ifdEntries: 9 })
  t.same(over.labels.FACE, { threshold: 0.4 }, 'a method for everything is for faces too')
})

t.test('every object of options refuses names that there are not, and says which was meant', async t => {
  const strangers: [string, () => unknown, string][] = [
    ['options', () => fillOptions({ objcts: [] } as object), 'objects'],
    ['labels', () => fillOptions({ labels: { FACE: { treshold: 0.5 } } } as object), 'threshold'],
    ['entities', () => fillOptions({ entities: { enabel: [] } } as object), 'enable'],
    ['report', () => fillOptions({ report: { txt: true } } as object), 'text'],
    ['processedText', () => fillOptions({ report: { processedText: { patern: '' } } } as object), 'pattern'],
    ['pii', () => fillOptions({ pii: { nre: {} } } as object), 'ner'],
    ['ner', () => fillOptions({ pii: { ner: { model: 'x', treshold: 1 } } } as object), 'threshold'],
    ['filters', () => fillOptions({ filters: [{ type: 'ALLOW', pattern: 'x', entitytype: 'A' }] } as object), 'entity_type'],
    ['regions', () => fillOptions({ regions: { redact: [{ x: 0, y: 0, w: 1, h: 1, pgae: 0 }] } } as object), 'page'],
    ['limits', () => fillOptions({ limits: { frmaes: 3 } } as object), 'frames'],
    ['plug-in', () => fillOptions({ detectors: [{ module: 'x', optoins: 1 }] } as object), 'options'],
    ['createPool', () => createPool({ thread: 2 } as object), 'threads'],
    ['createHandler', () => createHandler({ apikey: 'x' } as object), 'apiKey'],
    ['onnx', () => onnx('x.onnx', { kind: 'scrfd', inputsize: 640 } as never), 'inputSize'],
    ['pattern', () => pattern('A', /x/, { contexts: [] } as object), 'context'],
    ['list', () => list('A', ['x'], { scroe: 1 } as object), 'score'],
  ]
  for (const [what, make, meant] of strangers) t.throws(make, { code: 'ERR_INVALID_OPTION', message: new RegExp(`There is no such option: .* Did you mean ${meant}\\?`) }, what)
  await t.rejects(tokenClassifier({ model: 'x', thread: 1 } as never), { message: /Did you mean threads\?/ })
})
