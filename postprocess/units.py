# SPDX-License-Identifier: LGPL-2.1-or-later
"""From a column's name and its SI values to a label, a unit and digits that a person reads."""

import math
import re
from dataclasses import dataclass
from typing import Iterable, Optional

HOUR, DAY = 3600.0, 86400.0

# Column suffix -> human units, each (size in SI, symbol), smallest first.
SCALES = {
    "mol_s_per_m3": [(1e-9 * HOUR, "pM·h"), (1e-6 * HOUR, "nM·h"), (1e-3 * HOUR, "µM·h")],
    "mol_per_m3": [(1e-9, "pM"), (1e-6, "nM"), (1e-3, "µM"), (1.0, "mM")],
    "m2_per_s": [(1e-12, "µm²/s"), (1e-6, "mm²/s")],
    "per_m3": [(1.0, "m⁻³"), (1e9, "mm⁻³")],
    "per_m2": [(1.0, "m⁻²"), (1e6, "mm⁻²")],
    "per_m": [(1.0, "m⁻¹"), (1e3, "mm⁻¹")],
    "Pa": [(1.0, "Pa"), (1e3, "kPa"), (1e6, "MPa"), (1e9, "GPa")],
    "mol": [(1e-21, "zmol"), (1e-18, "amol"), (1e-15, "fmol"), (1e-12, "pmol"), (1e-9, "nmol"),
            (1e-6, "µmol"), (1e-3, "mmol"), (1.0, "mol")],
    "kg_per_m3": [(1.0, "mg/cm³")],
    "kg": [(1e-9, "µg"), (1e-6, "mg"), (1e-3, "g"), (1.0, "kg")],
    "m3": [(1e-18, "µm³"), (1e-9, "mm³"), (1e-6, "cm³")],
    "m2": [(1e-12, "µm²"), (1e-6, "mm²"), (1e-2, "m²")],
    "m": [(1e-9, "nm"), (1e-6, "µm"), (1e-3, "mm"), (1.0, "m")],
    "s": [(1e-3, "ms"), (1.0, "s"), (60.0, "min"), (HOUR, "h"), (DAY, "d")],
    "J": [(1e-6, "µJ"), (1e-3, "mJ"), (1.0, "J")],
    "N": [(1e-3, "mN"), (1.0, "N"), (1e3, "kN")],
    "B": [(1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB")],
    "deg": [(1.0, "°")],
}
# Where a unit begins, if not at its own size: 36 h reads better than 1.5 d.
BEGINS = {"d": 2 * DAY}
# The unit for a column that holds zeros only.
AT_ZERO = {"mol_s_per_m3": "nM·h", "mol_per_m3": "nM", "Pa": "MPa", "mol": "fmol", "m2": "mm²",
           "m3": "mm³", "m": "µm", "s": "h", "B": "MB"}

LABELS = {
    "youngs_modulus": "Apparent modulus",
    "compressive_strength": "Apparent strength",
    "first_crack_stress": "First-crack stress",
    "strength_p05": "Strength, 5 % of specimens below",
    "strength_p95": "Strength, 95 % of specimens below",
    "strength_mean": "Mean strength",
    "effective_volume": "Effective volume",
    "energy_to_failure": "Energy to failure",
    "strain_at_peak": "Strain at peak",
    "strand_thickness_mean": "Strand thickness",
    "strand_thickness_sd": "Strand thickness, SD within a specimen",
    "strand_thickness_max": "Strand thickness, largest",
    "pore_size_mean": "Pore size",
    "pore_size_sd": "Pore size, SD within a specimen",
    "pore_size_max": "Pore size, largest",
    "connectivity": "Connectivity density",
    "solid_parts": "Parts of the solid",
    "volume_fraction_above_threshold": "Pore volume above threshold",
    "surface_area": "Surface area",
    "youngs_modulus_error": "Modulus, numerical error",
    "compressive_strength_error": "Strength, numerical error",
    "time": "Computing time",
    "peak_memory": "Peak memory",
    "process_peak_memory": "Peak memory of the process",
    "taken_up": "taken up",
    "fluid": "in the fluid",
    "peak_concentration": "peak concentration",
    "volume_fraction_above_threshold_max": "largest volume fraction above threshold",
    "time_above_threshold_mean": "mean time above threshold",
    "exposure_mean": "mean exposure",
    "mass_balance_error": "mass balance error",
    "removed": "removed with medium",
    "penetration_depth_max": "largest penetration depth",
    "surface_fraction_above_threshold_max": "largest surface fraction above threshold",
    "lowest_over_largest_concentration": "lowest over highest concentration",
    "undershoot_filled": "undershoot made up for",
    "engulfed": "engulfed with vesicles",
    "contact_dose_per_cell": "contact dose per cell (molecules)",
    "bone_fraction": "New bone in the defect",
    "pore_bone_fraction": "New bone in the pores",
    "bone_fraction_centre": "New bone in the centre",
    "bone_fraction_ring": "New bone in the ring",
    "bone_fraction_rim": "New bone at the rim",
    "bone_grown_fraction": "Bone grown in the pores",
    "bone_grown_fraction_centre": "Bone grown in the pores of the centre",
    "bone_covered_fraction": "Defect covered by bone",
    "bone_mineral_density": "Density of new mineral",
    "trabecular_thickness": "Thickness of new bone",
    "trabecular_spacing": "Spacing of new bone",
    "trabecular_number": "Number of new trabeculae",
    "tissue_fraction": "Tissue in the pores",
    "closing_time": "Time until pores are closed",
    "closing_time_error": "Time until pores are closed, numerical error",
}

FACTOR_QUANTITIES = (
    "released_mol", "cleared_mol", "degraded_mol", "bound_mol", "taken_up_mol", "removed_mol",
    "peak_concentration_mol_per_m3", "volume_fraction_above_threshold_max",
    "time_above_threshold_mean_s", "exposure_mean_mol_s_per_m3", "mass_balance_error",
    "contact_dose_per_cell", "penetration_depth_max_m", "loaded_mol", "fluid_mol", "engulfed_mol",
    "surface_fraction_above_threshold_max", "lowest_over_largest_concentration",
    "undershoot_filled_mol",
)
_SHARE = re.compile(r"(^|_)porosity$|through_share_[xyz]$|^strain_at_peak$|(volume|surface)_fraction_|^(pore_)?bone_((covered|grown)_)?fraction|^tissue_fraction$")
_FACTOR_COLUMN = re.compile(rf"^(?P<factor>.+)_(?P<quantity>{'|'.join(FACTOR_QUANTITIES)})$")


@dataclass(frozen=True)
class Scale:
    """A human unit: SI value = human value · size; `symbol` is empty for a pure number."""

    size: float = 1.0
    symbol: str = ""

    def of(self, value):
        """`value` (number or array, SI) in this unit."""
        return value / self.size

    def in_brackets(self) -> str:
        return f" ({self.symbol})" if self.symbol else ""


def unit_suffix(column: str) -> Optional[str]:
    """The unit at the end of a column's name, as written there; None for a pure number."""
    for suffix in sorted(SCALES, key=len, reverse=True):
        if column.endswith("_" + suffix):
            return suffix
    return None


def stem_of(column: str) -> str:
    """The column's name without the unit at its end."""
    suffix = unit_suffix(column)
    return column[: -len(suffix) - 1] if suffix else column


def split_factor(column: str) -> tuple[Optional[str], str]:
    """(factor, quantity with unit) of a column such as BMP2_released_mol, else (None, column)."""
    match = _FACTOR_COLUMN.match(column)
    return (match["factor"], match["quantity"]) if match else (None, column)


def label(column: str) -> str:
    """What a person calls the quantity of `column`, without its unit."""
    factor, quantity = split_factor(column)
    stem = stem_of(quantity)
    text = LABELS.get(stem, stem.replace("_", " "))
    return f"{factor} {text}" if factor else text[:1].upper() + text[1:]


def choose_scale(column: str, values: Iterable[float]) -> Scale:
    """The largest unit for `column` in which the largest magnitude of `values` (SI) is at least 1.

    NaN and None are passed over. Shares are in %, another pure number has no unit.
    """
    if _SHARE.search(column):
        return Scale(0.01, "%")
    suffix = unit_suffix(column)
    if suffix is None:
        return Scale()
    largest = max((abs(v) for v in values if v is not None and math.isfinite(v)), default=0.0)
    scales = [Scale(size, symbol) for size, symbol in SCALES[suffix]]
    if largest == 0.0:
        usual = AT_ZERO.get(suffix)
        return next((scale for scale in scales if scale.symbol == usual), scales[0])
    fitting = [s for s in scales if largest >= BEGINS.get(s.symbol, s.size) * (1 - 1e-9)]
    return fitting[-1] if fitting else scales[0]


def number(value: Optional[float], digits: int = 3) -> str:
    """`value` to `digits` significant digits, or a dash if it was not computed."""
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    if 1e-3 <= abs(value) < 1e6:
        exponent = math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
        text = f"{value:.{max(digits - 1 - exponent, 0)}f}"
    else:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        text = f"{mantissa} × 10{_superscript(int(exponent))}"
    return text.replace("-", "−")


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def whole(value: Optional[float]) -> str:
    """A count with thin spaces between thousands, or a dash."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{round(value):,}".replace(",", "\u202f")


def mean_and_spread(mean: float, spread: float) -> str:
    """`mean ± spread` with the spread to two digits and the mean to the same decimal."""
    if not math.isfinite(mean):
        return "–"
    if not math.isfinite(spread) or spread <= 1e-9 * abs(mean):
        return number(mean)
    decimals = 1 - math.floor(math.log10(spread))
    if decimals > 6 or abs(mean) >= 1e6:
        return f"{number(mean)} ± {number(spread, 2)}"
    decimals = max(decimals, 0)
    return f"{mean:.{decimals}f} ± {spread:.{decimals}f}".replace("-", "−")


def probability(p: float) -> str:
    """A p value as papers print it: `p = 0.030`, `p < 0.001`, with no-break spaces."""
    text = "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
    return text.replace(" ", "\u00a0")
