// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/operators/finite_cell_space.h>
#include <solver/operators/operator.h>

#include <deque>

namespace lacuna::transport {

using operators::Vector;

/**
 * Where to start the solution of the next of many systems that differ little: of all combinations
 * of the last solutions the one that is nearest to the new one in the energy norm (Fischer 1998,
 * 10.1016/S0045-7825(98)00012-7). What changes steadily is so known to several digits at the cost
 * of one product with the matrix.
 */
class StartingValues {
public:
  explicit StartingValues(const operators::FiniteCellSpace &space) : space_(space) {}

  /** Takes another matrix, which must outlive its use. */
  void set_operator(const operators::Operator &matrix);

  /** Remembers a solution; the oldest is forgotten. */
  void add(const Vector &solution);

  /** Of another problem than the next ones. */
  void forget() { past_.clear(); }

  /** Sets x for (A + diag(d)) x = b, or leaves it where nothing is known; `d` null for none. */
  void predict(Vector &x, const Vector &b, const Vector *d) const;

  void serialize(checkpoint::Numbers &state);

private:
  struct Pair {
    Vector solution, image;
  };

  const operators::FiniteCellSpace &space_;
  const operators::Operator *matrix_ = nullptr;
  std::deque<Pair> past_; // newest first
};

} // namespace lacuna::transport
