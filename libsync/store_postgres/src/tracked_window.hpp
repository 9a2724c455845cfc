// SPDX-License-Identifier: MIT
//
// What was tracked around a range that was asked for. Who plans asks for one day after the other; a server far away is
// asked for a year of them at once, and what it said is good for some seconds.
#pragma once

#include <libsync/model/session.hpp>
#include <libsync/store_sql/database.hpp>
#include <libsync/store_sql/session_rules.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace libsync::store {

class TrackedWindow {
 public:
  // As TrackingStore::query_range.
  [[nodiscard]] std::vector<TrackedTime> query(Database& database, const Interval& range);

  // What was said is not good any more.
  void forget() { covered_ = {}; }

 private:
  struct Stretch {
    InstantInterval span;
    std::size_t session;  // of `sessions_`
    std::string project;
    bool attended;
  };
  struct OfSession {
    std::string source_path;
    std::string agent;
  };

  [[nodiscard]] bool covers(const Interval& range) const;
  void load(Database& database, const Interval& range);
  void add_imported(const Interval& range, std::vector<TrackedTime>& tracked) const;

  Interval covered_{};
  std::chrono::steady_clock::time_point loaded_at_;
  std::vector<Stretch> stretches_;  // by start
  milliseconds longest_{0};
  std::vector<OfSession> sessions_;
  std::vector<OlderSession> older_;
};

}  // namespace libsync::store
