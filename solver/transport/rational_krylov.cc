// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/rational_krylov.h>

#include <solver/transport/symmetric_eigen.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lacuna::transport {

namespace {

/**
 * Of a solve, for a tolerance of the courses. The space makes good for what a solve leaves, but not
 * at nodes with hardly any volume, where errors hide in it.
 */
double solver_tolerance(double tolerance) {
  return std::clamp(1e-5 * tolerance, 1e-10, 1e-8);
}

/** Many more than a tolerance of 1e-10 takes. */
constexpr unsigned int max_poles = 80;

/** Places among which the next pole is sought. */
constexpr unsigned int n_candidates = 400;

/** A vector of which no more than this is outside of the space lies in it. */
constexpr double rounding = 1e-12;

/** Where values are a smaller share of the largest before, errors are relative to that. */
constexpr double least_share = 1e-3;

} // namespace

std::vector<double> RationalKrylov::Small::apply(const Function &f, unsigned int n) const {
  std::vector<double> result(n, 0.);
  for (unsigned int k = 0; k < size(); ++k) {
    const double weight = f(rates[k]) * load[k];
    for (unsigned int i = 0; i < size(); ++i)
      result[i] += weight * vectors[k * size() + i];
  }
  return result;
}

RationalKrylov::RationalKrylov(const LinearDiffusion &problem, Vector load, const Vector *start,
                               std::pair<double, double> rates, std::vector<Course> courses,
                               double tolerance)
    : problem_(problem), load_(std::move(load)), rates_(rates), courses_(std::move(courses)),
      tolerance_(tolerance) {
  add(problem.equilibrium());
  if (start)
    add(*start);
  set_small();
}

bool RationalKrylov::is_accurate() const {
  // One pole may change little by chance.
  return changes_.size() > 1 && changes_.back() <= tolerance_ &&
         changes_[changes_.size() - 2] <= tolerance_;
}

double RationalKrylov::progress() const {
  if (is_accurate())
    return 1.;
  if (changes_.empty() || !(changes_.back() > 0.))
    return 0.;
  return std::clamp(0.9 * std::log(changes_.back()) / std::log(tolerance_), 0., 0.9);
}

void RationalKrylov::improve() {
  if (poles_.size() == max_poles)
    throw std::runtime_error("transport: too many poles for the time tolerance");
  const double p = next_pole();
  Vector x = apply([p](double rate) { return 1. / (rate + p); });
  n_iterations_ += problem_.solve(p, x, load_, solver_tolerance(tolerance_));
  poles_.push_back(p);
  const Small before = small_;
  if (add(x))
    set_small();
  changes_.push_back(largest_change(before));
}

bool RationalKrylov::add(Vector x) {
  Vector image = problem_.mass(x);
  const double size = std::sqrt(x * image);
  // Twice is enough: Giraud et al. 2005, 10.1007/s00211-005-0615-4.
  for (unsigned int pass = 0; pass < 2; ++pass) {
    std::vector<double> parts;
    for (const Vector &v : basis_)
      parts.push_back(v * image);
    for (unsigned int i = 0; i < basis_.size(); ++i)
      x.add(-parts[i], basis_[i]);
    image = problem_.mass(x);
  }
  const double rest = std::sqrt(std::max(x * image, 0.));
  if (!std::isfinite(rest))
    throw std::runtime_error("transport: a solution is not finite");
  if (rest <= rounding * size)
    return false;
  x /= rest;
  // Of the equilibrium, which comes first, the image is known without rounding.
  if (basis_.empty()) {
    losses_ = problem_.losses();
    losses_ /= rest;
  }
  matrix_.push_back(losses_ * x);
  if (!basis_.empty()) {
    image = problem_.stiffness(x);
    for (unsigned int i = 1; i < basis_.size(); ++i)
      matrix_.push_back(basis_[i] * image);
    matrix_.push_back(x * image);
  }
  loads_.push_back(x * load_);
  basis_.push_back(std::move(x));
  return true;
}

void RationalKrylov::set_small() {
  const unsigned int n = basis_.size();
  std::vector<double> whole(n * n);
  for (unsigned int i = 0, next = 0; i < n; ++i)
    for (unsigned int j = 0; j <= i; ++j)
      whole[i * n + j] = whole[j * n + i] = matrix_[next++];
  EigenPairs pairs = symmetric_eigen(std::move(whole));
  small_ = {std::move(pairs.values), std::vector<double>(n, 0.), std::move(pairs.vectors)};
  for (unsigned int k = 0; k < n; ++k) {
    small_.rates[k] = std::max(small_.rates[k], 0.);
    for (unsigned int i = 0; i < n; ++i)
      small_.load[k] += small_.vectors[k * n + i] * loads_[i];
  }
}

