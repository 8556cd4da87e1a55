#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh BUILD [TEST…]: builds the tests of readers, geometry, octree, operators, multigrid and
# transport, or those named, with AddressSanitizer, UBSan, deal.II's assertions and ours, and runs
# them. All that this makes is in BUILD/sanitize.
set -euo pipefail

build=$(readlink -f -- "$1")
shift
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
out=$build/sanitize
(($# > 0)) || set -- params geometry geometry_files export octree operators cell_kernel multigrid transport

# Without optimisation the operators take minutes.
[[ -e $out/build.ninja ]] ||
  cmake -S "$here/../.." -B "$out" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
    -DLACUNA_SANITIZE=ON >/dev/null
ninja -C "$out" -j 2 "${@/#/test_}" >"$out/build.log" 2>&1 || {
  tail -n 40 "$out/build.log"
  exit 1
}

export ASAN_OPTIONS=detect_leaks=0 # MPI's, which end with the process
ctest --test-dir "$out" --output-on-failure -LE long --timeout 3600 \
  -R "^($(IFS='|' && echo "$*"))\.mpirun=[12]$"
