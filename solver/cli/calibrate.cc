// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <params/reader/prm_file.h>
#include <params/reader/quantity.h>
#include <solver/cli/bone_task.h>
#include <solver/cli/options.h>
#include <solver/cli/point_options.h>
#include <solver/cli/postprocess.h>
#include <solver/fracture/tensile_strength_fit.h>
#include <solver/observables/mechanics.h>
#include <solver/study/description.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <memory>
#include <optional>

#include <unistd.h>

namespace lacuna::cli {

namespace {

struct CalibrateOptions : StudyOptions {
  std::vector<std::string> curves, releases;
  std::string compliance = "0", hold = "length", strength = "first-maximum", factor, molar_mass;
  BoneOptions bone;
};

/** As params::parse_quantity for what is said on the command line. */
double option_value(const std::string &option, const std::string &text,
                    const params::Dimension &dimension, const std::string &expected) {
  try {
    return params::parse_quantity(text, dimension);
  } catch (const params::ValueError &) {
    throw params::InputError({"", "", text, option, 0}, expected);
  }
}

/** What the fit of a material has to know of the study (SI units). */
nlohmann::ordered_json material_task(const CalibrateOptions &options,
                                     const study::Specimen &specimen) {
  const double compliance =
      option_value("--compliance", options.compliance, params::length / params::force,
                   "a displacement over a force, such as 0.05 um/N");
  return {{"study", options.study},
          {"curves", options.curves},
          {"compliance_m_per_N", compliance},
          {"hold", options.hold},
          {"strength", options.strength},
          {"specimen", study::describe_specimen(specimen)},
          {"material", study::describe_material(specimen.group->parameters.material)}};
}

/** The first group whose coating has a law of release. */
const study::Group &coated(const study::Study &study, const std::string &file) {
  for (const study::Group &group : study.groups()) {
    const transport::CoatingKind kind = group.parameters.coating.chosen();
    if (kind != transport::CoatingKind::none && kind != transport::CoatingKind::soaked)
      return group;
  }
  throw params::InputError({"", "Kind", "none", file, 0},
                           "a Coating that releases in time: migrasomes, adsorbed or exosomes");
}

const transport::FactorParameters &factor(const study::Group &group, const std::string &name) {
  for (const transport::FactorParameters &factor : group.parameters.factors)
    if (name.empty() || factor.name == name)
      return factor;
  throw params::InputError({"", "", name, "--factor", 0}, "a factor of the study");
}

/** What the fit of a coating has to know of the study (SI units). */
nlohmann::ordered_json release_task(const CalibrateOptions &options, const study::Study &study) {
  study.require_factors();
  const study::Group &group = coated(study, options.study);
  const transport::FactorParameters &released = factor(group, options.factor);
  nlohmann::ordered_json mass;
  if (!options.molar_mass.empty())
    mass = option_value("--molar-mass", options.molar_mass, params::molar_mass,
                        "a molar mass with its unit, such as 26 kDa");
  return {{"study", options.study},
          {"releases", options.releases},
          {"factor", released.name},
          {"molar_mass_kg_per_mol", mass},
          {"coating", study::describe_coating(group.parameters.coating, released)}};
}

/** What postprocess, which runs on rank 0 and says itself what is wrong, finds in the measurements:
 * the mean strength of the curves (Pa). */
Answer measured(const nlohmann::ordered_json &task) {
  Answer answer{0, {}};
  if (files::is_root())
    answer = ask_postprocess({"measured", task.dump()});
  return {dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, answer.code),
          dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, answer.text)};
}

/** Fits what a task asks for by what is in the folder; the exit code. */
int fit(const CalibrateOptions &options, const std::string &folder,
        const nlohmann::ordered_json &task) {
  if (files::is_root())
    files::write_text(folder + "/task.json", task.dump(1) + "\n");
  std::vector<std::string> words = {"calibrate", folder};
  if (options.quiet)
    words.push_back("--quiet");
  const int code = files::is_root() ? postprocess(words) : 0;
  return dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, code);
}

