// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/quantity_formula.h>
#include <params/reader/registry.h>
#include <solver/sweep/variable.h>

#include <string>
#include <vector>

namespace lacuna::sweep {

/** The values of all variables at a point, in their order. */
struct PointValues {
  std::vector<std::string> texts;
  std::vector<double> numbers; ///< SI; see Variable::value()
};

/** A parameter that follows from the variables: "set Strand spacing = d + gap" in Sweep/Apply. */
class Assignment {
public:
  /** `entry`: of a section below Sweep/Apply. @throws params::InputError */
  Assignment(const params::Entry &entry, const std::vector<Variable> &variables,
             const std::vector<params::Parameter> &parameters);

  const params::Entry &entry() const { return entry_; }
  const std::string &section() const { return section_; }

  bool uses(const std::string &variable) const;

  /**
   * The parameter as it is set at a point, with the place of this assignment.
   * @throws params::InputError where a formula has no value of the parameter's kind.
   */
  params::Entry at(const PointValues &values) const;

private:
  void find_target(const std::vector<params::Parameter> &parameters);
  void read_formulas(const std::vector<Variable> &variables);
  std::string text_at(const PointValues &values) const;

  params::Entry entry_;
  std::string section_;
  /** The parameter's kind: a whole number, or quantities of this dimension in this unit. */
  bool is_whole_ = false, is_quantity_ = false;
  params::Dimension dimension_;
  std::string unit_;
  std::vector<params::QuantityFormula> formulas_;
  /** The variable whose word is taken where the parameter is neither. */
  std::string word_;
  std::size_t word_index_ = 0;
};

} // namespace lacuna::sweep
