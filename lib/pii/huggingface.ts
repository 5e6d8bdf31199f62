import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TokenClassifierOptions } from '../core/option-types.js'
import type { Recognizer, Span } from '../core/types.js'
import type { PluginModule } from '../core/option-types.js'

/** What the usual tag sets call our labels. */
const COMMON: Readonly<Record<string, string | null>> = {
  PER: 'NAME', PERSON: 'NAME', LOC: 'LOCATION', LOCATION: 'LOCATION', GPE: 'LOCATION', ORG: 'ORGANIZATION', ORGANIZATION: 'ORGANIZATION', DATE: 'DATE', NORP: 'ORIGIN',
  EMAIL: 'EMAIL_ADDRESS', PHONE: 'PHONE_NUMBER', MISC: null, O: null,
}

interface Token { start: number, end: number, ids: number[] }

/**
 * A recogniser of a Hugging Face token-classification model (BERT and its kin) in a local folder. Words are encoded one by
 * one, so that offsets are exact; a word has the tag of its first piece.
 *
 * A module for the workers, which the option `pii: { ner: { model: 'dir' } }` is short for.
 *
 * @example
 * efface({ recognizers: [{ module: import.meta.resolve('efface/huggingface'), options: { model: 'models/bert-ner' } }] })
 */
export default async function tokenClassifier(options: TokenClassifierOptions): Promise<Recognizer> {
  const { model: folder, threshold = 0.5, threads = 1, maxLength = 512 } = options
  const json = async (file: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>
  const [{ Tokenizer }, { createSession, Tensor }] = await Promise.all([import('@huggingface/tokenizers'), import('../inference/onnxruntime.js')])
  const [vocabulary, settings, config] = await Promise.all([json('tokenizer.json'), json('tokenizer_config.json').catch(() => ({})), json('config.json')])
  const tokenizer = new Tokenizer(vocabulary, settings)
  const session = await createSession(join(folder, 'model.onnx'), { intraOpNumThreads: threads, interOpNumThreads: 1 })
  const names = Object.entries(config.id2label as Record<string, string>).sort((a, b) => Number(a[0]) - Number(b[0])).map(([, name]) => name)
  const mapping = { ...COMMON, ...options.labels }
  const labelOf = (tag: string): string | null => {
    const kind = tag.replace(/^[BIESLU]-/, '')
    return kind in mapping ? mapping[kind] : kind
  }
  const [before, after] = specials(tokenizer.encode('a').ids, tokenizer.encode('a', { add_special_tokens: false }).ids)

  const classify = async (words: readonly Token[]): Promise<{ tag: string, score: number }[]> => {
    const ids = [...before, ...words.flatMap(word => word.ids), ...after]
    const shape = [1, ids.length]
    const inputs: Record<string, InstanceType<typeof Tensor>> = {}
    const fill = (value: number): BigInt64Array => new BigInt64Array(ids.length).fill(BigInt(value))
    for (const name of session.inputNames) {
      inputs[name] = new Tensor('int64', name === 'input_ids' ? BigInt64Array.from(ids, BigInt) : fill(name === 'attention_mask' ? 1 : 0), shape)
    }
    const logits = (await session.run(inputs))[session.outputNames[0]].data as Float32Array
    let at = before.length
    return words.map(word => {
      const row = logits.subarray(at * names.length, (at + 1) * names.length)
      at += word.ids.length
      const top = row.indexOf(Math.max(...row))
      return { tag: names[top], score: 1 / row.reduce((sum, value) => sum + Math.exp(value - row[top]), 0) }
    })
  }

  return {
    labels: [...new Set(names.map(labelOf).filter(label => label !== null))],
    async find(text: string): Promise<Span[]> {
      const words = [...text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)]
        .map(m => ({ start: m.index, end: m.index + m[0].length, ids: tokenizer.encode(m[0], { add_special_tokens: false }).ids.slice(0, 32) }))
      const spans: (Span & { words: number })[] = []
      for (let from = 0; from < words.length;) {
        let to = from
        for (let size = before.length + after.length; to < words.length && size + words[to].ids.length <= maxLength; to++) size += words[to].ids.length
        const tags = await classify(words.slice(from, to))
        tags.forEach(({ tag, score }, i) => {
          const label = labelOf(tag)
          if (label === null) return
          const { start, end } = words[from + i]
          const last = spans.at(-1)
          const goesOn = last?.label === label && !tag.startsWith('B-') && i > 0 && labelOf(tags[i - 1].tag) === label
          if (goesOn) Object.assign(last, { end, score: (last.score * last.words + score) / (last.words + 1), words: last.words + 1 })
          else spans.push({ start, end, label, score, words: 1 })
        })
        from = Math.max(to, from + 1)
      }
      return spans.filter(span => span.score >= threshold).map(({ start, end, label, score }) => ({ start, end, label, score }))
    },
  }
}

/** The special tokens that the tokenizer puts before and after a text. */
function specials(whole: readonly number[], bare: readonly number[]): [number[], number[]] {
  const at = whole.findIndex((id, i) => bare.every((other, j) => whole[i + j] === other) && id === bare[0])
  return at < 0 ? [[], []] : [whole.slice(0, at), whole.slice(at + bare.length)]
}

/** This module with its options, as the option `pii: { ner }` is short for. */
export const nerModule = (options: TokenClassifierOptions): PluginModule => ({ module: import.meta.url, options })
