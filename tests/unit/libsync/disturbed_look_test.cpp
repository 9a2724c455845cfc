// SPDX-License-Identifier: MIT
//
// Another process that writes to the store while it is looked at.
#include "store_access.hpp"
#include "temp_dir.hpp"

#include <libsync/tracker.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace libsync {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const WorkspaceId k_workspace = WorkspaceId::parse("aaaaaaaaaaaaaaaaaaaaaaaa").value();

class DisturbedLook : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(home_.path() / ".config/claude-tracker");
    std::ofstream{home_.path() / ".config/claude-tracker/config.toml"} << R"([sync]
workspace_id = "aaaaaaaaaaaaaaaaaaaaaaaa"
work_day_start = "09:00"
work_day_end = "17:00"
time_zone = "UTC"
other_project_id = "bbbbbbbbbbbbbbbbbbbbbbbb"
)";
    const fs::path folder = home_.path() / ".claude/projects/-p";
    fs::create_directories(folder);
    std::ofstream transcript{folder / "s.jsonl"};
    for (const char* time : {"10:00", "10:05"}) {
      transcript << R"({"type":"user","uuid":")" << time << R"(","sessionId":"s","cwd":"/p","timestamp":"2026-02-02T)"
                 << time << R"(:00Z","message":{"role":"user","content":"x"}})" << '\n';
    }
    (void)open_store(settings());
  }

  [[nodiscard]] Settings settings() const {
    auto loaded = load_settings({{}, home_.path(), home_.path()}, {});
    EXPECT_TRUE(loaded) << loaded.error().message;
    return *loaded;
  }

  // As long ago as a store was written that is looked at where it lies.
  void let_it_rest() const { fs::last_write_time(settings().database, fs::file_time_type::clock::now() - 1h); }

  void write_as_another_process() const {
    SQLite::Database{settings().database.string(), SQLite::OPEN_READWRITE}.exec(
        "INSERT OR IGNORE INTO synced_days VALUES ('2026-02-03', 'aaaaaaaaaaaaaaaaaaaaaaaa')");
  }

 private:
  support::TempDir home_;
};

TEST_F(DisturbedLook, BeginsAgainWithWhatIsThereNow) {
  let_it_rest();
  int looks = 0;
  const auto seen = read_store(settings(), [&](store::TrackingStore& store) {
    if (++looks == 1) write_as_another_process();
    return store.older_synced_days(k_workspace);
  });
  EXPECT_EQ(looks, 2);
  EXPECT_EQ(seen.size(), 1U);
}

TEST_F(DisturbedLook, IsOneLookWhenNobodyWrites) {
  let_it_rest();
  int looks = 0;
  (void)read_store(settings(), [&](store::TrackingStore& store) {
    ++looks;
    return store.older_synced_days(k_workspace);
  });
  EXPECT_EQ(looks, 1);
}

// Writes once it is told that the import has begun.
struct Disturbance : loop::Observer {
  explicit Disturbance(std::function<void()> disturb) : disturb_(std::move(disturb)) {}
  void importing(std::int64_t /*done*/, std::int64_t /*total*/) override {
    if (calls_++ == 0) disturb_();
  }

  std::function<void()> disturb_;
  int calls_ = 0;
};

TEST_F(DisturbedLook, DoesNotEndADryRun) {
  let_it_rest();
  Disturbance disturbance{[&] { write_as_another_process(); }};
  const auto report = sync(settings(), {.dry_run = true}, disturbance);
  EXPECT_FALSE(report.failure) << report.failure->message;
  EXPECT_GE(disturbance.calls_, 2) << "it imports once more";
  ASSERT_FALSE(report.days.empty());
  EXPECT_EQ(report.days.front().entries.size(), 1U);
  EXPECT_EQ(look_at_store(settings())->older_synced_days(k_workspace).size(), 1U);
}

}  // namespace
}  // namespace libsync
