// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/regeneration.h>

#include <cmath>

namespace lacuna::regeneration {

namespace {

/** Between scans (s). */
constexpr double week = 7. * 86400.;
/** Between the zones, as shares of the rim's radius. */
constexpr double centre = 0.5, ring = 0.75, beyond = 1e3;

} // namespace

double Regrowth::refilled_share() const {
  const double turnover = progenitors.turnover() + osteoblasts.turnover();
  return turnover > 0. ? (progenitors.refilled + osteoblasts.refilled) / turnover : 0.;
}

Regeneration::Regeneration(const Defect &defect, const geometry::Scaffold &scaffold,
                           const RegenerationParameters &parameters, const Dose &dose)
    : defect_(defect), scaffold_(scaffold), parameters_(parameters), dose_(dose),
      growth_(
          defect.site(), parameters.kinetics, parameters.host,
          [&dose](double time) { return dose(time); }, parameters.time_tolerance) {}

GrowthRow Regeneration::row() const {
  const Tissue &tissue = growth_.tissue();
  Vector everywhere = defect_.space().make_vector(1);
  everywhere = 1.;
  const double pores = growth_.amount(everywhere);
  GrowthRow row{};
  row.time = growth_.time();
  row.bone = growth_.amount(tissue.bone) / pores;
  row.mineral = growth_.amount(tissue.mineral) / pores;
  row.osteoblasts = growth_.amount(tissue.osteoblasts) / pores;
  row.progenitors = growth_.amount(tissue.progenitors) / pores;
  row.vessels = growth_.amount(tissue.vessels) / pores;
  const std::pair<double, double> zones[] = {{0., centre}, {centre, ring}, {ring, beyond}};
  for (unsigned int i = 0; i < 3; ++i) {
    const auto &[inner, outer] = zones[i];
    const double volume = defect_.amount_between(everywhere, inner, outer);
    row.zones[i] =
        volume > 0. ? defect_.amount_between(tissue.bone, inner, outer) / volume : std::nan("");
  }
  const double scans = std::round(row.time / week) * week;
  const bool is_scanned = std::abs(row.time - scans) < 1. && row.time < parameters_.duration - 1.;
  row.scanned = is_scanned ? bone_fraction(scan(defect_, tissue.mineral, parameters_.scan),
                                           scaffold_, parameters_.scan)
                           : std::nan("");
  row.engulfed = dose_.engulfed(row.time);
  row.soluble = dose_.soluble(row.time);
  return row;
}

Regrowth Regeneration::run(const Report &report, checkpoint::StateFile *states,
                           const std::function<void(double, const Tissue &)> &show) {
  const Course course = {[&] { growth_.start(Tissue(defect_.space())); },
                         [&] { return growth_.time(); },
                         [&](double time) { growth_.advance_to(time); },
                         [&] {
                           result_.history.push_back(row());
                           if (show)
                             show(growth_.time(), growth_.tissue());
                         },
                         [&](checkpoint::Numbers &state) { serialize(state); }};
  result_.resumed_at = follow(course, parameters_.duration, report, states);
  result_.scan = scan(defect_, growth_.tissue().mineral, parameters_.scan);
  result_.materials = segment(result_.scan, scaffold_, parameters_.filling, parameters_.scan);
  result_.measures = measure(defect_.space().communicator(), result_.scan, result_.materials,
                             scaffold_, parameters_.filling, parameters_.scan);
  result_.history.back().scanned = result_.measures.bone_fraction;
  result_.progenitors = growth_.progenitors();
  result_.osteoblasts = growth_.osteoblasts();
  result_.balance_error = growth_.balance_error();
  result_.steps = growth_.n_steps();
  result_.iterations = growth_.n_iterations();
  return result_;
}

void Regeneration::serialize(checkpoint::Numbers &state) {
  growth_.serialize(state);
  std::size_t n_rows = result_.history.size();
  state.serialize(n_rows);
  result_.history.resize(n_rows);
  for (GrowthRow &row : result_.history)
    for (double *x :
         {&row.time, &row.bone, &row.mineral, &row.osteoblasts, &row.progenitors, &row.vessels,
          &row.zones[0], &row.zones[1], &row.zones[2], &row.scanned, &row.engulfed, &row.soluble})
      state.serialize(*x);
}

} // namespace lacuna::regeneration
