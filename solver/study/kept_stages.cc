// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/kept_stages.h>

#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/study/specimen_folder.h>

#include <deal.II/base/mpi.h>

#include <cmath>
#include <filesystem>

namespace lacuna::study {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using observables::CompressionResult;

namespace {

/** JSON has no infinity and no NaN. */
ordered_json exact(double x) {
  return std::isfinite(x) ? ordered_json(x) : ordered_json(std::to_string(x));
}
double exact(const ordered_json &x) {
  return x.is_string() ? std::stod(x.get<std::string>()) : x.get<double>();
}

/** The numbers of a compression, by their names. */
std::map<std::string, double *> numbers(CompressionResult &c) {
  return {{"modulus", &c.modulus.value},
          {"modulus_error", &c.modulus.error},
          {"strength", &c.strength.value},
          {"strength_error", &c.strength.error},
          {"strain_at_strength", &c.strain_at_strength},
          {"first_crack_stress", &c.first_crack_stress},
          {"effective_volume", &c.effective_volume},
          {"energy_to_failure", &c.energy_to_failure},
          {"first_grid_modulus", &c.first_grid.modulus},
          {"first_grid_error", &c.first_grid.error_estimate},
          {"first_grid_strength", &c.first_grid.strength}};
}

/** Without the scatter, which only the record holds from here on. */
ordered_json as_json(CompressionResult c) {
  ordered_json result = {{"has_strength", c.has_strength},
                         {"curve", c.curve},
                         {"corrected_by", c.corrected_by},
                         {"symmetry", c.symmetry}};
  for (const auto &[name, x] : numbers(c))
    result[name] = exact(*x);
  return result;
}

CompressionResult as_compression(const ordered_json &json) {
  CompressionResult c{};
  c.has_strength = json.at("has_strength");
  c.curve = json.at("curve");
  c.corrected_by = json.at("corrected_by").get<std::vector<std::string>>();
  c.symmetry = json.at("symmetry").get<std::vector<std::string>>();
  for (const auto &[name, x] : numbers(c))
    *x = exact(json.at(name));
  return c;
}

/** Sizes (B) of the files in a folder that stages have written and none writes to later, by their
 * names. */
ordered_json sizes_of_files(const std::string &directory) {
  ordered_json sizes = ordered_json::object();
  for (const auto &entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && name != "log" && name != "study.prm" &&
        name != kept_stages_file && name[0] != '.' && name.find(".state.") == std::string::npos)
      sizes[name] = entry.file_size();
  }
  return sizes;
}

/** The file's text; nothing where it is of no use. */
std::string read_kept(const std::string &directory, const std::string &about) {
  const std::string text = checkpoint::read_file(directory + kept_stages_file);
  if (text.empty())
    return text;
  try {
    const ordered_json kept = ordered_json::parse(text);
    bool is_of_use = kept.at("about") == about;
    for (const auto &[name, bytes] : kept.at("files").items())
      is_of_use = is_of_use && fs::file_size(directory + name) == bytes.get<std::uintmax_t>();
    kept.at("times_s").get<std::map<std::string, double>>();
    return is_of_use ? text : std::string();
  } catch (const std::exception &) { // damaged, or a file is gone
    return {};
  }
}

} // namespace

KeptStages::KeptStages(MPI_Comm communicator, const std::string &directory,
                       const std::string &about)
    : directory_(directory), about_(checkpoint::fingerprint(about)) {
  const std::string text = dealii::Utilities::MPI::broadcast(
      communicator, files::is_root(communicator) ? read_kept(directory, about_) : std::string());
  if (text.empty())
    return;
  found_ = ordered_json::parse(text);
  times_ = found_["times_s"].get<std::map<std::string, double>>();
}

bool has_kept_stages(const std::string &directory, const std::string &about) {
  return !read_kept(directory, checkpoint::fingerprint(about)).empty();
}

void KeptStages::restore(SpecimenWork &work) const {
  if (times_.empty())
    return;
  work.record = observables::Record::restored(found_.at("record"));
  work.porosity = exact(found_.at("porosity"));
  const ordered_json &numerics = found_.at("numerics");
  work.numerics = {numerics.at(0), numerics.at(1), numerics.at(2)};
  if (found_.contains("compression"))
    work.compression = as_compression(found_["compression"]);
}

void KeptStages::add(const std::string &stage, double seconds, const SpecimenWork &work) {
  times_[stage] = seconds;
  if (!files::is_root(work.communicator))
    return;
  found_ = {{"about", about_},
            {"times_s", times_},
            {"record", work.record.stored()},
            {"porosity", exact(work.porosity)},
            {"numerics", {work.numerics.unknowns, work.numerics.cells, work.numerics.iterations}},
            {"files", sizes_of_files(directory_)}};
  if (work.compression)
    found_["compression"] = as_json(*work.compression);
  files::write_text(directory_ + kept_stages_file, found_.dump(1) + "\n");
}

} // namespace lacuna::study
