// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/print/strand_sections.h>
#include <meshes/geometry/print/toolpath.h>
#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <cstdint>
#include <vector>

namespace lacuna::geometry {

/**
 * The strands along a toolpath, with their variations.
 *
 * For a straight piece of a path, with t along it, u to its left and w above it, and with the
 * sections (aside c, above e, half the flat width b, radius r) at t, interpolated by quadratic
 * B-splines,
 *
 *     φ = √(max(|u − c| − b, 0)² + (w − e)²) − r,
 *
 * beyond an end of the piece the distance to the section there. Pieces of a layer are united,
 * layers joined with the fillet. Divided by √(1 + L²), L the steepest change along the sections, φ
 * is 1-Lipschitz. It is at most half the spacing, and outside the box, a spacing enlarged, it is φ
 * at the nearest place of that box: strands go on as they leave it.
 */
class PrintedWoodpile : public Shape {
public:
  /** Lengths as sintered. @param box Of the envelope. */
  PrintedWoodpile(const ScaffoldParameters &scaffold, const PrintParameters &print,
                  const Toolpath &toolpath, const dealii::BoundingBox<3> &box, std::uint64_t seed);

  double distance(const Point &x) const override;

private:
  /** A straight piece of a path; its first section is sections_[first]. */
  struct Piece {
    double x, y, cosine, sine, length;
    double start; ///< in steps from the first section
    std::size_t first;
  };

  /** A piece that may be the nearest one in a bin. */
  struct Candidate {
    int piece;
    double aside_squared; ///< no part of its flat width is nearer to the bin, in the plane
  };

  struct Layer {
    double z;
    std::vector<Piece> pieces;
    /** Of each bin its candidates, the nearest first: bins[i] to bins[i + 1] of all. */
    std::vector<int> bins;
    std::vector<Candidate> candidates;
  };

  void lay(const StrandSections &sections, std::size_t index, const ToolpathLayer &source);
  void bound_sections(double fillet, double spacing);
  void sort_into_bins(Layer &layer) const;
  double layer_distance(const Layer &layer, std::size_t bin, const Point &x, double limit) const;
  double piece_distance(const Piece &piece, double x, double y, double above) const;

  Point lower_, upper_;
  double layer_height_;
  double fillet_;
  double sections_per_length_;
  double bin_size_;
  int n_bins_[2];

  std::vector<StrandSection> sections_;
  std::vector<Layer> layers_;

  // Bounds over all sections.
  double largest_aside_ = 0; ///< of the flat part
  double largest_above_ = 0;
  double largest_radius_ = 0, smallest_radius_;
  double largest_height_; ///< above a layer's plane, at which its strands still matter
  double cap_;
  double slope_ = 1; ///< before the division
};

} // namespace lacuna::geometry
