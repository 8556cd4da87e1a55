// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/diffusion_problem.h>

#include <algorithm>

namespace lacuna::transport {

void MediumChanges::apply(const Vector &volumes, Vector &concentration) const {
  for (unsigned int i = 0; i < concentration.locally_owned_size(); ++i)
    concentration.local_element(i) *=
        std::max(1. - volume->local_element(i) / volumes.local_element(i), 0.);
  concentration.update_ghost_values();
}

} // namespace lacuna::transport
