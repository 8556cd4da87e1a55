// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/adaptivity/value.h>

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace lacuna::observables {

/**
 * The results of one specimen, as keys of results.json and as columns of specimens.csv at once.
 * Quantities that were not computed are null, and empty in the table.
 */
class Record {
public:
  /** Sets the key at a path such as "/morphometry/porosity", and the column of the same name. */
  void set(const std::string &path, const nlohmann::ordered_json &value);

  /** A value {"value", "error"}, and columns `name_unit` and `name_error_unit`. */
  void set(const std::string &folder, const std::string &name, const std::string &unit,
           const adaptivity::Value &value);

  /** As set(path, value), with a column of another name. */
  void set(const std::string &path, const std::string &column, const nlohmann::ordered_json &value);

  /** A key of results.json without a column. */
  void set_key(const std::string &path, const nlohmann::ordered_json &value);

  const nlohmann::ordered_json &json() const { return json_; }
  const std::vector<std::pair<std::string, nlohmann::ordered_json>> &columns() const {
    return columns_;
  }

  /** The same with its columns, for storage; and back. */
  nlohmann::ordered_json stored() const;
  static Record restored(const nlohmann::ordered_json &stored);

private:
  nlohmann::ordered_json json_;
  std::vector<std::pair<std::string, nlohmann::ordered_json>> columns_;
};

/** A table of all records, columns in the order of their first appearance (RFC 4180). */
std::string to_csv(const std::vector<Record> &records);

} // namespace lacuna::observables
