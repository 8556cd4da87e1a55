// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/culture.h>

#include <solver/regeneration/open_space.h>

namespace lacuna::regeneration {

namespace {

/** How early (s) pores close: the last 2.15 w of a radius, of which theory.md tells. */
double early_by_width(const FrontParameters &front) {
  const double radius = 2.15 * front.width;
  return std::fmin(radius * radius / (2. * front.mobility), radius / front.speed);
}

} // namespace

Culture::Culture(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                 const RegenerationParameters &parameters)
    : scaffold_(scaffold), parameters_(parameters),
      octree_(communicator, open_space(scaffold, Filling::none), scaffold.box, parameters.cell_size,
              octree::CellCutter(), scaffold.periodic),
      space_(octree_, 1), site_(space_) {}

Vector Culture::depth(double layer) const {
  Vector result = space_.make_vector(1);
  const auto positions = space_.positions();
  for (unsigned int i = 0; i < space_.n_owned_nodes(); ++i)
    result.local_element(i) = layer - scaffold_.open_solid->distance(positions[i]);
  return result;
}

Filled Culture::fill(const Report &report, checkpoint::StateFile *states,
                     const std::function<void(double, const Vector &)> &show) const {
  Front front(site_, parameters_.front);
  Filled result;
  const double pores = open_volume(space_, depth(0.));
  const Course course = {[&] { front.start(depth(parameters_.front.layer)); },
                         [&] { return front.time(); }, [&](double time) { front.advance_to(time); },
                         [&] {
                           result.history.push_back({front.time(), 1. - front.open() / pores});
                           if (show)
                             show(front.time(), front.phase());
                         },
                         [&](checkpoint::Numbers &state) {
                           front.serialize(state);
                           std::size_t n_rows = result.history.size();
                           state.serialize(n_rows);
                           result.history.resize(n_rows);
                           for (FillRow &row : result.history)
                             for (double *x : {&row.time, &row.tissue})
                               state.serialize(*x);
                         }};
  result.resumed_at = follow(course, parameters_.duration, report, states);
  result.closed_at = front.closed_at();
  result.closed_at_error = std::min(result.closed_at, early_by_width(parameters_.front));
  result.steps = front.n_steps();
  result.iterations = front.n_iterations();
  return result;
}

} // namespace lacuna::regeneration
