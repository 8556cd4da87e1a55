// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/reference.h>

#include <params/reader/text.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace lacuna::params {
namespace {
constexpr std::size_t width = 96;

/** @p text in lines that begin with @p margin and break at blanks. */
std::string wrap(const std::string &text, const std::string &margin) {
  std::string lines, line;
  for (const std::string &word : split(collapse_blanks(text), ' ')) {
    if (!line.empty() && margin.size() + line.size() + 1 + word.size() > width) {
      lines += margin + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return lines + margin + line + "\n";
}

std::string type_with_unit(const Parameter &parameter) {
  const bool plain = parameter.unit.empty() || parameter.unit == "1";
  return plain ? parameter.type : fmt::format("{} in {}", parameter.type, parameter.unit);
}

/** The range, or the options of a choice. */
std::string allowed_values(const Parameter &parameter) {
  return parameter.options.empty() ? parameter.range : join_with_or(parameter.options);
}

/** Type, allowed values, default and source in one sentence. */
std::string facts(const Parameter &parameter) {
  const std::string allowed = allowed_values(parameter);
  std::string sentence = type_with_unit(parameter);
  if (!allowed.empty())
    sentence += (parameter.options.empty() ? ", " : ": ") + allowed;
  if (!parameter.default_value.empty())
    sentence += "; default " + parameter.default_value;
  if (!parameter.source.empty())
    sentence += "; source: " + parameter.source;
  return sentence;
}

/** The sections in turn: @p head, @p body of each of its parameters, @p foot. */
template <typename Head, typename Body, typename Foot>
std::string by_section(const Registry &registry, Head head, Body body, Foot foot) {
  std::string page;
  for (const std::string &section : sections(registry.parameters())) {
    page += head(section);
    for (const Parameter &parameter : registry.parameters())
      if (parameter.section == section)
        page += body(parameter);
    page += foot(section);
  }
  return page;
}

std::string as_text(const Registry &registry) {
  const auto head = [](const std::string &section) { return section + "\n"; };
  const auto body = [](const Parameter &parameter) {
    return "  " + parameter.key + "\n" + wrap(parameter.doc, "      ") +
           wrap(facts(parameter), "      ");
  };
  return by_section(registry, head, body, [](const std::string &) { return "\n"; });
}

std::string as_prm(const Registry &registry) {
  const auto head = [](const std::string &section) {
    std::string lines;
    for (const std::string &name : split(section, '/'))
      lines += "subsection " + name + "\n";
    return lines;
  };
  const auto body = [](const Parameter &parameter) {
    const std::string value = parameter.value.empty() ? "" : " " + parameter.value;
    return wrap(parameter.doc, "  # ") + wrap(facts(parameter), "  # ") +
           fmt::format("  set {} ={}\n\n", parameter.key, value);
  };
  const auto foot = [](const std::string &section) {
    std::string lines;
    for (std::size_t i = 0; i < split(section, '/').size(); ++i)
      lines += "end\n";
    return lines + "\n";
  };
  return by_section(registry, head, body, foot);
}

/** @p text for a cell of a table. */
std::string cell(const std::string &text) {
  std::string escaped;
  for (const char c : collapse_blanks(text)) {
    if (c == '|' || c == '*' || c == '<')
      escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string as_markdown(const Registry &registry) {
  const auto head = [](const std::string &section) {
    return fmt::format("## {}\n\n| Key | Type | Allowed | Default | Meaning | Source |\n"
                       "| --- | --- | --- | --- | --- | --- |\n",
                       section);
  };
  const auto body = [](const Parameter &parameter) {
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", cell(parameter.key),
                       cell(type_with_unit(parameter)), cell(allowed_values(parameter)),
                       cell(parameter.default_value), cell(parameter.doc), cell(parameter.source));
  };
  return "# Parameters\n\n" +
         by_section(registry, head, body, [](const std::string &) { return "\n"; });
}

std::string as_json(const Registry &registry) {
  using Json = nlohmann::ordered_json;
  Json array = Json::array();
  for (const Parameter &parameter : registry.parameters())
    array.push_back({{"section", parameter.section},
                     {"key", parameter.key},
                     {"type", parameter.type},
                     {"unit", parameter.unit},
                     {"range", parameter.range},
                     {"options", parameter.options},
                     {"default", parameter.default_value},
                     {"value", parameter.value},
                     {"doc", parameter.doc},
                     {"source", parameter.source}});
  return array.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}
} // namespace

std::string reference(const Registry &registry, const std::string &format) {
  if (format == "text")
    return as_text(registry);
  if (format == "prm")
    return as_prm(registry);
  if (format == "md")
    return as_markdown(registry);
  if (format == "json")
    return as_json(registry);
  throw ValueError("text, prm, md or json", closest(format, {"text", "prm", "md", "json"}));
}
} // namespace lacuna::params
