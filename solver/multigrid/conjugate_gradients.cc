// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/conjugate_gradients.h>

#include <algorithm>
#include <cmath>

namespace lacuna::multigrid {

namespace {

constexpr unsigned int max_iterations = 500;

/** y += diag(d) x; nothing without d. */
void add_product(LevelVector<double> &y, const LevelVector<double> *d,
                 const LevelVector<double> &x) {
  if (d)
    for (unsigned int i = 0; i < y.locally_owned_size(); ++i)
      y.local_element(i) += d->local_element(i) * x.local_element(i);
}

LevelVector<double> residual(const LevelOperator<double> &op, const LevelVector<double> *d,
                             const LevelVector<double> &x, const LevelVector<double> &b) {
  auto r = op.make_vector();
  op.vmult(r, x);
  add_product(r, d, x);
  r.sadd(-1., 1., b);
  for (const unsigned int i : op.constrained())
    r.local_element(i) = 0.;
  return r;
}

} // namespace

LevelVector<double> residual(const LevelOperator<double> &op, const LevelVector<double> &x,
                             const LevelVector<double> &b) {
  return residual(op, nullptr, x, b);
}

operators::SolveReport conjugate_gradients(const LevelOperator<double> &op,
                                           const VCycle &preconditioner, LevelVector<double> &x,
                                           const LevelVector<double> &b, double norm,
                                           double tolerance, const LevelVector<double> *d,
                                           const operators::WorkDone &done, double share) {
  // Hestenes & Stiefel 1952, 10.6028/jres.049.044, on three vectors beside x and b: z = M⁻¹ r and
  // A p are never needed at once.
  operators::SolveReport report;
  auto r = residual(op, d, x, b);
  double size = r.l2_norm();
  const double start = size;
  if (norm > 0.)
    tolerance = std::max(tolerance, share * start / norm);
  if (!(size <= tolerance * norm)) {
    auto p = op.make_vector(), z_or_image = op.make_vector();
    double previous = 0.;
    while (!(size <= tolerance * norm) && report.iterations < max_iterations) {
      preconditioner.vmult(z_or_image, r);
      const double product = r * z_or_image;
      p.sadd(previous > 0. ? product / previous : 0., 1., z_or_image);
      previous = product;
      op.vmult(z_or_image, p);
      add_product(z_or_image, d, p);
      const double curvature = p * z_or_image;
      if (!(curvature > 0.))
        break; // A is singular, and only rounding is left of r
      const double step = product / curvature;
      x.add(step, p);
      r.add(-step, z_or_image);
      size = r.l2_norm();
      ++report.iterations;
      if (done)
        done(std::clamp(std::log(start / size) / std::log(start / (tolerance * norm)), 0., 1.));
    }
  }
  const double end = residual(op, d, x, b).l2_norm();
  report.residual = norm == 0. ? end : end / norm;
  operators::require_convergence(report, tolerance);
  return report;
}

} // namespace lacuna::multigrid
