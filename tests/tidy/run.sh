#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh BUILD [FILE…]: clang-tidy with the checks of .clang-tidy on all sources of the stages, or on
# those that are named. BUILD holds compile_commands.json. Fails at a finding; 77 where there is no
# clang-tidy.
set -euo pipefail

build=$(readlink -f -- "$1")
shift
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

command -v clang-tidy >/dev/null || {
  echo "skipped: no clang-tidy (Debian's clang-tidy)"
  exit 77
}
(($# > 0)) || mapfile -t files < <(find params meshes solver -name '*.cc' | sort)
(($# == 0)) || files=("$@")

# clang takes the header that g++ precompiled as text; g++'s own warnings mean nothing to it.
printf '%s\n' "${files[@]}" |
  xargs -P 2 -n 4 clang-tidy -p "$build" --quiet --extra-arg=-Wno-everything 2> >(grep -v 'warnings\? generated' >&2)
