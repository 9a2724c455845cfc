// SPDX-License-Identifier: MIT
//
// The days of a daybook summed up: tracked beside billed, by day, week, month or project. Pure. Sums of entries are
// exact: over the groups, over the projects and over the entries of the days they are the same.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>
#include <libsync/report/daybook.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::report {

struct Sums {
  milliseconds tracked{0};   // inside the session window; what is ignored is in none of these
  milliseconds attended{0};  // the part of it that a person attended
  seconds billed{0};         // stands in Clockify
  seconds planned{0};        // a run would still post it, or has it in doubt
  int without_times = 0;     // entries of the older tool: they stand in Clockify, but it kept no times of them

  Sums& operator+=(const Sums& other);
  friend bool operator==(const Sums&, const Sums&) = default;
};

// Of one project; of the time that has none: `project` is empty, and nothing of it is billed.
struct ProjectSums {
  std::optional<ProjectId> project;
  std::string name;  // empty where it is not remembered
  Sums sums;

  friend bool operator==(const ProjectSums&, const ProjectSums&) = default;
};

struct Group {
  DateRange dates;                    // of the range only
  Sums sums;                          // of all projects
  milliseconds outside{0};            // as in Day
  milliseconds ignored{0};            // inside the session window
  std::vector<AgentTime> agents;      // most tracked first; sums to what all projects have
  int days_without_times = 0;         // days that are done and of which no entry has times
  std::vector<ProjectSums> projects;  // most billed and planned first, then most tracked; what has no project is last

  [[nodiscard]] bool empty() const;
};

enum class Period { day, week, month };  // weeks are Monday to Sunday

// By time, without the groups of which nothing is to be said.
[[nodiscard]] std::vector<Group> group_by(const Daybook& book, Period period);

// All of the range, or the days of the book that are in `dates`.
[[nodiscard]] Group sum_up(const Daybook& book);
[[nodiscard]] Group sum_up(const Daybook& book, const DateRange& dates);

// Tracked time in folders without a project, longest first.
struct UnmappedFolder {
  std::string folder;
  milliseconds tracked{0};
};
[[nodiscard]] std::vector<UnmappedFolder> unmapped_folders(const Daybook& book);

// Monday to Sunday.
[[nodiscard]] DateRange week_of(LocalDate date);

}  // namespace libsync::report
