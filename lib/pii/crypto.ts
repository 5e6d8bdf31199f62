import { createHash } from 'node:crypto'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
/** What the checksum of Bech32 (BIP 173) and of Bech32m (BIP 350) comes to. */
const SUMS = [1, 0x2bc830a3]

/** Base58Check: 25 bytes, of which the last four begin the double SHA-256 of the others. P2PKH, P2SH and their kin. */
export function base58check(address: string): boolean {
  let number = 0n
  for (const c of address) {
    const digit = BASE58.indexOf(c)
    if (digit < 0) return false
    number = number * 58n + BigInt(digit)
  }
  const hex = number.toString(16)
  if (hex.length > 50) return false
  const bytes = Buffer.from(hex.padStart(50, '0'), 'hex')
  const sha = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
  return sha(sha(bytes.subarray(0, 21))).subarray(0, 4).equals(bytes.subarray(21))
}

/** Bech32 and Bech32m: one case, and a checksum over the human-readable part and the data. */
export function bech32(address: string): boolean {
  if (address !== address.toLowerCase() && address !== address.toUpperCase()) return false
  const lower = address.toLowerCase()
  const separator = lower.lastIndexOf('1')
  const values = [...lower.slice(separator + 1)].map(c => BECH32.indexOf(c))
  if (values.length < 6 || values.includes(-1)) return false
  const prefix = [...lower.slice(0, separator)].map(c => c.charCodeAt(0))
  let sum = 1
  for (const value of [...prefix.map(c => c >> 5), 0, ...prefix.map(c => c & 31), ...values]) {
    const top = sum >>> 25
    sum = (sum & 0x1ffffff) << 5 ^ value
    for (let i = 0; i < 5; i++) if (top >> i & 1) sum ^= GENERATOR[i]
  }
  return SUMS.includes(sum)
}
