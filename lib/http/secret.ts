import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares as hashes of equal length, so that the time taken tells nothing of the secret. */
export function equalSecrets(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
