import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { fsPath } from '../core/fs-path.js'

export const IGNORE_FILE = '.effaceignore'

/** Patterns as `.gitignore` has them, of a folder and those above it. */
export class IgnoreRules {
  readonly #rules: readonly { below: string, rules: Ignore }[]

  private constructor(rules: readonly { below: string, rules: Ignore }[]) { this.#rules = rules }

  /** @param patterns hold from the folder that was named on */
  static of(patterns: readonly string[]): IgnoreRules {
    return new IgnoreRules(patterns.length === 0 ? [] : [{ below: '', rules: ignore().add([...patterns]) }])
  }

  /** With those of the folder's own `.effaceignore`, where it has one. @param place of the folder, '' for the one that was named */
  async within(folder: string, place: string): Promise<IgnoreRules> {
    const text = await readFile(fsPath(join(folder, IGNORE_FILE)), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    return text === undefined ? this : new IgnoreRules([...this.#rules, { below: place, rules: ignore().add(text) }])
  }

  /** The innermost folder that says something has the last word. @param place with '/' between the parts; folders end with one */
  ignores(place: string): boolean {
    for (const { below, rules } of [...this.#rules].reverse()) {
      const result = rules.test(below === '' ? place : place.slice(below.length + 1))
      if (result.ignored) return true
      if (result.unignored) return false
    }
    return false
  }
}
