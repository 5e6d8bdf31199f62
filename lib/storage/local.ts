import type { BigIntStats } from 'node:fs'
import { mkdir, open, opendir, readdir, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fsPath, nameOf } from '../core/fs-path.js'
import { exists } from './failures.js'
import { localPath } from './names.js'
import { OutputFile, PARTIAL } from './output-file.js'
import type { OpenObject, Storage, StorageRequest, StoredObject, WriteRequest, Writing } from './storage.js'

/** The file system, by paths or file: URLs. What it gives are paths. Errors are the system's own, but for ERR_OUTPUT_EXISTS. */
export class LocalStorage implements Storage {
  async * list(url: string, { signal }: StorageRequest = {}): AsyncGenerator<StoredObject> {
    const folder = localPath(url)
    const real = await realOf(folder)
    if (real === undefined) return
    for await (const path of filesIn(folder, [real])) {
      signal?.throwIfAborted()
      yield { url: path }
    }
  }

  async head(url: string): Promise<StoredObject | undefined> {
    const info = await stat(fsPath(localPath(url)), { bigint: true }).catch(absent)
    return info?.isFile() ? describe(localPath(url), info) : undefined
  }

  async read(url: string, { signal }: StorageRequest = {}): Promise<OpenObject> {
    const path = localPath(url)
    const file = await open(fsPath(path))
    try {
      const info = await file.stat({ bigint: true })
      return { ...describe(path, info), stream: file.createReadStream({ signal }) }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async write(url: string, { signal, ifVersion }: WriteRequest = {}): Promise<Writing> {
    signal?.throwIfAborted()
    const path = localPath(url)
    await mkdir(fsPath(dirname(path)), { recursive: true })
    const file = new OutputFile(path)
    const stop = (): void => { file.stream.destroy(signal!.reason as Error) }
    signal?.addEventListener('abort', stop)
    const abort = async (): Promise<void> => {
      signal?.removeEventListener('abort', stop)
      await file.abort()
    }
    return {
      stream: file.stream,
      abort,
      publish: async () => {
        try {
          // A name is taken by one alone. That the version is still the same is looked at just before; a file system has no better.
          if (typeof ifVersion === 'string' && (await this.head(path))?.version !== ifVersion) throw exists(url)
          signal?.throwIfAborted()
          await file.publish(ifVersion === null)
          signal?.removeEventListener('abort', stop)
        } catch (error) {
          await abort()
          throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? exists(url) : error
        }
        return await this.head(path) ?? { url: path }
      },
    }
  }

  async remove(url: string): Promise<void> { await rm(fsPath(localPath(url)), { force: true }) }

  async sweep(url: string, before: Date): Promise<void> {
    const path = localPath(url)
    for await (const partial of await isFolder(path) ? partialsIn(path) : partialsOf(path)) {
      const info = await stat(fsPath(partial)).catch(absent)
      if (info && info.birthtime < before) await rm(fsPath(partial), { force: true })
    }
  }
}

function describe(url: string, { size, mtimeNs, mtimeMs }: BigIntStats): StoredObject {
  return { url, size: Number(size), modified: new Date(Number(mtimeMs)), version: `${size.toString(36)}-${mtimeNs.toString(36)}` }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}

const realOf = async (path: string): Promise<string | undefined> => await realpath(fsPath(path), { encoding: 'buffer' }).then(nameOf, absent)

const isFolder = async (path: string): Promise<boolean> => (await stat(fsPath(path)).catch(absent))?.isDirectory() ?? false

/** What is not complete, below a folder … */
async function * partialsIn(folder: string): AsyncGenerator<string> {
  yield * filesIn(folder, [(await realOf(folder))!], name => PARTIAL.test(name))
}

/** … and what was to become one file. */
async function * partialsOf(path: string): AsyncGenerator<string> {
  const folder = dirname(path)
  if (!await isFolder(folder)) return
  for (const entry of await readdir(fsPath(folder), { encoding: 'buffer' })) {
    const name = nameOf(entry)
    if (PARTIAL.test(name) && name.slice(1).replace(/\.[^.]+\.part$/, '') === basename(path)) yield join(folder, name)
  }
}

const isSeen = (name: string): boolean => !name.startsWith('.')

/** Folder by folder. `above`: the real paths of the folders around, so that a link to one of them is no endless way down. */
async function * filesIn(folder: string, above: readonly string[], isWanted = isSeen): AsyncGenerator<string> {
  for await (const entry of await opendir(fsPath(folder) as string, { encoding: 'buffer' as 'utf8' })) {
    const name = nameOf(entry.name as unknown as Buffer)
    const path = join(folder, name)
    const kind = entry.isSymbolicLink() ? await stat(fsPath(path)).catch(() => undefined) : entry
    if (kind?.isDirectory()) {
      const real = (await realOf(path))!
      if (!above.includes(real)) yield * filesIn(path, [...above, real], isWanted)
    } else if (kind?.isFile() && isWanted(name)) yield path
  }
}
