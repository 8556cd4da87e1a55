# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of lacuna in zsh.

# Section/, then Section/Key=, then its words, for the text of --set so far.
_lacuna_set() {
  local text=${(Q)PREFIX}
  if [[ $text == *=* ]]; then
    compset -P '*='
    compadd -- ${(f)"$(_lacuna_words "${text%%=*}")"}
  elif [[ $text == */* ]]; then
    local section=${text%/*}
    compadd -S = -- ${section}/${^${(f)"$(_lacuna_keys "$section")"}}
  else
    compadd -S / -- ${(f)"$(_lacuna_sections)"}
  fi
}

_lacuna() {
  local command=$words[2] previous=$words[CURRENT-1] values
  if (( CURRENT == 2 )); then
    compadd -- ${(f)"$(_lacuna_commands)"} --help --version
    return
  fi
  values=$(_lacuna_values "$command $previous")
  if [[ $previous == --set ]]; then
    _lacuna_set
  elif [[ -n $values ]]; then
    compadd -- ${(f)values}
  elif [[ $PREFIX == -* ]]; then
    compadd -- ${(f)"$(_lacuna_options "$command")"}
  else
    _files
  fi
}

