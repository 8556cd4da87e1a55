// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/text.h>
#include <solver/checkpoint/files.h>
#include <solver/study/version.h>
#include <solver/sweep/identity.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::sweep {

namespace {

/** Which prints they are. */
std::string seeds(const study::Study &point) {
  std::string text;
  for (const study::Specimen &specimen : point.specimens())
    text += fmt::format("{} {}\n", specimen.group->name, specimen.seed);
  return text;
}

/** Whether a value's key, "Section/Key" or "GROUP: Section/Key", is the one that is assigned. */
bool is_set_by(const std::string &key, const Assignment &assignment) {
  const std::string name = assignment.section() + "/" + assignment.entry().key, end = ": " + name;
  return key == name ||
         (key.size() > end.size() && key.compare(key.size() - end.size(), end.size(), end) == 0);
}

} // namespace

Identities::Identities(const DesignSpace &space) : space_(space) {}

std::map<std::string, std::string> Identities::values(const study::Study &point) {
  const bool is_one = point.groups().size() == 1;
  std::map<std::string, std::string> result;
  for (const study::Group &group : point.groups()) {
    const std::vector<std::string> files = group.parameters.geometry.files();
    for (const auto &[what, text] : group.identity)
      for (const std::string &line :
           params::split(contents_.in_place_of_names(text, files), '\n')) {
        const std::size_t equals = line.find(" = ");
        if (equals != std::string::npos)
          result[(is_one ? "" : group.name + ": ") + line.substr(0, equals)] =
              line.substr(equals + 3);
      }
  }
  for (const study::Specimen &specimen : point.specimens())
    if (!specimen.refined)
      result["Groups/Refined specimens"] += " " + specimen.group->name;
  result["Groups/Specimens"] = std::to_string(point.specimens().size() / point.groups().size());
  result["Sweep/Command"] = params::word(space_.parameters().command);
  result["version of Lacuna"] = study::lacuna_version;
  return result;
}

std::map<std::string, std::string> Identities::common(const study::Study &point) {
  std::map<std::string, std::string> result;
  for (const auto &[key, value] : values(point)) {
    const std::string &where = key; // no lambda may hold on to a structured binding
    const bool is_applied =
        std::any_of(space_.assignments().begin(), space_.assignments().end(),
                    [&](const Assignment &one) { return is_set_by(where, one); });
    if (!is_applied)
      result[key] = value;
  }
  result["Sweep/Prints"] = params::word(space_.parameters().prints);
  if (space_.parameters().prints == Prints::common)
    result["Groups/Seed"] = std::to_string(point.specimens().front().seed);
  return result;
}

std::string Identities::of_point(const study::Study &point) {
  std::string text = seeds(point);
  for (const auto &[key, value] : values(point))
    text += key + " = " + value + "\n";
  return checkpoint::fingerprint(text);
}

} // namespace lacuna::sweep
