// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/operator.h>
#include <solver/operators/reaction_diffusion.h>
#include <solver/transport/flow.h>
#include <solver/transport/regions.h>

#include <memory>

namespace lacuna::transport {

using operators::Vector;

/**
 * What of each cell is pore and what is strut, as weights on the points of the space's moments. The
 * space is of the open space around a scaffold, or of all space where struts are permeable.
 */
class CellParts {
public:
  CellParts(const operators::FiniteCellSpace &space, const Regions *regions)
      : space_(space), regions_(regions) {}

  bool has_struts() const { return regions_ && regions_->permeable_struts(); }

  /** What borders on the scaffold's surface. */
  const geometry::Shape &open_space() const {
    return has_struts() ? *regions_->open_space() : space_.octree().shape();
  }

  /** Whether the scaffold's surface passes through a cell. */
  bool is_cut(const operators::FiniteCell &cell) const {
    return class_of(cell) == octree::CellClass::cut;
  }

  /** Weights outside the struts. */
  std::vector<double> open(const operators::FiniteCell &cell) const;
  /** Weights in the struts; none where they are closed. */
  std::vector<double> struts(const std::vector<double> &open) const;

private:
  octree::CellClass class_of(const operators::FiniteCell &cell) const;

  const operators::FiniteCellSpace &space_;
  const Regions *regions_;
};

/**
 * Diffusion and decay of one factor in the fluid around a scaffold, never assembled:
 *   M c' + K c = 0 with M = ∫ ε c v dx, K = ∫ ε (D ∇c·∇v + k c v) dx + ∫_box κ c v ds,
 * where D, k and the fluid's share ε may differ from region to region; or the same with a flow,
 * then assembled.
 */
class Fluid {
public:
  /**
   * @param regions Null for a uniform fluid. @param flow Null for a fluid at rest; only
   * where no region differs. Both must outlive this.
   */
  Fluid(const operators::FiniteCellSpace &space, double diffusivity, double decay,
        const std::array<double, 6> &clearance, const Regions *regions, const Flow *flow = nullptr);

  /** m M + r K */
  std::unique_ptr<operators::Operator> make_operator(double m, double r) const;

  /** At nodes, each N_a with all others, which sum to one: ∫ ε N dx, ∫ ε k N dx, ∫ κ N ds. */
  const Vector &volume() const { return volume_; }
  const Vector &decay() const { return decay_; }
  const Vector &clearance() const { return clearance_; }
  /** Binding sites at nodes over the factor's own; none where it has them everywhere. */
  const Vector &sites() const { return sites_; }

private:
  struct Varied;

  void vary(const Regions &regions);

  const operators::FiniteCellSpace &space_;
  const Flow *flow_;
  operators::ReactionDiffusion form_;
  std::shared_ptr<const Varied> varied_;
  Vector volume_, decay_, clearance_, sites_;
};

} // namespace lacuna::transport
