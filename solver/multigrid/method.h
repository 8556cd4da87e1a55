// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace lacuna::multigrid {

/**
 * How a system is solved: matrix-free with geometric multigrid; or, for verification, from an
 * assembled matrix with algebraic multigrid or a direct solver. A form that is not symmetric is
 * assembled and solved by GMRES with incomplete factors.
 */
enum class Method { multigrid, assembled, direct, asymmetric };

} // namespace lacuna::multigrid
