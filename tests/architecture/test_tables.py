# SPDX-License-Identifier: LGPL-2.1-or-later
"""tests/benchmark/pages.py writes tables from what benchmarks and tests print."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/benchmark"))

import pages  # noqa: E402
import run  # noqa: E402

ENGINE = """\
1 ranks, 713496 unknowns, 26624 cells; grid and space 0.920 s a million
multigrid : set-up  0.310, solve to 1e-8  1.280 s a million unknowns, 13 iterations
memory: 174 B an unknown
memory bandwidth: 26.3 GB/s
product, float :  156.0 MDoF/s, 0.14 of what memory bandwidth allows
product, double:   86.2 MDoF/s, 0.15 of what memory bandwidth allows
123624 unknowns:
multigrid : set-up  0.410, solve to 1e-8  1.500 s a million unknowns, 13 iterations
GAMG      : set-up 10.600, solve to 1e-8 107.600 s a million unknowns, 99 iterations
product: 69.0 MDoF/s, 17.2 times the 4.0 of the assembled matrix
set-up and solve: GAMG takes 62 times as long, 74 times that of multigrid on the finer grid
"""
SOLVE_ONLY = """\
{ranks} ranks, {unknowns} unknowns, 100 cells; grid and space {grid} s a million
multigrid : set-up  0.200, solve to 1e-8  {solve} s a million unknowns, 13 iterations
memory: 150 B an unknown
"""
WORK = "".join(f"work of {phase}: {{{i}:.3f}} s, largest rank {{4}}\n"
               for i, phase in enumerate(("grid", "space", "set-up", "solve")))
CROSSING = """\
reference, 2999999 unknowns, 12 grids: 0.17956 ± 0.00009
1.0 %, adaptive: true error 0.20 core-s, 0.10 GB; stated error 0.74 core-s, 0.11 GB
1.0 %, uniform, extrapolated: true error 0.30 core-s, 0.10 GB; stated error not reached
1.0 %, uniform: 52 core-s, by h^1 and h^-3 from the last grid
    260 times that of adaptive cells
0.5 %, adaptive: true error 0.40 core-s, 0.10 GB; stated error 1.29 core-s, 0.12 GB
0.5 %, uniform, extrapolated: true error 1.80 core-s, 0.40 GB; stated error 14.21 core-s, 1.00 GB
0.5 %, uniform: 415 core-s, by h^1 and h^-3 from the last grid
    1038 times that of adaptive cells
"""
GRID = ("{unknowns:9.0f} unknowns {cost:7.2f} core-s  0.30 GB: grid {grid:.4f} ({own:+5.1f} %), extrapolated "
        "{limit:.4f}, true error {error:5.2f} %, stated {bar:5.2f} %\n")
BLOCK = GRID.format(unknowns=243600, cost=3, grid=0.2376, own=22.3, limit=0.2376, error=22.3, bar=18)
BLOCK += GRID.format(unknowns=738840, cost=8, grid=0.2155, own=10.9, limit=0.1934, error=0.5, bar=12.4)
BLOCK += """\
1.3 %, adaptive: true error 20.00 core-s, 0.56 GB; stated error not reached
    ParOSol, voxels of 5 um, 1.3 % takes 812 core-s, 5.6 GB: 40.6 times the time, 10.0 times the memory
