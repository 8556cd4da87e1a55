// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/header_fields.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <filesystem>
#include <iomanip>
#include <sstream>

namespace lacuna::geometry {

HeaderFields::HeaderFields(const std::string &path) : path_(path) {
  params::require_regular_file(path, "a volume");
  in_.open(path, std::ios::binary);
}

bool HeaderFields::next_line() {
  ++line_;
  if (!std::getline(in_, text_) || text_.size() > 10000)
    return false;
  text_ = params::trim(text_);
  return !text_.empty();
}

std::string HeaderFields::take(char separator) {
  const auto at = text_.find(separator);
  if (at == std::string::npos)
    fail(line_, text_.substr(0, 40), std::string("name ") + separator + " value");
  const std::string name = params::lower_case(params::trim(text_.substr(0, at)));
  const auto value = text_.find_first_not_of("= ", at + 1); // NRRD: "key:=value"
  fields_[name] = {value == std::string::npos ? "" : params::trim(text_.substr(value)), line_};
  return name;
}

long HeaderFields::position() {
  const auto position = in_.tellg();
  if (position < 0)
    fail(line_, "cut short: it ends with its header", "voxels behind that");
  return static_cast<long>(position);
}

std::string HeaderFields::get(const std::string &name, const std::string &otherwise) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? otherwise : found->second.first;
}

std::string HeaderFields::any(const std::vector<std::string> &names) const {
  for (const auto &name : names)
    if (has(name))
      return name;
  return names.back();
}

std::vector<double> HeaderFields::numbers(const std::string &name, std::size_t count) const {
  std::string text = get(name);
  for (char &c : text)
    if (c == '(' || c == ')' || c == ',')
      c = ' ';
  std::istringstream in(text);
  std::vector<double> result;
  for (double x; in >> x;)
    result.push_back(x);
  if (result.size() != count || !in.eof())
    reject(name, std::to_string(count) + " numbers");
  return result;
}

std::vector<std::string> HeaderFields::words(const std::string &name) const {
  std::istringstream in(get(name));
  std::vector<std::string> result;
  for (std::string word; in >> std::quoted(word);)
    result.push_back(params::trim(word));
  return result;
}

void HeaderFields::reject(const std::string &name, const std::string &expected) const {
  if (!has(name))
    params::refuse_file(path_, "no " + name, expected);
  const auto &[value, line] = fields_.at(name);
  throw params::InputError({"", name, value, path_, line}, expected);
}

void HeaderFields::fail(unsigned line, const std::string &found,
                        const std::string &expected) const {
  params::refuse_file(path_, found, expected, line);
}

std::string HeaderFields::beside(const std::string &file) const {
  return (std::filesystem::path(path_).parent_path() / file).string();
}

} // namespace lacuna::geometry
