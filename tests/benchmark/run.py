#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the benchmarks and prints what they measure as ratios; some five minutes on two idle cores.

    ninja -C build benchmark
    run.py DIRECTORY [PART…]    DIRECTORY holds the programs; PARTs: engine scaling crossing block release
"""

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

ENVIRONMENT = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
MPIRUN = ["mpirun", "--map-by", ":OVERSUBSCRIBE", "--bind-to", "none", "-np"]


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(directory, ranks, program, *arguments):
    """Shows what the program prints, and returns it.

    Waiting ranks keep their cores busy, so that what is missing of their time went to other programs.
    """
    command = [*MPIRUN, str(ranks), str(directory / program), *arguments]
    output = ""
    start, used = time.monotonic(), processor_time()
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print("   ", line, end="", flush=True)
            output += line
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    share = (processor_time() - used) / (ranks * (time.monotonic() - start))
    print(f"    ({ranks} rank(s) had {100 * share:.0f} % of a core each)")
    return output


def engine(directory):
    print("Product against memory bandwidth and against PETSc's; solution against GAMG; memory")
    run(directory, 1, "benchmark_engine", "40")


def times(output):
    """Seconds of (grid and space, set-up, solve) in what `benchmark_engine --solve-only` prints."""
    unknowns = float(re.search(r"(\d+) unknowns", output)[1])
    grid = float(re.search(r"grid and space ([\d.]+)", output)[1])
    setup, solve = re.search(r"set-up +([\d.]+), solve to \S+ +([\d.]+)", output).groups()
    return [1e-6 * unknowns * float(rate) for rate in (grid, setup, solve)]


def scaling(directory):
    print("Scaling from one rank to two: the same block, then one twice as high")
    one, strong, weak = (
        times(run(directory, ranks, "benchmark_engine", "20", "--height", height, "--solve-only"))
        for ranks, height in ((1, "1"), (2, "1"), (2, "2"))
    )
    for name, two, ideal in ("strong", strong, 2), ("weak", weak, 1):
        grid, setup, solve = (before / now for before, now in zip(one, two))
        print(f"    {name}: solve {solve:.2f}, set-up {setup:.2f}, grid and space {grid:.2f}, "
              f"all {sum(one) / sum(two):.2f} times as fast; ideal {ideal}")


def crossing(directory):
    print("Time to a true error: crossing strands, adaptive against uniform cells")
    run(directory, 1, "benchmark_accuracy", "crossing")


def block(directory):
    # The other codes' figures are of one core, too.
    print("Time to a true error: block of 3.2 x 3.2 x 2.56 mm, against other codes")
    run(directory, 1, "benchmark_accuracy", "block")


def release(directory):
    print("A release of 14 days: its steps against products of PETSc's matrix")
    run(directory, 2, "benchmark_release", "50")


def main():
    parts = {part.__name__: part for part in (engine, scaling, crossing, block, release)}
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(parts):
        sys.exit(__doc__)
    print("load of the machine at the start:", *(f"{load:.1f}" for load in os.getloadavg()))
    for name in sys.argv[2:] or parts:
        parts[name](Path(sys.argv[1]))


if __name__ == "__main__":
    main()
