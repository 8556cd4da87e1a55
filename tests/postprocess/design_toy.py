# SPDX-License-Identifier: LGPL-2.1-or-later
"""An analytic scaffold: strength and exposure of a woodpile by four variables, with scatter.

Strength and modulus follow powers of the solid fraction (Gibson & Ashby), exposure follows surface and
porosity, which ask for the opposite. Lengths in mm, strengths in MPa, moduli in GPa.
"""

import numpy as np
import pandas as pd
from scipy.stats import qmc

from postprocess.optimization.problem import Constraint, Goal, Problem, Variable
from postprocess.optimization.proposals import propose
from postprocess.optimization.start import start_count

SCATTER = 0.02

PROBLEM = Problem(
    variables=(Variable("strand", 0.2, 0.6), Variable("gap", 0.15, 0.9),
               Variable("overlap", 0.05, 0.3), Variable("offset", 0.0, 1.0)),
    goals=(Goal("strength", reference=0.0), Goal("exposure", reference=0.0)),
    constraints=(Constraint("pore", low=0.3), Constraint("modulus", high=3.0)))


def compute(designs, rng, scatter=SCATTER):
    """Rows of a sweep's table for rows of variables."""
    strand, gap, overlap, offset = np.asarray(designs, float).T
    solid = np.minimum(np.pi / 4 * strand / ((strand + gap) * (1 - overlap)), 0.95)
    surface = np.pi * (1 - 1.2 * overlap**2) / ((strand + gap) * (1 - overlap))
    factors = 1 + scatter * rng.normal(size=(3, len(solid)))
    return pd.DataFrame({
        **dict(zip(PROBLEM.names, np.asarray(designs, float).T)), "status": "done",
        "strength": factors[0] * 45 * solid**(1.5 + offset) * (1 + 2 * overlap) * (0.4 / strand)**0.3,
        "exposure": factors[1] * surface * (1 - solid)**(1.5 - 0.7 * offset),
        "modulus": factors[2] * 9 * solid**(1.8 + 0.4 * offset) * (1 + 1.2 * overlap),
        "pore": gap * (1 - 0.25 * offset)})


def empty():
    return pd.DataFrame(columns=[*PROBLEM.names, "status"])


def optimised(seed, budget, batch=4):
    """The table after `budget` evaluations, as a driver makes it: start design, then batches."""
    rng, table = np.random.default_rng(seed), empty()
    while len(table) < budget:
        count = batch if len(table) else start_count(PROBLEM)
        new = compute(propose(PROBLEM, table, seed, count), rng)
        table = pd.concat([table, new], ignore_index=True) if len(table) else new
    return table


def spread_out(seed, budget):
    """The table of a scrambled Sobol' design."""
    unit = qmc.Sobol(len(PROBLEM.variables), seed=seed).random(budget)
    return compute(PROBLEM.from_unit(unit), np.random.default_rng(seed))
