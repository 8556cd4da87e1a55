# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of lacuna in bash.

# Adds the lines of standard input that begin with $1 and are followed by $2, quoted unless a quote
# is open.
_lacuna_add() {
  local line
  while IFS= read -r line; do
    [[ $line == "$1"* ]] || continue
    line+=$2
    [[ $_lacuna_quote ]] || printf -v line %q "$line"
    COMPREPLY+=("$line")
  done
}

# Section/, then Section/Key=, then its words, for the text of --set so far. What is alone goes on to
# the next of them: readline would close a quote behind it.
_lacuna_set() {
  local text=$1
  compopt -o nospace 2>/dev/null
  if [[ $text != */* ]]; then
    _lacuna_add "$text" / < <(_lacuna_sections)
    ((${#COMPREPLY[@]} == 1)) || return
    text=$(_lacuna_sections | grep -- "^$text")/
    COMPREPLY=()
  fi
  local section=${text%%/*} key=${text%%=*}
  if [[ $text != *=* ]]; then
    _lacuna_add "$text" = < <(_lacuna_keys "$section" | sed "s|^|$section/|")
    ((${#COMPREPLY[@]} == 1)) || return
    key=$(_lacuna_keys "$section" | sed "s|^|$section/|" | grep -- "^$text")
    text=$key=
  fi
  _lacuna_add "$text" '' < <(_lacuna_words "$key" | sed "s|^|$key=|")
}

_lacuna_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$1")
}

_lacuna() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' i
  local _lacuna_quote=''
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD && ${#command} == 0; ++i)); do
    command=$(_lacuna_commands | grep -Fx -- "${COMP_WORDS[i]}")
  done
  if [[ $word == [\"\']* ]]; then
    _lacuna_quote=${word:0:1}
    word=${word:1}
  else
    word=${word//\\/}
  fi
  # Outside of quotes, = is a word of its own: what stands before it is not part of the answer.
  if [[ $word == = && ${COMP_WORDS[COMP_CWORD - 2]} == --set ]]; then
    _lacuna_add '' '' < <(_lacuna_words "${previous//\\/}")
  elif [[ $previous == = && ${COMP_WORDS[COMP_CWORD - 3]} == --set ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
    _lacuna_add "$word" '' < <(_lacuna_words "${previous//\\/}")
  elif [[ ! $command ]]; then
    _lacuna_add "$word" '' < <(_lacuna_commands; printf '%s\n' --help --version)
  elif [[ $previous == --set ]]; then
    _lacuna_set "$word"
  elif [[ $(_lacuna_values "$command $previous") ]]; then
    _lacuna_add "$word" '' < <(_lacuna_values "$command $previous")
  elif [[ $word == -* ]]; then
    _lacuna_add "$word" '' < <(_lacuna_options "$command")
  else
    _lacuna_files "$word"
  fi
}

