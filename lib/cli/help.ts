import { COMMAND_WORDS, commandInfos, type Command } from './commands.js'
import { FLAGS, SECTIONS, type Flag, type FlagInfo } from './flags.js'
import { columns, wrap } from './wrap.js'

const EXIT_CODES = 'Exit codes: 0 done; 1 some file failed (the others are done, nothing is left of the failed ones); 2 wrong usage; 3 scan found what --fail-on names; 141 whoever was reading the output has gone.'

/** Flags that go with every command. */
export const ALWAYS = ['quiet', 'help', 'version'] as const satisfies readonly Flag[]

/**
 * What `--help` says.
 *
 * @param word of a command: what it takes, with examples; absent: what there is
 * @param width of the terminal, in characters
 */
export function help(word?: Command, width = 100): string {
  return word === undefined ? overview(width) : commandHelp(word, width)
}

/** How help is asked for by somebody who typed this. */
export function helpFor(argv: readonly string[]): string {
  const words = argv.filter(arg => !arg.startsWith('-'))
  const word = COMMAND_WORDS.find(word => word === words.slice(0, word.split(' ').length).join(' ') && word !== 'help')
  return word === undefined ? 'efface --help' : `efface help ${word}`
}

function overview(width: number): string {
  return [
    'efface: takes faces, license plates and personal text out of images, offline.\n',
    ...commandInfos.redact.usage.map(line => `  efface ${line}`), '',
    'Examples', examples(commandInfos.redact.examples.slice(0, 2), width),
    'Commands', columns(COMMAND_WORDS.map(word => [word, commandInfos[word].about]), width), '',
    'Flags that are wanted most', columns((['output', 'out-dir', 'entities', 'method', 'report'] as const).map(row), width), '',
    ...wrap("'efface help COMMAND' says what each command takes, with examples. A file that is called like a command: ./scan", width), ...wrap(EXIT_CODES, width), '',
  ].join('\n')
}

function commandHelp(word: Command, width: number): string {
  const { about, usage, more } = commandInfos[word]
  const flags = flagsOf(word)
  const sections = Object.entries(SECTIONS as Record<string, Record<string, FlagInfo>>).flatMap(([title, table]) => {
    const rows = Object.keys(table).filter(name => flags.has(name)).map(name => row(name as Flag))
    return rows.length === 0 ? [] : [...title === '' ? [] : [title], columns(rows, width), '']
  })
  return [
    ...wrap(`efface ${word}: ${about}`, width), '',
    ...usage.map(line => `  efface ${word} ${line}`.trimEnd()), '',
    ...more === undefined ? [] : [...wrap(more, width), ''],
    'Examples', examples(commandInfos[word].examples, width),
    ...sections,
    ...wrap(EXIT_CODES, width), '',
  ].join('\n')
}

/** Of a command in all its forms. */
const flagsOf = (word: Command): ReadonlySet<string> => new Set([
  ...ALWAYS, ...Object.entries(commandInfos).filter(([name]) => name === word || name.startsWith(`${word} `)).flatMap(([, { flags }]) => flags),
])

function row(name: Flag): [string, string] {
  const { short, value, about }: FlagInfo = FLAGS[name]
  return [`${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`, about]
}

/** Command lines as they are to be typed, each below what it does. */
const examples = (rows: readonly (readonly [string, string])[], width: number): string =>
  rows.flatMap(([line, what]) => [...wrap(`# ${what}`, width - 2).map(text => `  ${text}`), `  ${line}`, '']).join('\n')
