#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh LACUNA PYTHON: opens every kind of file that Lacuna writes in the real ParaView and runs a
# view.py. Fails on any error line and on a picture without the field's colours; 77 where ParaView
# cannot be had. Debian's ParaView conflicts with python3-vtk9, so it lives in a root of its own:
# LACUNA_PARAVIEW_ROOT, by default a Debian 12 made here once (1.5 GB).
set -euo pipefail

lacuna=$1 python=$2
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
root=${LACUNA_PARAVIEW_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/lacuna/paraview}

skip() {
  echo "skipped: $*"
  exit 77
}

# In the root, with /proc and /dev, which a private mount namespace takes along when it ends.
inside() {
  unshare -m bash -c 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
    exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"' "$root" "$@"
}

((EUID == 0)) || skip "a root of its own takes the right to chroot"
if [[ ! -x $root/usr/bin/pvpython ]]; then
  command -v debootstrap >/dev/null || skip "no debootstrap to make a root with ParaView"
  mkdir -p "$root"
  debootstrap --variant=minbase bookworm "$root" >/dev/null || skip "debootstrap failed"
  inside apt-get -qq install -y --no-install-recommends paraview xvfb xauth >/dev/null ||
    skip "ParaView could not be installed"
fi

results=$(mktemp -d "$root/tmp/lacuna.XXXXXX")
trap 'rm -rf "$results"' EXIT
"$lacuna" compare "$here/all_files.prm" --output "$results/study" --quiet
"$lacuna" homogenize "$here/all_files.prm" --set Envelope/Shape=cell \
  --set "Transport/Surroundings=cell" --output "$results/cell" --quiet
cp "$here/open_all.py" "$results"

within=${results#"$root"}
log=$results/log
inside xvfb-run -a pvpython "$within/open_all.py" "$within" >"$log" 2>&1 || true
inside xvfb-run -a pvpython "$within/study/view.py" >>"$log" 2>&1 || true
grep -v '^\[hwloc' "$log" || true
if grep -qiE 'error|warn|traceback|exception' "$log"; then
  echo "ParaView complained"
  exit 1
fi
grep -q '^opened [1-9]' "$log"
"$python" "$here/colours.py" "$results/study/view.png"
