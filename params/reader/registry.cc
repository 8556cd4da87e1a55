// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/registry.h>

#include <params/reader/input_file.h>
#include <params/reader/quantity.h>
#include <params/reader/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace lacuna::params {
namespace {
unsigned parse_integer(const std::string &text, unsigned min, unsigned max,
                       const std::string &expected) {
  const char *const end = text.data() + text.size();
  unsigned value = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < min || value > max)
    throw ValueError(expected);
  return value;
}

bool parse_boolean(const std::string &text) {
  const std::string word = lower_case(text);
  if (word == "true" || word == "yes" || word == "on")
    return true;
  if (word == "false" || word == "no" || word == "off")
    return false;
  throw ValueError("true or false");
}

const char *const file_type = "file";

/** The path as it is seen from the working folder, and from anywhere else. */
std::string located(const Entry &entry) {
  if (entry.value.empty())
    return "";
  const std::filesystem::path written(entry.value);
  const bool in_file = entry.line > 0;
  const auto folder = in_file ? std::filesystem::path(entry.file).parent_path() : "";
  return std::filesystem::absolute(written.is_absolute() ? written : folder / written)
      .lexically_normal()
      .string();
}

std::vector<std::string> parse_choices(const std::string &text,
                                       const std::vector<std::string> &options) {
  std::vector<std::string> values;
  for (const std::string &item : split(text, ',')) {
    const std::string value = trim(item);
    if (std::find(options.begin(), options.end(), value) == options.end())
      throw ValueError("some of " + join_with_or(options) + ", separated by commas",
                       closest(value, options));
    if (std::find(values.begin(), values.end(), value) != values.end())
      throw ValueError("each of them once");
    values.push_back(value);
  }
  return values;
}

/** Whether @p name reads back from a parameter file as it is, and from --set. */
bool is_writable(const std::string &name, const char *forbidden) {
  return !name.empty() && name == collapse_blanks(name) &&
         name.find_first_of(forbidden) == std::string::npos;
}

void check_texts(const Parameter &parameter) {
  const bool names = is_writable(parameter.section, "=#\\") && is_writable(parameter.key, "/=#\\");
  const bool value = parameter.value == trim(parameter.value) &&
                     parameter.value.find_first_of("#\\\n") == std::string::npos;
  const bool comments = (parameter.doc + parameter.source).find('\\') == std::string::npos;
  if (!names || !value || !comments)
    throw std::logic_error(fmt::format("{}/{} cannot be written to a parameter file",
                                       parameter.section, parameter.key));
}
} // namespace

void Registry::quantity(const std::string &section, const std::string &key, double &target,
                        const Dimension &dimension, const std::string &default_value,
                        const Range &range, const std::string &doc, const std::string &source) {
  const DimensionText words = describe(dimension);
  const Bounds bounds(range, dimension);
  declare({section,
           key,
           words.name,
           words.unit,
           default_value,
           range_text(range),
           doc,
           source,
           default_value,
           {}},
          [&target, dimension, bounds](const std::string &text) {
            const double value = parse_quantity(text, dimension);
            if (!bounds.contain(value))
              throw ValueError(bounds.expected());
            target = value;
          });
}

void Registry::quantities(const std::string &section, const std::string &key,
                          std::vector<double> &target, const Dimension &dimension,
                          const std::string &default_value, const Range &range,
                          const std::string &doc, const std::string &source, std::size_t count) {
  const DimensionText words = describe(dimension);
  const Bounds bounds(range, dimension);
  const std::string number = count == 0 ? "list" : fmt::format("{} of them", count);
  declare({section,
           key,
           fmt::format("{} ({})", words.name, number),
           words.unit,
           default_value,
           range_text(range),
           doc,
           source,
           default_value,
           {}},
          [&target, dimension, bounds, count](const std::string &text) {
            std::vector<double> values = parse_quantities(text, dimension, count);
            for (const double value : values)
              if (!bounds.contain(value))
                throw ValueError(expected_list(bounds.expected(), count));
            target = std::move(values);
          });
}

void Registry::integer(const std::string &section, const std::string &key, unsigned &target,
                       unsigned default_value, unsigned min, unsigned max, const std::string &doc,
                       const std::string &source) {
  const bool bounded = max < std::numeric_limits<unsigned>::max();
  const Range range{std::to_string(min), bounded ? std::to_string(max) : ""};
  const std::string expected = name_with_range("a whole number", range);
  const std::string text = std::to_string(default_value);
  declare({section, key, "integer", "", text, range_text(range), doc, source, text, {}},
          [&target, min, max, expected](const std::string &value) {
            target = parse_integer(value, min, max, expected);
          });
}

void Registry::boolean(const std::string &section, const std::string &key, bool &target,
                       bool default_value, const std::string &doc) {
  const std::string text = default_value ? "true" : "false";
  declare({section, key, "boolean", "", text, "", doc, "", text, {}},
          [&target](const std::string &value) { target = parse_boolean(value); });
}

void Registry::choice(const std::string &section, const std::string &key, std::string &target,
                      const std::vector<std::string> &options, const std::string &default_value,
                      const std::string &doc, const std::string &source) {
  choice(
      section, key, [&target, options](std::size_t i) { target = options[i]; }, options,
      default_value, doc, source);
}

