// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/defect.h>

#include <solver/regeneration/open_space.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace lacuna::regeneration {

using geometry::Point;
using operators::FiniteCell;

namespace {

/** The face towards the dura. */
constexpr unsigned int below = 4;
/** Nodes so near before the rim are on it, of a cell: what links them would grow without bound. */
constexpr double least_depth = 0.05;

} // namespace

Defect::Defect(MPI_Comm communicator, const geometry::Scaffold &scaffold,
               const RegenerationParameters &parameters,
               const std::function<bool(const Point &)> &is_coated)
    : middle_(scaffold.box.center()),
      radius_(0.5 * std::max(scaffold.box.side_length(0), scaffold.box.side_length(1))),
      octree_(communicator, open_space(scaffold, parameters.filling), scaffold.box,
              parameters.cell_size),
      space_(octree_, 1), site_(space_), from_axis_(space_.n_owned_nodes()) {
  middle_[2] = scaffold.box.lower_bound(2);
  find_boundary(scaffold, parameters.host, parameters.filling == Filling::none, is_coated);
  const auto positions = space_.positions();
  for (unsigned int i = 0; i < from_axis_.size(); ++i)
    from_axis_[i] =
        std::hypot(positions[i][0] - middle_[0], positions[i][1] - middle_[1]) / radius_;
}

bool Defect::is_host(const Point &x, const HostParameters &host) const {
  const double angle = std::atan2(x[1] - middle_[1], x[0] - middle_[0]);
  const double turned = (angle < 0. ? angle + 2. * M_PI : angle) / (2. * M_PI);
  return x[2] - middle_[2] <= host.thickness && (host.share >= 1. || turned < host.share);
}

void Defect::find_boundary(const geometry::Scaffold &scaffold, const HostParameters &host,
                           bool is_empty, const std::function<bool(const Point &)> &is_coated) {
  const operators::ReferenceElement element(1, space_.moments());
  const octree::CellCutter &cutter = octree_.cutter();
  const auto positions = space_.positions();
  const auto [lower, upper] = scaffold.box.get_boundary_points();
  std::array<double, 8> strut, coated, dura;
  for (const FiniteCell &cell : space_.cells()) {
    strut.fill(0.);
    coated.fill(0.);
    dura.fill(0.);
    const auto add = [&](std::array<double, 8> &to, const octree::SurfacePoint &point) {
      const auto shape = element.values_at(cell.box().real_to_unit(point.position));
      for (unsigned int a = 0; a < 8; ++a)
        to[a] += point.weight * shape[a];
    };
    std::vector<octree::SurfacePoint> rim;
    if (cell.cell_class == octree::CellClass::cut)
      for (const auto &point : space_.moments().on(octree_.pieces(cell.cell).surface)) {
        const bool on_rim =
            is_empty ||
            (scaffold.open_envelope && std::abs(scaffold.open_envelope->distance(point.position)) <
                                           std::abs(scaffold.open_solid->distance(point.position)));
        if (on_rim) {
          rim.push_back(point);
          continue;
        }
        add(strut, point);
        if (is_coated && is_coated(point.position))
          add(coated, point);
      }
    if (!rim.empty())
      link_to_rim(cell, element, rim, *scaffold.open_envelope, host);
    if (cell.cell->at_boundary() && cell.cell->face(below)->at_boundary())
      for (const auto &point :
           space_.moments().on(cutter.cut_face(octree_.shape(), cell.box(), below)))
        add(dura, point);
    space_.scatter_add(strut.data(), 1, cell, site_.strut);
    space_.scatter_add(coated.data(), 1, cell, site_.coated);
    space_.scatter_add(dura.data(), 1, cell, site_.dura);

    // Of the envelope's own surface, and of the sides of its box.
    const unsigned int *nodes = space_.numbering().nodes(space_.index(cell));
    for (unsigned int a = 0; a < 8; ++a) {
      if (nodes[a] >= space_.n_owned_nodes())
        continue;
      const Point &x = positions[nodes[a]];
      const double near = 1e-6 * cell.size[0];
      const bool at_side = x[0] < lower[0] + near || x[0] > upper[0] - near ||
                           x[1] < lower[1] + near || x[1] > upper[1] - near;
      const bool beyond = scaffold.open_envelope &&
                          scaffold.open_envelope->distance(x) > -least_depth * cell.size[0];
      if ((at_side || beyond) && is_host(x, host))
        site_.at_rim[nodes[a]] = true;
      site_.at_dura[nodes[a]] = x[2] < lower[2] + near;
      site_.at_periosteum[nodes[a]] = x[2] > upper[2] - near;
    }
  }
  for (Vector *x : {&site_.strut, &site_.coated, &site_.dura})
    x->compress(dealii::VectorOperation::add);
}

void Defect::link_to_rim(const FiniteCell &cell, const operators::ReferenceElement &element,
                         const std::vector<octree::SurfacePoint> &rim,
                         const geometry::Shape &envelope, const HostParameters &host) {
  const unsigned int *nodes = space_.numbering().nodes(space_.index(cell));
  std::array<double, 8> depth;
  std::array<bool, 8> is_before, is_held;
  for (unsigned int a = 0; a < 8; ++a) {
    const Point x = space_.position(cell, a);
    depth[a] = -envelope.distance(x);
    is_before[a] = depth[a] >= least_depth * cell.size[0];
    is_held[a] = !is_before[a] && is_host(x, host);
  }
  std::array<std::array<double, 8>, 8> strength{};
  for (const octree::SurfacePoint &point : rim) {
    const auto shape = element.values_at(cell.box().real_to_unit(point.position));
    double held = 0.;
    for (unsigned int o = 0; o < 8; ++o)
      held += is_held[o] ? shape[o] : 0.;
    for (unsigned int i = 0; i < 8; ++i)
      for (unsigned int o = 0; o < 8; ++o)
        if (is_before[i] && is_held[o] && held > 0.)
          strength[i][o] +=
              point.weight * shape[i] * shape[o] / held * (1. / depth[i] + 1. / cell.size[0]);
  }
  for (unsigned int i = 0; i < 8; ++i)
    for (unsigned int o = 0; o < 8; ++o)
      if (strength[i][o] > 0.)
        site_.rim_links.push_back({nodes[i], nodes[o], strength[i][o]});
}

double Defect::amount_between(const Vector &x, double inner, double outer) const {
  double sum = 0.;
  for (unsigned int i = 0; i < from_axis_.size(); ++i)
    if (from_axis_[i] >= inner && from_axis_[i] < outer)
      sum += site_.volume.local_element(i) * x.local_element(i);
  return dealii::Utilities::MPI::sum(sum, space_.communicator());
}

} // namespace lacuna::regeneration
