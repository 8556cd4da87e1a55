// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/transport/linear_diffusion.h>

#include <functional>

namespace lacuna::transport {

/**
 * f(A) M⁻¹ b with A = M⁻¹ K for any function f of the rates λ of A: for e^(−λ t), say, what becomes
 * of M⁻¹ b in the time t. It is sought in the space of (K + p M)⁻¹ b for a few poles −p (Ruhe 1984,
 * 10.1016/0024-3795(84)90221-0), where a small symmetric matrix stands for A, so that the same
 * solves serve all functions. Each pole is where the residual of (K + p M) x = b is largest:
 * ∏ (p − p_j) / (p + θ_j) with the eigenvalues θ of the small matrix (Druskin & Simoncini 2011,
 * 10.1016/j.sysconle.2011.04.013).
 *
 * The equilibrium lies in the space, too. Tested with it, the small problem is the balance of the
 * whole, which therefore closes to rounding however inaccurate solves are.
 */
class RationalKrylov {
public:
  using Function = std::function<double(double)>;
  /** The functions that are wanted, in the order of time. */
  using Course = std::vector<Function>;

  /**
   * @param start M⁻¹ b, where it is known: it then lies in the space. @param rates Between them lie
   *   the poles (1/s). @param courses Of what accuracy is asked. `problem` must outlive this.
   */
  RationalKrylov(const LinearDiffusion &problem, Vector load, const Vector *start,
                 std::pair<double, double> rates, std::vector<Course> courses, double tolerance);

  /** Whether all courses are known to the tolerance, relative to the largest value at the time. */
  bool is_accurate() const;
  /** Share of the way to that. */
  double progress() const;
  /** Adds a pole: one solve. Throws std::runtime_error where too many do not suffice. */
  void improve();

  /** f(A) M⁻¹ b */
  Vector apply(const Function &f) const;

  /** Largest value of each component in all courses. */
  const std::vector<double> &peaks() const { return peaks_; }
  unsigned int n_iterations() const { return n_iterations_; }

  void serialize(checkpoint::Numbers &state);

private:
  /** The small problem: eigenpairs of V'K V, and V'b in them. */
  struct Small {
    std::vector<double> rates, load;
    /** Column by column. */
    std::vector<double> vectors;

    unsigned int size() const { return rates.size(); }
    /** V' f(A) M⁻¹ b, and zeros up to n. */
    std::vector<double> apply(const Function &f, unsigned int n) const;
  };

  /** False where a vector lies in the space already. */
  bool add(Vector x);
  void set_small();
  double next_pole() const;
  /** Of the courses, from one small problem to the present one, relative; sets peaks_. */
  double largest_change(const Small &before);
  /** Of each component of each combination of the basis. */
  std::vector<double> largest_values(const std::vector<std::vector<double>> &combinations) const;

  const LinearDiffusion &problem_;
  Vector load_;
  std::pair<double, double> rates_;
  std::vector<Course> courses_;
  double tolerance_;

  /** Orthonormal in M; first the equilibrium. */
  std::vector<Vector> basis_;
  Vector losses_; // K times that
  /** V'K V row by row up to the diagonal, and V'b. */
  std::vector<double> matrix_, loads_;
  std::vector<double> poles_, changes_, peaks_;
  Small small_;
  unsigned int n_iterations_ = 0;
};

} // namespace lacuna::transport
