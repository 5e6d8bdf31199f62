/**
 * Who reads a written page back. `gifuct-js`: frames of GIFs. `utif`: TIFFs in the compressions and depths that UTIF reads right. `sharp`, which is
 * libjpeg, libspng, libtiff, libwebp and libheif: JPEG, PNG, APNG, WebP, AVIF and the rest of TIFF. `own`: our own decoder, where no other reads the
 * form right.
 */
export type WitnessName = 'gifuct-js' | 'utif' | 'sharp' | 'own'
