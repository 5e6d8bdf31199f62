// A recogniser as a module: loaded once in every worker, so that its work runs beside everything else.
export default function badge({ prefix }) {
  const badges = new RegExp(`\\b${prefix}-\\d{4}\\b`, 'g')
  return {
    labels: ['BADGE'],
    find: text => [...text.matchAll(badges)].map(({ 0: value, index }) => ({ start: index, end: index + value.length, label: 'BADGE', score: 0.9 })),
  }
}
