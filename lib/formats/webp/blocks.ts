import type { CodedBlocks } from '../../core/types.js'

/** Macroblocks of a lossy picture, and the pixels beside them that the loop filter makes from theirs. */
export const lossyBlocks: CodedBlocks = { width: 16, height: 16, reach: 4, kept: false }

/** Frames of an animation begin anywhere on the screen, and so do their macroblocks. */
export const lossyFrameBlocks: CodedBlocks = { width: 1, height: 1, reach: 19, kept: false }
