#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the tables of measured figures into the evidence pages.

    run.py build/tests answers engine … --save figures.json
    pages.py figures.json…

A table stands between `<!-- table: NAME -->` and `<!-- end -->` in a page called evidence.md, and
ends with a line that says which version on which processor it was measured with. Tables whose runs
are not in the files stay as they are; of a run that is in several files the last one counts.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from run import ROOT, times

MARKED = re.compile(r"(?P<begin><!-- table: (?P<name>\w+) -->\n)(?P<body>.*?)(?P<end><!-- end -->)", re.DOTALL)
NUMBER = r"([-+]?[\d.]+(?:e[-+]?\d+)?)"

# name: function from Runs to lines of Markdown
TABLES = {}


class NoRun(Exception):
    """A table needs a run that the files do not hold."""


@dataclass
class Runs:
    """Runs of programs by (program, arguments, ranks), and where those asked for were measured."""

    runs: dict = field(default_factory=dict)
    asked: set = field(default_factory=set)

    def add(self, document):
        provenance = f"Lacuna {document['lacuna']}, {document['processor']}."
        for run in document["runs"]:
            self.runs[run["program"], tuple(run["arguments"]), run["ranks"]] = (run["output"], provenance)

    def output(self, program, *arguments, ranks=1):
        try:
            output, provenance = self.runs[program, arguments, ranks]
        except KeyError:
            raise NoRun from None
        self.asked.add(provenance)
        return output


def table(function):
    TABLES[function.__name__] = function
    return function


def rows(head, *lines):
    """A Markdown table."""
    return [f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *lines)]


def find(pattern, output, number=0):
    """Groups of the match of that number; a blank in the pattern is a run of them, # a number."""
    matches = list(re.finditer(re.sub(r" (?!\*)", r"\\s+", pattern).replace("#", NUMBER), output))
    if len(matches) <= number:
        raise ValueError(f"{pattern!r}: not found in what a benchmark printed:\n{output}")
    return matches[number].groups()


def thousands(text):
    return f"{int(float(text)):,}"


# --- Tables -------------------------------------------------------------------------------------


def engines(runs):
    return [runs.output("benchmark_engine", "40", ranks=ranks) for ranks in (1, 2)]


@table
def speed(runs):
    outputs = engines(runs)
    petsc = find("# unknowns:", outputs[0])[0]

    def line(name, pattern, shape, number=0):
        return [name, *(shape.format(*map(float, find(pattern, output, number))) for output in outputs)]

    products = [["product in float, double (million unknowns a second)"],
                ["the same as a share of what the bandwidth allows"]]
    for output in outputs:
        rates = [find(f"product, {number} *: # MDoF/s, #", output) for number in ("float", "double")]
        products[0].append(", ".join(f"{float(rate):.0f}" for rate, _ in rates))
        products[1].append(", ".join(share for _, share in rates))
    solve = "multigrid *: set-up #, solve to 1e-8 # s a million unknowns, # iterations"
    gamg = "GAMG *: set-up #, solve to 1e-8 # s a million unknowns"
    return rows(
        ["", "1 rank", "2 ranks"],
        line("memory bandwidth (GB/s)", "memory bandwidth: #", "{:.1f}"),
        *products,
        line("set-up (s a million unknowns)", solve, "{0:.2f}"),
        line("solve to 1e-8 (s a million unknowns); iterations", solve, "{1:.2f}; {2:.0f}"),
        line("grid, moments, space (s a million unknowns)", "grid and space #", "{:.2f}"),
        line("memory, all told (B an unknown)", "memory: # B", "{:.0f}"),
        line(f"PETSc's matrix, {thousands(petsc)} unknowns: product (million unknowns a second)",
             "times the # of the assembled matrix", "{:.1f}"),
        line("the same with GAMG: set-up, solve (s a million unknowns)", gamg, "{:.1f}, {:.1f}"))


