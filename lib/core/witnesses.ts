/** Who reads a written page back: what it is, and what it reads. */
export const WITNESSES = {
  'gifuct-js': 'gifuct-js 2.1.2: frames of GIFs',
  utif: 'UTIF 3.1.0: pages of TIFFs, in the compressions and depths that it reads right',
  sharp: 'sharp 0.35.5 (libvips with libjpeg, libspng, libtiff, libwebp): JPEG, PNG, APNG, WebP, the rest of TIFF',
  own: 'our own decoder, where no other reads the form right: BMP, some TIFFs, pages too large for memory',
} as const satisfies Record<string, string>

export type WitnessName = keyof typeof WITNESSES

export const witnessNames = Object.keys(WITNESSES) as WitnessName[]
