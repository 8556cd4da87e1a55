// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace lacuna::transport {

/** Eigenvalues, and their orthonormal eigenvectors one after the other. */
struct EigenPairs {
  std::vector<double> values, vectors;
};

/**
 * Of a small symmetric matrix, given whole, by Jacobi's rotations: of a positive definite one small
 * eigenvalues come out as exact as its scaled entries are, also beside others 10¹² times as large
 * (Demmel & Veselić 1992, 10.1137/0613074).
 */
EigenPairs symmetric_eigen(std::vector<double> matrix);

} // namespace lacuna::transport
