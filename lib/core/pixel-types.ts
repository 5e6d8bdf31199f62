// Pixels and where they lie: plain data, see types.ts.
import type { SpooledBytes } from './private-file.js'

/** Pixels of the upright frame, origin top left. May have fractions; painting rounds outward. */
export interface Box { x: number, y: number, w: number, h: number }

/** In pixels of the upright frame. */
export interface Point { x: number, y: number }

/** EXIF/TIFF orientation: how the stored raster is to be turned to stand upright; 1 = as stored. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** What the samples of a raster mean. */
export type ColourModel = 'grey' | 'grey-inverted' | 'rgb' | 'palette' | 'cmyk' | 'ycbcr' | 'lab'

/** How the samples of a raster are laid out. Known from the header, before any pixel is decoded. */
export interface RasterLayout {
  /** In pixels, as stored: before any turning. */
  width: number
  height: number
  model: ColourModel
  /** Samples per pixel, alpha and extra samples included, interleaved. */
  channels: number
  /** Bits per sample. Below 8, samples are packed from the most significant bit on; rows start on a byte. */
  bits: 1 | 2 | 4 | 8 | 16 | 32 | 64
  sample: 'uint' | 'int' | 'float'
  /** The first sample after the colour samples is alpha. */
  alpha?: 'straight' | 'premultiplied'
  /** For 'palette': RGBA, four bytes an entry. */
  palette?: Uint8Array
}

/**
 * A page's own pixels: stored orientation, own depth and colour model. This is what is painted on and encoded.
 * `data` holds `height` rows of ceil(width * channels * bits / 8) bytes; samples of 16 bits and more are little-endian.
 */
export interface Raster extends RasterLayout { data: Uint8Array, file?: undefined }

/** The same of a page too large for memory: its rows lie in a private file, and `data` is empty. */
export interface RasterFile extends RasterLayout { data: Uint8Array, file: SpooledBytes }

/** A page's own pixels, wherever they lie. Plain data, which crosses to workers as it is; lib/core/pixel-store.ts reads and writes it. */
export type PixelStore = Raster | RasterFile

/**
 * What detectors and OCR look at: 8-bit, upright, sRGB (3 interleaved channels) or grey (1), alpha flattened on white. `data` holds
 * `height` rows of `width * channels` bytes.
 */
export interface View { width: number, height: number, channels: 1 | 3, data: Uint8Array }

/**
 * How a viewer may show a raster: transparent pixels on white (which is what a view shows), on black, or as if nothing were transparent; one of
 * the samples, as grey; ink upside down; or, where samples use few of their levels, those stretched to all.
 */
export type Rendering = { on: 'white' | 'black' | 'nothing' } | { sample: number } | { ink: 'inverted' } | { stretched: { min: number, max: number } }
