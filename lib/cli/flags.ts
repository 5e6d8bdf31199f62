import { formatNames } from '../core/formats.js'
import { methodNames } from '../core/methods.js'
import { defaultObjects, objectLabels } from '../core/object-labels.js'
import { ocrNames } from '../core/ocr-engines.js'
import { providerNames } from '../core/providers.js'
import { presetNames } from './presets.js'

/** What is known of one flag. Parsing, help and completion go by it. */
export interface FlagInfo {
  type: 'string' | 'boolean'
  short?: string
  /** May be repeated. */
  multiple?: true
  /** What stands behind it, as help writes it. */
  value?: string
  /** For help: what it does, in a sentence without a full stop. */
  about: string
  /** What its value may be, where that is one of a few words. */
  words?: readonly string[]
}

/** Flags by what they are about, in the order of help. */
export const SECTIONS = {
  'Files': {
    output: { type: 'string', short: 'o', value: 'FILE', about: "where the redacted file goes; '-': standard output. A name with another format's ending converts" },
    'out-dir': { type: 'string', value: 'DIR', about: 'where the redacted files go (default: NAME.redacted.EXT beside each input)' },
    resume: { type: 'boolean', about: 'with --out-dir: goes on where an earlier run ended; what was done is written down in DIR.journal.ndjson' },
    journal: { type: 'string', value: 'FILE', about: 'with --resume: where that is written down' },
    'dry-run': { type: 'boolean', about: 'only say of each file what would be done' },
    exclude: { type: 'string', multiple: true, value: 'PATTERN', about: "leave files out: '*.tmp.png', 'drafts/**'; may be repeated" },
    since: { type: 'string', value: 'WHEN', about: 'only files changed since a date (2026-11-30), or for so many days (2d) or hours (12h)' },
  },
  'What to find': {
    objects: { type: 'string', value: 'LIST', about: `${defaultObjects.join()} (default), or none`, words: objectLabels },
    entities: { type: 'string', value: 'LIST', about: 'labels or groups of personal text to find: NAME,PCI,HIPAA_SAFE_HARBOR (default: all that identify a person)' },
    'no-entities': { type: 'string', value: 'LIST', about: 'labels or groups to leave alone' },
    ocr: { type: 'string', value: 'ENGINE', about: ocrNames.join(', ').replace('auto', 'auto (default)'), words: ocrNames },
    lang: { type: 'string', value: 'LIST', about: 'languages of the text: eng+fra, or auto (default: eng)' },
    countries: { type: 'string', value: 'LIST', about: 'countries whose national telephone numbers are looked for besides those of the languages: DE,US' },
    checksums: {
      type: 'string', value: 'RULE', about: 'numbers whose check digits are wrong: evidence (less sure, default), required (left alone)', words: ['evidence', 'required'],
    },
    providers: { type: 'string', value: 'LIST', about: `what runs the nets, tried in this order: ${providerNames.join(', ')} (default: cpu)`, words: providerNames },
    accuracy: { type: 'string', value: 'MODE', about: 'standard (default), high: slower, reads more', words: ['standard', 'high'] },
    sensitivity: {
      type: 'string', value: 'LEVEL', about: 'of faces and plates: high (misses less, paints more in vain), standard (default), low', words: ['high', 'standard', 'low'],
    },
  },
  'Many options at once': {
    preset: { type: 'string', value: 'NAME', about: `${presetNames.join(', ')}: see efface labels --help`, words: presetNames },
    config: { type: 'string', value: 'FILE', about: 'options in a file; default: the nearest efface.config.{json,js,ts} from here upward' },
    'no-config': { type: 'boolean', about: 'read none' },
  },
  'How to paint': {
    method: { type: 'string', multiple: true, value: 'METHOD', about: `${methodNames.join(', ')}; FACE=mosaic sets it for one label; may be repeated`, words: methodNames },
    color: { type: 'string', value: "'#rrggbb'", about: 'for --method solid' },
    'on-unread': {
      type: 'string', value: 'WHAT', about: 'text seen but not readable: keep, cut (by an edge), redact (default: cut; redact with --accuracy high)',
      words: ['keep', 'cut', 'redact'],
    },
    'on-error': {
      type: 'string', value: 'WHAT', about: 'a page on which something fails: fail (the whole file, default), skip (the page leaves black, the report says so)',
      words: ['fail', 'skip'],
    },
    format: { type: 'string', value: 'FORMAT', about: `${formatNames.join(', ')}, when it is to differ from the input's`, words: formatNames },
    verify: { type: 'boolean', about: 'look at every painted page again; doubles the time' },
    'no-witness': { type: 'boolean', about: 'do not have what is written read back by a decoder that is not ours' },
  },
  'What is told': {
    report: { type: 'string', value: 'FILE', about: "what was found, as JSON ('-': standard output; several files: one JSON object a line, as they are done)" },
    'report-text': { type: 'boolean', about: 'with the text that was found (personal!)' },
    preview: { type: 'string', value: 'DIR', about: 'a PNG a page: what was found, with labels, beside the result (shows what is personal!)' },
    'contact-sheet': { type: 'string', value: 'FILE', about: 'one PNG or JPEG of all redacted pages, small' },
    before: { type: 'boolean', about: 'with the pages as they were (personal!)' },
    plan: { type: 'string', value: 'FILE', about: 'only look, and write down what is to be painted' },
    audit: { type: 'string', value: 'FILE', about: 'append a line a file to a hash-chained log: hashes, boxes and labels, no text' },
    json: { type: 'boolean', about: 'for machines, on a terminal as well' },
    'fail-on': { type: 'string', value: 'LIST', about: 'exit with 3 when one of these labels or groups is there' },
    quiet: { type: 'boolean', short: 'q', about: 'no progress, no summary' },
  },
  'Queue': {
    redis: { type: 'string', value: 'URL', about: 'of the queue (default redis://127.0.0.1:6379, or EFFACE_REDIS, where a password is better placed)' },
    queue: { type: 'string', value: 'NAME', about: 'which queue (default efface)' },
    attempts: { type: 'string', value: 'N', about: 'so often a document is tried that fails for what may pass (default 5)' },
    priority: { type: 'string', value: 'N', about: '1 comes first; those without one come before all of them' },
    'pages-per-job': { type: 'string', value: 'N', about: 'TIFFs of more pages are looked through in ranges of so many, each a job (default 25)' },
    limit: { type: 'string', value: 'JOBS/SECONDS', about: 'all workers together begin no more than that' },
    grace: { type: 'string', value: 'SECONDS', about: 'to finish what is under way after SIGTERM, before it is given back (default 25)' },
    silent: { type: 'string', value: 'SECONDS', about: 'a worker without a sign for so long is taken for dead (default 30)' },
    deaths: { type: 'string', value: 'N', about: 'a document is given up when so many workers died on it (default 5)' },
    'metrics-port': { type: 'string', value: 'PORT', about: '/metrics for Prometheus and /healthz, at --host' },
    dead: { type: 'boolean', about: 'the documents given up, one JSON object a line' },
    done: { type: 'boolean', about: 'what became of the others, one JSON object a line' },
    code: { type: 'string', multiple: true, value: 'CODE', about: 'what failed with this code alone; may be repeated' },
    all: { type: 'boolean', about: 'what failed for good, too' },
  },
  'Work': {
    threads: { type: 'string', value: 'N', about: "worker threads (default: the processor's cores, 8 at most)" },
    concurrency: { type: 'string', value: 'N', about: 'files or requests at a time (default 2; of serve two for each thread)' },
  },
  'Stores': {
    's3-endpoint': { type: 'string', value: 'URL', about: "of a store for s3: that is not Amazon's; or AWS_ENDPOINT_URL_S3 in the environment" },
    's3-region': { type: 'string', value: 'NAME', about: 'or AWS_REGION in the environment' },
    's3-path-style': {
      type: 'string', value: 'true|false', about: 'https://host/bucket/key rather than https://bucket.host/key (default: with --s3-endpoint)', words: ['true', 'false'],
    },
  },
  'Server': {
    port: { type: 'string', value: 'N', about: 'default 8080; 0 takes a free one, which the log tells' },
    host: { type: 'string', value: 'NAME', about: 'default 127.0.0.1' },
    root: { type: 'string', value: 'DIR', about: 'what /process/files/uri may read' },
    'output-dir': { type: 'string', value: 'DIR', about: 'where /process/files/uri writes' },
    'api-key': { type: 'string', value: 'K', about: 'what requests must show as x-api-key; or EFFACE_API_KEY in the environment' },
    ui: { type: 'boolean', about: 'with a review page at /ui/, for this machine alone' },
    'ui-host': { type: 'string', multiple: true, value: 'NAME', about: 'a host name by which the review page is reached from other machines; may be repeated' },
    'review-dir': {
      type: 'string', value: 'DIR',
      about: "where marks and plans of reviewed files are kept, without pictures and text; 'none': nowhere (default: of serve --ui the user's folder for such, of review NAME.review beside what is reviewed)",
    },
  },
  '': {
    help: { type: 'boolean', short: 'h', about: 'of efface, or of the command before it' },
    version: { type: 'boolean', about: 'the version of efface' },
  },
} as const satisfies Record<string, Record<string, FlagInfo>>

type Sections = typeof SECTIONS
type Tables = { [S in keyof Sections]: Sections[S] }[keyof Sections]
type Merged<T> = (T extends unknown ? (table: T) => void : never) extends (table: infer M) => void ? M : never

/** Every flag. */
export const FLAGS = Object.assign({}, ...Object.values(SECTIONS)) as Merged<Tables>

export type Flag = keyof typeof FLAGS

export const FLAG_NAMES: readonly string[] = Object.keys(FLAGS)

export const FIND = ['objects', 'entities', 'no-entities', 'ocr', 'lang', 'countries', 'checksums', 'accuracy', 'sensitivity', 'providers', 'threads', 'preset', 'config', 'no-config'] as const satisfies readonly Flag[]
/** How stores are reached: for whatever is read or written by URL. */
export const PLACES = ['s3-endpoint', 's3-region', 's3-path-style'] as const satisfies readonly Flag[]
export const PAINT = ['method', 'color', 'on-unread', 'on-error', 'format', 'verify', 'no-witness'] as const satisfies readonly Flag[]
/** Which queue is meant. */
export const QUEUE = ['redis', 'queue'] as const satisfies readonly Flag[]
