// SPDX-License-Identifier: MIT
//
// Two days that are done, to be taken back.
#pragma once

#include "sync_fixture.hpp"

#include <gmock/gmock.h>

namespace libsync::loop {

inline constexpr const char* k_monday = "2026-02-02";
inline constexpr const char* k_tuesday = "2026-02-03";

class Undo : public SyncFixture {
 protected:
  // Monday and Tuesday are done: two entries each.
  void SetUp() override {
    for (const char* day : {k_monday, k_tuesday}) {
      track(day, "/work/api", std::chrono::hours{3});
      track(day, "/work/web", std::chrono::hours{1}, std::chrono::hours{3});
    }
    ASSERT_FALSE(run().failure);
    ASSERT_EQ(clockify_.entries().size(), 4U);
    clock_.advance(std::chrono::minutes{16});
  }

  EntryId entry_of(const char* day, std::size_t row) { return *plan_of(day)->rows.at(row).entry_id; }

  // A later sync posts the days once again, and once only.
  void expect_posted_again(std::size_t entries = 4) {
    open();
    const auto report = run();
    EXPECT_FALSE(report.failure) << report.failure->message;
    expect_done(entries);
  }
};

}  // namespace libsync::loop
