// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/culture.h>

#include <cmath>

namespace lacuna::transport {

namespace {

constexpr double day = 86400.;

/** Nearly the whole surface is covered by day 14: 10.34133/research.1220. */
constexpr double covered = 0.99, covered_after = 14. * day;

double logit(double share) {
  return std::log(share / (1. - share));
}

/** g, so that θ grows from that of seeding to 99 % in 14 days. */
double growth(double seeding) {
  return (logit(covered) - logit(seeding)) / covered_after;
}

} // namespace

void CultureParameters::declare(params::Registry &registry) {
  const std::string s = "Culture";
  registry.section_changes(s, params::Changes::transport);
  registry.choice(s, "Layer", layer, LayerOrigin::given,
                  "given: migrasomes as Areal density of Migrasomes and Coverage of Coating say; "
                  "deposited: as cells left them in culture, by the keys below");
  registry.choice(s, "Condition", condition, CultureCondition::osteogenic_induction,
                  "What the cells were grown in");
  registry.quantity(s, "Duration", duration, params::time, "14 d", {"1 h", "365 d"},
                    "From seeding until the cells are removed", "10.34133/research.1220");
  registry.quantity(s, "Seeding coverage", seeding, params::dimensionless, "5 %", {"0.1 %", "98 %"},
                    "Share of the surface that cells cover at first; it grows to 99 % on day 14",
                    "assumed; nearly the whole surface by day 14: 10.34133/research.1220");
  registry.quantity(s, "Confluent cells", confluence, params::areal_density, "500 /mm^2",
                    {"1 /mm^2", "1e5 /mm^2"}, "Cells per area that they cover",
                    "assumed: 300–1000 /mm^2 at confluence");
  registry.quantity(s, "Deposition rate", deposition, params::rate, "3 /d", {"0", "1e4 /d"},
                    "Migrasomes that a cell under osteogenic induction leaves behind",
                    "assumed, for some 1e4 /mm^2 after 14 days");
  registry.quantity(s, "Plain medium share", plain_share, params::dimensionless, "50 %",
                    {"0 %", "1000 %"}, "Deposition rate in plain medium, over that under induction",
                    "assumed");
  registry.quantity(s, "Removal loss", loss, params::dimensionless, "20 %", {"0 %", "100 %"},
                    "Share of the migrasomes that goes with the cells when they are removed",
                    "assumed: migrasomes stay under trypsin, 10.34133/research.1220");
}

double CultureParameters::coverage() const {
  return 1. / (1. + std::exp(-logit(seeding) - growth(seeding) * duration));
}

double CultureParameters::mean_density() const {
  // ∫ θ dt of the logistic law.
  const double g = growth(seeding);
  const double covered_time = std::log1p(seeding * std::expm1(g * duration)) / g;
  const double rate = deposition * (condition == CultureCondition::plain_medium ? plain_share : 1.);
  return (1. - loss) * rate * confluence * covered_time;
}

} // namespace lacuna::transport
