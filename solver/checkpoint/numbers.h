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

/** Before numbers in a state: how many follow. */
struct NumbersHead {
  /** Whether they belong to nodes of this rank, in their order, rather than being the same on all.
   */
  bool of_nodes;
  std::size_t n;

  /** As one number, negative for nodes. */
  double code() const { return of_nodes ? -1. - n : double(n); }
  static NumbersHead of(double code) {
    if (!(std::abs(code) < std::ldexp(1., 53)) || code != std::floor(code))
      throw std::runtime_error("checkpoint: a state is damaged");
    return {code < 0., std::size_t(code < 0. ? -1. - code : code)};
  }
};

/**
 * The numbers of a state, put in and taken out in the same order by the same calls: whoever has a
 * state names its parts once, for writing and for reading. Whole numbers are exact up to 2⁵³.
 *
 * What is no vector of nodes is the same on all ranks.
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
  /** Whether all was read. */
  bool at_end() const { return next_ == values_.size(); }

  /** What is kept in a file. */
  std::string bytes() const {
    return {reinterpret_cast<const char *>(values_.data()), values_.size() * sizeof(double)};
  }

  template <typename Number>
  void serialize(Number &x) {
    double value = x;
    serialize(&value, 1, false);
    using Limits = std::numeric_limits<Number>;
    if (Limits::is_integer && !(value >= Limits::min() && value < std::ldexp(1., Limits::digits)))
      throw std::runtime_error("checkpoint: a state is damaged");
    x = static_cast<Number>(value);
  }

  void serialize(std::vector<double> &x) {
    NumbersHead head{false, x.size()};
    serialize_head(head);
    if (head.of_nodes)
      throw std::runtime_error("checkpoint: a state is damaged");
    if (reads_)
      x.resize(head.n);
    transfer(x.data(), head.n);
  }

  /** What this rank owns; ghosts are brought up to date. Collective. */
  void serialize(dealii::LinearAlgebra::distributed::Vector<double> &x) {
    serialize(x.begin(), x.locally_owned_size(), true);
    if (reads_)
      x.update_ghost_values();
  }

  /**
   * What names the nodes that this rank owns on any partition; where a state has them it has them
   * first, and can be read on another number of ranks. @throws std::runtime_error where the names
   * in the state are others.
   */
  void serialize_names(const std::vector<double> &names) {
    std::vector<double> found = names;
    serialize(found.data(), found.size(), true);
    if (found != names)
      throw std::runtime_error("checkpoint: a state is of another grid");
  }

  /** The next numbers, whatever they are. */
  std::pair<NumbersHead, std::vector<double>> take() {
    NumbersHead head{false, 0};
    serialize_head(head);
    std::vector<double> x(head.n);
    transfer(x.data(), head.n);
    return {head, x};
  }
  void put(const NumbersHead &head, const std::vector<double> &x) {
    values_.push_back(head.code());
    values_.insert(values_.end(), x.begin(), x.end());
  }

private:
  void serialize(double *x, std::size_t n, bool of_nodes) {
    NumbersHead head{of_nodes, n};
    serialize_head(head);
    if (head.n != n || head.of_nodes != of_nodes)
      throw std::runtime_error("checkpoint: a state is of another grid");
    transfer(x, n);
  }

  /** Of a head that was read all numbers are there. */
  void serialize_head(NumbersHead &head) {
    double code = head.code();
    transfer(&code, 1);
    head = NumbersHead::of(code);
    if (reads_)
      require(head.n);
  }

  void transfer(double *x, std::size_t n) {
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
