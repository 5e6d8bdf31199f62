import { createHash } from 'node:crypto'
import { bech32 as bip173, bech32m as bip350, createBase58check } from '@scure/base'

const base58 = createBase58check((data: Uint8Array) => createHash('sha256').update(data).digest())

/** Base58Check of 25 bytes, of which the last four begin the double SHA-256 of the others. P2PKH, P2SH and their kin. */
export function base58check(address: string): boolean {
  try {
    return base58.decode(address).length === 21
  } catch {
    return false
  }
}

/** Bech32 (BIP 173) and Bech32m (BIP 350): one case, and a checksum over the human-readable part and the data. */
export function bech32(address: string): boolean {
  return (bip173.decodeUnsafe(address) ?? bip350.decodeUnsafe(address)) !== undefined
}