@table
def ratios(runs):
    one = engines(runs)[0]
    scaled = [runs.output("benchmark_engine", "20", "--height", height, "--solve-only", ranks=ranks)
              for ranks, height in ((1, "1"), (2, "1"), (2, "2"))]
    unknowns, = find("ranks, # unknowns", one)
    coarse, = find("# unknowns:", one)
    (single, single_share), (double, double_share) = (
        find(f"product, {number} *: # MDoF/s, #", one) for number in ("float", "double"))
    product, product_ratio, assembled = find("product: # MDoF/s, # times the # of", one)
    ours, gamg = (sum(map(float, find(f"{name} *: set-up #, solve to 1e-8 #", one, number)))
                  for name, number in (("multigrid", 1), ("GAMG", 0)))
    slower, slower_finer = find("GAMG takes # times as long, # times", one)
    bytes_each = [float(find("memory: # B", output)[0]) for output in (one, *scaled)]
    least, most = min(bytes_each), max(bytes_each)
    before, strong, weak = map(times, scaled)

    def line(name, after, ideal):
        return [name, f"{after[2]:.1f} s; {sum(after):.1f} s", f"{before[2]:.1f} s; {sum(before):.1f} s",
                f"{before[2] / after[2]:.2f}; {sum(before) / sum(after):.2f} (ideal {ideal})"]

    large, = find("ranks, # unknowns", scaled[0])
    return rows(
        ["Figure", "found", "beside", "ratio"],
        [f"product in float, double, {thousands(unknowns)} unknowns (million a second)",
         f"{float(single):.0f}, {float(double):.0f}", f"{find('memory bandwidth: #', one)[0]} GB/s",
         f"{single_share}, {double_share} of what memory allows"],
        [f"product in double, {thousands(coarse)} unknowns (million a second)", f"{float(product):.0f}",
         f"{assembled}, PETSc's matrix", f"{float(product_ratio):.0f}"],
        ["set-up and solve to 1e-8 (s a million), the same", f"{ours:.2f}", f"{gamg:.0f}, PETSc's GAMG",
         f"{slower}; {slower_finer} on the finer grid"],
        ["memory (B an unknown)", f"{least:.0f} to {most:.0f}", "78, ParOSol on voxels",
         f"{least / 78:.1f} to {most / 78:.1f} times as much"],
        line(f"one rank to two, {thousands(large)} unknowns: solve; all", strong, 2),
        line("the same, two ranks on a block twice as high: solve; all", weak, 1))


@table
def division(runs):
    ranks = 1, 2, 4, 8
    outputs = [runs.output("benchmark_engine", "40", "--solve-only", ranks=n) for n in ranks]

    def line(phase):
        works = [tuple(map(float, find(f"work of {phase}: # s, largest rank #", output))) for output in outputs]
        one = works[0][0]
        return [phase, f"{one:.2f} s", *(f"{work / one:.2f}; {largest:.2f}" for work, largest in works[1:])]

    return rows(["Phase", "1 rank", *(f"{n} ranks" for n in ranks[1:])],
                *map(line, ("grid", "space", "set-up", "solve")))


@table
def crossing(runs):
    output = runs.output("benchmark_accuracy", "crossing")
    limits = "1.0", "0.5"

    def seconds(text):
        match = re.match(NUMBER + " core-s", text)
        return float(match[1]) if match else None

    costs = {}  # name: true errors, then stated ones, by limit
    for name in "adaptive", "uniform, extrapolated":
        found = [find(rf"{limit} %, {name}: true error (.*?); stated error (.*)", output) for limit in limits]
        costs[name] = [seconds(both[kind]) for kind in (0, 1) for both in found]
    plain = [float(find(f"{limit} %, uniform: # core-s", output)[0]) for limit in limits] + [None] * 2
    adaptive = costs["adaptive"]

    def line(name, values):
        cells = ["" if value is None else f"{value:.0f}" if value >= 50 else f"{value:.2f}" for value in values]
        if values is not adaptive:
            cells = [f"{cell} ({value / ours:.2g} times)" if value and ours else cell
                     for cell, value, ours in zip(cells, values, adaptive)]
        return [name, *cells]

    reference, bar = find("reference, .*?: # ± #", output)
    return rows(
        [f"Crossing strands, reference {reference} ± {bar}", "true 1 %", "true 0.5 %", "stated 1 %", "stated 0.5 %"],
        line("adaptive", adaptive),
        line("uniform cells, extrapolated alike", costs["uniform, extrapolated"]),
        line("uniform cells (from the last grid by error ~ h, time ~ h⁻³)", plain))


