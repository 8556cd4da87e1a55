// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/file_contents.h>

#include <meshes/geometry/image/volume_files.h>
#include <params/reader/text.h>
#include <solver/checkpoint/files.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::study {

const std::string &FileContents::of(const std::string &path) {
  const auto [found, is_new] = contents_.try_emplace(path);
  if (is_new)
    for (const std::string &file : geometry::volume_files(path))
      if (const auto sum = checkpoint::sum_file(file))
        found->second += fmt::format("{}content {} {:08x}", found->second.empty() ? "" : ", ",
                                     sum->bytes, sum->crc32);
  return found->second;
}

std::string FileContents::in_place_of_names(const std::string &lines,
                                            const std::vector<std::string> &files) {
  std::vector<std::string> result = params::split(lines, '\n');
  for (std::string &line : result) {
    const std::size_t equals = line.find(" = ");
    const std::string name = equals == std::string::npos ? "" : line.substr(equals + 3);
    if (!name.empty() && std::find(files.begin(), files.end(), name) != files.end())
      line.replace(equals + 3, name.size(), of(name));
  }
  return fmt::format("{}", fmt::join(result, "\n"));
}

} // namespace lacuna::study
