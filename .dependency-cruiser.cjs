// Imports run downward only, type imports included; no circle within a storey either. `npm run lint` keeps it so.

/** From the ground up: each storey may import those before it. */
const storeys = [
  'lib/core', 'lib/storage', 'lib/inference', 'lib/formats', 'lib/codes', 'lib/vision', 'lib/tracking', 'lib/text', 'lib/pii', 'lib/paint', 'workers', 'streams', 'lib/api', 'lib/http', 'lib/queue', 'lib/cli',
]

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...storeys.slice(0, -1).map((storey, i) => ({
      name: `nothing-above-${storey.replace('/', '-')}`,
      severity: 'error',
      from: { path: `^${storey}/` },
      to: { path: storeys.slice(i + 1).map(above => `^${above}/`) },
    })),
    {
      name: 'no-loose-files',
      comment: 'Every file of lib/ lies in a storey.',
      severity: 'error',
      from: { path: '^lib/', pathNot: storeys.map(storey => `^${storey}/`) },
      to: {},
    },
    { name: 'not-from-tests', severity: 'error', from: { path: '^(lib|workers|streams)/' }, to: { path: '^(test|benchmarks|examples)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'lib/http/ui/page/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs'] },
  },
}
