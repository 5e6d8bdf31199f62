import { createHash } from 'node:crypto'
import { fsPath } from '../core/fs-path.js'

/** Names → where in a file something stands of them, in 16 bytes a name (at half load 32), whatever its length. Two names of one hash are taken for one. */
export class Offsets {
  /** 48 bits of a hash, plus one; 0 is a free place. */
  #hashes = new Float64Array(1024)
  #offsets = new Float64Array(1024)
  #size = 0

  get size(): number { return this.#size }

  set(name: string, offset: number): void {
    if (this.#size * 2 >= this.#hashes.length) this.#grow()
    this.#put(hashOf(name), offset)
  }

  get(name: string): number | undefined {
    const place = this.#placeOf(hashOf(name))
    return this.#hashes[place] === 0 ? undefined : this.#offsets[place]
  }

  #placeOf(hash: number): number {
    let place = hash % this.#hashes.length
    while (this.#hashes[place] !== 0 && this.#hashes[place] !== hash) place = (place + 1) % this.#hashes.length
    return place
  }

  #put(hash: number, offset: number): void {
    const place = this.#placeOf(hash)
    if (this.#hashes[place] === 0) this.#size++
    this.#hashes[place] = hash
    this.#offsets[place] = offset
  }

  #grow(): void {
    const [hashes, offsets] = [this.#hashes, this.#offsets]
    this.#hashes = new Float64Array(hashes.length * 2)
    this.#offsets = new Float64Array(hashes.length * 2)
    this.#size = 0
    hashes.forEach((hash, i) => { if (hash !== 0) this.#put(hash, offsets[i]!) })
  }
}

const hashOf = (name: string): number => createHash('sha1').update(fsPath(name)).digest().readUIntBE(0, 6) + 1
