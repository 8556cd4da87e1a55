#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# build_deb.sh DIR: builds lacuna for any processor of this kind, and puts its Debian package into DIR. As
# root, packages that are missing are installed first.
set -euo pipefail

mkdir -p "$1"
out=$(readlink -f -- "$1")
source=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

"$source/bootstrap" packages
((EUID > 0)) || apt-get install -y --no-install-recommends dpkg-dev file
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLACUNA_NATIVE=OFF -DLACUNA_TESTS=OFF
ninja -C "$build"
(cd "$build" && cpack -B "$out")
rm -rf "$out/_CPack_Packages"
