import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nerCheck } from '../core/check-options.js'
import { invalidOption } from '../core/is.js'
import type { PluginModule, TokenClassifierOptions } from '../core/option-types.js'
import type { Recognizer, Span } from '../core/types.js'
import type { InferenceSession, Tensor } from '../inference/onnxruntime.js'
import { calibrationOf, endsAreTagged, likeliestTags, type Calibration } from './tag-paths.js'

/** What the usual tag sets call our labels. */
const COMMON: Readonly<Record<string, string | null>> = {
  PER: 'NAME', PERSON: 'NAME', LOC: 'LOCATION', LOCATION: 'LOCATION', GPE: 'LOCATION', ORG: 'ORGANIZATION', ORGANIZATION: 'ORGANIZATION', DATE: 'DATE', NORP: 'ORIGIN',
  EMAIL: 'EMAIL_ADDRESS', PHONE: 'PHONE_NUMBER', MISC: null, O: null,
  // openai/privacy-filter
  private_person: 'NAME', private_address: 'LOCATION_ADDRESS', private_email: 'EMAIL_ADDRESS', private_phone: 'PHONE_NUMBER', private_url: 'URL', private_date: 'DATE',
  account_number: 'ACCOUNT_NUMBER', secret: 'PASSWORD',
}

interface Token { start: number, end: number, ids: number[] }

/**
 * A recogniser of a Hugging Face token-classification model in a local folder: BERT and its kin with BIO tags, and models with BIOES tags, whose
 * path is the likeliest by `viterbi_calibration.json`, where there is one (openai/privacy-filter). Words are encoded one by one, so that offsets are
 * exact; a word has the tag of its first piece, or of the first that has one.
 *
 * A module for the workers, which the option `pii: { ner: { model: 'dir' } }` is short for.
 *
 * @example
 * efface({ recognizers: [{ module: import.meta.resolve('efface/huggingface'), options: { model: 'models/bert-ner' } }] })
 */
export default async function tokenClassifier(options: TokenClassifierOptions): Promise<Recognizer> {
  nerCheck(options, '')
  const { threshold = 0.5, threads = 1, maxLength = 512 } = options
  const model = await openModel(options.model, threads)
  const mapping = { ...COMMON, ...options.labels }
  const labelOf = (tag: string): string | null => {
    const kind = tag.replace(/^[BIESLU]-/, '')
    return kind in mapping ? mapping[kind] : kind
  }
  return {
    labels: [...new Set(model.names.map(labelOf).filter(label => label !== null))],
    async find(text: string): Promise<Span[]> {
      const words = model.wordsOf(text)
      const spans: (Span & { words: number })[] = []
      for (let from = 0; from < words.length;) {
        let to = from
        const room = maxLength - model.before.length - model.after.length
        for (let size = 0; to < words.length && size + words[to].ids.length <= room; to++) size += words[to].ids.length
        const tags = await classify(model, words.slice(from, to))
        tags.forEach(({ tag, score }, i) => {
          const label = labelOf(tag)
          if (label === null) return
          const { start, end } = words[from + i]
          const last = spans.at(-1)
          const goesOn = last?.label === label && !/^[BSU]-/.test(tag) && i > 0 && labelOf(tags[i - 1].tag) === label
          if (goesOn) Object.assign(last, { end, score: (last.score * last.words + score) / (last.words + 1), words: last.words + 1 })
          else spans.push({ start, end, label, score, words: 1 })
        })
        from = Math.max(to, from + 1)
      }
      return spans.filter(span => span.score >= threshold).map(({ start, end, label, score }) => ({ start, end, label, score }))
    },
  }
}

/** A model with its tokenizer. */
interface Model {
  session: InferenceSession
  /** What goes into it. Neither is loaded before a model is: this module is imported where none is run, too. */
  tensor(values: BigInt64Array, shape: readonly number[]): Tensor
  /** Its tags, by number. */
  names: string[]
  /** The special tokens that stand before and after a text. */
  before: readonly number[]
  after: readonly number[]
  /** Where a path of tags is the likeliest as a whole. */
  calibration?: Calibration
  wordsOf(text: string): Token[]
}

