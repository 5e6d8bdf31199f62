// Fits the Platt scaling of lib/vision/fusion.ts on labelled pictures and prints how well the scores are calibrated:
//   node dist/benchmarks/accuracy/calibrate.js FOLDER[:every] … ; a FOLDER has gt.jsonl and images/. All folders weigh the same.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { iou, pair, union } from '../../lib/core/geometry.js'
import type { Box, VisualObject } from '../../lib/core/types.js'
import { anchorFree } from '../../lib/vision/anchor-free.js'
import { centerFace } from '../../lib/vision/centerface.js'
import { detectFacesAndPlates, type Seen } from '../../lib/vision/faces-and-plates.js'
import { calibrated, logit, type Platt } from '../../lib/vision/fusion.js'
import { openNet } from '../../lib/inference/net.js'

interface Sample { picture: string, first?: number, second?: number, isFace: boolean, weight: number }

/** A find is a face from this overlap on, once for each; it is neither, with this overlap and another find being the face. */
const [same, double] = [0.35, 0.2]

sharp.concurrency(1)
const nets = { faces: await openNet(centerFace, 1), anchorFree: await openNet(anchorFree, 1) }

async function samplesOf(folder: string, every: number): Promise<Sample[]> {
  const samples: Sample[] = []
  const lines = (await readFile(join(folder, 'gt.jsonl'), 'utf8')).trim().split('\n')
  for (const line of lines.filter((_, i) => i % every === 0)) {
    const { file, boxes } = JSON.parse(line) as { file: string, boxes: (Box & { label: string })[] }
    const { data, info } = await sharp(join(folder, file)).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
    const seen: Seen[] = []
    await detectFacesAndPlates({ width: info.width, height: info.height, channels: 3, data }, nets, { FACE: 0.5 }, { onSeen: one => seen.push(one) })
    samples.push(...labelled(seen[0], boxes.filter(({ label }) => label === 'FACE')).map(sample => ({ ...sample, picture: file })))
  }
  return samples.map(sample => ({ ...sample, weight: 1000 / samples.length }))
}

function labelled({ first, second }: Seen, truth: readonly Box[]): Omit<Sample, 'picture'>[] {
  const open = new Set(truth)
  const sum = ([a, b]: [VisualObject?, VisualObject?]) => (a?.score ?? 0) + (b?.score ?? 0)
  return pair(first, second).sort((a, b) => sum(b) - sum(a)).flatMap(([a, b]) => {
    const box = a && b ? union(a, b) : (a ?? b)!
    const [face] = [...open].sort((one, other) => iou(other, box) - iou(one, box))
    const isFace = face !== undefined && iou(face, box) >= same
    if (isFace) open.delete(face)
    else if (truth.some(other => iou(other, box) >= double)) return []
    return [{ first: a?.score, second: b?.score, isFace, weight: 1 }]
  })
}

/** Logistic regression by Newton's method: offset and slopes. */
function regress(samples: readonly Sample[], features: (sample: Sample) => number[]): number[] {
  let theta = new Array<number>(features(samples[0]).length + 1).fill(0)
  for (let step = 0; step < 40; step++) {
    // A weak pull towards 0 keeps the slopes finite where few samples are faces.
    const gradient = theta.map(value => 0.01 * value)
    const hessian = theta.map((_, i) => theta.map((_, j) => i === j ? 0.01 : 0))
    for (const sample of samples) {
      const x = [1, ...features(sample)]
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * theta[i], 0)))
      x.forEach((value, i) => {
        gradient[i] += sample.weight * (p - Number(sample.isFace)) * value
        x.forEach((other, j) => { hessian[i][j] += sample.weight * p * (1 - p) * value * other })
      })
    }
    const change = solve(hessian, gradient)
    theta = theta.map((value, i) => value - Math.max(-1, Math.min(1, change[i])))
  }
  return theta.map(value => Math.round(value * 100) / 100)
}

/** Gauss's elimination. */
function solve(matrix: number[][], values: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, values[i]])
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      const factor = row[i] / pivot[i]
      if (j !== i) pivot.forEach((value, k) => { row[k] -= factor * value })
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i])
}

type Scored = Sample & { score: number }

const scored = (samples: readonly Sample[], platt?: Platt): Scored[] =>
  samples.map(sample => ({ ...sample, score: calibrated(sample.first, sample.second, platt) }))

/** Mean score, share of faces and number of finds for each tenth, from `least` on; and the mean distance of the first two. */
function reliability(all: readonly Scored[], least: number) {
  const samples = all.filter(({ score }) => score >= least)
  const total = samples.reduce((sum, { weight }) => sum + weight, 0)
  let error = 0
  const table = Array.from({ length: 10 }, (_, i) => {
    const bin = samples.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === i)
    const weight = bin.reduce((sum, { weight }) => sum + weight, 0)
    const mean = (of: (sample: Scored) => number) => bin.reduce((sum, sample) => sum + sample.weight * of(sample), 0) / weight
    const [score, faces] = [mean(({ score }) => score), mean(({ isFace }) => Number(isFace))]
    if (bin.length > 0) error += weight / total * Math.abs(score - faces)
    return { finds: bin.length, score: score.toFixed(2), faces: faces.toFixed(2) }
  })
  return { table: table.filter(({ finds }) => finds > 0), error: error.toFixed(3) }
}

function fit(samples: readonly Sample[]): Platt {
  const both = samples.filter(({ first, second }) => first !== undefined && second !== undefined)
  return {
    both: regress(both, ({ first, second }) => [logit(first!), logit(second!)]),
    first: regress(samples.filter(({ second }) => second === undefined), ({ first }) => [logit(first!)]),
    second: regress(samples.filter(({ first }) => first === undefined), ({ second }) => [logit(second!)]),
  } as unknown as Platt
}

const samples: Sample[] = []
for (const argument of process.argv.slice(2)) {
  const [, folder, every] = /^(.*?)(?::(\d+))?$/.exec(argument)!
  samples.push(...await samplesOf(folder, Number(every ?? 1)))
}
const fitted = fit(samples)
console.log(JSON.stringify(fitted))
/** Each fifth of the pictures is scored by what was fitted on the others. */
const pictures = [...new Set(samples.map(({ picture }) => picture))]
const fifth = new Map(pictures.map((picture, i) => [picture, i % 5]))
const crossValidated = [0, 1, 2, 3, 4].flatMap(part => {
  const isHeldBack = ({ picture }: Sample): boolean => fifth.get(picture) === part
  return scored(samples.filter(isHeldBack), fit(samples.filter(sample => !isHeldBack(sample))))
})
for (const [name, finds] of Object.entries({ 'fitted': scored(samples, fitted), 'cross-validated': crossValidated, 'as shipped': scored(samples) })) {
  for (const least of [0, 0.1]) {
    const { table, error } = reliability(finds, least)
    console.log(`${name}, finds from ${least} on: expected calibration error ${error}`)
    if (least > 0) console.table(table)
  }
}
