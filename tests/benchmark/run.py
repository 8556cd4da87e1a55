#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the benchmarks and prints what they measure as ratios; some five minutes on two idle cores.

    ninja -C build benchmark
    run.py DIRECTORY [PART…] [--save FILE]

DIRECTORY holds the programs. PARTs: engine scaling division crossing block release geometry strength kernel
answers; all but the last by default. `answers` repeats the tests whose figures stand in evidence pages.
--save keeps everything that was printed, as JSON, for pages.py.
"""

import json
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
ROOT = Path(__file__).resolve().parents[2]

# Every run so far: program, arguments, ranks, share of a core that each rank had, output.
RUNS = []


def version():
    """Lacuna's version, as CMakeLists.txt has it."""
    return re.search(r"project\(lacuna VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


def processor():
    """Model, vector registers and number of cores, as far as the system tells."""
    try:
        information = Path("/proc/cpuinfo").read_text()
    except OSError:
        information = ""
    model = re.search(r"^model name\s*: (.*)$", information, re.MULTILINE)
    registers = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2"))
                      if re.search(rf"^flags\b.*\b{flag}\b", information, re.MULTILINE)), None)
    return (f"{model[1].strip() if model else 'unknown processor'}"
            f"{' with ' + registers if registers else ''}, {len(os.sched_getaffinity(0))} cores")


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
    RUNS.append({"program": program, "arguments": list(arguments), "ranks": ranks, "share": share, "output": output})
    return output


def engine(directory):
    print("Product against memory bandwidth and against PETSc's; solution against GAMG; memory")
    for ranks in 1, 2:
        run(directory, ranks, "benchmark_engine", "40")


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


def division(directory):
    print("Work of all ranks in each phase, and the largest rank's; ranks may be more than cores")
    for ranks in 1, 2, 4, 8:
        run(directory, ranks, "benchmark_engine", "40", "--solve-only")


def crossing(directory):
    print("Time to a true error: crossing strands, adaptive against uniform cells")
    run(directory, 1, "benchmark_accuracy", "crossing")


def block(directory):
    # The other codes' figures are of one core, too.
    print("Time to a true error: block of 3.2 x 3.2 x 2.56 mm, against other codes")
    run(directory, 1, "benchmark_accuracy", "block")


def release(directory):
    print("A release of 14 days: its steps against products of PETSc's matrix")
    for cell_size in "100", "50":
        run(directory, 2, "benchmark_release", cell_size)


def geometry(directory):
    print("Geometry and morphometry of a print against the evaluation of its distances")
    for ranks in 1, 2:
        run(directory, ranks, "benchmark_geometry")


def strength(directory):
    print("What strength costs beside the linear solution")
    run(directory, 1, "benchmark_strength")


def kernel(directory):
    print("Cell kernels on one core")
    run(directory, 1, "benchmark_cell_kernel")


def answers(directory):
    print("Known answers")
    for ranks, program in ((1, "test_octree"), (1, "test_elasticity"), (1, "test_multigrid"), (1, "test_woodpile"),
                           (1, "test_collapse"), (1, "test_regeneration"), (2, "test_error_bars"), (2, "test_grid_correction")):
        run(directory, ranks, program, "--log_level=message")


def main():
    parts = {part.__name__: part for part in (engine, scaling, division, crossing, block, release, geometry, strength, kernel,
                                             answers)}
    arguments = sys.argv[1:]
    file = None
    if "--save" in arguments[:-1]:
        at = arguments.index("--save")
        file = Path(arguments[at + 1])
        del arguments[at:at + 2]
    if not arguments or not set(arguments[1:]) <= set(parts):
        sys.exit(__doc__)
    print("load of the machine at the start:", *(f"{load:.1f}" for load in os.getloadavg()))
    for name in arguments[1:] or [name for name in parts if name != "answers"]:
        parts[name](Path(arguments[0]))
    if file:
        file.write_text(json.dumps({"lacuna": version(), "processor": processor(), "runs": RUNS}, indent=1))


if __name__ == "__main__":
    main()