"""
RELEASE = """\
2 ranks, 34184 unknowns; grid and set-up 1.0 s, 80 B an unknown
80 steps to 14 d in 7.9 s: 2.90 us an unknown and step, 7.8 iterations, 220 products of the assembled \
matrix (13.2 ns an unknown)
"""
STRENGTH = "243600 unknowns: solve 4.00 s; averaged stress 0.200 s, strengths 0.120 s: 8.0 % of the solve\n"
KERNEL = "".join(f"{number:6} Q{degree} {components} component(s) {kind:4} {1:8.3f} us/batch {2:8.2f} Mcells/s "
                 f"{rate:8.1f} MDoF/s\n" for number in ("float", "double") for degree, components in ((2, 3), (1, 1))
                 for kind, rate in (("full", 1700), ("cut", 105)))
OCTREE = "Running 12 test cases...\n" + "volume 0.0138 0.00361, surface 0.0074 0.0018\n" * 3
MULTIGRID = """\
p = 1:  1/8: 7  1/16: 7  1/32: 8  adaptive: 6
p = 2:  1/8: 15  1/16: 14  adaptive: 17
p = 1: 6 to 6 iterations
p = 2: 12 to 15 iterations
diffusion, p = 1, 1/8, mass 0: 4 iterations
diffusion, p = 1, 1/8, mass 1: 3 iterations
diffusion, p = 1, 1/16, mass 0: 4 iterations
diffusion, p = 2, 1/8, mass 0: 12 iterations
diffusion, p = 2, 1/16, mass 0: 12 iterations
"""
BARS = """\
crossing strands, 5 %: 17799 unknowns, 3 grids, 0.18090 ± 0.00300, reference 0.17960 ± 0.00010: effectivity 2.2
crossing strands, 2 %: 17799 unknowns, 3 grids, 0.18090 ± 0.00300, reference 0.17960 ± 0.00010: effectivity 2.2
crossing strands, 1 %: 65706 unknowns, 5 grids, 0.17990 ± 0.00110, reference 0.17960 ± 0.00010: effectivity 3.6
"""
BAR = ("l 0.1, h 0.05: strength 0.9899 at strain 0.00991, toughness 1.0240, work 1.0210, 20 cells, 60 steps, "
       "185 passes, 900 iterations\n")

BONE = """\
bone of a constant density is off by 1.0e-05
balances close to 8.3e-17; refilled 5.7e-07, 3.7e-06 of the turnovers; 65 steps, 4186 iterations
porous Fisher front: 7.222 um/d, exact 7.200
with cells of 25 um: 7.294 um/d
with death: 4.702 um/d, exact 4.700
Fisher front: 162.4 um/d over 30 d, exact 160.9, in the end 167.3; 138 steps, 4558 iterations
cells of 200, 100 um: errors 1.90e-03, 4.95e-04
the square is bridged after 4.031 / r
front at 412.3 um along an axis, 412.7 um along the diagonal
"""

ELASTICITY = """\
octant of a ball, p = 1
     h  unknowns  L2 error  rate    energy  rate
  1/6        1029  1.10e-02        6.45e-02
  1/12       6591  2.76e-03  2.00  3.30e-02  0.97
  1/24      46875  6.90e-04  2.00  1.67e-02  0.98
octant of a ball, p = 2
     h  unknowns  L2 error  rate    energy  rate
  1/3        1029  1.66e-03        1.42e-02
  1/6        6591  2.16e-04  2.94  3.67e-03  1.95
