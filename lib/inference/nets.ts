/** What is known of one net. */
export interface NetInfo {
  /** Its weight files, below models/weights/. No others can be opened: see {@link WeightFile}. */
  files: readonly string[]
  /** The labels of objects that it helps to find. */
  finds: readonly string[]
}

/** Every net with its weight files. What opens them, and what a report says was at work, both go by this. */
export const NETS = {
  centerFace: { files: ['centerface.onnx'], finds: ['FACE'] },
  detector: { files: ['detector.int8.onnx'], finds: ['FACE', 'LICENSE_PLATE'] },
  plateCorners: { files: ['plate-corners.onnx'], finds: ['LICENSE_PLATE'] },
  paddle: { files: ['ppocr-det.onnx', 'ppocr-latin.onnx', 'ppocr-latin.txt'], finds: [] },
  paddleWhole: { files: ['ppocr-det.onnx', 'ppocr-whole.onnx', 'ppocr-whole.txt'], finds: [] },
  names: { files: ['names.onnx'], finds: [] },
} as const satisfies Record<string, NetInfo>

export type NetName = keyof typeof NETS

/** A weight file that some net of the table has. */
export type WeightFile = (typeof NETS)[NetName]['files'][number]
