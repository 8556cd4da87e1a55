// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/lac/la_parallel_vector.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace lacuna::checkpoint {

/**
 * The numbers of a state, put in and taken out in the same order by the same calls: whoever has a
 * state names its parts once, for writing and for reading. Whole numbers are exact up to 2⁵³.
 */
class Numbers {
public:
  /** To be filled. */
  Numbers() : reads_(false) {}
  /** To be read. @param bytes See bytes(). @throws std::runtime_error for other than numbers. */
  explicit Numbers(const std::string &bytes)
      : reads_(true), values_(bytes.size() / sizeof(double)) {
    if (bytes.size() % sizeof(double) != 0)
      throw std::runtime_error("checkpoint: a state is damaged");
    bytes.copy(reinterpret_cast<char *>(values_.data()), bytes.size());
  }

  bool reads() const { return reads_; }

  /** What is kept in a file. */
  std::string bytes() const {
    return {reinterpret_cast<const char *>(values_.data()), values_.size() * sizeof(double)};
  }

  template <typename Number>
  void serialize(Number &x) {
    double value = x;
    serialize(&value, 1);
    using Limits = std::numeric_limits<Number>;
    if (Limits::is_integer && !(value >= Limits::min() && value < std::ldexp(1., Limits::digits)))
      throw std::runtime_error("checkpoint: a state is damaged");
    x = static_cast<Number>(value);
  }

  void serialize(std::vector<double> &x) {
    std::size_t size = x.size();
    serialize(size);
    if (reads_)
      require(size);
    x.resize(size);
    serialize(x.data(), size);
  }

  /** What this rank owns; ghosts are brought up to date. Collective. */
  void serialize(dealii::LinearAlgebra::distributed::Vector<double> &x) {
    serialize(x.begin(), x.locally_owned_size());
    if (reads_)
      x.update_ghost_values();
  }

private:
  void serialize(double *x, std::size_t n) {
    if (!reads_) {
      values_.insert(values_.end(), x, x + n);
      return;
    }
    require(n);
    std::copy_n(values_.begin() + next_, n, x);
    next_ += n;
  }

  void require(std::size_t n) const {
    if (n > values_.size() - next_)
      throw std::runtime_error("checkpoint: a state is too short");
  }

  bool reads_;
  std::vector<double> values_;
  std::size_t next_ = 0;
};

} // namespace lacuna::checkpoint