async function openModel(folder: string, threads: number): Promise<Model> {
  const json = async (file: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>
  const [{ Tokenizer }, { createSession, sessionOptions, Tensor }] = await Promise.all([import('@huggingface/tokenizers'), import('../inference/onnxruntime.js')])
  for (const file of ['tokenizer.json', 'config.json', 'model.onnx']) {
    if (!existsSync(join(folder, file))) throw invalidOption('pii.ner.model', `a folder with tokenizer.json, config.json and model.onnx (${file} is not there)`, folder)
  }
  const [vocabulary, settings, config, calibration] = await Promise.all([
    json('tokenizer.json'), json('tokenizer_config.json').catch(() => ({})), json('config.json'), json('viterbi_calibration.json').then(calibrationOf, () => calibrationOf({})),
  ])
  const tokenizer = new Tokenizer(vocabulary, settings)
  const encode = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids
  const names = Object.entries(config.id2label as Record<string, string>).sort((a, b) => Number(a[0]) - Number(b[0])).map(([, name]) => name)
  // Pieces of bytes differ by the space before a word.
  const byteLevel = JSON.stringify([vocabulary.pre_tokenizer, vocabulary.decoder]).includes('ByteLevel')
  const [before, after] = specials(tokenizer.encode('a').ids, encode('a'))
  return {
    session: await createSession(join(folder, 'model.onnx'), sessionOptions(threads)), names, before, after,
    tensor: (values, shape) => new Tensor('int64', values, shape),
    ...endsAreTagged(names) && { calibration },
    wordsOf: text => [...text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)].map(({ 0: word, index }) => ({
      start: index, end: index + word.length, ids: encode(byteLevel && /\s/.test(text[index - 1] ?? '') ? ` ${word}` : word).slice(0, 32),
    })),
  }
}

/** The tag of each word, and the probability of that. */
async function classify({ session, tensor, names, before, after, calibration }: Model, words: readonly Token[]): Promise<{ tag: string, score: number }[]> {
  const ids = [...before, ...words.flatMap(word => word.ids), ...after]
  const shape = [1, ids.length]
  const inputs: Record<string, Tensor> = {}
  const fill = (value: number): BigInt64Array => new BigInt64Array(ids.length).fill(BigInt(value))
  for (const name of session.inputNames) {
    inputs[name] = tensor(name === 'input_ids' ? BigInt64Array.from(ids, BigInt) : fill(name === 'attention_mask' ? 1 : 0), shape)
  }
  const logits = (await session.run(inputs))[session.outputNames[0]].data as Float32Array
  const count = ids.length - before.length - after.length
  const path = calibration && likeliestTags(logits.subarray(before.length * names.length), names, count, calibration)
  let at = before.length
  return words.map(word => {
    // An entity may begin within a word.
    const tags = path?.slice(at - before.length, at - before.length + word.ids.length)
    const piece = Math.max(0, tags?.findIndex(tag => names[tag] !== 'O') ?? 0)
    const row = logits.subarray((at + piece) * names.length, (at + piece + 1) * names.length)
    at += word.ids.length
    const top = tags?.[piece] ?? row.indexOf(Math.max(...row))
    return { tag: names[top], score: 1 / row.reduce((sum, value) => sum + Math.exp(value - row[top]), 0) }
  })
}

/** The special tokens that the tokenizer puts before and after a text. */
function specials(whole: readonly number[], bare: readonly number[]): [number[], number[]] {
  const at = whole.findIndex((id, i) => bare.every((other, j) => whole[i + j] === other) && id === bare[0])
  return at < 0 ? [[], []] : [whole.slice(0, at), whole.slice(at + bare.length)]
}

/** This module with its options, as the option `pii: { ner }` is short for. */
export const nerModule = (options: TokenClassifierOptions): PluginModule => ({ module: import.meta.url, options })
