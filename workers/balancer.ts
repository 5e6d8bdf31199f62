import type { Piscina } from 'piscina'

type Balancer = NonNullable<NonNullable<ConstructorParameters<typeof Piscina>[0]>['loadBalancer']>

/**
 * Gives a task to the first idle worker.
 *
 * Piscina describes each worker to the balancer by a new object with accessors, for every task. V8 makes a hidden class for each
 * such object in the old generation, and until the next full collection those keep everything around alive through scavenges, so
 * that the nursery of the caller's thread grows to its largest (9 to 53 MB over 40,000 tasks that do nothing). The first
 * description of a worker is therefore made the only one.
 */
export function firstIdle(): Balancer {
  const known = new WeakSet()
  return (_task, workers) => {
    for (const description of workers) {
      if (known.has(description)) continue
      known.add(description)
      for (const key of Object.getOwnPropertySymbols(description)) {
        const worker = (description as unknown as Record<symbol, unknown>)[key]
        if (typeof worker === 'object' && worker && 'interface' in worker) Object.defineProperty(worker, 'interface', { value: description })
      }
    }
    return workers.find(worker => worker.currentUsage === 0) ?? null
  }
}
