// SPDX-License-Identifier: MIT
//
// A folder of transcripts of a test's own, and lines to fill it with.
#pragma once

#include "memory_store.hpp"
#include "temp_dir.hpp"

#include <libsync/transcripts/importer.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace libsync::testing {

// Seconds after 2026-02-02T08:00:00Z as a transcript spells it.
[[nodiscard]] std::string stamp(double seconds_after_eight);
[[nodiscard]] Instant at(double seconds_after_eight);
// The same in milliseconds since 1970.
[[nodiscard]] inline std::int64_t ms(double seconds_after_eight) {
  return at(seconds_after_eight).time_since_epoch().count();
}

// One line of a transcript. Members that are empty are left out.
struct Line {
  std::string type = "user";
  std::string time;
  std::string cwd = "/work/api";
  std::string uuid = "";
  std::string session = "";
  std::string message_id = "";
  std::string request_id = "";
  std::string text = "hello";
  bool meta = false;
  long input_tokens = 0;
  long output_tokens = 0;

  // With a line feed.
  [[nodiscard]] std::string str() const;
};

// A user's line at that time, its uuid made of it.
[[nodiscard]] std::string said(double seconds_after_eight, const std::string& cwd = "/work/api",
                               const std::string& uuid = "");

class TranscriptTree : public ::testing::Test {
 protected:
  TranscriptTree();

  [[nodiscard]] std::filesystem::path root() const { return folder_ / "projects"; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

  // Replaces the file below the root; its time is set apart from every earlier one.
  void write(const std::string& name, const std::string& content);
  void append(const std::string& name, const std::string& content);

  [[nodiscard]] transcripts::ImportOptions options() const;

  // Imports and expects success.
  transcripts::ImportReport import() { return import(options()); }
  transcripts::ImportReport import(const transcripts::ImportOptions& options);

  [[nodiscard]] const Session& session(const std::string& key) { return store_.sessions.at(key); }
  [[nodiscard]] double active_seconds(const std::string& key);
  [[nodiscard]] double total_seconds();

  MemoryStore store_;

 private:
  void touch_apart(const std::filesystem::path& file);

  support::TempDir folder_;
  int writes_ = 0;
};

// How often the problem was seen in the report.
[[nodiscard]] std::int64_t count_of(const transcripts::ImportReport& report, transcripts::ProblemKind kind);

}  // namespace libsync::testing
