// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/geometry_sections.h>

#include <meshes/geometry/lattices/lattices.h>
#include <meshes/geometry/scaffold/envelope.h>

#include <params/reader/registry.h>

#include <fmt/format.h>

namespace lacuna::geometry {

namespace {

std::vector<std::string> lattice_names() {
  std::vector<std::string> result;
  for (const LatticeKind &kind : lattice_kinds())
    result.push_back(kind.name);
  return result;
}

/** "woodpile = layers of parallel strands; …". */
std::string lattice_docs() {
  std::string result;
  for (const LatticeKind &kind : lattice_kinds())
    result += (result.empty() ? "" : "; ") + kind.name + " = " + kind.doc;
  return result;
}

/** A formula's values at corners and middles of the envelope's box must lie between two numbers. */
void check_values(const params::Registry &registry, const dealii::BoundingBox<3> &box,
                  const std::string &key, const params::Formula &formula, double low, double high) {
  for (int i = 0; i < 125; ++i) {
    const int ix = i % 5, iy = i / 5 % 5, iz = i / 25;
    const Point x = box.unit_to_real(Point(ix / 4., iy / 4., iz / 4.));
    try {
      const double value = formula(x[0], x[1], x[2]);
      if (value < low || value > high)
        throw std::invalid_argument(
            fmt::format("values from {} to {}; it is {:.4g} at x, y, z = {:.4g}, {:.4g}, {:.4g} mm",
                        low, high, value, 1e3 * x[0], 1e3 * x[1], 1e3 * x[2]));
    } catch (const std::invalid_argument &error) {
      registry.reject("Scaffold", key, error.what());
    }
  }
}

void check_grading(const params::Registry &registry, const GeometryParameters &p) {
  const ScaffoldParameters &s = p.scaffold;
  if (s.porosity_grading && s.porosity != 0.)
    registry.reject("Scaffold", "Porosity", "0 where Porosity grading says it from place to place");
  if (!s.porosity_grading && !s.thickness_grading)
    return;
  const char *const key = s.porosity_grading ? "Porosity grading" : "Thickness grading";
  if (p.envelope.is_cell())
    registry.reject("Scaffold", key, "nothing in a cell, or it is not periodic");
  const LatticeKind &kind = lattice_kind(s.lattice);
  if (s.thickness_grading && (!kind.thickening || !kind.thickening(s)))
    registry.reject("Scaffold", "Thickness grading",
                    "nothing for what has neither strands nor sheets; see Porosity grading");
  FileShapes files(p, [](const std::string &) {});
  const auto box = envelope_kind(p.envelope.shape).make(p, files).box;
  if (s.porosity_grading)
    check_values(registry, box, "Porosity grading", s.porosity_grading, 0.02, 0.98);
  if (s.thickness_grading)
    check_values(registry, box, "Thickness grading", s.thickness_grading, 0.05, 20.);
}

} // namespace

void declare(GeometryParameters &parameters, params::Registry &registry) {
  parameters.scaffold.declare(registry, lattice_names(), lattice_docs());
  parameters.envelope.declare(registry);
  parameters.print.declare(registry);
  parameters.surface.declare(registry);
  parameters.image.declare(registry);
}

void check(const GeometryParameters &p, const params::Registry &registry) {
  envelope_kind(p.envelope.shape).check(registry, p);
  lattice_kind(p.scaffold.lattice).check(registry, p);
  if (p.envelope.is_cell() && p.print.roughness != 0)
    registry.reject("Print", "Roughness", "0 in a cell, or it is not periodic");
  if (p.envelope.has_size())
    for (const double length : p.envelope.size)
      if (length <= p.as_sintered().scaffold.strand_diameter)
        registry.reject("Envelope", "Size", "each more than the strand diameter");
  check_grading(registry, p);
}

} // namespace lacuna::geometry
