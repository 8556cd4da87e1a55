// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/file_contents.h>
#include <solver/sweep/design_space.h>

#include <map>
#include <string>

namespace lacuna::sweep {

/** What tells points apart: parameters as they are resolved, and the content of imported files. */
class Identities {
public:
  explicit Identities(const DesignSpace &space);

  /** Of what all points have in common: values by parameter, of several groups by "GROUP: …". */
  std::map<std::string, std::string> common(const study::Study &point);

  /** Of a point: equal for equal designs, whatever their numbers and the names of files. */
  std::string of_point(const study::Study &point);

private:
  /** Values by parameter, those of files by their content. */
  std::map<std::string, std::string> values(const study::Study &point);

  const DesignSpace &space_;
  study::FileContents contents_;
};

} // namespace lacuna::sweep
