// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/sweep/point.h>

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace lacuna::sweep {

/** column, sense, low and high (SI or null) of a goal. */
nlohmann::ordered_json describe(const Goal &goal);

/** What the folder of a sweep holds: which points there are, and what they have in common. */
class Plan {
public:
  /** Reads the folder, which need not have a plan. @throws params::InputError where it is damaged.
   */
  Plan(const std::string &folder, const DesignSpace &space);

  /** The study that the folder is for; empty where it has no plan. */
  std::string study() const;

  /** Whether any point was begun. */
  bool has_begun() const { return last_number_ > 0; }

  /**
   * Keeps the points of the folder where they have this in common with those to come. Returns what
   * differs, in words; otherwise nothing.
   */
  std::string keep(const std::map<std::string, std::string> &common);

  /** Gives points their numbers: those that they had, or new ones. */
  void number(std::vector<Point> &points) const;

  /** What a point takes, where it was foreseen before. */
  const Demand *foreseen(const Point &point) const;

  /**
   * Writes plan.json, plan.csv, study.prm and a point.prm for each point.
   *
   * @param facts Goes to plan.json for the driver, beside variables, goals and points.
   */
  void write(const std::vector<Point> &points, const std::vector<Demand> &demands,
             const study::Study &first, const nlohmann::ordered_json &facts) const;

private:
  void read_table();
  std::string head() const;
  std::string row(const Point &point) const;
  std::string study_text() const;
  nlohmann::ordered_json document(const std::vector<Point> &points,
                                  const std::vector<Demand> &demands,
                                  const study::Study &first) const;

  std::string folder_;
  const DesignSpace &space_;
  nlohmann::ordered_json old_;
  std::map<std::string, std::string> common_;
  /** Of plan.csv: its lines, and numbers by identity. */
  std::string rows_;
  std::map<std::string, unsigned int> numbers_;
  std::map<std::string, Demand> demands_;
  /** Of the points that were begun: the folder of another never has this number or a lower one. */
  unsigned int last_number_ = 0;
};

} // namespace lacuna::sweep
