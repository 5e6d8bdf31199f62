import { parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

export interface Line { name: string, points: readonly (readonly [x: number, y: number])[] }
export interface PlotOptions { title: string, xTitle: string, yTitle: string, lines: readonly Line[] }

/** Lines as an SVG of its own. */
export async function plot({ title, xTitle, yTitle, lines }: PlotOptions): Promise<string> {
  const spec: TopLevelSpec = {
    title, width: 600, height: 260, background: 'white', padding: 12,
    data: { values: lines.flatMap(({ name, points }) => points.map(([x, y]) => ({ name, x, y }))) },
    mark: { type: 'line' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: xTitle },
      y: { field: 'y', type: 'quantitative', title: yTitle },
      color: { field: 'name', type: 'nominal', title: null, sort: lines.map(({ name }) => name), legend: { orient: 'top' } },
    },
  }
  return await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG()
}