"""
WOODPILE = """\
216 cells: C33/Es 0.2372
400 cells: C33/Es 0.21839
C33/Es 0.1961 ± 0.0012
216 cells: Ez/Es 0.2723, Ex/Es 0.3114
400 cells: Ez/Es 0.2589, Ex/Es 0.308
Ez/Es 0.2446 ± 0.0009, Ex/Es 0.3051 ± 0.0001
"""
PRINTS = "".join(f"print {seed}, {size} um, 3 grids, 99999 unknowns: {first} GPa (estimate 30.00 %), 30.00 MPa -> "
                 f"{value} ± 0.510 GPa, 20.00 ± 3.00 MPa\n"
                 for seed, size, first, value in ((1, 160, 12.34, 9.29), (2, 160, 12.46, 9.5), (3, 160, 12.55, 9.46),
                                                  (2, 80, 11.0, 9.9)))
PRINTS += "".join(f"  modulus: {value}e+09 ± 7e+08, refined 9.3e+09 ± 5e+08: -0.50 %\n  modulus, finer: 1e+09 ± 1e+08, "
                  "refined 1e+09 ± 1e+08: +0.00 %\n" for value in (9.53, 9.42, 9.25, 9.46, 9.29, 9.55))


def document(lacuna="0.1.0"):
    def saved(program, output, *arguments, ranks=1):
        return {"program": program, "arguments": list(arguments), "ranks": ranks, "share": 1., "output": output}

    return {"lacuna": lacuna, "processor": "some processor, 2 cores", "runs": [
        saved("benchmark_engine", ENGINE, "40"),
        saved("benchmark_engine", ENGINE.replace("26.3", "37.7"), "40", ranks=2),
        *(saved("benchmark_engine", SOLVE_ONLY.format(ranks=ranks, unknowns=unknowns, grid=grid, solve=solve),
                "20", "--height", height, "--solve-only", ranks=ranks)
          for ranks, height, unknowns, grid, solve in ((1, "1", 5000000, "1.000", "1.200"),
                                                       (2, "1", 5000000, "0.900", "0.700"),
                                                       (2, "2", 10000000, "1.000", "0.700"))),
        *(saved("benchmark_engine", WORK.format(ranks, 2., 3., 4., 1.05), "40", "--solve-only", ranks=ranks)
          for ranks in (1, 2, 4, 8)),
        saved("benchmark_accuracy", CROSSING, "crossing"), saved("benchmark_accuracy", BLOCK, "block"),
        saved("benchmark_release", RELEASE, "100", ranks=2), saved("benchmark_release", RELEASE, "50", ranks=2),
        saved("benchmark_strength", STRENGTH), saved("benchmark_cell_kernel", KERNEL),
        saved("test_octree", OCTREE, "--log_level=message"), saved("test_multigrid", MULTIGRID, "--log_level=message"),
        saved("test_error_bars", BARS, "--log_level=message", ranks=2),
        saved("test_elasticity", ELASTICITY, "--log_level=message"),
        saved("test_woodpile", WOODPILE, "--log_level=message"),
        saved("test_grid_correction", PRINTS, "--log_level=message", ranks=2),
        saved("test_collapse", BAR * 4, "--log_level=message"),
        saved("test_regeneration", BONE, "--log_level=message")]}


def page(name, body="| stale |\n"):
    return f"before\n\n<!-- table: {name} -->\n{body}<!-- end -->\n\nafter\n"


def written(name):
    """The rows of a table, without head and rule, and the line below them."""
    runs = pages.Runs()
    runs.add(document())
    text, names = pages.filled(page(name), runs)
    assert names == [name]
    assert text.startswith("before\n") and text.endswith("\n\nafter\n") and "stale" not in text
    body = text.split("-->\n")[1].split("\n<!--")[0].split("\n")
    width = body[0].count("|")
    table = body[:body.index("")]
    assert all(line.count("|") == width for line in table)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]], body[-1]


def test_every_table_is_written_with_its_provenance():
    for name in pages.TABLES:
        rows, below = written(name)
        assert rows, name
        assert below == "Lacuna 0.1.0, some processor, 2 cores."


@pytest.mark.parametrize("name, row, cells", [
    ("speed", 0, ["memory bandwidth (GB/s)", "26.3", "37.7"]),
    ("speed", 1, ["product in float, double (million unknowns a second)", "156, 86", "156, 86"]),
    ("speed", 4, ["solve to 1e-8 (s a million unknowns); iterations", "1.28; 13", "1.28; 13"]),
    ("ratios", 2, ["set-up and solve to 1e-8 (s a million), the same", "1.91", "118, PETSc's GAMG",
                   "62; 74 on the finer grid"]),
    ("ratios", 3, ["memory (B an unknown)", "150 to 174", "78, ParOSol on voxels", "1.9 to 2.2 times as much"]),
    ("ratios", 4, ["one rank to two, 5,000,000 unknowns: solve; all", "3.5 s; 9.0 s", "6.0 s; 12.0 s",
                   "1.71; 1.33 (ideal 2)"]),
    ("division", 0, ["grid", "1.00 s", "2.00; 1.05", "4.00; 1.05", "8.00; 1.05"]),
    ("division", 3, ["solve", "4.00 s", "1.00; 1.05", "1.00; 1.05", "1.00; 1.05"]),
    ("crossing", 0, ["adaptive", "0.20", "0.40", "0.74", "1.29"]),
    ("crossing", 1, ["uniform cells, extrapolated alike", "0.30 (1.5 times)", "1.80 (4.5 times)", "",
                     "14.21 (11 times)"]),
    ("block", 1, ["738,840", "+10.9 %", "0.1934", "0.50 %", "12.40 %", "8.00", "0.30"]),
    ("block_peers", 0, ["1.3 %", "20.00 core-s, 0.56 GB", "ParOSol, voxels of 5 um, 1.3 %: 812 core-s, 5.6 GB",
                        "40.6, 10.0"]),
    ("release_steps", 0, ["100 µm", "2", "34,184", "80", "7.9 s", "2.90 µs", "7.8", "220"]),
    ("strength_cost", 0, ["243,600", "4.00 s", "0.200 s", "0.120 s", "8 %"]),
    ("kernel", 0, ["Q2, 3 components", "1700", "105", "1700", "105"]),
    ("octree", 0, ["sphere, r = 0.37, h = 1/4 → 1/8", "1.4e-2 → 3.6e-3", "7.4e-3 → 1.8e-3"]),
    ("iterations", 0, ["elasticity, cells of 1/8, 1/16, 1/32", "7, 7, 8", "15, 14"]),
    ("iterations", 2, ["the pore at 100 positions within a cell", "6", "12 to 15"]),
    ("iterations", 3, ["diffusion, cells of 1/8, 1/16", "4, 4", "12, 12"]),
    ("error_bars", 0, ["crossing strands, sharp", "5, 2 %", "17,799", "3", "0.1809 ± 0.0030", "0.1796 ± 0.0001",
                       "2.2"]),
    ("error_bars", 1, ["", "1 %", "65,706", "5", "0.1799 ± 0.0011", "", "3.6"]),
    ("convergence", 0, ["octant of a ball", "1", "1/6, 1/12, 1/24", "1.10e-2, 2.76e-3, 6.90e-4", "2.00, 2.00",
                        "6.45e-2, 3.30e-2, 1.67e-2", "0.97, 0.98"]),
    ("convergence", 1, ["", "2", "1/3, 1/6", "1.66e-3, 2.16e-4", "2.94", "1.42e-2, 3.67e-3", "1.95"]),
    ("woodpile", 0, ["d 400, spacing 800, layer 320 µm, ν 0.28: C33/Es", "0.2372, 0.2184", "0.1961 ± 0.0012", "0.1966"]),
    ("woodpile", 2, ["the same: Ex/Es", "0.3114, 0.3080", "0.3051 ± 0.0001", "0.307 ± 1 %"]),
    ("prints", 0, ["1", "12.34", "9.25 ± 0.70", "2", "9.29 ± 0.51", ""]),
    ("prints", 1, ["", "", "9.29 ± 0.70", "3", "", ""]),
    ("prints", 2, ["2", "12.46", "9.53 ± 0.70", "1", "9.50 ± 0.51", "9.90 ± 0.51"]),
    ("prints", 3, ["", "", "9.55 ± 0.70", "3", "", ""]),
    ("bone_fronts", 2, ["the same with death, 12.5 µm", "4.700", "4.702"]),
    ("bone_fronts", 3, ["progenitors, days 20 to 50, cells of 25 µm (µm/d)", "160.9, in the end 167.3", "162.4"]),
    ("bar", 0, ["0.1, 0.05", "0.990", "1.024", "1.021", "185"]),
])
def test_rows_hold_what_was_printed(name, row, cells):
    assert written(name)[0][row] == cells


def test_a_table_without_its_runs_stays():
    runs = pages.Runs()
    runs.add(document() | {"runs": []})
    assert pages.filled(page("speed"), runs) == (page("speed"), [])


def test_an_unknown_table_is_refused():
    with pytest.raises(ValueError, match="sped: no such table; expected one of "):
        pages.filled(page("sped"), pages.Runs())


def test_runs_of_two_versions_do_not_mix():
    """In one table; tables with one run each may be of two."""
    runs, older = pages.Runs(), document("0.0.9")
    older["runs"] = older["runs"][:1]
    runs.add(document())
    runs.add(older)
    with pytest.raises(ValueError, match="different versions or processors"):
        pages.filled(page("speed"), runs)
    assert "0.1.0" in pages.filled(page("kernel"), runs)[0]


def test_output_that_was_not_understood_is_told():
    runs = pages.Runs()
    run_of = {"program": "benchmark_strength", "arguments": [], "ranks": 1, "output": "in other words"}
    runs.add(document() | {"runs": [run_of]})
    with pytest.raises(ValueError, match="in other words"):
        pages.filled(page("strength_cost"), runs)


def test_each_table_stands_on_one_page():
    """With rows as wide as its head, and the version and processor below it."""
    found = [match for path in pages.evidence_pages()
             for match in pages.MARKED.finditer(path.read_text(encoding="utf-8"))]
    assert sorted(match["name"] for match in found) == sorted(pages.TABLES)
    for match in found:
        *table, blank, below = match["body"].rstrip("\n").split("\n")
        assert blank == "" and re.fullmatch(r"Lacuna [\d.]+, .*\.", below), match["name"]
        runs = pages.Runs()
        runs.add(document())
        now = pages.filled(match[0], runs)[0].split("\n")
        assert table[1] == now[2], f"{match['name']}: another number of columns"
        assert table[0].split("|")[2:] == now[1].split("|")[2:], match["name"]


def test_the_machine_is_named():
    assert re.fullmatch(r"\d+\.\d+\.\d+", run.version())
    assert re.fullmatch(r".+, \d+ cores", run.processor())
