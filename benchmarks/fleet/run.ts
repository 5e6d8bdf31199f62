// What docs/scale.md tells of a hundred workers: tables, and its pictures when a folder is named.
//   node dist/benchmarks/fleet/run.js docs/pictures
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { table } from '../table.js'
import { simulate, type DocumentKind, type FleetOptions, type FleetResult } from './model.js'
import { plot } from './plot.js'

/** CPU seconds a page as page-costs.ts measured them. */
export const COSTS = { fax: 1.4, form: 1.02, card: 0.87, people: 1.7, large: 2 }

/** An insurer's post: most documents are short, a few are files of two hundred pages. */
const POST: readonly DocumentKind[] = [
  { name: 'letters and forms', share: 0.7, pages: [1, 6], secondsAPage: COSTS.form },
  { name: 'identity documents', share: 0.15, pages: [1, 2], secondsAPage: COSTS.card },
  { name: 'photos', share: 0.13, pages: [1, 1], secondsAPage: COSTS.people },
  { name: 'whole files by fax', share: 0.02, pages: [100, 200], secondsAPage: COSTS.fax },
]
/** The same with files in ranges of 25 pages, as the queue splits them. */
const SPLIT = POST.map(kind => kind.pages[1] > 25 ? { ...kind, share: kind.share * 7, pages: [18, 25] as const } : kind)

const ROUGH = { meanLife: 4 * 3600, restart: 60, stalled: 30, passing: 0.01, backoff: 30, attempts: 5 } as const

const hours = (seconds: number): string => (seconds / 3600).toFixed(2)
const row = (name: string, { seconds, done, pages, givenUp, deaths, failures, median, percentile99, busy }: FleetResult): Record<string, string | number> => ({
  run: name, documents: done, pages, 'given up': givenUp, deaths, 'passing failures': failures, 'hours in all': hours(seconds),
  'median wait': `${Math.round(median)} s`, '99 % within': `${Math.round(percentile99)} s`, 'busy': `${(busy * 100).toFixed(1)} %`,
})

async function main(): Promise<Record<string, string>> {
  const backlog: FleetOptions = { workers: 100, documents: 160_000, kinds: POST }
  const steady: FleetOptions = { workers: 100, documents: 360_000, kinds: POST, arrivalsAnHour: 45_000 }
  const runs: [string, FleetOptions][] = [
    ['everything there at the start', backlog],
    ['the same, workers die and stores are busy', { ...backlog, ...ROUGH }],
    ['the same, large files in page ranges', { ...backlog, ...ROUGH, kinds: SPLIT, documents: Math.round(backlog.documents * 1.12) }],
    ['45,000 documents an hour', { ...steady, ...ROUGH }],
    ['52,000 an hour', { ...steady, ...ROUGH, arrivalsAnHour: 52_000, documents: 416_000 }],
    ['45,000 an hour, large files in page ranges', { ...steady, ...ROUGH, kinds: SPLIT, arrivalsAnHour: 45_000 * 1.12, documents: Math.round(360_000 * 1.12) }],
  ]
  const results = runs.map(([name, options]) => [name, simulate(options)] as const)
  table('A hundred workers of one thread', results.map(([name, result]) => row(name, result)))
  const line = (i: number, name: string, of: 'waiting' | 'done') =>
    ({ name, points: results[i][1].samples.map(sample => [sample.at / 3600, sample[of]] as const) })
  const pages = Object.entries({ fax: COSTS.fax, form: COSTS.form, card: COSTS.card, people: COSTS.people, 'A4 300 dpi': COSTS.large })
  const cores = [0, 25, 50, 75, 100]
  return {
    'fleet-queue.svg': await plot({
      title: 'Documents that wait, a hundred workers', xTitle: 'hours', yTitle: 'documents',
      lines: [line(1, 'all at the start', 'waiting'), line(3, '45,000 an hour', 'waiting'), line(4, '52,000 an hour', 'waiting')],
    }),
    'fleet-done.svg': await plot({
      title: 'Documents that are done', xTitle: 'hours', yTitle: 'documents',
      lines: [line(0, 'nothing goes wrong', 'done'), line(1, 'workers die', 'done')],
    }),
    'capacity.svg': await plot({
      title: 'Pages a day by cores', xTitle: 'cores', yTitle: 'million pages a day',
      lines: pages.map(([name, cost]) => ({ name, points: cores.map(count => [count, count * 86_400 / cost / 1e6] as const) })),
    }),
  }
}

const pictures = await main()
const [folder] = process.argv.slice(2)
if (folder !== undefined) for (const [name, svg] of Object.entries(pictures)) await writeFile(join(folder, name), svg)