@table
def block(runs):
    output = runs.output("benchmark_accuracy", "block")
    grids = re.findall((r" *# unknowns +# core-s +# GB: grid # \( *# %\), extrapolated #, true error +# %, "
                        r"stated +# %").replace("#", NUMBER), output)
    lines = []
    for i, (unknowns, cost, memory, _, own, limit, error, bar) in enumerate(grids):
        extrapolated = [limit, f"{error} %"] if i else ["", ""]
        lines.append([thousands(unknowns), f"{own} %", *extrapolated, f"{bar} %", cost, memory])
    return rows(["Unknowns, on a quarter", "own error", "extrapolated", "true error", "stated", "core-s", "GB"], *lines)


@table
def block_peers(runs):
    output = runs.output("benchmark_accuracy", "block")
    lines, ours = [], None
    for line in output.split("\n"):
        found = re.match(rf"{NUMBER} %, adaptive: true error (.*?);", line)
        peer = re.match(rf" +(.*) takes {NUMBER} core-s, {NUMBER} GB: {NUMBER} times the time, {NUMBER} times", line)
        if found:
            ours = found.groups()
        elif peer and ours:
            name, cost, memory, time, space = peer.groups()
            lines.append([f"{ours[0]} %", ours[1], f"{name}: {cost} core-s, {memory} GB", f"{time}, {space}"])
    return rows(["True error below", "here", "beside, on a quarter as well", "times the time, the memory"], *lines)


@table
def release_steps(runs):
    lines = []
    for cell_size in "100", "50":
        output = runs.output("benchmark_release", cell_size, ranks=2)
        unknowns, = find("ranks, # unknowns", output)
        steps, seconds = find("# steps to .*? in # s", output)
        each, iterations, products = find("# us an unknown and step, # iterations, # products", output)
        lines.append([f"{cell_size} µm", "2", thousands(unknowns), steps, f"{seconds} s", f"{each} µs", iterations,
                      products])
    return rows(["Cells", "ranks", "unknowns", "steps", "time", "an unknown and step", "iterations a step",
                 "a step in PETSc's products"], *lines)


@table
def strength_cost(runs):
    unknowns, solve, average, strengths, share = find(
        "# unknowns: solve # s; averaged stress # s, strengths # s: # % of the solve",
        runs.output("benchmark_strength"))
    return rows(["Unknowns", "solve", "averaged stress", "both strengths", "together, of the solve"],
                [thousands(unknowns), f"{solve} s", f"{average} s", f"{strengths} s", f"{float(share):.0f} %"])


@table
def kernel(runs):
    rates = {}
    for number, degree, components, kind, rate in re.findall(
            rf"(float|double) +(Q\d) (\d) component\(s\) (full|cut) .* {NUMBER} MDoF/s",
            runs.output("benchmark_cell_kernel")):
        rates.setdefault((components, degree), {})[kind, number] = f"{float(rate):.0f}"
    columns = [(kind, number) for number in ("float", "double") for kind in ("full", "cut")]
    return rows(["Cell", "whole, float", "cut, float", "whole, double", "cut, double"],
                *([f"{degree}, {components} component{'s' if components != '1' else ''}",
                   *(rates[components, degree][column] for column in columns)]
                  for components, degree in sorted(rates, reverse=True)))


@table
def octree(runs):
    shapes = ["sphere, r = 0.37, h = 1/4 → 1/8", "cylinder, r = 0.31, h = 1/4 → 1/8",
              "crossed strands, r = 0.3, h = 1/10 → 1/20"]
    output = runs.output("test_octree", "--log_level=message")
    lines = []
    for i, shape in enumerate(shapes):
        volume, finer_volume, surface, finer_surface = (
            f"{float(value):.1e}".replace("e-0", "e-") for value in find("volume # #, surface # #", output, i))
        lines.append([shape, f"{volume} → {finer_volume}", f"{surface} → {finer_surface}"])
    return rows(["Shape", "volume", "surface"], *lines)


@table
def iterations(runs):
    output = runs.output("test_multigrid", "--log_level=message")
    found = [find(rf"p = {degree}:((?: 1/\d+: \d+)+) adaptive: (\d+)", output) for degree in (1, 2)]
    positions = [find(rf"p = {degree}: # to # iterations", output) for degree in (1, 2)]
    diffusion = [{}, {}]  # by degree and cells, the most over all masses
    for degree, cells, count in re.findall(r"diffusion, p = (\d), (1/\d+), mass \S+: (\d+) iterations", output):
        of_degree = diffusion[int(degree) - 1]
        of_degree[cells] = max(of_degree.get(cells, 0), int(count))
    return rows(
        ["Block with a spherical pore", "p = 1", "p = 2"],
        ["elasticity, cells of 1/8, 1/16, 1/32", *(", ".join(re.findall(r": (\d+)", text)) for text, _ in found)],
        ["tilted cylinder, refined twice in a corner", *(adaptive for _, adaptive in found)],
        ["the pore at 100 positions within a cell",
         *(least if least == most else f"{least} to {most}" for least, most in positions)],
        [f"diffusion, cells of {', '.join(diffusion[0])}", *(", ".join(map(str, d.values())) for d in diffusion)])


