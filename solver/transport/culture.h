// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <string>

namespace lacuna::transport {

/** Whether migrasomes are as given, or as cells left them. */
enum class LayerOrigin { given, deposited };

inline params::Words<LayerOrigin> words(LayerOrigin) {
  return {{LayerOrigin::given, "given"}, {LayerOrigin::deposited, "deposited"}};
}

/** What the cells were grown in. */
enum class CultureCondition { osteogenic_induction, plain_medium };

inline params::Words<CultureCondition> words(CultureCondition) {
  return {{CultureCondition::osteogenic_induction, "osteogenic induction"},
          {CultureCondition::plain_medium, "plain medium"}};
}

/**
 * How cells leave migrasomes on a scaffold in culture. They cover the share θ of its surface,
 *   dθ/dt = g θ (1 − θ), θ(0) given, θ(14 d) = 99 %,
 * and each leaves p migrasomes a day behind, of which a share is lost when the cells are removed:
 *   N(T) = (1 − loss) p ρ ∫₀ᵀ θ dt with ρ cells on an area that is covered. SI units.
 */
struct CultureParameters {
  LayerOrigin layer;
  CultureCondition condition;
  double duration, seeding, deposition, plain_share, confluence, loss;

  void declare(params::Registry &registry);

  /** Whether the layer is what cells deposited, rather than given. */
  bool deposits() const { return layer == LayerOrigin::deposited; }

  /** θ at the end. */
  double coverage() const;

  /** Migrasomes per area of the whole surface, N (1/m²). */
  double mean_density() const;
};

} // namespace lacuna::transport
