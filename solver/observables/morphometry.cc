// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/morphometry.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace lacuna::observables {

using morphometry::Morphometry;
using morphometry::ThicknessDistribution;

namespace {

constexpr const char *axes[] = {"x", "y", "z"};

void observe_thickness(const std::string &name, const ThicknessDistribution &thickness,
                       Record &record) {
  const std::string path = "/morphometry/" + name;
  record.set(path + "_mean_m", thickness.mean);
  record.set(path + "_sd_m", thickness.standard_deviation);
  record.set(path + "_max_m", thickness.largest);
}

/** Part of the voxels in a bin. */
double share(const ThicknessDistribution &thickness, std::size_t bin) {
  const auto &n = thickness.histogram;
  return bin < n.size() ? n[bin] / std::accumulate(n.begin(), n.end(), 0.) : 0.;
}

} // namespace

void observe_morphometry(const Morphometry &measured, Record &record) {
  const std::string folder = "/morphometry/";
  const double open = measured.pore_parts.open_share;
  record.set(folder + "porosity", measured.porosity());
  record.set(folder + "open_porosity", measured.porosity() * open);
  record.set(folder + "closed_porosity", measured.porosity() * (1. - open));
  record.set(folder + "surface_area_m2", measured.solid.surface);
  observe_thickness("strand_thickness", measured.strand_thickness, record);
  observe_thickness("pore_size", measured.pore_size, record);
  record.set(folder + "strand_number_per_m", 1. / measured.mid_axis_distance);
  for (int d = 0; d < 3; ++d)
    record.set(folder + "pore_throat_" + axes[d] + "_m", measured.throat[d]);
  for (int d = 0; d < 3; ++d) {
    record.set(folder + "solid_through_share_" + axes[d], measured.solid_parts.through_share[d]);
    record.set(folder + "pore_through_share_" + axes[d], measured.pore_parts.through_share[d]);
  }
  record.set(folder + "solid_parts", measured.solid_parts.n_parts);
  record.set(folder + "euler_number", measured.euler_number);
  record.set(folder + "connectivity_per_m3", measured.connectivity_density);
  record.set(folder + "degree_of_anisotropy", measured.intercepts.degree_of_anisotropy());
  const auto &main = measured.intercepts.direction[0];
  record.set_key(folder + "main_direction", {main[0], main[1], main[2]});
  record.set(folder + "voxel_size_m", measured.voxel_size);
}

std::string morphometry_csv(const Morphometry &m) {
  const double bv = m.solid.volume, bs = m.solid.surface, tv = m.total_volume;
  const double open = m.pore_parts.open_share;
  const std::vector<std::pair<const char *, double>> columns = {
      {"TV (mm^3; envelope)", 1e9 * tv},
      {"BV (mm^3)", 1e9 * bv},
      {"BV/TV (1)", bv / tv},
      {"BS (mm^2; cut faces included)", 1e6 * bs},
      {"BS/BV (1/mm)", 1e-3 * bs / bv},
      {"BS/TV (1/mm)", 1e-3 * bs / tv},
      {"Tb.Th mean (mm; local thickness)", 1e3 * m.strand_thickness.mean},
      {"Tb.Th SD (mm)", 1e3 * m.strand_thickness.standard_deviation},
      {"Tb.Th max (mm)", 1e3 * m.strand_thickness.largest},
      {"Tb.Sp mean (mm; local thickness of pores)", 1e3 * m.pore_size.mean},
      {"Tb.Sp SD (mm)", 1e3 * m.pore_size.standard_deviation},
      {"Tb.Sp max (mm)", 1e3 * m.pore_size.largest},
      {"Tb.N (1/mm; 1 / mean distance of mid-axes)", 1e-3 / m.mid_axis_distance},
      {"Po(op)/TV (1; reaches the envelope)", m.porosity() * open},
      {"Po(cl)/TV (1)", m.porosity() * (1. - open)},
      {"throat x (mm; largest sphere that passes)", 1e3 * m.throat[0]},
      {"throat y (mm)", 1e3 * m.throat[1]},
      {"throat z (mm)", 1e3 * m.throat[2]},
      {"Eu.N (1; 26:6; specimen as a body)", m.euler_number},
      {"Conn.D (1/mm^3; (1 - edge-corrected Eu.N) / TV)", 1e-9 * m.connectivity_density},
      {"DA (1; MIL longest / shortest)", m.intercepts.degree_of_anisotropy()},
      {"MIL longest (mm)", 1e3 * m.intercepts.length[0]},
      {"MIL middle (mm)", 1e3 * m.intercepts.length[1]},
      {"MIL shortest (mm)", 1e3 * m.intercepts.length[2]},
      {"voxel (mm)", 1e3 * m.voxel_size}};
  std::string names, values;
  for (const auto &[name, value] : columns) {
    names += fmt::format("{}{}", names.empty() ? "" : ",", name);
    values += fmt::format("{}{}", &name == &columns.front().first ? "" : ",",
                          std::isfinite(value) ? fmt::format("{:.9g}", value) : "");
  }
  return names + '\n' + values + '\n';
}

std::string thickness_csv(const Morphometry &m) {
  std::string text = "from (um),to (um),Tb.Th (share of the solid),Tb.Sp (share of the pores)\n";
  const double width = 1e6 * m.strand_thickness.bin_width;
  const std::size_t n_bins =
      std::max(m.strand_thickness.histogram.size(), m.pore_size.histogram.size());
  for (std::size_t bin = 0; bin < n_bins; ++bin)
    text += fmt::format("{:.6g},{:.6g},{:.6g},{:.6g}\n", bin * width, (bin + 1) * width,
                        share(m.strand_thickness, bin), share(m.pore_size, bin));
  return text;
}

} // namespace lacuna::observables
