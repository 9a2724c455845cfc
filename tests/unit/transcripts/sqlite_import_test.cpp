// SPDX-License-Identifier: MIT
//
// The importer on the real store.
#include "transcript_tree.hpp"

#include <libsync/store/sqlite_store.hpp>

namespace libsync::testing {
namespace {

const Interval k_ever{UtcTime{} + std::chrono::years{50}, UtcTime{} + std::chrono::years{70}};

milliseconds active_time(store::TrackingStore& store) {
  milliseconds sum{0};
  for (const auto& tracked : store.query_range(k_ever)) sum += tracked.active;
  return sum;
}

class SqliteImport : public TranscriptTree {
 protected:
  transcripts::ImportReport import_into(store::SessionStore& store) {
    auto result = transcripts::import_transcripts(options(), store);
    if (result.has_error()) throw std::runtime_error(result.error().message);
    return *result;
  }
  [[nodiscard]] std::unique_ptr<store::TrackingStore> open() const {
    return store::open_sqlite_store(folder() / "sessions.db");
  }
};

TEST_F(SqliteImport, StoresWhatTheMemoryStoreStores) {
  write("d/a.jsonl", said(0, "/a") + said(60, "/b") + said(5000, "/a"));
  write("d/b.jsonl", said(0, "/a") + said(100, "/c"));
  write("d/\xFF.jsonl", said(200) + said(230));
  import();
  const auto store = open();
  import_into(*store);
  std::map<std::pair<std::string, std::string>, milliseconds> wanted;
  for (const auto& [key, session] : store_.sessions) {
    for (const auto& interval : session.active) wanted[{key, interval.project}] += interval.span.duration();
  }
  std::map<std::pair<std::string, std::string>, milliseconds> found;
  for (const auto& tracked : store->query_range(k_ever)) found[{tracked.source_path, tracked.project}] = tracked.active;
  EXPECT_EQ(found, wanted);
  std::vector<store::SourceState> expected;
  for (const auto& [file, state] : store_.states) expected.push_back(state);
  EXPECT_EQ(store->sources(store::SessionStore::Points::load), expected);
}

TEST_F(SqliteImport, GoesOnWhereAnEarlierRunStopped) {
  write("d/s.jsonl", said(0) + said(60));
  import_into(*open());
  append("d/s.jsonl", said(90));
  const auto report = import_into(*open());
  EXPECT_EQ(report.bytes_read, static_cast<std::int64_t>(said(90).size()));
  EXPECT_EQ(import_into(*open()).files_read, 0);
  EXPECT_EQ(active_time(*open()), std::chrono::seconds{90});
}

TEST_F(SqliteImport, SplitsASessionByDayAndFolderExactly) {
  // 2026-02-02T08:00:00Z and later: over midnight after 16 hours.
  std::string content;
  for (int i = 0; i <= 200; ++i) content += said(i * 600.25, i % 3 == 0 ? "/a" : "/b");
  write("d/s.jsonl", content);
  const auto store = open();
  import_into(*store);
  std::map<std::string, milliseconds> by_folder;
  milliseconds sum{0};
  const UtcTime start = floor_seconds(at(0)) - std::chrono::hours{8};
  for (int hour = 0; hour < 72; hour += 8) {
    const Interval part{start + std::chrono::hours{hour}, start + std::chrono::hours{hour + 8}};
    for (const auto& tracked : store->query_range(part)) {
      by_folder[tracked.project] += tracked.active;
      sum += tracked.active;
    }
  }
  EXPECT_EQ(sum, active_time(*store));
  EXPECT_EQ(by_folder.at("/a"), milliseconds{66 * 600250});
  EXPECT_EQ(by_folder.at("/b"), milliseconds{134 * 600250});
}

}  // namespace
}  // namespace libsync::testing
