// What the colour tags of a profile, as icc-elements.ts writes them, show samples as (ICC.1:2022, section 10).
import { interpolated, labOf, sampled, WHITE, type Shown } from './icc-contrast.js'
import { curveReader, parameters, signature, viewOf } from './icc-elements.js'

type Steps = (samples: readonly number[]) => number[]

/** By primaries and tone curves; of grey, by the curve alone. */
export function shownByMatrix(tags: ReadonlyMap<string, Uint8Array>, isGrey: boolean): Shown {
  if (isGrey) {
    const curve = curveReader(tags.get('kTRC')!)
    return ([grey]) => labOf(WHITE.map(white => white * curve(grey)))
  }
  const curves = ['rTRC', 'gTRC', 'bTRC'].map(name => curveReader(tags.get(name)!))
  const primaries = ['rXYZ', 'gXYZ', 'bXYZ'].map(name => numbers(tags.get(name)!, 8, 3))
  return samples => {
    const light = samples.map((sample, i) => curves[i](sample))
    return labOf([0, 1, 2].map(k => light.reduce((sum, value, i) => sum + value * primaries[i][k], 0)))
  }
}

/** By a table from samples to the connection space. */
export function shownByTable(tag: Uint8Array, pcs: string): Shown {
  const old = signature(tag) !== 'mAB '
  const steps = old ? oldSteps(tag) : newSteps(tag)
  // Lab of 16 bits in version 2 has its white at 65,280.
  const full = signature(tag) === 'mft2' ? 65_535 / 65_280 : 1
  return samples => {
    const out = steps.reduce<readonly number[]>((values, step) => step(values), samples)
    return pcs === 'XYZ ' ? labOf(out.map(v => v * 1.99997)) : [out[0] * full, (out[1] * full * 255 - 128) / 100, (out[2] * full * 255 - 128) / 100]
  }
}

function oldSteps(tag: Uint8Array): Steps[] {
  const view = viewOf(tag)
  const wide = signature(tag) === 'mft2'
  const [inputs, outputs, grid] = tag.subarray(8, 11)
  const [before, after] = wide ? [view.getUint16(48), view.getUint16(50)] : [256, 256]
  const start = wide ? 52 : 48
  const entry = (i: number): number => wide ? view.getUint16(start + i * 2) / 65_535 : tag[start + i] / 255
  const curves = (from: number, count: number, length: number): Steps => {
    const each = Array.from({ length: count }, (_, k) => sampled(i => entry(from + k * length + i), length))
    return values => values.map((value, k) => each[k](value))
  }
  const table = before * inputs
  const end = table + grid ** inputs * outputs
  return [curves(0, inputs, before), interpolated(i => entry(table + i), new Array<number>(inputs).fill(grid), outputs), curves(end, outputs, after)]
}

/** The curves of the samples, the table, the inner curves, the matrix and the outer curves: those that there are. */
function newSteps(tag: Uint8Array): Steps[] {
  const view = viewOf(tag)
  const [inputs, outputs] = tag.subarray(8, 10)
  const [outer, matrix, inner, table, own] = [0, 1, 2, 3, 4].map(i => view.getUint32(12 + i * 4))
  const steps: Steps[] = []
  if (own > 0) steps.push(curvesAt(tag, own, inputs))
  if (table > 0) {
    const grid = [...tag.subarray(table, table + inputs)]
    const wide = tag[table + 16] === 2
    steps.push(interpolated(i => wide ? view.getUint16(table + 20 + i * 2) / 65_535 : tag[table + 20 + i] / 255, grid, outputs))
  }
  if (inner > 0) steps.push(curvesAt(tag, inner, outputs))
  if (matrix > 0) {
    const m = numbers(tag, matrix, 12)
    steps.push(([x, y, z]) => [0, 3, 6].map((row, i) => m[row] * x + m[row + 1] * y + m[row + 2] * z + m[9 + i]))
  }
  if (outer > 0) steps.push(curvesAt(tag, outer, outputs))
  return steps
}

function curvesAt(tag: Uint8Array, at: number, count: number): Steps {
  const view = viewOf(tag)
  const each = Array.from({ length: count }, () => {
    const length = signature(tag, at) === 'para' ? 12 + parameters[view.getUint16(at + 8)] * 4 : 12 + view.getUint32(at + 8) * 2
    const curve = curveReader(tag.subarray(at, at + length))
    at += Math.ceil(length / 4) * 4
    return curve
  })
  return values => values.map((value, k) => each[k](Math.max(0, Math.min(1, value))))
}

/** Numbers of the form s15Fixed16. */
function numbers(bytes: Uint8Array, at: number, count: number): number[] {
  const view = viewOf(bytes)
  return Array.from({ length: count }, (_, i) => view.getInt32(at + i * 4) / 65_536)
}
