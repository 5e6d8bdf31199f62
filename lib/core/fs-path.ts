/**
 * Names of files are bytes on Linux, and need not be UTF-8. Here they are strings all the same: a byte that is no part of a character is written as
 * a lone surrogate, U+DC00 plus the byte, as Python does it (PEP 383). JSON keeps it, and it comes back as the byte where the system is asked.
 */
import { isUtf8 } from 'node:buffer'

/** A name, or a path, as a string. */
export function nameOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  let name = ''
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find(length => at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))
    name += length === undefined ? String.fromCharCode(0xdc00 + bytes[at]!) : bytes.toString('utf8', at, at + length)
    at += length ?? 1
  }
  return name
}

/** The same as the system wants it. */
export function fsPath<T extends string | URL>(path: T): T | Buffer {
  if (typeof path !== 'string' || !/\p{Surrogate}/u.test(path)) return path
  return Buffer.concat([...path].map(char => {
    const code = char.codePointAt(0)!
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(char)
  }))
}
