/** Conversions between 8-bit samples of a colour model and 8-bit sRGB. No colour management: profiles are carried, not applied. */
import type { ColourModel } from './types.js'

/** Samples per pixel that carry colour; what follows them is alpha or something else. */
export const colourSamples: Readonly<Record<ColourModel, 1 | 3 | 4>> = {
  grey: 1, 'grey-inverted': 1, palette: 1, rgb: 3, ycbcr: 3, lab: 3, cmyk: 4,
}

/** Rec. 601 luma of sRGB values, 0..255. */
export function luma(r: number, g: number, b: number): number {
  return (r * 77 + g * 150 + b * 29 + 128) >> 8
}

const clamp = (v: number): number => v < 0 ? 0 : v > 255 ? 255 : v

/**
 * `n` pixels of `channels` samples to RGBA (opaque; alpha is the caller's). Lab is D50, L 0..255 for 0..100, a and b in
 * two's complement as in TIFF's CIELab; YCbCr is full-range Rec. 601; CMYK is 0 for no ink.
 */
export function toRgba(model: Exclude<ColourModel, 'palette'>, samples: Uint8Array, channels: number, n: number, rgba: Uint8Array): void {
  for (let i = 0, s = 0, d = 0; i < n; i++, s += channels, d += 4) {
    rgba[d + 3] = 255
    if (model === 'rgb') {
      rgba[d] = samples[s]
      rgba[d + 1] = samples[s + 1]
      rgba[d + 2] = samples[s + 2]
    } else if (model === 'grey') {
      rgba[d] = rgba[d + 1] = rgba[d + 2] = samples[s]
    } else if (model === 'grey-inverted') {
      rgba[d] = rgba[d + 1] = rgba[d + 2] = 255 - samples[s]
    } else if (model === 'cmyk') {
      const light = 255 - samples[s + 3]
      rgba[d] = div255((255 - samples[s]) * light)
      rgba[d + 1] = div255((255 - samples[s + 1]) * light)
      rgba[d + 2] = div255((255 - samples[s + 2]) * light)
    } else if (model === 'ycbcr') {
      const y = samples[s]
      const cb = samples[s + 1] - 128
      const cr = samples[s + 2] - 128
      rgba[d] = clamp(Math.round(y + 1.402 * cr))
      rgba[d + 1] = clamp(Math.round(y - 0.344136 * cb - 0.714136 * cr))
      rgba[d + 2] = clamp(Math.round(y + 1.772 * cb))
    } else {
      labToRgb(samples[s], samples[s + 1] << 24 >> 24, samples[s + 2] << 24 >> 24, rgba, d)
    }
  }
}

/** The inverse of {@link toRgba}; writes the colour samples only. */
export function fromRgba(model: Exclude<ColourModel, 'palette'>, rgba: Uint8Array, n: number, samples: Uint8Array, channels: number): void {
  for (let i = 0, s = 0, d = 0; i < n; i++, s += channels, d += 4) {
    const r = rgba[d]
    const g = rgba[d + 1]
    const b = rgba[d + 2]
    if (model === 'rgb') {
      samples[s] = r
      samples[s + 1] = g
      samples[s + 2] = b
    } else if (model === 'grey') {
      samples[s] = luma(r, g, b)
    } else if (model === 'grey-inverted') {
      samples[s] = 255 - luma(r, g, b)
    } else if (model === 'cmyk') {
      const light = Math.max(r, g, b)
      samples[s] = light === 0 ? 0 : Math.round((light - r) * 255 / light)
      samples[s + 1] = light === 0 ? 0 : Math.round((light - g) * 255 / light)
      samples[s + 2] = light === 0 ? 0 : Math.round((light - b) * 255 / light)
      samples[s + 3] = 255 - light
    } else if (model === 'ycbcr') {
      samples[s] = clamp(Math.round(0.299 * r + 0.587 * g + 0.114 * b))
      samples[s + 1] = clamp(Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b))
      samples[s + 2] = clamp(Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b))
    } else {
      rgbToLab(r, g, b, samples, s)
    }
  }
}

function div255(v: number): number { return (v + 128 + ((v + 128) >> 8)) >> 8 }

// sRGB ↔ XYZ (D50, Bradford-adapted) ↔ CIE L*a*b*.
const WHITE = [0.9642, 1, 0.8249] as const
const linear = Float64Array.from({ length: 256 }, (_, i) => i <= 10 ? i / 255 / 12.92 : ((i / 255 + 0.055) / 1.055) ** 2.4)
const GAMMA_STEPS = 4096
const gamma = Uint8Array.from({ length: GAMMA_STEPS + 1 }, (_, i) => {
  const v = i / GAMMA_STEPS
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055))
})
const encode = (v: number): number => gamma[v <= 0 ? 0 : v >= 1 ? GAMMA_STEPS : Math.round(v * GAMMA_STEPS)]

function labToRgb(l: number, a: number, b: number, rgba: Uint8Array, at: number): void {
  const fy = (l * 100 / 255 + 16) / 116
  const x = WHITE[0] * unbend(fy + a / 500)
  const y = WHITE[1] * unbend(fy)
  const z = WHITE[2] * unbend(fy - b / 200)
  rgba[at] = encode(3.1338561 * x - 1.6168667 * y - 0.4906146 * z)
  rgba[at + 1] = encode(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z)
  rgba[at + 2] = encode(0.0719453 * x - 0.2289914 * y + 1.4052427 * z)
}

function rgbToLab(r: number, g: number, b: number, samples: Uint8Array, at: number): void {
  const [R, G, B] = [linear[r], linear[g], linear[b]]
  const fx = bend((0.4360747 * R + 0.3850649 * G + 0.1430804 * B) / WHITE[0])
  const fy = bend((0.2225045 * R + 0.7168786 * G + 0.0606169 * B) / WHITE[1])
  const fz = bend((0.0139322 * R + 0.0971045 * G + 0.7141733 * B) / WHITE[2])
  samples[at] = clamp(Math.round((116 * fy - 16) * 2.55))
  samples[at + 1] = Math.max(-128, Math.min(127, Math.round(500 * (fx - fy)))) & 255
  samples[at + 2] = Math.max(-128, Math.min(127, Math.round(200 * (fy - fz)))) & 255
}

function bend(t: number): number { return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116 }
function unbend(t: number): number { return t > 6 / 29 ? t * t * t : (116 * t - 16) * 27 / 24389 }
