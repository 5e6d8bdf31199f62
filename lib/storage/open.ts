import { storageFor } from './index.js'
import type { OpenObject } from './storage.js'

/** Opens a path or URL for reading, by what the environment says. */
export async function open(url: string | URL, signal?: AbortSignal): Promise<OpenObject> {
  return await (await storageFor(String(url))).read(String(url), { signal })
}
