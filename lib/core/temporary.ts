import { readFileSync, readlinkSync } from 'node:fs'
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folders are called after the process that made them: its id, and where the system tells them, its start and its namespace of ids. */
const NAME = /^efface-(\d+)-(\w*)-(\w*)-.{6}$/

/** When a process began, in ticks since the system did; undefined where that is not told, or there is no such process. */
function startOf(pid: number | 'self'): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    // The name of the program stands in parentheses and may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

/** Process ids mean nothing in another container, though the temporary folder may be shared. */
function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''
  } catch {
    return ''
  }
}

let swept: Promise<void> | undefined

/** What dead processes left is removed once in a process: when the first folder is made, or before, by who calls this. */
export function sweepOnce(): Promise<void> { return swept ??= sweep().catch(() => {}) }

/** Makes a folder for this process alone, 0700. The first one is made when what dead processes left has been removed. */
export async function privateFolder(): Promise<string> {
  await sweepOnce()
  return await mkdtemp(join(tmpdir(), `efface-${process.pid}-${startOf('self') ?? ''}-${namespace()}-`))
}

/** Removes the folders of processes that are no more: those of this user whose maker is surely dead. */
export async function sweep(): Promise<void> {
  const own = namespace()
  for (const name of await readdir(tmpdir())) {
    const [, pid, start, space] = NAME.exec(name) ?? []
    if (pid === undefined || space !== own || isAlive(Number(pid), start!)) continue
    const path = join(tmpdir(), name)
    const { uid } = await lstat(path).catch(() => ({ uid: -1 }))
    if (uid === (process.getuid?.() ?? uid)) await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

/** In doubt, it is. */
function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
  // Another process may have got the id of one that is dead.
  return start === '' || (startOf(pid) ?? start) === start
}
