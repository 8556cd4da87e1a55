#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh LACUNA PYTHON [SUITE]: opens every kind of file that Lacuna writes in the real ParaView, runs a
# view.py with its animation, and loads the state that it saved. Fails on any error line and on a view
# without the field's colours; 77 where ParaView cannot be had. Debian's ParaView conflicts with
# python3-vtk9, so it lives in a root of its own, made here once (1.5 GB): a Debian of SUITE, bookworm
# (ParaView 5.11) or trixie (5.13).
set -euo pipefail

lacuna=$1 python=$2 suite=${3:-bookworm}
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
source "$here/../debian/root.sh"
make_root "paraview-$suite" "$suite"

# The X server keeps its number to itself and lives on where a first client leaves before the next comes.
in_paraview() {
  inside xvfb-run -a -n $((1000 + RANDOM)) -s "-screen 0 1280x1024x24 -noreset" pvpython "$@"
}

[[ -x $root/usr/bin/pvpython ]] ||
  inside apt-get -qq install -y --no-install-recommends python3-paraview xvfb xauth >/dev/null ||
  skip "ParaView could not be installed"

results=$(mktemp -d "$root/tmp/lacuna.XXXXXX")
trap 'rm -rf "$results"' EXIT
"$lacuna" compare "$here/all_files.prm" --output "$results/study" --quiet
for specimen in "$results"/study/*/*/; do
  "$python" "$here/crack.py" "$specimen"
done
"$lacuna" homogenize "$here/all_files.prm" --set Envelope/Shape=cell \
  --set "Transport/Surroundings=cell" --output "$results/cell" --quiet
cp "$here/open_all.py" "$here/open_state.py" "$results"

within=${results#"$root"}
log=$results/log
in_paraview "$within/open_all.py" "$within" >"$log" 2>&1 || true
in_paraview "$within/study/view.py" animation >>"$log" 2>&1 || true
in_paraview "$within/open_state.py" "$within/study/view.pvsm" >>"$log" 2>&1 || true
grep -v '^\[hwloc' "$log" || true
if grep -qiE 'error|warn|traceback|exception' "$log"; then
  echo "ParaView complained"
  exit 1
fi
grep -q '^opened [1-9]' "$log"
grep -q '^state with 8 views' "$log"
(($(find "$results/study/frames" -name '*.png' | wc -l) > 1))
"$python" "$here/colours.py" "$results/study/view.png" 2 4
[[ -z ${LACUNA_PARAVIEW_KEEP:-} ]] || cp "$results/study/view.png" "$LACUNA_PARAVIEW_KEEP"
