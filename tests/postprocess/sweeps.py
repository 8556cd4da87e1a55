# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes folders as `lacuna sweep` plans them, with a program in the place of lacuna."""

import csv
import json
import os
from pathlib import Path

MAIN = Path(__file__).resolve().parents[2] / "postprocess" / "__main__.py"

# Takes the place of lacuna: writes what a command would of one specimen, once the point's file `act`
# (if any) has been run. The porosity tells the point.
PROGRAM = """\
#!/bin/sh
folder=$4
number=$(basename "$folder" | sed 's/^0*//')
[ ! -e "$folder/act" ] || . "$folder/act"
mkdir -p "$folder/BCP/BCP-1"
echo "point $number is computed" > "$folder/BCP/BCP-1/log"
cat > "$folder/specimens.part" <<END
specimen,group,seed,porosity,youngs_modulus_Pa,youngs_modulus_error_Pa,time_s
BCP-1,BCP,1,0.$number,${number}e9,1e8,1
BCP-2,BCP,2,0.$number,${number}.5e9,2e8,1
END
mv "$folder/specimens.part" "$folder/specimens.csv"
"""

GOALS = [{"column": "youngs_modulus_Pa", "sense": "", "low": None, "high": 6e9}]


def plan_sweep(folder, n, acts=None, goals=(), memory=1e8, free=1e9, time_limit=0.0):
    """Plan `n` points in `folder`; `acts`: by number, what the point does first (sh)."""
    program = folder / "program"
    folder.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM)
    program.chmod(0o755)
    points = []
    with open(folder / "plan.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["point", "identity", "d_m", "lattice"])
        for point in range(1, n + 1):
            home = folder / "points" / f"{point:04}"
            home.mkdir(parents=True, exist_ok=True)
            (home / "point.prm").write_text(f"# {point}\n")
            table.writerow([point, f"{point:016x}", f"{1e-4 * point:.9g}", "gyroid"])
            points.append({"point": point, "memory_B": memory, "time_s": 1.0})
    for point, act in (acts or {}).items():
        (folder / "points" / f"{point:04}" / "act").write_text(act)
    (folder / "plan.json").write_text(json.dumps({
        "study": "made", "lacuna": "0", "group": "BCP", "goals": list(goals), "points": points,
        "seed": 1, "variables": [{"name": "d", "column": "d_m", "unit": "um", "low": 100, "high": 1000, "log": False,
                                  "si": [1e-4, 1e-3]},
                                 {"name": "lattice", "column": "lattice", "levels": ["gyroid"]}], "common": {"Groups/Seed": "1"},
        "executable": str(program), "command": ["compress", "--tables-only"],
        "time_limit_s": time_limit, "free_memory_B": free}))
    return folder


def table(folder):
    """points.csv, a dictionary a row."""
    with open(folder / "points.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def states(folder):
    return [row["state"] for row in table(folder)]


def is_alive(process):
    """Whether a process still runs: not one that only waits to be counted."""
    try:
        os.kill(process, 0)
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


SITE = {"partition": "", "account": "", "constraint": "", "options": "", "launcher": "mpirun -np RANKS",
        "prologue": "", "ranks": 1, "nodes": 1, "at_a_time": 0, "memory_per": "node",
        "walltime_limit_s": 86400.0, "bundle_s": 0.0, "warning_s": 10.0}


def plan_batch(folder, n, acts=None, python="/usr/bin/python3", **site):
    """The same as a batch; `site`: keys that differ from SITE."""
    plan_sweep(folder, n, acts=acts)
    program = folder / "program"
    head, rest = program.read_text().split("\n", 1)
    collect = f"[ \"$1\" != collect ] || exec {python} -I {MAIN} collect \"$2\""
    program.write_text(f"{head}\n{collect}\n{rest}")
    (folder / "batch").mkdir()
    (folder / "batch" / "batch.json").write_text(json.dumps(
        {"kind": "sweep", "name": "made", "executable": str(program), "free_memory_B": 1e9,
         "site": SITE | site}))
    return folder
