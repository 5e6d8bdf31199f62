/** Runs `work` on every item, `concurrency` at a time. Rejects with the first failure, when what is under way has settled. */
export async function eachOf<T>(items: Iterable<T> | AsyncIterable<T>, concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  let failed = false
  const lane = async (): Promise<void> => {
    try {
      while (!failed) {
        const next = await rest.next()
        if (next.done) return
        await work(next.value)
      }
    } catch (error) {
      failed = true
      throw error
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: concurrency }, lane))
  await rest.return?.()
  for (const result of lanes) if (result.status === 'rejected') throw result.reason
}
