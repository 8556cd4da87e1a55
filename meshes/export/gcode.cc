// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/gcode.h>
#include <meshes/files/whole_file.h>

#include <fmt/format.h>

#include <iterator>

namespace lacuna::exporting {

namespace {

constexpr double millimetre = 1e-3;

class Writer {
public:
  Writer(const geometry::Toolpath &toolpath, const ExtruderParameters &extruder)
      : toolpath_(toolpath), extruder_(extruder) {}

  std::string text() {
    head();
    for (std::size_t k = 0; k < toolpath_.layers.size(); ++k)
      layer(k);
    line("G0 Z{:.4f}", (z_ + extruder_.travel_lift) / millimetre);
    line("M2");
    return std::move(text_);
  }

private:
  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

  bool is_screw() const { return extruder_.type == ExtruderType::screw; }

  void head() {
    const double diameter = toolpath_.strand_diameter;
    const double nozzle = extruder_.nozzle_diameter > 0 ? extruder_.nozzle_diameter : diameter;
    const double area = toolpath_.cross_section();
    line("; Woodpile, dimensions of the wet print");
    line("; strand diameter {:.1f} um, layer height {:.1f} um, nozzle {:.1f} um", 1e6 * diameter,
         1e6 * toolpath_.layer_height, 1e6 * nozzle);
    line("; {} layers, {:.3f} mm of strands, {:.4f} mm^3 of paste, {:.0f} s",
         toolpath_.layers.size(), toolpath_.length() / millimetre, 1e9 * toolpath_.volume(),
         toolpath_.length() / extruder_.speed);
    line("; speed {:.3f} mm/s, flow {:.4f} mm^3/s", extruder_.speed / millimetre,
         1e9 * area * extruder_.speed);
    if (is_screw())
      line("; screw of {:.4f} mm^3 per revolution; E counts revolutions",
           1e9 * extruder_.volume_per_revolution);
    else
      line("; pneumatic, {:.1f} kPa", 1e-3 * extruder_.pressure);
    line("G21");
    line("G90");
    line("G17");
    if (is_screw())
      line("M83");
  }

  void layer(std::size_t k) {
    const double first =
        extruder_.first_layer_height > 0 ? extruder_.first_layer_height : toolpath_.layer_height;
    z_ = first + k * toolpath_.layer_height;
    line("; layer {}", k + 1);
    for (const auto &path : toolpath_.layers[k].paths)
      lay(path);
  }

  void lay(const geometry::Path &path) {
    const auto &points = path.points;
    line("G0 Z{:.4f} F{:.2f}", (z_ + extruder_.travel_lift) / millimetre,
         60 * extruder_.travel_speed / millimetre);
    line("G0 X{:.4f} Y{:.4f}", points[0][0] / millimetre, points[0][1] / millimetre);
    line("G0 Z{:.4f}", z_ / millimetre);
    line("{}", extruder_.start_code);
    for (std::size_t i = 1; i < points.size(); ++i) {
      const double volume = toolpath_.cross_section() * points[i].distance(points[i - 1]);
      line("G1 X{:.4f} Y{:.4f}{}{}", points[i][0] / millimetre, points[i][1] / millimetre,
           is_screw() ? fmt::format(" E{:.6f}", volume / extruder_.volume_per_revolution) : "",
           i == 1 ? fmt::format(" F{:.2f}", 60 * extruder_.speed / millimetre) : "");
    }
    line("{}", extruder_.stop_code);
  }

  const geometry::Toolpath &toolpath_;
  const ExtruderParameters &extruder_;
  std::string text_;
  double z_ = 0;
};

} // namespace

std::uintmax_t write_gcode(const geometry::Toolpath &toolpath, const ExtruderParameters &extruder,
                           const std::string &path) {
  return files::write_text(path, Writer(toolpath, extruder).text());
}

} // namespace lacuna::exporting
