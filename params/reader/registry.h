// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/choice.h>
#include <params/reader/dimension.h>
#include <params/reader/formula.h>
#include <params/reader/prm_file.h>
#include <params/reader/range.h>

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace lacuna::params {
/** What a parameter can change: of a specimen, or what is written of it, or how many there are. */
enum class Changes { unsaid, geometry, mechanics, transport, files, count };

/** What is known of one parameter. */
struct Parameter {
  std::string section;
  std::string key;
  std::string
      type; ///< "length", "length (list)", "integer", "boolean", "choice", "choice (list)", "text"
  std::string unit; ///< the SI unit of a quantity; empty for the other types
  std::string default_value;
  std::string range; ///< "from 10 um to 10 mm", "at least 1"; empty without bounds
  std::string doc;
  std::string source;               ///< where the default comes from; may be empty
  std::string value;                ///< as it was written, the default until it is set
  std::vector<std::string> options; ///< of a choice
  Changes changes = Changes::unsaid;
};

/**
 * The parameters of a study, each declared by the struct that owns its value. A declaration
 * assigns the default to the target at once; the targets must outlive the registry's reading.
 *
 * Each declaring function throws std::logic_error when the parameter exists already, its names
 * could not stand in a parameter file, or its default is no allowed value.
 */
class Registry {
public:
  Registry() = default;
  Registry(const Registry &) = delete;
  Registry &operator=(const Registry &) = delete;
  Registry(Registry &&) = default;
  Registry &operator=(Registry &&) = default;

  /** Says what the keys of a section that are declared from here on can change. */
  void section_changes(const std::string &section, Changes what) { changes_[section] = what; }

  /** A physical quantity or a plain number; @p target is in SI units. */
  void quantity(const std::string &section, const std::string &key, double &target,
                const Dimension &dimension, const std::string &default_value, const Range &range,
                const std::string &doc, const std::string &source = "");

  /** Quantities separated by commas, in SI units: @p count of them, or with 0 any from one. */
  void quantities(const std::string &section, const std::string &key, std::vector<double> &target,
                  const Dimension &dimension, const std::string &default_value, const Range &range,
                  const std::string &doc, const std::string &source = "", std::size_t count = 0);

  /** A whole number from @p min to @p max. */
  void integer(const std::string &section, const std::string &key, unsigned &target,
               unsigned default_value, unsigned min, unsigned max, const std::string &doc,
               const std::string &source = "");

  /** true, yes or on; false, no or off. */
  void boolean(const std::string &section, const std::string &key, bool &target, bool default_value,
               const std::string &doc);

  /** One of @p options, letter by letter. */
  void choice(const std::string &section, const std::string &key, std::string &target,
              const std::vector<std::string> &options, const std::string &default_value,
              const std::string &doc, const std::string &source = "");

  /** One of an enum's values, by its word. */
  template <typename Enum>
  void choice(const std::string &section, const std::string &key, Enum &target, Enum default_value,
              const std::string &doc, const std::string &source = "") {
    std::vector<std::string> options;
    for (const auto &[value, text] : words(default_value))
      options.push_back(text);
    choice(
        section, key, [&target](std::size_t i) { target = words(Enum())[i].first; }, options,
        word(default_value), doc, source);
  }

  /** A formula of the place; empty for none. */
  void formula(const std::string &section, const std::string &key, Formula &target,
               const std::string &default_value, const std::string &doc);

  /**
   * A path, relative to the folder of the file that sets it: an existing one, one with *, or empty.
   */
  void file(const std::string &section, const std::string &key, std::string &target,
            const std::string &doc);

  /** Some of @p options separated by commas, letter by letter and each once. */
  void choices(const std::string &section, const std::string &key, std::vector<std::string> &target,
               const std::vector<std::string> &options, const std::string &default_value,
               const std::string &doc, const std::string &source = "");

  /** Any text of one line, without "#". */
  void text(const std::string &section, const std::string &key, std::string &target,
            const std::string &default_value, const std::string &doc);

  /**
   * Assigns the entries in their order; what no entry names keeps its value.
   *
   * @throws InputError at the first unknown section or key and the first value that is not allowed;
   * the entries before it are assigned.
   */
  void read(const std::vector<Entry> &entries);

  /**
   * Refuses the current value of a parameter, for checks that involve several of them.
   *
   * @throws InputError that points to the entry that set it, or to "default"; std::logic_error when
   * there is no such parameter.
   */
  [[noreturn]] void reject(const std::string &section, const std::string &key,
                           const std::string &expected) const;

  /** All parameters, in the order of declaration. */
  const std::vector<Parameter> &parameters() const { return parameters_; }

private:
  /** Assigns a text to the target, or throws ValueError. */
  using Assign = std::function<void(const std::string &)>;

  /** What belongs to the parameter of the same index. */
  struct Binding {
    Assign assign;
    Entry origin;
  };

  void choice(const std::string &section, const std::string &key,
              const std::function<void(std::size_t)> &assign,
              const std::vector<std::string> &options, const std::string &default_value,
              const std::string &doc, const std::string &source);
  void declare(Parameter parameter, const Assign &assign);
  std::size_t find(const std::string &section, const std::string &key) const;
  [[noreturn]] void report_unknown(const Entry &entry) const;

  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::vector<Parameter> parameters_;
  std::vector<Binding> bindings_;
  std::map<std::string, Changes> changes_;
};

/** The parameters that can change one thing, with their values: equal texts, equal things. */
std::string identity(const std::vector<Parameter> &parameters, Changes what);

/** The sections of @p parameters, each once, in the order of their first declaration. */
std::vector<std::string> sections(const std::vector<Parameter> &parameters);
} // namespace lacuna::params
