// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/operators/finite_cell_space.h>

namespace lacuna::transport {

using operators::Vector;

/**
 * Amounts (mol) that entered and left the fluid, with medium that was changed among others; bound
 * is held in it.
 */
struct Balance {
  double released = 0., degraded = 0., cleared = 0., taken_up = 0., removed = 0., bound = 0.;
};

/** A factor in the fluid from the start to the end, by whatever method. */
class Evolution {
public:
  virtual ~Evolution() = default;

  /** Does a piece of the work; whether time went on by it, or the medium was changed. */
  virtual bool advance() = 0;
  virtual bool is_done() const = 0;
  /** Share of the work that is done. */
  virtual double share_done() const = 0;

  virtual double time() const = 0;
  /** Concentration in the fluid (mol/m³), distributed; none below zero. */
  virtual const Vector &concentration() const = 0;
  /** Before time went on for the last time, and when. */
  virtual const Vector &previous() const = 0;
  virtual double previous_time() const = 0;
  /** Adds ∫ c dt from then to now at each node. */
  virtual void add_exposure(Vector &exposure) const = 0;

  virtual const Balance &balance() const = 0;
  /** Amount in the fluid that is free (mol). */
  virtual double amount() const = 0;
  /** Largest amount (mol) that was moved at one time for no concentration to be below zero. */
  virtual double refilled() const = 0;

  virtual unsigned int n_steps() const = 0;
  virtual unsigned int n_iterations() const = 0;

  /** What taking binding and uptake for linear changes at most, relative; 0 where they are not. */
  virtual double linearization() const { return 0.; }

  /** All that changes: from this state another of the same problem goes on as this one. */
  virtual void serialize(checkpoint::Numbers &state) = 0;
};

} // namespace lacuna::transport
