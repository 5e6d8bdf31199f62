import type { Writing } from './storage.js'

/** What is being written where it cannot be taken away at once, when the process ends. */
const open = new Set<Writing>()

export const opened = (writing: Writing): void => { open.add(writing) }
export const closed = (writing: Writing): void => { open.delete(writing) }

/** For whoever is about to end the process, and can wait: nothing stays that is not complete. */
export async function abortWritings(): Promise<void> { await Promise.allSettled([...open].map(async writing => { await writing.abort() })) }
