# SPDX-License-Identifier: LGPL-2.1-or-later
#
# For scripts that need a Debian of their own: source this, then
#   skip REASON…               ends with 77, which ctest calls skipped
#   make_root NAME SUITE       sets `root`, a Debian of SUITE kept as NAME in the user's cache; made once
#   inside COMMAND…            runs COMMAND in it

skip() {
  echo "skipped: $*"
  exit 77
}

make_root() {
  root=${XDG_CACHE_HOME:-$HOME/.cache}/lacuna/$1
  ((EUID == 0)) || skip "a root of its own takes the right to chroot"
  [[ ! -e $root/made ]] || return 0
  command -v debootstrap >/dev/null || skip "no debootstrap to make a root of $2"
  rm -rf "$root"
  mkdir -p "$root"
  debootstrap --variant=minbase --include=ca-certificates "$2" "$root" >/dev/null || skip "debootstrap failed"
  # The names and certificates by which this machine reaches its mirror.
  cp -L /etc/resolv.conf "$root/etc/"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  cp /etc/apt/apt.conf.d/99* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
  touch "$root/made"
}

# A private mount namespace takes the mounts along when it ends.
inside() {
  unshare -m bash -c 'mount -t proc proc "$0/proc" && mount --rbind /sys "$0/sys" && mount --rbind /dev "$0/dev" &&
    exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"' "$root" "$@"
}
