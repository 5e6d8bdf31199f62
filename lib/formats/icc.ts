/**
 * ICC profiles as far as they may be passed on: the colour, and none of the texts. A profile's description, copyright, device
 * and private tags can hold anything its maker, or the owner of the device, put there.
 */
const HEADER = 128
const MAX_TAGS = 256

/** Tags that say what colours mean. */
const colourTags = new Set([
  'rXYZ', 'gXYZ', 'bXYZ', 'wtpt', 'bkpt', 'chad', 'rTRC', 'gTRC', 'bTRC', 'kTRC', 'lumi', 'chrm', 'meas', 'view', 'cicp',
  'A2B0', 'A2B1', 'A2B2', 'B2A0', 'B2A1', 'B2A2', 'D2B0', 'D2B1', 'D2B2', 'D2B3', 'B2D0', 'B2D1', 'B2D2', 'B2D3', 'gamt', 'pre0', 'pre1', 'pre2',
])
/** Types that hold numbers only. */
const numberTypes = new Set(['XYZ ', 'curv', 'para', 'sf32', 'uf32', 'mft1', 'mft2', 'mAB ', 'mBA ', 'mpet', 'chrm', 'meas', 'view', 'cicp'])

const ascii = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** The profile with its colour tags only, neutral texts and no dates or identities; undefined where it is not a profile. */
export function strippedIcc(profile: Uint8Array): Uint8Array | undefined {
  if (profile.length < HEADER + 4 || ascii(profile, 36) !== 'acsp') return undefined
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength)
  const count = view.getUint32(HEADER)
  if (count > MAX_TAGS || HEADER + 4 + count * 12 > profile.length) return undefined
  const version4 = profile[8] >= 4
  const kept: { name: string, body: Uint8Array }[] = [
    { name: 'desc', body: version4 ? localised('ICC') : described('ICC') },
    { name: 'cprt', body: version4 ? localised('') : plain('') },
  ]
  const bodies = new Map<number, Uint8Array>()
  let total = 0
  for (let i = 0; i < count; i++) {
    const at = HEADER + 4 + i * 12
    const name = ascii(profile, at)
    const offset = view.getUint32(at + 4)
    const size = view.getUint32(at + 8)
    if (!colourTags.has(name) || size < 8 || offset < HEADER || offset + size > profile.length) continue
    if (!numberTypes.has(ascii(profile, offset))) continue
    // Tags may share their data; a hostile table may make many of one.
    const body = bodies.get(offset) ?? profile.subarray(offset, offset + size)
    if (!bodies.has(offset)) total += size
    if (total > profile.length) return undefined
    bodies.set(offset, body)
    kept.push({ name, body })
  }
  return assemble(profile.subarray(0, HEADER), kept)
}

function assemble(header: Uint8Array, tags: { name: string, body: Uint8Array }[]): Uint8Array {
  const places = new Map<Uint8Array, number>()
  let end = HEADER + 4 + tags.length * 12
  for (const { body } of tags) {
    if (places.has(body)) continue
    places.set(body, end)
    end += Math.ceil(body.length / 4) * 4
  }
  const out = new Uint8Array(end)
  const view = new DataView(out.buffer)
  out.set(header)
  // Preferred module, date, device, creator, identity and reserved bytes say who and when, not which colour.
  out.fill(0, 4, 8)
  out.fill(0, 24, 36)
  out.fill(0, 40, 44)
  out.fill(0, 48, 64)
  out.fill(0, 80, HEADER)
  view.setUint16(24, 2000)
  view.setUint16(26, 1)
  view.setUint16(28, 1)
  out.set([0x61, 0x63, 0x73, 0x70], 36)
  view.setUint32(0, end)
  view.setUint32(HEADER, tags.length)
  tags.forEach(({ name, body }, i) => {
    const at = HEADER + 4 + i * 12
    for (let c = 0; c < 4; c++) out[at + c] = name.charCodeAt(c)
    view.setUint32(at + 4, places.get(body)!)
    view.setUint32(at + 8, body.length)
    out.set(body, places.get(body)!)
  })
  return out
}

const bytesOf = (text: string): number[] => [...text].map(c => c.charCodeAt(0))

function plain(text: string): Uint8Array {
  return Uint8Array.from([...bytesOf('text'), 0, 0, 0, 0, ...bytesOf(text), 0])
}

/** textDescriptionType of version 2: ASCII, then empty Unicode and ScriptCode parts. */
function described(text: string): Uint8Array {
  return Uint8Array.from([...bytesOf('desc'), 0, 0, 0, 0, 0, 0, 0, text.length + 1, ...bytesOf(text), 0, ...new Array<number>(8 + 3 + 67).fill(0)])
}

/** multiLocalizedUnicodeType of version 4, in one language. */
function localised(text: string): Uint8Array {
  const utf16 = [...text].flatMap(c => [0, c.charCodeAt(0)])
  return Uint8Array.from([
    ...bytesOf('mluc'), 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, ...bytesOf('enUS'), 0, 0, 0, utf16.length, 0, 0, 0, 28, ...utf16,
  ])
}
