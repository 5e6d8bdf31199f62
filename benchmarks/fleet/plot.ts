/** Lines over time as an SVG of its own: no script, no font from elsewhere. */

export interface Line { name: string, color: string, points: readonly (readonly [x: number, y: number])[] }
export interface PlotOptions { title: string, xTitle: string, yTitle: string, lines: readonly Line[] }

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [760, 360, 80, 20, 56, 48]

export function plot({ title, xTitle, yTitle, lines }: PlotOptions): string {
  const all = lines.flatMap(({ points }) => points)
  const [xs, ys] = [ticks(Math.max(...all.map(([x]) => x))), ticks(Math.max(...all.map(([, y]) => y)))]
  const x = (value: number): number => LEFT + value / xs.at(-1)! * (WIDTH - LEFT - RIGHT)
  const y = (value: number): number => HEIGHT - BOTTOM - value / ys.at(-1)! * (HEIGHT - TOP - BOTTOM)
  const at = (value: number): string => value.toFixed(1)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="22" font-size="15" font-weight="bold">${title}</text>
${lines.map(({ name, color }, i) => `<rect x="${LEFT + i * 170}" y="34" width="14" height="4" fill="${color}"/><text x="${LEFT + i * 170 + 20}" y="40">${name}</text>`).join('\n')}
${ys.map(tick => `<path d="M${LEFT} ${at(y(tick))}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${label(tick)}</text>`).join('\n')}
${xs.map(tick => `<text x="${at(x(tick))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${label(tick)}</text>`).join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${xTitle}</text>
<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${yTitle}</text>
${lines.map(({ color, points }) => `<polyline fill="none" stroke="${color}" stroke-width="2" points="${points.map(([a, b]) => `${at(x(a))},${at(y(b))}`).join(' ')}"/>`).join('\n')}
</svg>
`
}

/** From 0 to the first round number that is no less. */
export function ticks(most: number): number[] {
  const step = 10 ** Math.floor(Math.log10(most || 1))
  const size = [0.2, 0.5, 1, 2].map(factor => factor * step).find(size => most / size <= 6)!
  return Array.from({ length: Math.ceil(most / size - 1e-9) + 1 }, (_, i) => Number((i * size).toPrecision(12)))
}

const label = (value: number): string => value.toLocaleString('en-US')
