# SPDX-License-Identifier: LGPL-2.1-or-later
"""Made-up results as `lacuna compare` writes them: BCP against mig-BCP."""

import json

import numpy as np
import pandas as pd

GROUPS = {"BCP": "", "mig-BCP": "Migrasomes/Areal density = 1e4 /mm^2"}
DAY = 86400.0
FACTOR_COLUMNS = ("released_mol", "cleared_mol", "degraded_mol", "peak_concentration_mol_per_m3",
                  "volume_fraction_above_threshold_max", "time_above_threshold_mean_s",
                  "exposure_mean_mol_s_per_m3", "mass_balance_error")


def write_study(folder, groups=None, n=6, mechanics=True, factors=("BMP2",), seed=7,
                common=False):
    """Write a study with `n` specimens a group, which have the same seeds where prints are `common`.

    The modulus is that of the print plus the solver's noise; only groups with overrides release.
    """
    groups = GROUPS if groups is None else groups
    random = np.random.default_rng(seed)
    prints = [{"porosity": 0.5 + 0.008 * random.standard_normal(),
               "modulus": 5.2e9 * (1 + 0.04 * random.standard_normal())} for _ in range(n)]
    rows, nested = [], []
    for place, (group, overrides) in enumerate(groups.items()):
        for index, printed in enumerate(prints):
            name = f"{group}-{index + 1}"
            home = folder / group / name
            home.mkdir(parents=True)
            (home / "study.prm").write_text("# resolved\n")
            row = {"specimen": name, "group": group, "seed": index + 1 + 10000 * place * (not common),
                   "porosity": printed["porosity"], "surface_area_m2": 7.6e-4}
            row |= _mechanics(home, printed, random) if mechanics else {}
            for factor in factors:
                row |= _transport(home, factor, 1.0 if overrides else 0.0, random)
            row |= {"unknowns": 14_200_000 + index, "iterations": 31, "time_s": 412.0 + index,
                    "peak_memory_B": 6.1e9}
            rows.append(row)
            nested.append(_nested(row, mechanics, bool(factors)))
    pd.DataFrame(rows).to_csv(folder / "specimens.csv", index=False)
    (folder / "results.json").write_text(json.dumps({
        "study": "bcp_vs_mig", "specimens": nested,
        "groups": {group: {"overrides": text} for group, text in groups.items()},
        "provenance": {"lacuna": "0.1.0", "dealii": "9.4.1", "petsc": None, "input_hash": "5f3a"},
        "timings": {"mechanics": 4900.0, "transport": 310.5, "output": None}}))
    return folder


def _mechanics(home, printed, random):
    modulus = printed["modulus"] * (1 + 1e-3 * random.standard_normal())
    strength = 31e6 * (1 + 0.09 * random.standard_normal())
    strain = np.linspace(0, 0.012, 40)
    peak = strength / modulus
    stress = np.where(strain < peak, modulus * strain, strength * np.exp(-(strain - peak) / 2e-3))
    pd.DataFrame({"strain": strain, "stress_Pa": stress}).to_csv(home / "curve.csv", index=False)
    return {"youngs_modulus_Pa": modulus, "youngs_modulus_error_Pa": 0.008 * modulus,
            "compressive_strength_Pa": strength, "compressive_strength_error_Pa": 0.02 * strength,
            "first_crack_stress_Pa": 0.7 * strength, "strain_at_peak": peak}


def _transport(home, factor, loaded, random):
    """A released amount that decays and is cleared; all zero where nothing was loaded."""
    time = np.linspace(0, 28 * DAY, 57)
    total = loaded * 1.1e-15 * (1 + 0.06 * random.standard_normal())
    released = total * (1 - np.exp(-time / (14 * DAY)))
    fluid = 0.05 * total * np.exp(-time / (14 * DAY)) * (1 - np.exp(-time / (0.3 * DAY)))
    degraded, bound = 0.6 * (released - fluid), 0.1 * (released - fluid)
    mean = fluid / 12.6e-9
    fraction = np.clip(mean / 4e-9 - 0.2, 0, 1)
    table = pd.DataFrame({
        "time_s": time, "factor": factor, "released_mol": released, "fluid_mol": fluid,
        "degraded_mol": degraded, "cleared_mol": released - fluid - degraded - bound,
        "bound_mol": bound, "taken_up_mol": 0.0, "concentration_mean_mol_per_m3": mean,
        "concentration_max_mol_per_m3": 1.8 * mean, "volume_fraction_above_threshold": fraction})
    path = home / "release.csv"
    table.to_csv(path, mode="a", header=not path.exists(), index=False)
    values = (released[-1], table["cleared_mol"].iloc[-1], degraded[-1], 1.8 * mean.max(),
              fraction.max(), 0.5 * DAY * (fraction > 0).sum(), np.trapz(mean, time),
              loaded * 3e-9)
    return {f"{factor}_{column}": value for column, value in zip(FACTOR_COLUMNS, values)}


def _nested(row, mechanics, transport):
    stiffness = (5e9 * np.eye(6) + 1e9).tolist() if mechanics else None
    diffusivity = np.diag([0.31, 0.31, 0.36]).tolist() if transport else None
    return {"specimen": row["specimen"], "group": row["group"], "seed": row["seed"],
            "mechanics": {"stiffness_Pa": stiffness},
            "transport": {"relative_diffusivity": diffusivity} if transport else None}
