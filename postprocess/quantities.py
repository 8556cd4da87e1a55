# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the columns of specimens.csv are: part of the report, symbol in the literature, definition.

Symbols of architecture are those of micro-CT (Bouxsein 2010, 10.1002/jbmr.141).
"""

from dataclasses import dataclass
from typing import Optional

from .results import Results
from .units import split_factor, stem_of

ARCHITECTURE, MECHANICS, DELIVERY, BONE = "Architecture", "Mechanics", "Delivery", "New bone (by assumed rates)"
SECTIONS = (ARCHITECTURE, MECHANICS, DELIVERY, BONE)
# Whose scatter is Weibull's.
STRENGTH = "compressive_strength_Pa"
_NUMERICS = ("seed", "unknowns", "cells", "iterations", "time_s", "peak_memory_B",
             "process_peak_memory_B", "ranks", "voxel_size_m", "bone_balance_error", "bone_refilled_fraction")
_NUMERICS_OF_FACTORS = ("lowest_over_largest_concentration", "undershoot_filled_mol", "mass_balance_error")
# Of every quantity of new bone.
_UNCERTAIN = " Parameters of the living part are assumed or uncertain by factors: a range, no value."


@dataclass(frozen=True)
class Quantity:
    """`symbol` is HTML. `is_main`: stands in the first table and in the forest plot rather than in the full ones."""

    section: str
    symbol: str = ""
    definition: str = ""
    is_main: bool = False


def _axes(name: str, quantity: Quantity) -> dict[str, Quantity]:
    return {f"{name}_{axis}": quantity for axis in "xyz"}


_KNOWN = {
    "porosity": Quantity(ARCHITECTURE, "1 − BV/TV", "Part of the envelope's volume that is pore "
                         "space; pores inside a strand's material are not counted.", True),
    "open_porosity": Quantity(ARCHITECTURE, "Po(op)/TV", "Pore space that reaches the envelope, in "
                              "parts of the envelope's volume."),
    "closed_porosity": Quantity(ARCHITECTURE, "Po(cl)/TV", "Pore space that does not reach the "
                                "envelope, in parts of the envelope's volume."),
    "surface_area": Quantity(ARCHITECTURE, "BS", "Surface of the solid, cut faces included.", True),
    "strand_thickness_mean": Quantity(ARCHITECTURE, "Tb.Th", "Mean over the solid of the diameter of "
                                      "the largest sphere in it that holds the place.", True),
    "pore_size_mean": Quantity(ARCHITECTURE, "Tb.Sp", "Mean over the pore space of the diameter of "
                               "the largest sphere in it that holds the place.", True),
    "strand_number": Quantity(ARCHITECTURE, "Tb.N", "One over the mean distance of the strands' "
                              "mid-axes.", True),
    **_axes("pore_throat", Quantity(ARCHITECTURE, "", "Diameter of the largest sphere that passes "
                                    "through the pores along this axis.")),
    **_axes("solid_through_share", Quantity(ARCHITECTURE, "", "Part of the solid that joins both "
                                            "ends of this axis.")),
    **_axes("pore_through_share", Quantity(ARCHITECTURE, "", "Part of the pore space that joins "
                                           "both ends of this axis.")),
    "euler_number": Quantity(ARCHITECTURE, "Eu.N", "Parts minus tunnels plus cavities."),
    "connectivity": Quantity(ARCHITECTURE, "Conn.D", "One minus the edge-corrected Euler number, "
                             "over the envelope's volume.", True),
    "degree_of_anisotropy": Quantity(ARCHITECTURE, "DA", "Longest over shortest mean intercept "
                                     "length.", True),
    "youngs_modulus": Quantity(MECHANICS, "E*", "Force over the envelope's cross-section and over "
                               "the apparent strain, in the linear range, between rigid parallel "
                               "platens.", True),
    "compressive_strength": Quantity(MECHANICS, "σ*", "Largest force over the envelope's original "
                                     "cross-section.", True),
    "first_crack_stress": Quantity(MECHANICS, "", "Apparent stress at which the largest principal "
                                   "stress, averaged over the material's length (K_IC/σ_t)²/(2π), "
                                   "reaches the tensile strength σ_t of the strut."),
    "strain_at_peak": Quantity(MECHANICS, "ε*", "Apparent strain at the largest force.", True),
    "energy_to_failure": Quantity(MECHANICS, "", "Work done by the platens up to the largest force.",
                                  True),
    "effective_volume": Quantity(MECHANICS, "V<sub>eff</sub>", "Volume under uniform tension of the largest "
                                 "averaged stress that is as likely to fail as the specimen. The "
                                 "apparent strength is here the median of what flaws in the whole "
                                 "volume give (Weibull); that it scatters between the 5 % and 95 % "
                                 "bounds is chance, not numerical error."),
    "bulk_modulus": Quantity(MECHANICS, "K*", "Voigt's, of the effective stiffness."),
    "zener_ratio": Quantity(MECHANICS, "A", "2 C₄₄/(C₁₁ − C₁₂), each the mean over the axes; 1 for an "
                            "isotropic stiffness."),
    "loaded": Quantity(DELIVERY, "", "Amount that the coating carries at the start."),
    "released": Quantity(DELIVERY, "", "Amount that has left the coating into the fluid. It is then "
                         "in the fluid, bound, taken up by cells, degraded or cleared across the "
                         "outer boundary.", True),
    "peak_concentration": Quantity(DELIVERY, "c<sub>max</sub>", "Highest concentration anywhere in the pores at "
                                   "any time.", True),
    "volume_fraction_above_threshold_max": Quantity(
        DELIVERY, "", "Largest part of the pore volume, over time, where the concentration exceeds "
        "the threshold given in the study."),
    "time_above_threshold_mean": Quantity(
        DELIVERY, "", "Time for which the concentration exceeds the threshold given in the study, "
        "mean over the pore space.", True),
    "exposure_mean": Quantity(DELIVERY, "∫c dt", "Concentration integrated over time, mean over the "
                              "pore space.", True),
    "contact_dose_per_cell": Quantity(DELIVERY, "", "Molecules that a cell on the surface takes in "
                                      "with the vesicles that it engulfs.", True),
    "penetration_depth_max": Quantity(DELIVERY, "", "Largest distance from the coating at which the "
                                      "concentration exceeds the threshold."),
    "bone_fraction": Quantity(BONE, "BV/TV", "New bone over the envelope, as a micro-CT sees it after the scan "
                              "at the start is subtracted." + _UNCERTAIN, True),
    "pore_bone_fraction": Quantity(BONE, "", "The same over the pores." + _UNCERTAIN),
    "bone_fraction_centre": Quantity(BONE, "", "New bone within half of the rim's radius." + _UNCERTAIN, True),
    "bone_fraction_ring": Quantity(BONE, "", "New bone from half to three quarters of the rim's radius."
                                   + _UNCERTAIN),
    "bone_fraction_rim": Quantity(BONE, "", "New bone beyond three quarters of the rim's radius." + _UNCERTAIN, True),
    "bone_grown_fraction": Quantity(BONE, "", "Bone in the pores as it grew, however little of a place: more than a "
                                    "scan with a threshold shows." + _UNCERTAIN, True),
    "bone_grown_fraction_centre": Quantity(BONE, "", "The same within half of the rim's radius." + _UNCERTAIN),
    "bone_covered_fraction": Quantity(BONE, "", "Part of the defect, seen from above, that new bone covers."
                                      + _UNCERTAIN),
    "bone_mineral_density": Quantity(BONE, "BMD", "New mineral over the envelope." + _UNCERTAIN, True),
    "trabecular_thickness": Quantity(BONE, "Tb.Th", "Mean diameter of the largest spheres in new bone." + _UNCERTAIN,
                                     True),
    "trabecular_spacing": Quantity(BONE, "Tb.Sp", "The same of what is not new bone, ceramic among it." + _UNCERTAIN),
    "trabecular_number": Quantity(BONE, "Tb.N", "One over the mean distance of the mid-axes of new bone."
                                  + _UNCERTAIN, True),
    "tissue_fraction": Quantity(BONE, "", "Part of the pores that tissue in culture fills at the end." + _UNCERTAIN, True),
    "closing_time": Quantity(BONE, "", "When tissue in culture left nothing open." + _UNCERTAIN, True),
}
_MECHANICAL = ("_Pa", "_J", "poissons_ratio", "stiffness", "strength", "zener")


def quantity_of(column: str) -> Quantity:
    """What `column` is; a column that is not known by name is told by its factor and unit."""
    factor, quantity = split_factor(column)
    known: Optional[Quantity] = _KNOWN.get(stem_of(quantity))
    if known:
        return known
    if factor or "diffusivity" in column:
        return Quantity(DELIVERY)
    return Quantity(MECHANICS if any(sign in column for sign in _MECHANICAL) else ARCHITECTURE)


def compared_quantities(results: Results) -> list[str]:
    """The computed columns that describe specimens rather than the numerical method."""
    return [column for column in results.quantities() if not is_numerical(column)]


def is_numerical(column: str) -> bool:
    """Whether `column` is an error bar or a cost of the computation."""
    quantity = split_factor(column)[1]
    return column in _NUMERICS or quantity in _NUMERICS_OF_FACTORS or "_error" in quantity
