#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh BUILD [FILE…]: clang-tidy with the checks of .clang-tidy on all sources of the stages, or on
# those that are named. All that this makes is in BUILD/tidy. Fails at a finding; 77 where there is no
# clang-tidy.
set -euo pipefail

out=$(readlink -f -- "$1")/tidy
shift
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

command -v clang-tidy >/dev/null || {
  echo "skipped: no clang-tidy (Debian's clang-tidy)"
  exit 77
}
# clang cannot read the headers that g++ precompiled.
cmake -S . -B "$out" -G Ninja -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DLACUNA_TESTS=OFF >/dev/null
(($# > 0)) || mapfile -t files < <(find params meshes solver -name '*.cc' | sort)
(($# == 0)) || files=("$@")

# g++'s own warnings mean nothing to clang.
printf '%s\n' "${files[@]}" |
  xargs -P 2 -n 1 clang-tidy -p "$out" --quiet --extra-arg=-Wno-everything \
    2> >(grep -v 'warnings\? generated' >&2)
