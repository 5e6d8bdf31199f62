import { open, readFile, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { UsageError } from './args.js'

/** A run says so often that it lives, in milliseconds … */
const BEAT = 10_000
/** … and is dead after so long. */
const DEAD = 60_000

/**
 * Keeps two runs from working on the same at once. A run that was killed leaves its lock, which the next one takes over.
 *
 * @returns gives the lock back
 * @throws UsageError while another run holds it
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  const owner = JSON.stringify({ host: hostname(), pid: process.pid })
  for (;;) {
    const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (file) {
      await file.writeFile(owner)
      await file.close()
      break
    }
    if (await isHeld(path)) throw new UsageError(`Another run is at work there, says ${path}`)
    await rm(path, { force: true })
  }
  const beat = setInterval(() => { utimes(path, new Date(), new Date()).catch(() => {}) }, BEAT)
  beat.unref()
  return async () => {
    clearInterval(beat)
    await rm(path, { force: true })
  }
}

/** By somebody else who lives: a process of this host that runs, or one of another host whose last sign is not long ago. */
async function isHeld(path: string): Promise<boolean> {
  const [text, info] = await Promise.all([readFile(path, 'utf8').catch(() => ''), stat(path).catch(() => undefined)])
  if (!info || Date.now() - info.mtimeMs > DEAD) return false
  try {
    const { host, pid } = JSON.parse(text) as { host: string, pid: number }
    if (host !== hostname()) return true
    if (pid === process.pid) return false // of a container that began anew: its first process always has this number
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
