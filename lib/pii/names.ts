import { Tensor, type InferenceSession } from '../inference/onnxruntime.js'
import { openSession } from '../inference/session.js'
import type { Recognizer } from '../core/types.js'
import { decode, NAMES_LABELS, TAGS } from './names-decode.js'
import { CHARS, encode, FEATURES, tokenise } from './names-text.js'

/** Tokens per run of the model, and how many of them at each end are there for context only. The model looks 16 tokens far. */
const WINDOW = 1024
const MARGIN = 24

/** Chosen on held-back synthetic documents, forms and a development set of sentences: a missed name costs more than a masked word. */
const CAUTION = 2.8

/**
 * The names model: finds names, places, companies, occupations and the like from the words and what stands around them,
 * in running text as in forms. Lines parted by '\n' are part of what it reads.
 *
 * @param options.threads threads of the model. Default 1.
 * @throws EffaceError ERR_MODEL_INTEGRITY when the weights are missing or are not those of the manifest
 * @example
 * const names = await createNames()
 * await names.find('Seen by Ada Byron', {}) // [{ start: 8, end: 17, label: 'NAME', score: 0.9… }, …]
 */
export async function createNames({ threads = 1 }: { threads?: number } = {}): Promise<Recognizer> {
  const model = await openSession('names.onnx', threads)
  return {
    labels: NAMES_LABELS,
    async find(text) {
      const tokens = tokenise(text)
      if (tokens.length === 0) return []
      const { features, chars } = encode(tokens)
      return decode(tokens, await scoresOf(model, features, chars, tokens.length), CAUTION)
    },
  }
}

/** Log-probabilities [length, TAGS], in windows that overlap, so that no token near an end lacks its context. */
async function scoresOf(model: InferenceSession, features: Int32Array, chars: Int32Array, length: number): Promise<Float32Array> {
  const scores = new Float32Array(length * TAGS)
  for (let from = 0; ; from += WINDOW - 2 * MARGIN) {
    const to = Math.min(from + WINDOW, length)
    const { scores: part } = await model.run({
      features: new Tensor('int32', features.subarray(from * FEATURES, to * FEATURES), [to - from, FEATURES]),
      chars: new Tensor('int32', chars.subarray(from * CHARS, to * CHARS), [to - from, CHARS]),
    })
    const skip = from === 0 ? 0 : MARGIN
    scores.set((part.data as Float32Array).subarray(skip * TAGS), (from + skip) * TAGS)
    if (to === length) return scores
  }
}
