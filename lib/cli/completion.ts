import { formatNames } from '../core/formats.js'
import { methodNames } from '../core/methods.js'
import { objectLabels } from '../core/object-labels.js'
import { ocrNames } from '../core/ocr-engines.js'
import { COMMAND_WORDS, FLAG_NAMES } from './args.js'

/** What a flag takes, where it is one of a few words. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  ocr: ocrNames, method: methodNames, format: formatNames, objects: objectLabels, checksums: ['evidence', 'required'], accuracy: ['standard', 'high'],
  sensitivity: ['high', 'standard', 'low'], 'on-error': ['fail', 'skip'],
  'on-unread': ['keep', 'cut', 'redact'],
}

/** A completion script for bash or zsh: `source <(efface completion)`. */
export function completion(): string {
  const cases = Object.entries(VALUES).map(([flag, words]) => `    --${flag}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return;;`).join('\n')
  return `_efface() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${cases}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "${FLAG_NAMES.map(name => `--${name}`).join(' ')}" -- "$word"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${COMMAND_WORDS.join(' ')}" -- "$word") $(compgen -f -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
if [[ -n "\${ZSH_VERSION:-}" ]]; then autoload -U +X bashcompinit && bashcompinit; fi
complete -o filenames -F _efface efface
`
}