@table
def convergence(runs):
    output = runs.output("test_elasticity", "--log_level=message")
    lines, last = [], None
    for shape, degree, block in re.findall(r"^(.*), p = (\d)\n +h +unknowns.*\n((?: +1/.*\n)+)", output, re.MULTILINE):
        grids = [line.split() for line in block.rstrip("\n").split("\n")]  # of the first the rates are left out
        errors = [[grid[2], grid[-1] if i == 0 else grid[-2]] for i, grid in enumerate(grids)]
        rates = [[grid[3], grid[-1]] for grid in grids[1:]]
        cells = [f"{float(value):.2e}".replace("e-0", "e-") for pair in zip(*errors) for value in pair]
        l2, energy = (", ".join(cells[i * len(grids):(i + 1) * len(grids)]) for i in (0, 1))
        l2_rate, energy_rate = (", ".join(rate) for rate in zip(*rates))
        lines.append([shape if shape != last else "", degree, ", ".join(grid[0] for grid in grids), l2, l2_rate,
                      energy, energy_rate])
        last = shape
    if not lines:
        raise ValueError(f"no rates in what test_elasticity printed:\n{output}")
    return rows(["Shape", "p", "h", "L2 error", "rate", "energy error", "rate"], *lines)


@table
def woodpile(runs):
    output = runs.output("test_woodpile", "--log_level=message")
    lines = []
    for case, name, reference in (
            ("d 400, spacing 800, layer 320 µm, ν 0.28: C33/Es", "C33/Es", "0.1966"),
            ("d 330, spacing 630, layer 240 µm, ν 0.22: Ez/Es", "Ez/Es", "0.251 ± 1 %"),
            ("the same: Ex/Es", "Ex/Es", "0.307 ± 1 %")):
        grids = ", ".join(f"{float(value):.4f}" for value in re.findall(rf"cells: .*?{name} {NUMBER}", output))
        limit, bar = find(f"{name} # ± #", output)
        lines.append([case, grids, f"{float(limit):.4f} ± {float(bar):.4f}", reference])
    return rows(["Periodic woodpile", "four grids", "extrapolated", "reference"], *lines)


@table
def prints(runs):
    """Which print corrects which is told by the order of the test: each one the two others."""
    output = runs.output("test_grid_correction", "--log_level=message", ranks=2)
    refined = [re.findall(rf"print {seed}, {NUMBER} um, .* unknowns: {NUMBER} GPa .* -> {NUMBER} ± {NUMBER} GPa", output)
               for seed in (1, 2, 3)]
    corrected = iter(re.findall(rf"^ +modulus: {NUMBER} ± {NUMBER},", output, re.MULTILINE))
    by = {(other, seed): next(corrected) for seed in (1, 2, 3) for other in (1, 2, 3) if other != seed}
    lines = []
    for seed, ((_, first, value, bar), *finer) in enumerate(refined, 1):
        for i, other in enumerate(other for other in (1, 2, 3) if other != seed):
            modulus = "{:.2f} ± {:.2f}".format(*(1e-9 * float(number) for number in by[seed, other]))
            lines.append([str(seed) if i == 0 else "", f"{float(first):.2f}" if i == 0 else "", modulus, str(other),
                          f"{float(value):.2f} ± {float(bar):.2f}" if i == 0 else "",
                          "{2:.2f} ± {3:.2f}".format(*map(float, finer[0])) if i == 0 and finer else ""])
    return rows(["Print", "first grid", "corrected", "by", "refined", "cells of 80 µm, refined"], *lines)


