// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <vector>

namespace lacuna::regeneration {

/** What grows: bone of cells that come into a defect, or tissue in culture, led by curvature. */
enum class Model { cells, front };

inline params::Words<Model> words(Model) {
  return {{Model::cells, "cells"}, {Model::front, "front"}};
}

/** What fills a defect: the specimen's scaffold, or nothing but clot. */
enum class Filling { scaffold, none };

inline params::Words<Filling> words(Filling) {
  return {{Filling::scaffold, "scaffold"}, {Filling::none, "none"}};
}

/**
 * Rates of progenitors m, osteoblasts b (both as shares of the densest tissue), vessels v, bone w
 * and mineral μ, SI units:
 *   m' = ∇·(D_m ∇m) + r_m g m (1 − m − b) − F m
 *   b' = ∇·(D_b b ∇b) + r_b g b (1 − b) + F m − δ b
 *   v' = ∇·(D_v ∇v) + r_v f v (1 − v),  g = 3/2 v / (v + 1/2)
 *   w' = P b (1 − w),  μ' = (w − μ) / τ
 * with f = 1, or, where a study has VEGF c, f = f0 + (1 − f0) c / (K + c).
 */
struct Kinetics {
  double progenitor_motility, progenitor_growth;
  double osteoblast_motility, osteoblast_growth, osteoblast_death;
  double vessel_motility, vessel_growth, vessel_share_without, vessel_half;
  double matrix_rate, mineral_time;

  /** g(v): how well vessels supply cells; 1 where v is. */
  static double supply(double vessels) { return 1.5 * vessels / (vessels + 0.5); }

  /** f. @param vegf mol/m³. */
  double vessel_growth_share(double vegf) const {
    return vessel_share_without + (1. - vessel_share_without) * vegf / (vessel_half + vegf);
  }
};

/** Whether vessels ask for a factor of this name: VEGF, or a kind of it. */
inline bool is_vessel_factor(const std::string &name) {
  return name.compare(0, 4, "VEGF") == 0;
}

/** The factor that turns progenitors into osteoblasts. */
constexpr const char *soluble_factor = "BMP2";

/** How fast progenitors become osteoblasts, by what a coating hands over. SI units. */
struct Conversion {
  /** F of soluble BMP2 (mol/m³): rate · s^h / (K^h + s^h) (1/s). */
  double soluble_rate, soluble_half, soluble_exponent;
  /** On struts, as an exchange velocity (m/s): bare + contact · q^h / (Q^h + q^h). */
  double bare, contact, contact_half, contact_exponent;

  double by_factor(double concentration) const;
  /** @param dose Migrasomes that a cell has engulfed. */
  double on_strut(double dose) const;
};

/** What lies around a defect. SI units. */
struct HostParameters {
  /** Bone around the rim: its height above the dura, and the share of the rim that has it. */
  double thickness, share;
  double rim_progenitors, rim_supply;
  double dura_exchange, dura_progenitors;
  double periosteal_link;
};

/** Tissue in culture: how its surface moves, and how wide it is. SI units, see Front. */
struct FrontParameters {
  double speed, mobility, width, layer;

  /** Of a time step (s), by w²/A and by how far a front goes in it. */
  double longest_step() const;
};

/** How a micro-CT sees what has grown. SI units. */
struct ScanParameters {
  double voxel_size, blur, threshold, mineral_density;
};

/** Section Regeneration: new bone in a defect of the skull over weeks, or tissue in culture. */
struct RegenerationParameters {
  bool enabled;
  Model model;
  Filling filling;
  double duration, cell_size, time_tolerance;
  Kinetics kinetics;
  Conversion conversion;
  HostParameters host;
  ScanParameters scan;
  FrontParameters front;

  void declare(params::Registry &registry);

  bool in_culture() const { return model == Model::front; }

  /** Throws params::InputError where nothing is around that could grow. */
  void check(const params::Registry &registry) const;
};

} // namespace lacuna::regeneration