/** Predicts, at a held toughness in turns, and fits; @param strength Measured (Pa). */
int fit_material(const CalibrateOptions &options, const std::string &folder,
                 nlohmann::ordered_json task, double strength) {
  constexpr unsigned int most_trials = 8;
  StudyOptions trial = options;
  task["trials"] = nlohmann::ordered_json::array();
  std::vector<fracture::StrengthPrediction> predictions;
  for (unsigned int i = 1; i <= most_trials; ++i) {
    const std::string name = i == 1 ? "prediction" : fmt::format("prediction-{}", i);
    const study::Study study = trial.read();
    const auto records =
        run_campaign(trial, study, {true, false}, {MPI_COMM_WORLD, folder + "/" + name}, false);
    const auto &material = study.groups().front().parameters.material;
    task["trials"].push_back(
        {{"tensile_strength_Pa", material.tensile_strength}, {"folder", name}});
    const auto predicted = observables::mean_strength(records.front());
    if (!predicted)
      return fit(options, folder, task);
    predictions.push_back({material.tensile_strength, *predicted});
    const auto next = options.hold == "toughness"
                          ? fracture::next_tensile_strength(strength, predictions)
                          : std::nullopt;
    if (!next) {
      const auto found = fracture::fit_tensile_strength(strength, predictions);
      task["tensile_strength"] = {{"value_Pa", found.value},
                                  {"power", found.power},
                                  {"is_determined", found.is_determined}};
      return fit(options, folder, task);
    }
    trial.set = options.set;
    trial.set.push_back(fmt::format("Material/Tensile strength={} Pa", *next));
    trial.set.push_back(
        fmt::format("Material/Compressive strength={} Pa",
                    *next * material.compressive_strength / material.tensile_strength));
  }
  throw std::runtime_error(fmt::format(
      "{} predictions did not reach the measured strength: hold the length", most_trials));
}

/** New bone, by runs of this program that postprocess asks for. */
int fit_bone(const CalibrateOptions &options) {
  require_one_process();
  const study::Study study = options.read();
  option_value("--cell-size", options.bone.cell_size, params::length,
               params::expected_quantity(params::length));
  nlohmann::ordered_json task = bone_measurements(options.bone, options.study, study);
  const std::string measured = answer_of({"measured", task.dump()});
  add_bone_fit(task, options.bone, options.set, nlohmann::json::parse(measured));
  const auto folder = options.folder("results/" + study.name() + "-calibrate");
  files::write_text(folder.path() + "/task.json", task.dump(1) + "\n");
  std::vector<std::string> words = {"calibrate", folder.path()};
  if (options.resume)
    words.push_back("--resume");
  if (options.quiet)
    words.push_back("--quiet");
  return drive(words);
}

int calibrate(const CalibrateOptions &options) {
  if (!options.curves.empty() + !options.releases.empty() + !options.bone.measured.empty() != 1)
    throw params::ValueError("measurements: one of --curve FILE, --release FILE and --bone FILE");
  if (!options.bone.measured.empty())
    return fit_bone(options);
  const study::Study study = options.read();
  study.require_specimens();
  const bool of_material = options.releases.empty();
  const auto task = of_material ? material_task(options, study.specimens().front())
                                : release_task(options, study);
  const Answer measurements = measured(task);
  if (measurements.code != 0)
    return measurements.code;
  const auto folder = options.folder("results/" + study.name() + "-calibrate");
  if (of_material)
    return fit_material(options, folder.path(), task,
                        nlohmann::json::parse(measurements.text).at("strength_Pa"));
  run_campaign(options, study, {}, {MPI_COMM_WORLD, folder.path() + "/prediction"}, false);
  return fit(options, folder.path(), task);
}

} // namespace

Command add_calibrate(CLI::App &app) {
  auto options = std::make_shared<CalibrateOptions>();
  options->declare(app);
  app.add_option("--curve", options->curves,
                 "Curve of a testing machine: displacement and force, or strain and stress "
                 "(repeatable, one specimen each)")
      ->allow_extra_args(false);
  app.add_option("--compliance", options->compliance,
                 "Of the testing machine, such as \"0.05 um/N\" (default: 0)");
  app.add_option("--hold", options->hold,
                 "Held while the tensile strength is fitted: the material length (default), or the "
                 "fracture toughness, by several predictions")
      ->check(CLI::IsMember({"length", "toughness"}));
  app.add_option(
         "--strength", options->strength,
         "What counts as the measured strength: the first maximum of the load (default), or "
         "its largest value, which may be that of the densified rubble")
      ->check(CLI::IsMember({"first-maximum", "largest-load"}));
  app.add_option("--release", options->releases,
                 "Cumulative release in time: shares, masses or amounts (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--factor", options->factor, "Of the release (default: the study's first)");
  app.add_option("--molar-mass", options->molar_mass,
                 "Of the factor, such as \"26 kDa\" (default: known for BMP2, VEGF165, CXCL12)");
  BoneOptions &bone = options->bone;
  app.add_option("--bone", bone.measured,
                 "New bone of groups by the week: columns Group, Week, BV/TV (%), SD (%), n");
  app.add_option("--fit", bone.fit,
                 "Rate of section Regeneration to fit (repeatable; default: Osteoblast growth, "
                 "Osteoblast death, Matrix rate and, with a scaffold, Bare conversion)")
      ->allow_extra_args(false);
  app.add_option("--predict", bone.predict,
                 "Measured group that is not fitted to, but predicted (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--cell-size", bone.cell_size,
                 "Of the runs of a fit of new bone (default: 100 um)");
  return [options] { return calibrate(*options); };
}

} // namespace lacuna::cli
