#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh BUILD PYTHON [OPTIONS…]: makes the Debian package of a build folder, has apt install it on a Debian of the same
# release with nothing else on it, and compares the quick study there as an ordinary user. Fails where its table is not
# that of the build folder. 77 where such a Debian cannot be had; it stays in the user's cache (3 GB).
# OPTIONS go to both comparisons.
set -euo pipefail

build=$1 python=$2
shift 2
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
source "$here/../debian/root.sh"
command -v cpack dpkg-shlibdeps file >/dev/null || skip "no cpack, dpkg-dev or file to make a package with"
suite=$(source /etc/os-release && echo "${VERSION_CODENAME:-}")
make_root "package-$suite" "$suite"

results=$(mktemp -d "$root/tmp/lacuna.XXXXXX")
trap 'rm -rf "$results"' EXIT
chmod 755 "$results"
(cd "$build" && cpack -B "$results" >"$results/log" 2>&1) || { cat "$results/log"; exit 1; }
package=$(ls "$results"/lacuna_*.deb)

# What this machine has fetched before need not come again.
[[ -x $root/usr/bin/python3 ]] || cp -n /var/cache/apt/archives/*.deb "$root/var/cache/apt/archives/" 2>/dev/null || true
inside apt-get -qq update >/dev/null || skip "no lists of packages"
inside apt-get -qq install -y --no-install-recommends --reinstall "${package#"$root"}" >"$results/log" 2>&1 ||
  { tail -n 5 "$results/log"; exit 1; }
rm -f "$root"/var/cache/apt/archives/*.deb

inside id visitor >/dev/null 2>&1 || inside useradd --create-home visitor
as_visitor() {
  inside runuser --login visitor --command "export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1; $*"
}
as_visitor "rm -rf results && lacuna compare quick.prm --quiet ${*@Q}"
as_visitor "test -s results/quick/report.html -a -s /usr/share/man/man1/lacuna-compare.1"
as_visitor "python3 -c 'import lacuna; lacuna.load(\"results/quick\")'"
"$build/lacuna" compare "$here/../../params/studies/quick.prm" --output "$results/here" --quiet --tables-only "$@"

# Solvers end at a residual, so that sums in another order may change last digits.
"$python" - "$root/home/visitor/results/quick" "$results/here" <<'END'
import csv
import math
import sys

there, here = (list(csv.DictReader(open(f"{folder}/specimens.csv", encoding="utf-8"))) for folder in sys.argv[1:])


def agree(name, one, other):
    if one == other or name in ("time_s", "peak_memory_B") or name.endswith("_balance_error"):
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-6)
    except ValueError:
        return False


different = [(row["specimen"], name, row[name], other[name]) for row, other in zip(there, here)
             for name in row if not agree(name, row[name], other[name])]
assert here and len(there) == len(here) and there[0].keys() == here[0].keys() and not different, different
print(f"{len(here)} specimens, {len(here[0])} columns: the same numbers")
END
