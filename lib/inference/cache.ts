/** What is large and slow to make (models, sessions, engines): each is made once and kept; one that could not be made is tried again. */
export class Cache {
  readonly #made = new Map<string, Promise<unknown>>()

  /** @param key tells all that the value is made of */
  get<T>(key: string, make: () => Promise<T>): Promise<T> {
    let value = this.#made.get(key) as Promise<T> | undefined
    if (!value) {
      value = make()
      this.#made.set(key, value)
      value.catch(() => this.#made.delete(key))
    }
    return value
  }

  get keys(): string[] { return [...this.#made.keys()] }
}
