// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/lumped_diffusion.h>

#include <solver/operators/reference_element.h>

#include <deal.II/base/mpi.h>

#include <cmath>
#include <stdexcept>

namespace lacuna::regeneration {

namespace {

constexpr unsigned int max_iterations = 1000;

/** ∫ ∇N_a·∇N_b over a cell, its void part as in the stiffness (m). */
class Coupling {
public:
  explicit Coupling(const operators::FiniteCellSpace &space)
      : space_(space), element_(1, space.moments()), full_(space.moments().full()) {}

  double operator()(const operators::FiniteCell &cell, unsigned int a, unsigned int b) const {
    const double *weights = space_.weights(cell);
    double result = 0.;
    for (unsigned int d = 0; d < 3; ++d) {
      double sum = 0.;
      for (unsigned int q = 0; q < full_.size(); ++q)
        sum += (weights[q] + fictitious_fraction * (full_[q] - weights[q])) *
               element_.derivatives(d, q)[a] * element_.derivatives(d, q)[b];
      result += sum * cell.volume() / (cell.size[d] * cell.size[d]);
    }
    return result;
  }

private:
  const operators::FiniteCellSpace &space_;
  operators::ReferenceElement element_;
  const std::vector<double> &full_;
};

} // namespace

LumpedDiffusion::LumpedDiffusion(const Site &site)
    : site_(site),
      stiffness_(multigrid::make_level_operator<double, 1>(site.space.weighted_cells(),
                                                           site.space.numbering(), {1., 0.},
                                                           {fictitious_fraction, 0.})),
      links_(site.rim_links), diagonal_(stiffness_->diagonal()) {
  const operators::FiniteCellSpace &space = site.space;
  const Coupling coupling(space);
  Vector more = space.make_vector(1);
  for (const operators::FiniteCell &cell : space.cells()) {
    if (cell.cell_class == octree::CellClass::inside)
      continue;
    const unsigned int *nodes = space.numbering().nodes(space.index(cell));
    for (unsigned int a = 0; a < space.n_nodes_per_cell(); ++a)
      for (unsigned int b = 0; b < a; ++b) {
        const double entry = coupling(cell, a, b);
        if (entry <= 0.)
          continue;
        links_.push_back({nodes[a], nodes[b], entry});
      }
  }
  for (const Link &link : links_)
    for (const unsigned int node : {link.a, link.b})
      more.local_element(node) += link.strength;
  more.compress(dealii::VectorOperation::add);
  diagonal_ += more;
}

void LumpedDiffusion::apply(Vector &result, const Vector &y) const {
  stiffness_->vmult(result, y);
  y.update_ghost_values();
  for (const Link &link : links_) {
    const double flow = link.strength * (y.local_element(link.a) - y.local_element(link.b));
    result.local_element(link.a) += flow;
    result.local_element(link.b) -= flow;
  }
  y.zero_out_ghost_values();
  result.compress(dealii::VectorOperation::add);
}

unsigned int LumpedDiffusion::solve(Vector &y, const Vector &mass, double r, const Vector &mobility,
                                    const std::vector<bool> &held, const Vector &b,
                                    double tolerance) const {
  // Of z = y/√β the matrix is symmetric: mass + r √β K √β. Conjugate gradients on it.
  const unsigned int n = site_.space.n_owned_nodes();
  const MPI_Comm communicator = site_.space.communicator();
  Vector root = site_.space.make_vector(1), z = root, residual = root, p = root, image = root,
         scaled = root, inverse = root;
  for (unsigned int i = 0; i < n; ++i) {
    const double beta = held[i] ? 0. : std::max(mobility.local_element(i), 0.);
    root.local_element(i) = std::sqrt(beta);
    z.local_element(i) = beta > 0. ? y.local_element(i) / root.local_element(i) : 0.;
    inverse.local_element(i) = 1. / (mass.local_element(i) + r * beta * diagonal_.local_element(i));
  }
  const auto multiply = [&](const Vector &x, Vector &result) {
    for (unsigned int i = 0; i < n; ++i)
      scaled.local_element(i) = root.local_element(i) * x.local_element(i);
    apply(result, scaled);
    for (unsigned int i = 0; i < n; ++i)
      result.local_element(i) = mass.local_element(i) * x.local_element(i) +
                                r * root.local_element(i) * result.local_element(i);
  };
  multiply(z, residual);
  double sizes[2] = {0., 0.}; // of residual and right-hand side, as preconditioned
  for (unsigned int i = 0; i < n; ++i) {
    const double wanted = root.local_element(i) * b.local_element(i);
    residual.local_element(i) = wanted - residual.local_element(i);
    sizes[0] += inverse.local_element(i) * residual.local_element(i) * residual.local_element(i);
    sizes[1] += inverse.local_element(i) * wanted * wanted;
  }
  dealii::Utilities::MPI::sum(sizes, communicator, sizes);
  double product = sizes[0], previous = 0.;
  const double enough = tolerance * tolerance * sizes[1];
  unsigned int iterations = 0;
  while (product > enough) {
    if (++iterations > max_iterations)
      throw std::runtime_error("regeneration: the diffusion of cells does not converge");
    const double more = previous > 0. ? product / previous : 0.;
    for (unsigned int i = 0; i < n; ++i)
      p.local_element(i) =
          inverse.local_element(i) * residual.local_element(i) + more * p.local_element(i);
    multiply(p, image);
    const double step = product / (p * image);
    previous = product;
    double local = 0.;
    for (unsigned int i = 0; i < n; ++i) {
      z.local_element(i) += step * p.local_element(i);
      residual.local_element(i) -= step * image.local_element(i);
      local += inverse.local_element(i) * residual.local_element(i) * residual.local_element(i);
    }
    product = dealii::Utilities::MPI::sum(local, communicator);
  }
  for (unsigned int i = 0; i < n; ++i)
    y.local_element(i) = root.local_element(i) * z.local_element(i);
  return iterations;
}

} // namespace lacuna::regeneration
