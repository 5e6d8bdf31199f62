import { NETS } from '../inference/nets.js'

/** The weight file of each net, and the labels of its output, in the order of its planes. */
export const weights = {
  centerFace: { file: NETS.centerFace.files[0], labels: ['FACE'] },
  anchorFree: { file: NETS.detector.files[0], labels: ['LICENSE_PLATE', 'FACE'] },
  corners: { file: NETS.plateCorners.files[0], labels: ['LICENSE_PLATE'] },
} as const
