#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh BUILD SECONDS [TARGET…]: feeds every reader, or those that are named, with what libFuzzer
# makes of a corpus; SECONDS each (LACUNA_FUZZ_SECONDS goes before), two at a time. BUILD is the
# folder of the usual build; all that this makes is in BUILD/fuzz. Fails at a finding; 77 where there
# is no clang with libFuzzer.
set -euo pipefail

build=$(readlink -f -- "$1") seconds=${LACUNA_FUZZ_SECONDS:-$2}
shift 2
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
out=$build/fuzz

skip() {
  echo "skipped: $*"
  exit 77
}

command -v ninja >/dev/null || skip "no ninja"
clang=$(command -v clang++) || skip "no clang++ (Debian's clang)"
echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char *, unsigned long) { return 0; }' |
  "$clang" -x c++ -fsanitize=fuzzer,address,undefined -o /dev/null - 2>/dev/null ||
  skip "$clang has no libFuzzer and sanitizers (Debian's libclang-rt-dev)"

[[ -e $out/build.ninja ]] ||
  cmake -S "$here/../.." -B "$out" -G Ninja -DCMAKE_C_COMPILER="${clang%++}" -DCMAKE_CXX_COMPILER="$clang" \
    -DCMAKE_BUILD_TYPE=Release -DLACUNA_TESTS=OFF -DLACUNA_FUZZ=ON -DLACUNA_USUAL_BUILD="$build" >/dev/null
ninja -C "$out" -j 2 fuzz >"$out/build.log" 2>&1 || {
  tail -n 40 "$out/build.log"
  exit 1
}

# Files that readers open by name, gone in the end whatever happens.
memory=/dev/shm
[[ -w $memory ]] || memory=${TMPDIR:-/tmp}
TMPDIR=$(mktemp -d "$memory/lacuna-fuzz.XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

rm -rf "$out/corpus"
python3 -B "$here/corpus.py" "$out/corpus"

# What an hour found to be new is where the next run goes on; what was a finding is tried again.
fuzz() {
  local target=$1 log=$out/$1.log
  mkdir -p "$out/grown/$target" "$out/findings/$target"
  local status=0
  "$out/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 \
    -print_final_stats=1 -dict="$out/corpus/$target.dict" \
    -artifact_prefix="$out/findings/$target/" \
    "$out/grown/$target" "$out/corpus/$target" "$out/findings/$target" >"$log" 2>&1 || status=$?
  if ((status)); then
    echo "$target: a finding (end of $log):"
    tail -n 40 "$log"
    return 1
  fi
  echo "$target: nothing found in $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, which reach" \
    "$(sed -n 's/.* cov: \([0-9]*\) ft: .*/\1/p' "$log" | tail -n 1) places"
}
export -f fuzz
export ASAN_OPTIONS=detect_leaks=0 # MPI's, which ends with the process
export out seconds
(($# > 0)) || set -- formulas images nifti parameters states study surfaces tiff vti
printf '%s\n' "$@" | xargs -P 2 -I {} bash -c 'set -euo pipefail; fuzz {}'
