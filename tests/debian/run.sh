#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh SUITE [CTEST ARGS…]: ./bootstrap test on a clean Debian of SUITE, bookworm or trixie, in a root of its own.
# The root and the build in it stay in the user's cache (6 GB), so that a second call takes what changed.
set -euo pipefail

suite=$1
shift
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
source "$here/root.sh"
make_root "debian-$suite" "$suite"

project=$(readlink -f -- "$here/../..")
mkdir -p "$root/src"
(cd "$project" && git ls-files -z) | tar -C "$project" --null -T - -cf - | tar -C "$root/src" -xf -
inside /src/bootstrap test "$@"
