// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/collapse.h>

#include <solver/fracture/collapse_strength.h>
#include <solver/study/collapse_run.h>
#include <solver/study/elastic_compression.h>

#include <cmath>

namespace lacuna::study {

using observables::CompressionResult;

namespace {

/** Some forty steps, of an unknown at the end. */
constexpr PerUnknown per_unknown = {5000., 6e-3};

/** What is known of a scaffold, with its strength by a test to collapse. */
CompressionResult tested(SpecimenWork &work, const geometry::Scaffold &scaffold,
                         CompressionResult known) {
  const SpecimenParameters &p = work.parameters();
  const CollapseResult collapse =
      run_collapse(work.communicator, collapsing_part(scaffold, p), work.specimen,
                   known.strain_at_strength, work.directory, work.log, work.done);
  if (!collapse.has_peak)
    work.log.warn("{}: the load still rose at the end: Max steps or Stop strain ended the test",
                  work.specimen.name);
  known.strength =
      fracture::collapse_strength(collapse.strength, collapse.modulus, known.modulus.value);
  known.strain_at_strength = collapse.strain_at_peak;
  known.energy_to_failure = collapse.energy;
  known.curve = collapse.curve;
  return known;
}

/** The same by a block in the place of the specimen. */
CompressionResult tested_by(const geometry::Scaffold &block, SpecimenWork &work,
                            CompressionResult known) {
  const unsigned int n = work.parameters().collapse.block_cells;
  work.log.info("       {}: {} x {} x {} unit cells collapse in the place of the specimen",
                work.specimen.name, n, n, n);
  const CompressionResult linear = ElasticCompression(work, block).run({});
  const CompressionResult of_block = tested(work, block, linear);
  known.strength = fracture::strength_by_block(known.strength, linear.strength, of_block.strength);
  known.strain_at_strength = of_block.strain_at_strength;
  known.energy_to_failure =
      of_block.energy_to_failure * work.scaffold.envelope_volume / block.envelope_volume;
  known.curve = of_block.curve;
  return known;
}

void run(SpecimenWork &work) {
  if (!std::isfinite(work.compression->strength.value))
    return;
  const auto block = collapsing_block(work.specimen);
  work.compression = block ? tested_by(*block, work, *work.compression)
                           : tested(work, work.scaffold, *work.compression);
  observables::observe_compression(&*work.compression, work.record);
  work.write("curve.csv", observables::curve_csv(*work.compression));
}

} // namespace

Stage collapse_stage() {
  Stage stage{"collapse", 600., params::Changes::mechanics};
  stage.runs = [](const Specimen &specimen, const Tasks &tasks) {
    return tasks.mechanics && collapses(specimen);
  };
  stage.run = run;
  stage.estimate = [](const Foresight &f, const Rates &rates) {
    return estimate(f.communicator, collapse_grids(f.communicator, f.specimen, f.scaffold),
                    per_unknown, rates.elasticity);
  };
  return stage;
}

} // namespace lacuna::study
