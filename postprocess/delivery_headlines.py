# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a released factor means to a cell: its concentration beside the threshold, the dose by contact,
and how far both hang on what is assumed of the coating."""

from typing import Optional

from .analysis import Analysis
from .results import Results
from .study_parameters import Parameters, concentration, read_parameters
from .units import mean_and_spread, number

# By which parameters a coating's load is given; amounts are proportional to each.
LOADS = {"migrasomes": ("Migrasomes", ("Areal density", "Cargo")),
         "exosomes": ("Exosomes", ("Areal density", "Cargo")),
         "adsorbed": ("Adsorbed", ("Areal density",))}
# Below this share of half-saturation, uptake by cells is proportional to the concentration.
PROPORTIONAL = 0.05


def meaning_of_peak(results: Results, factor: str, analysis: Analysis) -> str:
    """`1000 times below the threshold (1.9 nM); 0.5 to 5 pM over …` for the highest group; empty where
    nothing is released or the study's parameters are not at hand."""
    group, peak = _highest(analysis)
    parameters = _parameters(results, group)
    threshold = concentration(parameters.get((f"Factor {factor}", "Threshold")))
    if peak <= 0 or not threshold:
        return ""
    above = peak >= threshold
    times = number(peak / threshold if above else threshold / peak, 2)
    text = (f"{group} {times} times {'above' if above else 'below'} the threshold from which cells respond "
            f"({parameters[f'Factor {factor}', 'Threshold'].value})")
    return text + _over_assumptions(results, factor, analysis.column, peak, parameters)


def contact_dose(results: Results, factor: str, analyses: dict[str, Analysis]) -> Optional[str]:
    """The molecules that a cell takes in with vesicles, beside the soluble ones; None without any."""
    analysis = analyses.get(f"{factor}_contact_dose_per_cell")
    if analysis is None or _highest(analysis)[1] <= 0:
        return None
    said = [f"{group} {mean_and_spread(summary.mean, summary.sd)} molecules a cell"
            for group, summary in analysis.summaries.items() if summary.mean > 0]
    return ", ".join(said)


def _highest(analysis: Analysis) -> tuple[str, float]:
    return max(((group, summary.mean) for group, summary in analysis.summaries.items()),
               key=lambda entry: entry[1])


def _parameters(results: Results, group: str) -> Parameters:
    specimen = results.of_group(group)["specimen"].iloc[0]
    return read_parameters(results.specimen_folder(group, specimen) / "study.prm")


def _over_assumptions(results: Results, factor: str, column: str, peak: float,
                      parameters: Parameters) -> str:
    """The range over an assumed load; only where concentrations are proportional to it."""
    section, keys = _load(parameters)
    assumed = {key: parameters[section, key] for key in keys
               if (section, key) in parameters and parameters[section, key].is_assumed}
    if not assumed or not _is_proportional(factor, peak, parameters):
        return ""
    low = high = 1.0
    for parameter in assumed.values():
        start, end = parameter.assumed_range() or (1.0, 1.0)
        low, high = low * start, high * end
    names = [f"{key} {parameter.source.removeprefix('assumed: ')}" for key, parameter in assumed.items()
             if parameter.assumed_range()]
    unknown = [f"{key} ({parameter.value})" for key, parameter in assumed.items()
               if not parameter.assumed_range()]
    scale = results.scale(column)
    texts = []
    if names:
        texts.append(f"{number(scale.of(low * peak), 2)} to {number(scale.of(high * peak), 2)} {scale.symbol} "
                     f"over what is assumed of {section} ({', '.join(names)})")
    if unknown:
        texts.append(f"in proportion to {' and '.join(unknown)} of {section}, assumed without a range")
    return "; " + ", and ".join(texts)


def _load(parameters: Parameters) -> tuple[str, tuple[str, ...]]:
    """Section and keys that give what the coating carries."""
    enabled = parameters.get(("Migrasomes", "Enabled"))
    kind = parameters.get(("Coating", "Kind"))
    if enabled and enabled.value == "true":
        return LOADS["migrasomes"]
    return LOADS.get(kind.value if kind else "", ("", ()))


def _is_proportional(factor: str, peak: float, parameters: Parameters) -> bool:
    """Whether neither binding nor uptake is near its limit."""
    sites = [p.value.split()[0] for (_, key), p in parameters.items() if key == "Binding sites" and p.value]
    half = concentration(parameters.get((f"Factor {factor}", "Uptake half-saturation")))
    return all(float(site) == 0 for site in sites) and (half is None or peak < PROPORTIONAL * half)
