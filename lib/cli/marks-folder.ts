import { access, constants, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { UiOptions } from '../http/context.js'
import { UsageError, type Flags } from './args.js'

/** As pino has it. */
interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** Where programs of this user keep what is to outlive them. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const base = platform === 'win32' ? env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local') : env.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return join(base, 'efface', 'review')
}

/**
 * Where marks are kept: what --review-dir says, which must be writable, or else the usual place; where that is not, nowhere, which the log tells.
 *
 * @throws UsageError
 */
export async function marksFolder({ 'review-dir': said }: Pick<Flags, 'review-dir'>, usual: string, logger: Log): Promise<Pick<UiOptions, 'marks'>> {
  if (said === 'none') return {}
  const folder = said ?? usual
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (said !== undefined) throw new UsageError(`Nothing can be kept in ${folder} (${code}); --review-dir none keeps nothing`)
    logger.warn({ folder, code }, 'marks end with the server: nothing can be kept there')
    return {}
  }
  logger.info({ folder }, 'marks and plans are kept')
  return { marks: folder }
}
