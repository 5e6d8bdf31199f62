import { FIND, PAINT, PLACES, QUEUE, type Flag } from './flags.js'

/** What is known of one command, but for what it does: that stands in main.ts under the same name. */
export interface CommandInfo {
  /** What stands behind `efface`. */
  usage: readonly string[]
  /** What it does, in a phrase. */
  about: string
  /** Further sentences for its help. */
  more?: string
  /** The flags that it has a use for, so that none is taken and then ignored. --quiet, --help and --version go with all. */
  flags: readonly Flag[]
  /** Command line and what it does. */
  examples: readonly (readonly [string, string])[]
}

/** Every command. Those whose name is one word are called by it; the others are told by what is said. */
const COMMANDS = {
  redact: {
    usage: ['IN -o OUT', 'FILES FOLDERS [--out-dir DIR]', '- < IN > OUT', 'IN --plan PLAN.json'],
    about: 'redact files and folders; the word itself may be left out',
    more: 'Folders are searched through and their tree is kept. The output of one file may be its input. - is standard input.',
    flags: [
      ...FIND, ...PAINT, ...PLACES, 'output', 'out-dir', 'report', 'report-text', 'preview', 'contact-sheet', 'audit', 'concurrency', 'resume', 'journal', 'exclude', 'since',
      'dry-run',
    ],
    examples: [
      ['efface photo.jpg -o clean.jpg', 'one file'],
      ['efface claims/ --out-dir clean/ --resume --report clean.ndjson', 'a folder; the same line goes on after an interruption'],
      ['efface s3://in/2026/ --out-dir s3://out/2026/', 'places by URL: file:, s3:, and to read http: and https:'],
      ['efface - < in.png > out.png', 'standard input to standard output'],
      ['efface in.tif --plan plan.json', 'only look, and write down what is to be painted'],
      ['efface in.png -o out.png --method FACE=mosaic --method NAME=label', 'painted otherwise'],
    ],
  },
  'redact -': {
    usage: [], about: '', examples: [],
    flags: [...FIND, ...PAINT, ...PLACES, 'output', 'report', 'report-text'],
  },
  'redact --plan': {
    usage: [], about: '', examples: [],
    flags: [...FIND, ...PLACES, 'method', 'color', 'on-unread', 'on-error', 'plan'],
  },
  scan: {
    usage: ['FILES FOLDERS [--fail-on LIST]'],
    about: 'only look, and say what is there',
    more: 'On a terminal a row a file; else, and with --json, a line of JSON a file. - is standard input.',
    flags: [...FIND, ...PLACES, 'fail-on', 'report-text', 'json'],
    examples: [
      ['efface scan photos/ --fail-on FACE,SSN', 'exits with 3 when one is there'],
      ["efface scan photos/ | jq -r '.finds[].label'", 'the labels of everything found'],
    ],
  },
  report: {
    usage: ['FILES FOLDERS -o REPORT.html'],
    about: 'one page to look at: what would come out, and what was found',
    more: 'Everything is redacted, and nothing of it kept but the page: pages small, with boxes and labels, counts by label, what was unread, failures, times. It fetches nothing and runs no script.',
    flags: [...FIND, 'method', 'color', 'on-unread', 'on-error', 'verify', 'output', 'before', 'contact-sheet', 'concurrency', 'exclude', 'since'],
    examples: [
      ['efface report claims/ -o report.html', 'before a folder is redacted, or beside it'],
      ['efface report claims/ -o report.html --before', 'with the pages as they were; for your eyes alone'],
      ['efface report claims/ -o report.html --contact-sheet sheet.png', 'and all pages on one picture'],
    ],
  },
  apply: {
    usage: ['PLAN.json IN -o OUT'],
    about: 'paint what a plan says, without any model',
    flags: [...PLACES, 'output', 'report', 'audit', 'threads', 'no-witness'],
    examples: [['efface apply plan.json in.tif -o out.tif', 'after somebody has looked the plan over']],
  },
  audit: {
    usage: ['verify FILE'],
    about: 'check the chain of an audit log',
    flags: [],
    examples: [['efface audit verify audit.ndjson', 'exits with 1 where a line was changed or is gone']],
  },
  serve: {
    usage: ['[--port N] [--host NAME] [--api-key K] [--ui]'],
    about: 'HTTP server, and with --ui a review page',
    more: 'Beyond this machine the review page is reached only under a name that --ui-host gives. The flags that say what to find and how to paint hold for requests that say nothing else.',
    flags: [...FIND, ...PAINT, 'concurrency', 'port', 'host', 'root', 'output-dir', 'api-key', 'ui', 'ui-host', 'review-dir'],
    examples: [
      ['efface serve --ui', 'then open http://127.0.0.1:8080/ui/'],
      ['efface serve --host 0.0.0.0 --api-key K', 'for other machines'],
    ],
  },
  review: {
    usage: ['FILES FOLDERS [--out-dir DIR] [--review-dir DIR] [--port N]'],
    about: 'look files over in the browser, one after the other, before they are painted',
    more: 'Each file is written as soon as all of its pages are marked as right: beside the input, or below --out-dir. Marks and plans are kept beside the first of the files or folders, as NAME.review, and hold no picture and no text: the same line goes on where it ended.',
    flags: [...FIND, ...PAINT, 'out-dir', 'review-dir', 'exclude', 'since', 'concurrency', 'port', 'host', 'api-key', 'ui-host'],
    examples: [
      ['efface review claims/ --out-dir clean/', 'then open http://127.0.0.1:8080/ui/'],
    ],
  },
  'queue add': {
    usage: ['FILES FOLDERS --out-dir DIR'],
    about: 'documents into a queue in Redis or Valkey, for workers on any number of machines',
    flags: [...FIND, ...PAINT, ...PLACES, ...QUEUE, 'out-dir', 'exclude', 'since', 'attempts', 'priority'],
    examples: [['efface queue add s3://in/2026/ --out-dir s3://out/2026/', 'what is known there already is not added twice']],
  },
  'queue work': {
    usage: ['[--threads N] [--metrics-port PORT]'],
    about: 'work the queue off, until SIGTERM',
    flags: [...PLACES, ...QUEUE, 'threads', 'concurrency', 'pages-per-job', 'deaths', 'silent', 'limit', 'grace', 'metrics-port', 'host'],
    examples: [['efface queue work --metrics-port 9464', 'as many documents at a time as cores and memory allow']],
  },
  'queue status': {
    usage: ['[--dead] [--done]'],
    about: 'how far the queue is, and what became of the documents',
    flags: [...QUEUE, 'dead', 'done'],
    examples: [['efface queue status --dead', 'the documents given up, with codes and attempts']],
  },
  'queue retry': {
    usage: ['[--code CODE] [--all]'],
    about: 'try again what was given up and may have passed',
    flags: [...QUEUE, 'code', 'all'],
    examples: [['efface queue retry --code ERR_STORAGE_FAILED', 'after the store is back']],
  },
  labels: {
    usage: ['[LABEL|GROUP|PRESET]'],
    about: 'what can be found: labels, groups and presets',
    flags: ['json'],
    examples: [['efface labels HIPAA_SAFE_HARBOR', 'the labels of a group'], ['efface labels hipaa', 'what a preset stands for'], ['efface labels --json', 'all of it, for programs']],
  },
  formats: {
    usage: [''],
    about: 'what is read and written',
    flags: ['json'],
    examples: [['efface formats', 'with the endings of their names']],
  },
  doctor: {
    usage: [''],
    about: 'whether all that it needs is there: models, engines, memory, threads',
    flags: ['json'],
    examples: [['efface doctor', 'exits with 1 where something is wrong']],
  },
  slim: {
    usage: ['[--dry-run]'],
    about: 'remove from node_modules what this platform never loads',
    more: "onnxruntime's binaries for other platforms, and builds of Tesseract for other processors: more than half of what is installed. For images of containers; npm install brings them back.",
    flags: ['dry-run'],
    examples: [['efface slim --dry-run', 'only say what would go, and how much that is']],
  },
  completion: {
    usage: [''],
    about: 'completion for bash or zsh',
    flags: [],
    examples: [['source <(efface completion)', 'in ~/.bashrc or ~/.zshrc']],
  },
  help: {
    usage: ['[COMMAND]'],
    about: 'this, or what a command takes, with examples',
    flags: [],
    examples: [['efface help scan', 'the same as efface scan --help']],
  },
} as const satisfies Record<string, CommandInfo>

export type Command = keyof typeof COMMANDS

export const commandInfos: Readonly<Record<Command, CommandInfo>> = COMMANDS

/** What is said of a command, one word or two; any other first word is a file to redact. */
export const COMMAND_WORDS: readonly Command[] = (Object.keys(COMMANDS) as Command[]).filter(name => /^[a-z]+( [a-z]+)?$/.test(name))
