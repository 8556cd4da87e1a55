// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lacuna::observables {

/**
 * Writes fields on the physical part of a finite-cell space, or on its cut surface, for ParaView.
 *
 * Cells are cut at φ = 0, once for all times: each is p³ trilinear ones between its nodes, within
 * which φ is taken as linear along edges. Coordinates (m), the fields and φ (m) itself, as
 * `signed_distance`, are stored as 32-bit floats. The space and its octree must outlive the writer
 * unchanged; a refined mesh needs a new writer, which starts a new series unless told to go on with
 * one.
 *
 * All ranks call the constructor and write() together, and with the same fields.
 */
class FieldWriter {
public:
  enum class Part { inside, surface };

  explicit FieldWriter(const operators::FiniteCellSpace &space, Part part = Part::inside);
  /** Of another shape than the space's, which must hold it. */
  FieldWriter(const operators::FiniteCellSpace &space, Part part, const geometry::Shape &shape);
  ~FieldWriter();

  /** Adds a field at nodes to the next write; x must be distributed and may change afterwards. */
  void add_nodal(const std::string &name, const operators::Vector &x, unsigned int n_components);

  /**
   * Adds a field that is constant in each cell to the next write.
   *
   * @param values One row of `n_components` for each of the space's cells(), or
   *   std::invalid_argument. Symmetric tensors have six, in the order xx yy zz xy yz xz.
   */
  void add_cell(const std::string &name, const std::vector<double> &values,
                unsigned int n_components);

  /**
   * Goes on with a series of which another writer, perhaps of an earlier run, wrote the given
   * times.
   */
  void go_on(const std::string &directory, const std::string &name,
             const std::vector<double> &times);

  /**
   * Writes the fields added since the last write: NAME_0003.pvtu with a piece for each rank, and
   * NAME.pvd with all times that this writer wrote so far. No file is ever seen half written.
   *
   * @param directory An existing folder.
   * @param time In s, or whatever the series runs over.
   * @throws std::runtime_error On all ranks if one cannot write; the message names the file.
   */
  void write(const std::string &directory, const std::string &name, double time);

private:
  class PhysicalPart;

  /** Values at the points or cells of the part, component fastest. */
  struct Field {
    std::string name;
    unsigned int n_components;
    std::vector<float> values;
  };
  struct Fields {
    std::vector<Field> at_points, at_cells;
  };

  void write_piece(const std::string &path, Fields &fields) const;
  std::string pvtu_text(const std::string &step, const Fields &fields) const;

  const operators::FiniteCellSpace &space_;
  std::unique_ptr<const PhysicalPart> part_;
  Fields added_;
  std::map<std::string, std::vector<double>> times_; // of each collection, by its path
};

} // namespace lacuna::observables
