// SPDX-License-Identifier: MIT
//
// What the suites of every tracking store share: StoreContract runs each test on every one of them.
#pragma once

#include "values.hpp"

#include <libsync/store/tracking_store.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace libsync::store {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// A store, and the older tool that writes beside us.
class Subject {
 public:
  virtual ~Subject() = default;
  [[nodiscard]] virtual TrackingStore& store() = 0;
  virtual void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                          seconds duration) = 0;
  virtual void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) = 0;
  virtual void add_synced_day(LocalDate date) = 0;
};

struct Kind {
  const char* name;
  std::unique_ptr<Subject> (*make)();
  unsigned twins = 60;  // how many pairs are compared
};

// The stores that this program is about; the last one is the real one.
[[nodiscard]] std::vector<Kind> kinds();

class StoreContract : public testing::TestWithParam<Kind> {
 protected:
  TrackingStore& store() { return subject_->store(); }
  DayPlan planned() { return store().day_plan(day(monday())).value(); }

  void post(char project, char entry) {
    ASSERT_TRUE(store().begin_send(intent(store(), monday(), project, 0)));
    record(monday(), project, entry, Origin::created);
  }

  void record(LocalDate date, char project, char entry, Origin origin, const std::string& mismatch = "") {
    const auto [row, planned] = place(store(), date, project);
    store().write_posted({row, planned, id<EntryId>(entry), origin, mismatch});
  }

  static Interval whole_day() { return {second("2026-02-02T00:00:00Z"), second("2026-02-03T00:00:00Z")}; }

  // Whether the store refuses `act` as against its rules, and keeps the plan of Monday as it is.
  bool refuses(const std::function<void()>& act) {
    const auto before = store().day_plan(day(monday()));
    const auto failure = failure_of(act);
    return failure == StoreErrorKind::broken_rule && store().day_plan(day(monday())) == before;
  }

  void SetUp() override { ASSERT_TRUE(store().register_timesheet(timesheet())) << "the first has the older rows"; }

  static EntryId entry(char digit) { return id<EntryId>(digit); }

  std::unique_ptr<Subject> subject_ = GetParam().make();
};

inline std::string name_of(const testing::TestParamInfo<Kind>& kind) {
  return kind.param.name;
}

}  // namespace libsync::store