double RationalKrylov::next_pole() const {
  const auto [lowest, highest] = rates_;
  if (poles_.empty())
    return std::sqrt(lowest * highest);
  double found = lowest, most = -std::numeric_limits<double>::infinity();
  for (unsigned int i = 0; i < n_candidates; ++i) {
    const double p = lowest * std::pow(highest / lowest, i / (n_candidates - 1.));
    // The equilibrium is no solution of any pole: its own rate is not counted.
    double residual = std::log(p + matrix_.front());
    for (const double pole : poles_)
      residual += std::log(std::abs(p - pole));
    for (const double rate : small_.rates)
      residual -= std::log(p + rate);
    if (residual > most) {
      most = residual;
      found = p;
    }
  }
  return found;
}

double RationalKrylov::largest_change(const Small &before) {
  const unsigned int n = basis_.size(), n_components = problem_.n_components();
  peaks_.assign(n_components, 0.);
  double largest = 0.;
  for (const Course &course : courses_) {
    std::vector<std::vector<double>> now, change;
    for (const Function &f : course) {
      now.push_back(small_.apply(f, n));
      change.push_back(before.apply(f, n));
      std::transform(now.back().begin(), now.back().end(), change.back().begin(),
                     change.back().begin(), std::minus<>());
    }
    const std::vector<double> values = largest_values(now), changes = largest_values(change);
    for (unsigned int c = 0; c < n_components; ++c) {
      double most = 0.;
      for (unsigned int i = 0; i < course.size(); ++i) {
        const double value = values[i * n_components + c], by = changes[i * n_components + c];
        most = std::max(most, value);
        if (!(by == 0.))
          largest = std::max(by / std::max(value, least_share * most), largest);
      }
      peaks_[c] = std::max(peaks_[c], most);
    }
  }
  return largest;
}

std::vector<double>
RationalKrylov::largest_values(const std::vector<std::vector<double>> &combinations) const {
  // Pieces that stay in the cache, the basis read once.
  constexpr unsigned int piece = 240;
  const unsigned int n_components = problem_.n_components(),
                     n_local = basis_.front().locally_owned_size();
  std::vector<double> result(combinations.size() * n_components, 0.);
  const Vector &weights = problem_.substantial();
  std::array<double, piece> sum;
  for (unsigned int begin = 0; begin < n_local; begin += piece) {
    const unsigned int size = std::min(piece, n_local - begin);
    for (unsigned int f = 0; f < combinations.size(); ++f) {
      sum.fill(0.);
      for (unsigned int k = 0; k < basis_.size(); ++k) {
        const double *v = basis_[k].begin() + begin, weight = combinations[f][k];
        for (unsigned int i = 0; i < size; ++i)
          sum[i] += weight * v[i];
      }
      for (unsigned int i = 0; i < size; ++i) {
        double &most = result[f * n_components + i % n_components];
        most = std::max(most, std::abs(sum[i]) * weights.local_element((begin + i) / n_components));
      }
    }
  }
  dealii::Utilities::MPI::max(result, problem_.space().communicator(), result);
  return result;
}

Vector RationalKrylov::apply(const Function &f) const {
  const std::vector<double> weights = small_.apply(f, basis_.size());
  Vector x = problem_.space().make_vector(problem_.n_components());
  for (unsigned int i = 0; i < basis_.size(); ++i)
    x.add(weights[i], basis_[i]);
  return x;
}

void RationalKrylov::serialize(checkpoint::Numbers &state) {
  std::size_t n = basis_.size();
  state.serialize(n);
  const auto require = [](bool whole) {
    if (!whole)
      throw std::runtime_error("checkpoint: a state is damaged");
  };
  require(n > 0 && n <= max_poles + 2);
  basis_.resize(n, problem_.space().make_vector(problem_.n_components()));
  for (Vector &v : basis_)
    state.serialize(v);
  for (Vector *x : {&load_, &losses_})
    state.serialize(*x);
  for (auto *x : {&matrix_, &loads_, &poles_, &changes_, &peaks_})
    state.serialize(*x);
  state.serialize(n_iterations_);
  require(matrix_.size() == n * (n + 1) / 2 && loads_.size() == n);
  if (state.reads())
    set_small();
}

} // namespace lacuna::transport
