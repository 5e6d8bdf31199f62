/** What is known of one format. */
export interface FormatInfo {
  /** As people write it. */
  title: string
  /** Of file names; the first is what an output gets. */
  extensions: readonly [string, ...string[]]
  /** MIME types; the first is what an output gets. */
  types: readonly [string, ...string[]]
  /** What a file begins with, any of these, a character a byte; `?` is any byte. {@link SNIFF_BYTES} at most. */
  magic: readonly string[]
  /** Whether it is written with more than one page. */
  pages: boolean
  /** Whether a raster that is to be written in it may have alpha, or must; and whether it may be grey. */
  alpha: 'none' | 'kept' | 'always'
  grey: boolean
}

/** Every format that is read and written. What reads and writes it, its codec, stands in formats/index.ts under the same name. */
export const FORMATS = {
  jpeg: {
    title: 'JPEG', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], types: ['image/jpeg', 'image/jpg'], magic: ['\xff\xd8\xff'],
    pages: false, alpha: 'none', grey: true,
  },
  png: { title: 'PNG', extensions: ['png', 'apng'], types: ['image/png'], magic: ['\x89PNG\r\n\x1a\n'], pages: false, alpha: 'kept', grey: true },
  bmp: { title: 'BMP', extensions: ['bmp', 'dib'], types: ['image/bmp', 'image/x-ms-bmp'], magic: ['BM'], pages: false, alpha: 'none', grey: false },
  gif: { title: 'GIF', extensions: ['gif'], types: ['image/gif'], magic: ['GIF87a', 'GIF89a'], pages: true, alpha: 'always', grey: false },
  tiff: {
    title: 'TIFF', extensions: ['tif', 'tiff'], types: ['image/tiff', 'image/tif'], magic: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
    pages: true, alpha: 'kept', grey: true,
  },
  webp: { title: 'WebP', extensions: ['webp'], types: ['image/webp'], magic: ['RIFF????WEBP'], pages: false, alpha: 'kept', grey: false },
  avif: {
    title: 'AVIF', extensions: ['avif'], types: ['image/avif'], magic: ['avif', 'avis', 'mif1', 'miaf', 'MA1A', 'MA1B'].map(brand => `????ftyp${brand}`),
    pages: false, alpha: 'kept', grey: false,
  },
} as const satisfies Record<string, FormatInfo>

/** The formats that are read and written, told by their bytes and never by name. */
export type Format = keyof typeof FORMATS

export const formatNames = Object.keys(FORMATS) as Format[]

const infos: readonly FormatInfo[] = Object.values(FORMATS)

/** 'JPEG, PNG or TIFF' */
export const formatTitles = infos.map(({ title }) => title).join(', ').replace(/, ([^,]*)$/, ' or $1')

/** The MIME type of an output. */
export const typeOf = (format: Format | undefined): string => format === undefined ? 'application/octet-stream' : FORMATS[format].types[0]

/** MIME type → format, for every type that a client may declare. */
export const formatsByType: Readonly<Record<string, Format>> = Object.fromEntries(formatNames.flatMap(name => FORMATS[name].types.map(type => [type, name])))

/** How many bytes {@link sniff} wants to see. */
export const SNIFF_BYTES = 16

/** The format by magic bytes; undefined when it is none of ours. */
export function sniff(head: Uint8Array): Format | undefined {
  const begins = (magic: string): boolean => [...magic].every((char, i) => char === '?' ? i < head.length : head[i] === char.charCodeAt(0))
  return formatNames.find(name => FORMATS[name].magic.some(begins))
}
