// The types of docs/pipelines.md: checked by `npm run lint`, never run.
import type { Duplex, Transform } from 'node:stream'
import { expectTypeOf } from 'expect-type'
import {
  efface, effaceBuffer, effaceFile, findEntities, scan,
  type Efface, type EncodedPage, type Entity, type Frame, type FrameEvent, type Report, type ScannedFrame, type Word,
} from '../../lib/api/index.js'
import { effaceWeb } from '../../lib/api/web.js'
import * as stages from '../../streams/index.js'

expectTypeOf(efface()).toEqualTypeOf<Efface>()
expectTypeOf<Efface>().toExtend<Duplex>()
expectTypeOf<Efface['report']>().toEqualTypeOf<Promise<Report>>()
efface().on('frame', event => expectTypeOf(event).toEqualTypeOf<FrameEvent>())

expectTypeOf(effaceFile).parameter(0).toEqualTypeOf<string | URL>()
expectTypeOf(effaceFile).returns.resolves.toEqualTypeOf<Report>()
expectTypeOf(effaceBuffer).returns.resolves.toEqualTypeOf<{ data: Buffer, report: Report }>()
// @ts-expect-error a path is no buffer
void effaceBuffer('scan.tif')

for await (const frame of scan('scan.tif')) {
  expectTypeOf(frame).toEqualTypeOf<ScannedFrame>()
  expectTypeOf(frame.entities[0]!.best_label).toBeString()
  // @ts-expect-error the wire's names at the border
  void frame.entities[0]!.bestLabel
}
expectTypeOf(findEntities).returns.resolves.items
  .toExtend<{ start: number, end: number, text: string, best_label: string, labels: Record<string, number> }>()

const web = effaceWeb({ ocr: 'none' })
expectTypeOf(web.report).toEqualTypeOf<Promise<Report>>()
void new Response(new Blob([]).stream().pipeThrough(web))

const { decode, split, detect, ocr, find, track, pii, redact, encode } = stages
for (const stage of [decode, split, detect, ocr, find, pii, redact, encode]) expectTypeOf(stage({})).toExtend<Duplex>()
expectTypeOf(track()).toExtend<Transform>()
// @ts-expect-error an option that there is not
detect({ threshold: 1 })

expectTypeOf<Frame['page']>().toEqualTypeOf<EncodedPage>()
expectTypeOf<Frame['words']>().toEqualTypeOf<Word[]>()
expectTypeOf<Frame['entities']>().toEqualTypeOf<Entity[]>()
expectTypeOf<Entity['bestLabel']>().toBeString()
