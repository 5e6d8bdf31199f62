// The types of docs/plug-ins.md and docs/own-models.md: checked by `npm run lint`, never run.
import { expectTypeOf } from 'expect-type'
import {
  efface, list, onnx, pattern, recognizer,
  type Detector, type OcrEngine, type OnnxPlugin, type PluginModule, type Reading, type Recognizer, type Span, type TextContext, type View, type VisualObject,
} from '../../lib/api/index.js'
import tokenClassifier from '../../lib/pii/huggingface.js'

expectTypeOf<Detector['detect']>().parameter(0).toEqualTypeOf<View>()
expectTypeOf<ReturnType<Detector['detect']>>().toEqualTypeOf<Promise<VisualObject[]> | VisualObject[]>()
expectTypeOf<OcrEngine['recognize']>().returns.toEqualTypeOf<Promise<Reading>>()
expectTypeOf<Recognizer['find']>().parameters.toEqualTypeOf<[text: string, context: TextContext]>()
expectTypeOf<View['data']>().toExtend<Uint8Array>()

const own = [pattern('A', /x/, { validate: () => 0.5 }), list('A', ['x'], { score: 1 }), recognizer('A', () => [{ start: 0, end: 1, score: 1 }])]
for (const each of own) expectTypeOf(each).toEqualTypeOf<Recognizer<'A'>>()
expectTypeOf<Recognizer<'A'>>().toExtend<Recognizer>()
expectTypeOf(tokenClassifier).returns.resolves.toEqualTypeOf<Recognizer>()
expectTypeOf(onnx('a.onnx', { kind: 'scrfd' })).toEqualTypeOf<OnnxPlugin>()
expectTypeOf<OnnxPlugin>().toExtend<PluginModule>()

efface({ detectors: [{ labels: ['STAMP'], detect: () => [] }, { module: new URL('file:///d.mjs') }], faces: onnx('a.onnx', { kind: 'yunet' }) }).destroy()
// @ts-expect-error a detector says its labels
efface({ detectors: [{ detect: () => [] }] })
// @ts-expect-error a find has a label
efface({ recognizers: [{ labels: ['A'], find: (): Span[] => [{ start: 0, end: 1, score: 1 }] }] })
// @ts-expect-error no such family
onnx('a.onnx', { kind: 'retinanet' })
