// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/sweep/point.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::sweep {

namespace {

/** What is wrong with a point, whose values come before the place in the files. */
class PointError : public params::InputError {
public:
  PointError(const DesignSpace &space, std::size_t index, const Point &point,
             const InputError &error)
      : InputError(error), text_(fmt::format("point {} ({}): {}", index,
                                             describe(space, point.values), error.what())) {}

  const char *what() const noexcept override { return text_.c_str(); }

private:
  std::string text_;
};

} // namespace

std::string describe(const DesignSpace &space, const PointValues &values) {
  std::string text;
  for (std::size_t i = 0; i < values.texts.size(); ++i)
    text +=
        fmt::format("{}{} = {}", i == 0 ? "" : ", ", space.variables()[i].name, values.texts[i]);
  return text;
}

study::Study resolve(const DesignSpace &space, std::size_t index, Point &point) {
  try {
    point.entries = space.at(point.values);
    std::vector<params::Entry> entries = space.base();
    entries.insert(entries.end(), point.entries.begin(), point.entries.end());
    study::Study study(space.path(), entries);
    require(space.parameters().command, study);
    return study;
  } catch (const params::InputError &error) {
    throw PointError(space, index, point, error);
  }
}

Demand foresee(const DesignSpace &space, std::size_t index, Point point,
               const study::Rates &rates) {
  const study::Study study = resolve(space, index, point);
  const study::Tasks of_command = tasks(space.parameters().command);
  study::Foreseen foreseen(rates);
  Demand demand;
  try {
    for (const study::Specimen &specimen : study.specimens()) {
      const Demand own = foreseen.demand(specimen, of_command);
      demand.add({own.unknowns, own.memory, own.time});
    }
  } catch (const params::InputError &error) {
    throw PointError(space, index, point, error);
  }
  return demand;
}

} // namespace lacuna::sweep
