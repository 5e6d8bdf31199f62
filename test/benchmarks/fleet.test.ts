// The model is held against what queueing theory knows.
import t from 'tap'
import { random, simulate, type FleetOptions } from '../../benchmarks/fleet/model.js'

const one = { name: 'page', share: 1, pages: [1, 1], secondsAPage: 2 } as const
const bare: FleetOptions = { workers: 10, documents: 1000, kinds: [one], overhead: 0, spread: 0 }
const near = (actual: number, expected: number, share: number): boolean => Math.abs(actual - expected) <= share * expected

t.test('without chance, work by workers', async t => {
  t.match(simulate(bare), { seconds: 200, done: 1000, pages: 1000, givenUp: 0, deaths: 0, busy: 1 })
  t.match(simulate({ ...bare, workers: 1, overhead: 1, documents: 10 }), { seconds: 30, median: 18 })
  t.equal(simulate({ ...bare, documents: 11 }).seconds, 4, 'the eleventh waits for a whole one')
  t.match(simulate({ ...bare, kinds: [{ ...one, pages: [3, 3] }] }), { seconds: 600, pages: 3000 })
})

t.test('the mean of pages is kept, however they vary', async t => {
  const { busy, seconds } = simulate({ ...bare, documents: 40_000, spread: 0.8 })
  t.ok(near(busy * seconds * 10 / 40_000, 2, 0.02))
})

t.test('the queue of a single server is as long as it must be (M/D/1)', async t => {
  // Utilisation .8, constant times: the mean wait is ρ/(2(1−ρ)) services, by Little the mean queue ρ²/(2(1−ρ)).
  const { samples } = simulate({ ...bare, workers: 1, documents: 60_000, arrivalsAnHour: 0.8 * 1800, sample: 5 })
  const waiting = samples.reduce((sum, { waiting }) => sum + waiting, 0) / samples.length
  t.ok(near(waiting, 0.8 ** 2 / 0.4, 0.1), String(waiting))
})

t.test('deaths cost time, and no document', async t => {
  const { deaths, done, givenUp, seconds, busy } = simulate({ ...bare, documents: 20_000, meanLife: 200, restart: 20, stalled: 10, attempts: 99 })
  t.match({ done, givenUp }, { done: 20_000, givenUp: 0 })
  // Of 220 s each is away for 20, and loses a second on average of what it was about.
  t.ok(near(busy, 200 / 220 * (1 - 1 / 200), 0.02), String(busy))
  t.ok(near(deaths, seconds * 10 / 220, 0.1), String(deaths))
})

t.test('failures are tried again, and given up in the end', async t => {
  const { failures, givenUp, done } = simulate({ ...bare, documents: 20_000, passing: 0.3, attempts: 2, backoff: 1 })
  t.equal(done + givenUp, 20_000)
  t.ok(near(givenUp, 20_000 * 0.09, 0.1), String(givenUp))
  t.ok(near(failures, 20_000 * (0.3 + 0.09), 0.05))
})

t.test('a seed is a run', async t => {
  const run = (seed: number): string => JSON.stringify(simulate({ ...bare, documents: 500, spread: 0.5, meanLife: 100, seed }))
  t.equal(run(7), run(7))
  t.not(run(7), run(8))
  const next = random(1)
  t.ok(near(Array.from({ length: 10_000 }, next).reduce((sum, n) => sum + n) / 10_000, 0.5, 0.02))
})
