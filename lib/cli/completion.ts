import { COMMAND_WORDS, FLAG_NAMES } from './args.js'

/** A completion script for bash or zsh: `source <(efface completion)`. */
export function completion(): string {
  return `_efface() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --ocr) COMPREPLY=($(compgen -W "auto tesseract paddle none" -- "$word")); return;;
    --method) COMPREPLY=($(compgen -W "blackbox blur mosaic solid label" -- "$word")); return;;
    --format) COMPREPLY=($(compgen -W "jpeg png bmp gif tiff webp" -- "$word")); return;;
    --accuracy) COMPREPLY=($(compgen -W "standard high" -- "$word")); return;;
    --on-error) COMPREPLY=($(compgen -W "fail skip" -- "$word")); return;;
    --on-unread) COMPREPLY=($(compgen -W "keep cut redact" -- "$word")); return;;
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