void Registry::choice(const std::string &section, const std::string &key,
                      const std::function<void(std::size_t)> &assign,
                      const std::vector<std::string> &options, const std::string &default_value,
                      const std::string &doc, const std::string &source) {
  declare({section, key, "choice", "", default_value, "", doc, source, default_value, options},
          [assign, options](const std::string &value) {
            const auto found = std::find(options.begin(), options.end(), value);
            if (found == options.end())
              throw ValueError(join_with_or(options), closest(value, options));
            assign(found - options.begin());
          });
}

void Registry::formula(const std::string &section, const std::string &key, Formula &target,
                       const std::string &default_value, const std::string &doc) {
  declare({section, key, "formula", "", default_value, "", doc, "", default_value, {}},
          [&target](const std::string &value) { target = Formula(value); });
}

void Registry::file(const std::string &section, const std::string &key, std::string &target,
                    const std::string &doc) {
  declare({section, key, file_type, "", "", "", doc, "", "", {}},
          [&target](const std::string &value) {
            const bool is_pattern = value.find('*') != std::string::npos;
            std::error_code error;
            const auto type = std::filesystem::status(value, error).type();
            const bool has_end = type == std::filesystem::file_type::regular ||
                                 type == std::filesystem::file_type::directory;
            if (!value.empty() && !is_pattern && !has_end)
              throw ValueError("a file that exists; " + value + ": " + reading_fault(value));
            target = value;
          });
}

void Registry::choices(const std::string &section, const std::string &key,
                       std::vector<std::string> &target, const std::vector<std::string> &options,
                       const std::string &default_value, const std::string &doc,
                       const std::string &source) {
  declare(
      {section, key, "choice (list)", "", default_value, "", doc, source, default_value, options},
      [&target, options](const std::string &value) { target = parse_choices(value, options); });
}

void Registry::text(const std::string &section, const std::string &key, std::string &target,
                    const std::string &default_value, const std::string &doc) {
  declare({section, key, "text", "", default_value, "", doc, "", default_value, {}},
          [&target](const std::string &value) { target = value; });
}

void Registry::read(const std::vector<Entry> &entries) {
  const auto names = sections(parameters_);
  for (const Entry &entry : entries) {
    if (entry.key.empty() && std::find(names.begin(), names.end(), entry.section) != names.end())
      continue;
    const std::size_t i = find(entry.section, entry.key);
    if (i == none)
      report_unknown(entry);
    const std::string value = parameters_[i].type == file_type ? located(entry) : entry.value;
    try {
      bindings_[i].assign(value);
    } catch (const ValueError &error) {
      throw InputError(entry, error.what(), error.suggestion());
    }
    bindings_[i].origin = entry;
    parameters_[i].value = value;
  }
}

void Registry::reject(const std::string &section, const std::string &key,
                      const std::string &expected) const {
  const std::size_t i = find(section, key);
  if (i == none)
    throw std::logic_error(fmt::format("{}/{} is not declared", section, key));
  throw InputError(bindings_[i].origin, expected);
}

void Registry::declare(Parameter parameter, const Assign &assign) {
  const std::string name = parameter.section + "/" + parameter.key;
  if (const auto said = changes_.find(parameter.section); said != changes_.end())
    parameter.changes = said->second;
  check_texts(parameter);
  if (find(parameter.section, parameter.key) != none)
    throw std::logic_error(name + " is declared twice");
  try {
    assign(parameter.value);
  } catch (const ValueError &error) {
    throw std::logic_error(
        fmt::format("default of {}: {}; expected {}", name, parameter.value, error.what()));
  }
  bindings_.push_back({assign, {parameter.section, parameter.key, parameter.value, "default", 0}});
  parameters_.push_back(std::move(parameter));
}

std::size_t Registry::find(const std::string &section, const std::string &key) const {
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    if (parameters_[i].section == section && parameters_[i].key == key)
      return i;
  return none;
}

void Registry::report_unknown(const Entry &entry) const {
  const std::vector<std::string> known = sections(parameters_);
  const bool section_exists = std::find(known.begin(), known.end(), entry.section) != known.end();
  std::vector<std::string> homes, siblings;
  for (const auto &parameter : parameters_) {
    if (parameter.key == entry.key)
      homes.push_back("subsection " + parameter.section);
    if (parameter.section == entry.section)
      siblings.push_back(parameter.key);
  }
  const std::string here = "this key in " + join_with_or(homes);
  if (section_exists)
    throw InputError(entry, "a key of subsection " + entry.section,
                     homes.empty() ? closest(entry.key, siblings) : here);
  Entry where = entry;
  if (where.key.empty())
    where.value = "subsection " + entry.section;
  const std::string near = closest(entry.section, known);
  const std::string suggestion = near.empty() ? "" : "subsection " + near;
  throw InputError(where,
                   entry.section.empty() ? "a key within a subsection"
                                         : "a known subsection, not " + entry.section,
                   suggestion.empty() && !homes.empty() ? here : suggestion);
}

std::string identity(const std::vector<Parameter> &parameters, Changes what) {
  std::string text;
  for (const Parameter &parameter : parameters)
    if (parameter.changes == what)
      text += fmt::format("{}/{} = {}\n", parameter.section, parameter.key, parameter.value);
  return text;
}

std::vector<std::string> sections(const std::vector<Parameter> &parameters) {
  std::vector<std::string> names;
  for (const auto &parameter : parameters)
    if (std::find(names.begin(), names.end(), parameter.section) == names.end())
      names.push_back(parameter.section);
  return names;
}
} // namespace lacuna::params
