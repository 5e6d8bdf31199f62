import { availableParallelism, totalmem } from 'node:os'

const MIB = 2 ** 20

/** Of a process with nothing loaded, of each thread with its models, and of each document under way: MiB, see docs/queue.md. */
const BASE = 200
const THREAD = 350
const DOCUMENT = 150

/** What a process may have: of its container, where that is less than the machine. */
function memoryThere(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * How many threads and documents at a time a worker process has room for. One document more than threads keeps them busy while others are
 * read and written.
 *
 * @param threads where they are said already
 * @param memory bytes that the process may have; default: of its container, or the machine
 */
export function capacity(
  { threads, memory = memoryThere(), cores = availableParallelism() }: { threads?: number, memory?: number, cores?: number } = {},
): { threads: number, documents: number } {
  const room = memory / MIB - BASE
  const fitting = threads ?? Math.max(1, Math.min(8, cores, Math.floor(room / (THREAD + DOCUMENT))))
  return { threads: fitting, documents: Math.max(1, Math.min(fitting + 1, Math.floor((room - fitting * THREAD) / DOCUMENT))) }
}
