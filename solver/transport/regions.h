// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <params/reader/registry.h>

namespace lacuna::transport {

/** The fluid of one region, over what the factors' own parameters say of it. */
struct RegionParameters {
  double diffusivity = 1., sites = 1., decay = 1.;
  /** Share of the region that is fluid. */
  double porosity = 1.;

  bool is_plain() const {
    return diffusivity == 1. && sites == 1. && decay == 1. && porosity == 1.;
  }
};

/** The regions of the fluid; all alike by default, and struts closed. */
struct RegionsParameters {
  RegionParameters pores, surroundings, tissue, strut;
  /** From the envelope to the tissue of a defect (m). */
  double clot_width = 0.;
  bool permeable_struts = false;

  void declare(params::Registry &registry);

  /** Not one fluid everywhere. @param has_tissue Whether tissue lies around a clot. */
  bool differ(bool has_tissue) const;
};

/** Which fluid is where around a scaffold. */
class Regions {
public:
  /** @param has_tissue Whether tissue lies around the clot. */
  Regions(const geometry::Scaffold &scaffold, const RegionsParameters &parameters, bool has_tissue);

  bool differ() const { return parameters_.differ(has_tissue_); }
  bool permeable_struts() const { return parameters_.permeable_struts; }

  /** Of fluid at x; in the pores where x is in the envelope. */
  const RegionParameters &fluid(const geometry::Point &x) const;
  const RegionParameters &strut() const { return parameters_.strut; }

  /** Of all regions, over the factors' own. */
  double largest_diffusivity() const;

  /** All but the scaffold. */
  const geometry::ShapePtr &open_space() const { return open_space_; }
  const geometry::Shape &envelope() const { return *envelope_; }

private:
  RegionsParameters parameters_;
  bool has_tissue_;
  geometry::ShapePtr envelope_, open_space_;
};

} // namespace lacuna::transport
