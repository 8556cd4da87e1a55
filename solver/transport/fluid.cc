// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/fluid.h>

#include <solver/multigrid/assembled_operator.h>
#include <solver/multigrid/make_operator.h>
#include <solver/multigrid/matrix_free_operator.h>
#include <solver/transport/advection.h>

#include <algorithm>

namespace lacuna::transport {

using operators::FiniteCell;
using operators::FiniteCellSpace;

namespace {

/** Stiffness of the void part of cut cells: none of the balance may hide there. */
constexpr double fictitious_fraction = 1e-6;

/** What a flow carries out leaves as what is cleared does. */
std::array<double, 6> with_exit(std::array<double, 6> clearance, const Flow *flow) {
  if (flow)
    clearance[flow->exit()] += flow->exit_velocity();
  return clearance;
}

/** Row sums of an operator. */
Vector sums(const FiniteCellSpace &space, const operators::Operator &op) {
  Vector ones = space.make_vector(1), result = ones;
  ones = 1.;
  op.vmult(result, ones);
  return result;
}

} // namespace

octree::CellClass CellParts::class_of(const FiniteCell &cell) const {
  return has_struts() ? space_.octree().cutter().classify(open_space(), cell.box())
                      : cell.cell_class;
}

std::vector<double> CellParts::open(const FiniteCell &cell) const {
  const octree::Moments &moments = space_.moments();
  if (!has_struts())
    return {space_.weights(cell), space_.weights(cell) + moments.n_points()};
  const octree::Box box = cell.box();
  switch (class_of(cell)) {
  case octree::CellClass::inside:
    return moments.full();
  case octree::CellClass::outside:
    return std::vector<double>(moments.n_points(), 0.);
  default:
    return moments.of(space_.octree().cutter().cut(open_space(), box), box);
  }
}

std::vector<double> CellParts::struts(const std::vector<double> &open) const {
  std::vector<double> result(open.size(), 0.);
  if (has_struts())
    std::transform(space_.moments().full().begin(), space_.moments().full().end(), open.begin(),
                   result.begin(), std::minus<>());
  return result;
}

/**
 * The diffusivity goes with the weights of the cells, over its largest; what is of values alone has
 * weights of its own, as the exchange at a boundary has.
 */
struct Fluid::Varied {
  operators::WeightedCells cells;
  double diffusivity;
  /** By owned cell. */
  std::vector<double> mass, decay;
  operators::BoundaryWeights clearance;

  /** Weights of the next cell. */
  void add(const std::vector<double> &diffusion, const std::vector<double> &full,
           unsigned int cell) {
    if (diffusion == full) {
      cells.moments[cell] = operators::WeightedCells::whole;
      return;
    }
    cells.moments[cell] = cells.weights.size() / cells.n_points;
    cells.weights.insert(cells.weights.end(), diffusion.begin(), diffusion.end());
  }

  operators::BoundaryWeights values(double m, double r) const {
    operators::BoundaryWeights result;
    for (unsigned int i = 0; i < cells.n_owned; ++i)
      result.cells.push_back(i);
    result.weights.resize(mass.size());
    for (std::size_t q = 0; q < mass.size(); ++q)
      result.weights[q] = m * mass[q] + r * decay[q];
    for (std::size_t i = 0; i < clearance.cells.size(); ++i)
      for (unsigned int q = 0; q < cells.n_points; ++q)
        result.weights[std::size_t(clearance.cells[i]) * cells.n_points + q] +=
            r * clearance.weights[i * cells.n_points + q];
    return result;
  }

  std::unique_ptr<operators::Operator> make_operator(const FiniteCellSpace &space, double m,
                                                     double r) const {
    return std::make_unique<multigrid::MatrixFreeOperator<1>>(
        space.communicator(), cells, space.numbering(),
        operators::FormCoefficients<1>{r * diffusivity, 0., 1.},
        operators::Stabilization{fictitious_fraction, 0.}, operators::DirichletValues(),
        values(m, r));
  }
};

Fluid::Fluid(const FiniteCellSpace &space, double diffusivity, double decay,
             const std::array<double, 6> &clearance, const Regions *regions, const Flow *flow)
    : space_(space), flow_(flow),
      form_(space, {0., 1., diffusivity, decay, with_exit(clearance, flow)}, fictitious_fraction,
            0.) {
  if (regions && regions->differ())
    vary(*regions);
  volume_ = sums(space, varied_ ? *make_operator(1., 0.)
                                : *multigrid::make_operator(space, form_.with(1., 0.)));
  if (varied_) {
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
      sites_.local_element(i) /= volume_.local_element(i);
  } else {
    decay_ = volume_;
    decay_ *= decay;
  }
  const operators::ReactionDiffusion exchange(
      space, {0., 1., 0., 0., form_.coefficients().clearance}, fictitious_fraction, 0.);
  clearance_ = sums(space, *multigrid::make_operator(space, exchange));
}

void Fluid::vary(const Regions &regions) {
  const operators::ReferenceElement element(space_.degree(), space_.moments());
  const CellParts parts(space_, &regions);
  const RegionParameters &strut = regions.strut();
  const std::vector<double> &full = space_.moments().full();
  const double largest = regions.largest_diffusivity();
  auto varied = std::make_shared<Varied>();
  varied->cells = space_.weighted_cells();
  varied->cells.weights.clear();
  varied->diffusivity = form_.coefficients().diffusivity * largest;
  varied->clearance = form_.clearance_weights();
  sites_ = decay_ = space_.make_vector(1);
  std::vector<double> diffusion(full.size()), sites(element.n_nodes()), decay(element.n_nodes());
  for (const FiniteCell &cell : space_.cells()) {
    const auto open = parts.open(cell), struts = parts.struts(open);
    std::fill(sites.begin(), sites.end(), 0.);
    std::fill(decay.begin(), decay.end(), 0.);
    for (unsigned int q = 0; q < full.size(); ++q) {
      const RegionParameters &fluid = regions.fluid(cell.box().unit_to_real(element.point(q)));
      const double in_strut = strut.porosity * struts[q];
      const double in_void = fictitious_fraction * (full[q] - open[q] - struts[q]);
      diffusion[q] = (fluid.diffusivity * open[q] + strut.diffusivity * in_strut) / largest;
      varied->mass.push_back(open[q] + in_strut + in_void);
      varied->decay.push_back(form_.coefficients().decay *
                              (fluid.decay * (open[q] + in_void) + strut.decay * in_strut));
      const double sites_here = fluid.sites * (open[q] + in_void) + strut.sites * in_strut;
      for (unsigned int a = 0; a < sites.size(); ++a) {
        const double node = cell.volume() * element.values(q)[a];
        sites[a] += node * sites_here;
        decay[a] += node * varied->decay.back();
      }
    }
    space_.scatter_add(sites.data(), 1, cell, sites_);
    space_.scatter_add(decay.data(), 1, cell, decay_);
    varied->add(diffusion, full, space_.index(cell));
  }
  sites_.compress(dealii::VectorOperation::add);
  decay_.compress(dealii::VectorOperation::add);
  varied_ = std::move(varied);
}

std::unique_ptr<operators::Operator> Fluid::make_operator(double m, double r) const {
  if (varied_)
    return varied_->make_operator(space_, m, r);
  const auto form = form_.with(m, r);
  if (!flow_)
    return multigrid::make_operator(space_, form);
  return std::make_unique<multigrid::AssembledOperator>(space_, AdvectiveForm(space_, form, *flow_),
                                                        operators::DirichletValues(),
                                                        multigrid::Method::asymmetric);
}

} // namespace lacuna::transport
