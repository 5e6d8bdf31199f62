import { FIND, PAINT, type Flag } from './flags.js'

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
      ...FIND, ...PAINT, 'output', 'out-dir', 'report', 'report-text', 'preview', 'contact-sheet', 'audit', 'concurrency', 'resume', 'exclude', 'since', 'dry-run',
    ],
    examples: [
      ['efface photo.jpg -o clean.jpg', 'one file'],
      ['efface claims/ --out-dir clean/ --resume --report clean.ndjson', 'a folder; the same line goes on after an interruption'],
      ['efface - < in.png > out.png', 'standard input to standard output'],
      ['efface in.tif --plan plan.json', 'only look, and write down what is to be painted'],
      ['efface in.png -o out.png --method FACE=mosaic --method NAME=label', 'painted otherwise'],
    ],
  },
  'redact -': {
    usage: [], about: '', examples: [],
    flags: [...FIND, ...PAINT, 'output', 'report', 'report-text'],
  },
  'redact --plan': {
    usage: [], about: '', examples: [],
    flags: [...FIND, 'method', 'color', 'on-unread', 'on-error', 'plan'],
  },
  scan: {
    usage: ['FILES FOLDERS [--fail-on LIST]'],
    about: 'only look, and say what is there',
    flags: [...FIND, 'fail-on', 'report-text'],
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
    flags: ['output', 'report', 'audit', 'threads', 'no-witness'],
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
    flags: [...FIND, ...PAINT, 'concurrency', 'port', 'host', 'root', 'output-dir', 'api-key', 'ui', 'ui-host'],
    examples: [
      ['efface serve --ui', 'then open http://127.0.0.1:8080/ui/'],
      ['efface serve --host 0.0.0.0 --api-key K', 'for other machines'],
    ],
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

/** The words that stand for a command; any other first word is a file to redact. */
export const COMMAND_WORDS: readonly Command[] = (Object.keys(COMMANDS) as Command[]).filter(name => /^[a-z]+$/.test(name))
