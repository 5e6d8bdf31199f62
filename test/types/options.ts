// The types of docs/options.md: checked by `npm run lint`, never run.
import { expectTypeOf } from 'expect-type'
import {
  createPool, defaultLimits, efface, findEntities, pattern,
  type Detector, type EffaceOptions, type EntityGroup, type EntityLabel, type Format, type Limits, type Method, type ObjectLabel,
} from '../../lib/api/index.js'

// More may come, none may go.
expectTypeOf<'blackbox' | 'blur' | 'mosaic' | 'solid' | 'label'>().toExtend<Method>()
expectTypeOf<'jpeg' | 'png' | 'bmp' | 'gif' | 'tiff' | 'webp'>().toExtend<Format>()
expectTypeOf<string>().not.toExtend<Method | Format>()
expectTypeOf(defaultLimits).toExtend<Readonly<Limits>>()
expectTypeOf(efface<never>).parameter(0).toEqualTypeOf<EffaceOptions | undefined>()
expectTypeOf<{}>().toExtend<EffaceOptions>() // eslint-disable-line @typescript-eslint/no-empty-object-type

const options: EffaceOptions[] = [
  { objects: ['FACE'] }, { objects: { FACE: { threshold: 0.4, method: 'mosaic', padding: 0.2, shape: 'ellipse' } } }, { sensitivity: 'high' },
  { entities: { enable: ['HIPAA_SAFE_HARBOR'], disable: ['URL'] } }, { filters: [{ type: 'BLOCK', pattern: /E-\d+/, entity_type: 'EMPLOYEE_ID', threshold: 1 }] },
  { ocr: 'none' }, { ocr: { recognize: () => Promise.resolve({ words: [] }) } }, { ocr: { module: './engine.mjs', options: 1 } }, { languages: 'auto' }, { languages: ['eng', 'deu'] },
  { accuracy: 'high', onUnread: 'redact', onError: 'skip', verify: true }, { method: 'blur' }, { method: { FACE: 'label' } }, { method: 'solid', color: '#336699' },
  { regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 1, page: 2 }], keep: [] } }, { format: 'png' }, { limits: { frames: 9 } }, { pool: createPool({ threads: 2 }) },
  { signal: AbortSignal.timeout(1) }, { report: { text: true, processedText: { type: 'MASK', mask_character: '*' } } }, { checksums: 'required', countries: ['DE'] },
  { pii: { ner: { model: 'models/bert', labels: { PER: 'NAME', MISC: null } } } }, { labels: { SSN: { keep: 'last4' } } },
]
for (const each of options) efface(each).destroy()

// @ts-expect-error no such method
efface({ method: 'pixelate' })
// @ts-expect-error no such format
efface({ format: 'pdf' })
// @ts-expect-error no such engine
efface({ ocr: 'cloud' })
// @ts-expect-error no such option
efface({ detect: [] })
// @ts-expect-error a filter has a pattern
efface({ filters: [{ type: 'ALLOW' }] })
// @ts-expect-error a region has a height
efface({ regions: { redact: [{ x: 0, y: 0, w: 1 }] } })
// @ts-expect-error no such limit
efface({ limits: { pages: 3 } })

expectTypeOf<'FACE' | 'LICENSE_PLATE' | 'BARCODE' | 'SIGNATURE'>().toExtend<ObjectLabel>()
expectTypeOf<'NAME' | 'SSN' | 'CREDIT_CARD'>().toExtend<EntityLabel>()
expectTypeOf<'HIPAA_SAFE_HARBOR' | 'GDPR' | 'PCI' | 'DEFAULT'>().toExtend<EntityGroup>()
expectTypeOf<string>().not.toExtend<ObjectLabel | EntityLabel | EntityGroup>()
// @ts-expect-error no such label
efface({ objects: ['FCAE'] })
// @ts-expect-error no such label
efface({ objects: { FCAE: {} } })
// @ts-expect-error no such label or group
efface({ entities: { enable: ['NAMES'] } })
// @ts-expect-error no such label
efface({ method: { FCAE: 'blur' } })
// @ts-expect-error no such label
efface({ labels: { NAMES: { method: 'blur' } } })
// @ts-expect-error no such provider
efface({ providers: ['cdua'] })

// Labels of one's own: known by the detectors, recognisers and filters that find them, or said.
const stamps = { labels: ['STAMP'], detect: () => [] } as const satisfies Detector
efface({ objects: ['FACE', 'STAMP'], detectors: [stamps], method: { STAMP: 'solid' } }).destroy()
efface({ objects: ['FACE', 'STAMP'], detectors: [{ labels: ['STAMP'], detect: () => [] }] }).destroy()
// @ts-expect-error STAMP is found, STAMPS is not
efface({ objects: ['STAMPS'], detectors: [stamps] })
void findEntities('', { entities: { enable: ['EMPLOYEE_ID', 'NAME'] }, recognizers: [pattern('EMPLOYEE_ID', /E-\d+/)] })
void findEntities('', { entities: { enable: ['BADGE', 'SHIFT'] }, recognizers: [pattern('BADGE', /B/), pattern('SHIFT', /S/)] })
void findEntities('', { entities: { enable: ['BADGE'] }, filters: [{ type: 'BLOCK', pattern: /B/, entity_type: 'BADGE' }] })
efface<'STAMP'>({ objects: ['STAMP'], detectors: [{ module: './stamp.mjs' }] }).destroy()
const said: EffaceOptions<'STAMP'> = { objects: ['FACE', 'STAMP'], detectors: [{ module: './stamp.mjs' }] }
efface(said).destroy()
declare const anyDetector: Detector, anyLabels: string[]
efface({ objects: ['FACE', 'WHATEVER'], detectors: [anyDetector] }).destroy()
efface<string>({ objects: anyLabels }).destroy()
const plain: EffaceOptions = { detectors: [anyDetector] }
efface(plain).destroy()
