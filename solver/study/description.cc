// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/description.h>

namespace lacuna::study {

namespace {

nlohmann::ordered_json leaks(transport::MigrasomeParameters migrasomes) {
  migrasomes.rupture_half_life = migrasomes.engulf_half_life = 0.; // never
  migrasomes.areal_density = migrasomes.cargo = 1.;
  nlohmann::ordered_json result = nlohmann::ordered_json::array();
  const transport::Delivery delivery = transport::migrasome_delivery(migrasomes);
  for (const transport::Portion &portion : delivery.portions())
    result.push_back({portion.load / delivery.load(), portion.release_rate});
  return result;
}

} // namespace

nlohmann::ordered_json describe_specimen(const Specimen &specimen) {
  const auto scaffold = geometry::make_scaffold(specimen.group->parameters.geometry, specimen.seed);
  return {{"area_m2", scaffold.cross_section_area}, {"height_m", scaffold.height}};
}

nlohmann::ordered_json describe_material(const materials::MaterialParameters &material) {
  return {{"youngs_modulus_Pa", material.youngs_modulus},
          {"poissons_ratio", material.poissons_ratio},
          {"tensile_strength_Pa", material.tensile_strength},
          {"fracture_toughness_Pa_sqrt_m", material.fracture_toughness},
          {"weibull_modulus", material.weibull_modulus},
          {"reference_volume_m3", material.reference_volume},
          {"compressive_strength_Pa", material.compressive_strength}};
}

nlohmann::ordered_json describe_coating(const transport::CoatingParameters &coating,
                                        const transport::FactorParameters &factor) {
  const transport::CoatingKind kind = coating.chosen();
  nlohmann::ordered_json task = {{"kind", params::word(kind)},
                                 {"coverage", coating.covered_share()},
                                 {"relative_load", factor.relative_load}};
  if (kind == transport::CoatingKind::migrasomes) {
    const transport::MigrasomeParameters layer = coating.layer();
    task["areal_density_per_m2"] = layer.areal_density;
    task["cargo"] = layer.cargo;
    task["half_life_s"] = layer.rupture_half_life;
    task["leaks"] = leaks(layer);
  } else if (kind == transport::CoatingKind::exosomes) {
    task["areal_density_per_m2"] = coating.exosomes.areal_density;
    task["cargo"] = coating.exosomes.cargo;
    task["half_life_s"] = coating.exosomes.release_half_life;
  } else {
    task["areal_density_per_m2"] = coating.adsorbed.areal_density;
    task["law"] = params::word(coating.adsorbed.law);
    task["burst"] = coating.adsorbed.burst;
    task["burst_half_life_s"] = coating.adsorbed.burst_half_life;
    task["release_rate_per_s"] = coating.adsorbed.release_rate;
    task["exponent"] = coating.adsorbed.exponent;
    task["whole_time_s"] = coating.adsorbed.whole_time;
  }
  return task;
}

} // namespace lacuna::study
