import t from 'tap'
import { otherRenderings, rendererOf } from '../../lib/core/renderings.js'
import type { Raster, RasterLayout, Rendering } from '../../lib/core/types.js'

const rgba: RasterLayout = { width: 2, height: 1, model: 'rgb', channels: 4, bits: 8, sample: 'uint', alpha: 'straight' }
const of = (layout: RasterLayout, ...samples: number[]): Raster => ({ ...layout, data: Uint8Array.from(samples) })
const deep = (layout: RasterLayout, ...samples: number[]): Raster => ({ ...layout, data: new Uint8Array(Uint16Array.from(samples).buffer) })
const others = (raster: Raster): Rendering[] => otherRenderings(raster, [raster])

function seen(raster: Raster, rendering: Rendering): number[] {
  const row = new Uint8Array(raster.width * 4)
  rendererOf(raster, rendering)(0, row)
  return [...row].filter((_, i) => i % 4 < 3)
}

t.test('alpha: what is transparent may stand on black, and its colours may be shown', async t => {
  t.same(others(of(rgba, 1, 2, 3, 255, 4, 5, 6, 255)), [], 'nothing is transparent')
  t.same(others(of(rgba, 1, 2, 3, 255, 0, 0, 0, 0)), [{ on: 'black' }], 'no colour is hidden')
  const hidden = of(rgba, 1, 2, 3, 255, 200, 100, 50, 0)
  t.same(others(hidden), [{ on: 'black' }, { on: 'nothing' }])
  t.same(seen(hidden, { on: 'white' }), [1, 2, 3, 255, 255, 255])
  t.same(seen(hidden, { on: 'black' }), [1, 2, 3, 0, 0, 0])
  t.same(seen(hidden, { on: 'nothing' }), [1, 2, 3, 200, 100, 50])
  t.same(seen(of(rgba, 0, 0, 0, 51, 255, 255, 255, 51), { on: 'black' }), [0, 0, 0, 51, 51, 51])
})

t.test('a palette may be transparent too', async t => {
  const palette: RasterLayout = { width: 2, height: 1, model: 'palette', channels: 1, bits: 8, sample: 'uint', palette: Uint8Array.of(9, 9, 9, 0, 1, 1, 1, 255) }
  t.same(others(of(palette, 1, 1)), [], 'not where no pixel is')
  t.same(others(of(palette, 0, 1)), [{ on: 'black' }, { on: 'nothing' }])
})

t.test('samples that no colour model explains are pictures of their own', async t => {
  const spot: RasterLayout = { width: 2, height: 1, model: 'grey', channels: 3, bits: 8, sample: 'uint' }
  t.same(others(of(spot, 5, 7, 7, 6, 7, 8)), [{ sample: 2 }], 'not those that are the same everywhere')
  t.same(seen(of(spot, 5, 7, 7, 6, 7, 8), { sample: 2 }), [7, 7, 7, 8, 8, 8])
})

t.test('few of many levels are stretched', async t => {
  const grey: RasterLayout = { width: 3, height: 1, model: 'grey', channels: 1, bits: 16, sample: 'uint' }
  t.same(others(deep(grey, 0, 30000, 65535)), [])
  const ten = deep(grey, 0, 512, 1023)
  t.same(others(ten), [{ stretched: { min: 0, max: 1023 } }])
  t.same(seen(ten, { stretched: { min: 0, max: 1023 } }).filter((_, i) => i % 3 === 0), [0, 127, 255])
  t.same(others(deep(grey, 77, 77, 77)), [], 'one level shows nothing')
  t.same(others(deep({ ...grey, sample: 'int' }, 5, 6, 7)), [{ stretched: { min: 5, max: 7 } }])
  const float: Raster = { ...grey, bits: 32, sample: 'float', data: new Uint8Array(Float32Array.of(0, 0.01, 0.02).buffer) }
  t.match(others(float), [{ stretched: { min: 0 } }])
  t.same(others({ ...grey, bits: 8, data: Uint8Array.of(1, 2, 3) }), [], '8 bits are shown as they are')
})

t.test('what is in the dark for one bright pixel, or for a caption, is stretched', async t => {
  const grey: RasterLayout = { width: 1000, height: 1, model: 'grey', channels: 1, bits: 16, sample: 'uint' }
  const dim = Array.from({ length: 1000 }, (_, i) => i < 15 ? 65535 : i)
  t.match(others(deep(grey, ...dim)), [{ stretched: { min: 16 } }])
  t.ok((others(deep(grey, ...dim))[0] as { stretched: { max: number } }).stretched.max < 1000)
  const floats: Raster = { ...grey, bits: 32, sample: 'float', data: new Uint8Array(Float32Array.from(dim, v => v === 65535 ? 1e9 : v / 1000).buffer) }
  t.ok((others(floats)[0] as { stretched: { max: number } }).stretched.max < 1)
})

t.test('ink under full black may be taken for light', async t => {
  const cmyk: RasterLayout = { width: 2, height: 1, model: 'cmyk', channels: 4, bits: 8, sample: 'uint' }
  t.same(others(of(cmyk, 0, 0, 0, 255, 255, 255, 255, 0)), [], 'there is none')
  const under = of(cmyk, 200, 100, 50, 255, 10, 20, 30, 255)
  t.same(others(under), [{ ink: 'inverted' }])
  t.same(seen(under, { on: 'white' }), [0, 0, 0, 0, 0, 0])
  t.same(seen(under, { ink: 'inverted' }), [200, 100, 50, 10, 20, 30])
})

t.test('lightness that no screen shows with its colour is a picture of its own', async t => {
  const ycbcr: RasterLayout = { width: 2, height: 1, model: 'ycbcr', channels: 3, bits: 8, sample: 'uint' }
  t.same(others(of(ycbcr, 90, 128, 128, 200, 120, 140)), [])
  const magenta = of(ycbcr, 80, 255, 255, 130, 255, 255)
  t.same(seen(magenta, { on: 'white' }), [255, 0, 255, 255, 0, 255])
  t.same(others(magenta), [{ sample: 0 }])
  t.same(seen(magenta, { sample: 0 }), [80, 80, 80, 130, 130, 130])
  t.same(others(of({ ...ycbcr, model: 'lab' }, 100, 127, 127, 160, 127, 127)), [{ sample: 0 }])
})

t.test('bands are one picture', async t => {
  const grey: RasterLayout = { width: 1, height: 2, model: 'grey', channels: 1, bits: 16, sample: 'uint' }
  const band = { ...grey, height: 1 }
  t.same(otherRenderings(grey, [deep(band, 5), deep(band, 65000)]), [])
  t.same(otherRenderings(grey, [deep(band, 5), deep(band, 50)]), [{ stretched: { min: 5, max: 50 } }])
})
