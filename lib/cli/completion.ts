import { COMMAND_WORDS } from './commands.js'
import { FLAG_NAMES, FLAGS, type FlagInfo } from './flags.js'

/** A completion script for bash or zsh: `source <(efface completion)`. */
export function completion(): string {
  const cases = Object.entries(FLAGS as Record<string, FlagInfo>).flatMap(([flag, { words }]) => words ? `    --${flag}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return;;` : []).join('\n')
  return `_efface() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${cases}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "${FLAG_NAMES.map(name => `--${name}`).join(' ')}" -- "$word"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${[...new Set(COMMAND_WORDS.map(word => word.split(' ')[0]!))].join(' ')}" -- "$word") $(compgen -f -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
if [[ -n "\${ZSH_VERSION:-}" ]]; then autoload -U +X bashcompinit && bashcompinit; fi
complete -o filenames -F _efface efface
`
}
