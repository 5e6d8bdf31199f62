import type { CodedBlocks } from '../../core/types.js'

/** Transforms of text and edges, and the pixels beside them that the loop filters make from theirs. */
export const lossyBlocks: CodedBlocks = { width: 16, height: 16, reach: 8, kept: false }

/** Blocks of a picture that is put together, cut or turned begin anywhere. */
export const turnedBlocks: CodedBlocks = { width: 1, height: 1, reach: 23, kept: false }