@table
def error_bars(runs):
    """One row for all accuracies that the same grids reached."""
    names = {"crossing strands": "crossing strands, sharp", "filleted crossing": "crossing strands, fillet 20 µm",
             "fused rods": "rods fused along a line, on flats", "woodpile": "woodpile, 2 × 2 strands, 4 layers"}
    output = runs.output("test_error_bars", "--log_level=message", ranks=2)
    merged = {}
    for name, accuracy, unknowns, grids, value, bar, finer, finer_bar, effectivity in re.findall(
            (r"^(.*), # %: # unknowns, # grids, # ± #, reference # ± #: effectivity #").replace("#", NUMBER),
            output, re.MULTILINE):
        line = (thousands(unknowns), grids, f"{float(value):.4f} ± {float(bar):.4f}",
                f"{float(finer):.4f} ± {float(finer_bar):.4f}", effectivity)
        merged.setdefault((names.get(name, name), *line), []).append(accuracy)
    lines, last = [], None
    for (name, unknowns, grids, modulus, finer, effectivity), accuracies in merged.items():
        lines.append([name if name != last else "", f"{', '.join(accuracies)} %", unknowns, grids, modulus,
                      finer if name != last else "", effectivity])
        last = name
    return rows(["Shape", "asked", "unknowns", "grids", "modulus", "finer", "effectivity"], *lines)


@table
def bar(runs):
    output = runs.output("test_collapse", "--log_level=message")
    lines = []
    for i in range(4):
        length, cells, strength, _, taken, work, passes = find(
            r"l #, h #: strength # at strain #, toughness #, work #, .* steps, # passes", output, i)
        lines.append([f"{length}, {cells}", *(f"{float(value):.3f}" for value in (strength, taken, work)), passes])
    return rows(["l, h (l_ch)", "strength (0.99)", "stored and taken by the crack (0.98 Gc)", "work (Gc)", "passes"],
                *lines)


@table
def bone_fronts(runs):
    output = runs.output("test_regeneration", "--log_level=message")

    def of(pattern, answer, text):
        return answer.format(*find(pattern, output)), text.format(*find(pattern, output))

    cases = [
        ("osteoblasts, cells of 12.5 µm (µm/d)", *of("porous Fisher front: # um/d, exact #", "{1}", "{0}")),
        ("the same, cells of 25 µm", find("porous Fisher front: # um/d, exact #", output)[1],
         find("with cells of 25 um: #", output)[0]),
        ("the same with death, 12.5 µm", *of("with death: # um/d, exact #", "{1}", "{0}")),
        ("progenitors, days 20 to 50, cells of 25 µm (µm/d)",
         *of("\nFisher front: # um/d over 30 d, exact #, in the end #", "{1}, in the end {2}", "{0}")),
        ("a square of no-flux edges is bridged (1/r)", "4.03", find("bridged after # / r", output)[0]),
        ("quarter circle: along axis, diagonal (µm)", "equal", ", ".join(
            find("front at # um along an axis, # um along the diagonal", output))),
        ("bone of constant osteoblasts: largest error", "0",
         find("constant density is off by #", output)[0]),
        ("exact wave, cells of 200, 100 µm: errors", "fall to 1/4",
         ", ".join(find("cells of 200, 100 um: errors #, #", output))),
        ("balances", "0", find("balances close to #", output)[0])]
    return rows(["Case", "answer", "found"], *map(list, cases))


# --- Pages --------------------------------------------------------------------------------------


def filled(text, runs):
    """The page with the tables of these runs, and the names of those that were written."""
    written = []

    def replacement(match):
        name = match["name"]
        if name not in TABLES:
            raise ValueError(f"{name}: no such table; expected one of {', '.join(sorted(TABLES))}")
        runs.asked.clear()
        try:
            lines = TABLES[name](runs)
        except NoRun:
            return match[0]
        if len(runs.asked) > 1:
            raise ValueError(f"{name}: its runs are of different versions or processors: "
                             f"{' | '.join(sorted(runs.asked))}")
        written.append(name)
        return "\n".join([match["begin"].rstrip("\n"), *lines, "", *runs.asked, match["end"]])

    return MARKED.sub(replacement, text), written


def evidence_pages(root=ROOT):
    return sorted(path for stage in ("meshes", "solver") for path in (root / stage).rglob("evidence.md"))


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    runs = Runs()
    for file in sys.argv[1:]:
        runs.add(json.loads(Path(file).read_text()))
    for page in evidence_pages():
        text, written = filled(page.read_text(encoding="utf-8"), runs)
        if written:
            page.write_text(text, encoding="utf-8")
            print(f"{page.relative_to(ROOT)}: {', '.join(written)}")


if __name__ == "__main__":
    main()
