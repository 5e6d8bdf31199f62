import t from 'tap'
import { readArgs } from '../../lib/cli/args.js'
import { COMMAND_WORDS, commandInfos } from '../../lib/cli/commands.js'
import { help, helpFor } from '../../lib/cli/help.js'

t.test('the overview names every command, and fits a terminal', t => {
  const text = help(undefined, 80)
  for (const word of COMMAND_WORDS) t.match(text, new RegExp(`^  ${word} `, 'm'), word)
  t.same(text.split('\n').filter(line => line.length > 80), [])
  t.end()
})

t.test('every command has help of its own, with examples that are taken and every flag that it takes', t => {
  for (const word of COMMAND_WORDS) {
    const text = help(word, 80)
    t.match(text, `efface ${word}`)
    t.match(text, /^Examples$/m, word)
    for (const flag of commandInfos[word].flags) t.match(text, new RegExp(`--${flag}\\b`), `${word} --${flag}`)
    for (const [line] of commandInfos[word].examples) {
      const said = /efface ([^|<>)&]*)/.exec(line)![1]!.trim().replace(/'/g, '').split(/\s+/)
      t.doesNotThrow(() => readArgs(said), line)
    }
  }
  t.end()
})

t.test('what redact takes in any of its forms stands in its help', t => {
  t.match(help('redact'), /--plan FILE/)
  t.notMatch(help('scan'), /--plan/)
  t.end()
})

t.test('the help that fits what was typed', t => {
  t.equal(helpFor(['scan', '--hlep']), 'efface help scan')
  t.equal(helpFor(['queue', 'add', 'a']), 'efface help queue add')
  t.equal(helpFor(['a.png', '--nonsense']), 'efface --help')
  t.equal(helpFor(['help', 'nope']), 'efface --help')
  t.end()
})
