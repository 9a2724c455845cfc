// SPDX-License-Identifier: MIT
//
// Transcripts as the agents write them, line by line, for tests that vary what stands in them.
#pragma once

#include "workplace.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace e2e {

// The day that sessions of these tests are on, and an hour of it.
inline constexpr const char* k_monday = "2026-02-02";
inline constexpr std::int64_t k_hour = 3600;  // seconds

// Minutes after 09:00 in Berlin, when the work hours begin.
[[nodiscard]] inline UtcTime at(int minutes) {
  return utc("2026-02-02T08:00:00Z") + std::chrono::minutes{minutes};
}

// In milliseconds since 1970.
[[nodiscard]] inline std::int64_t ms(UtcTime time) {
  return std::chrono::milliseconds{time.time_since_epoch()}.count();
}

// A time at which something is said, "2026-02-02T08:00:00Z" and on, every `step`, both ends included.
[[nodiscard]] std::vector<UtcTime> every(std::chrono::minutes step, UtcTime first, UtcTime last);

// One line of Claude Code, with a line feed. `more` are further members, each followed by a comma.
struct ClaudeLine {
  std::string timestamp;  // as JSON: a string with its quotes, or a number
  std::string folder;
  std::string session;
  std::string uuid;
  std::string text = "go on";
  std::string type = "user";
  std::string more = {};

  [[nodiscard]] std::string str() const;
};

// A message every five minutes of [first, last], each with a uuid of its own made of `session`.
[[nodiscard]] std::string claude_session(const std::string& session, const std::string& folder, UtcTime first,
                                         UtcTime last);

// The first line of a rollout of Codex, and messages every five minutes. With `ordinal`, each line carries its number,
// counted on from there.
[[nodiscard]] std::string codex_meta(const std::string& id, const std::string& folder, UtcTime at);
[[nodiscard]] std::string codex_messages(UtcTime first, UtcTime last, std::optional<int> ordinal = std::nullopt);

// A session of Qwen Code, and one of GitHub Copilot CLI: messages every five minutes.
[[nodiscard]] std::string qwen_session(const std::string& session, const std::string& folder, UtcTime first,
                                       UtcTime last);
[[nodiscard]] std::string copilot_session(const std::string& folder, UtcTime first, UtcTime last);

// Of agents whose sessions are documents: what a person said that many minutes after 09:00. A session of Gemini CLI, a
// task of Cline or Roo Code, and the requests in one of Copilot Chat.
[[nodiscard]] std::string gemini_document(const std::vector<int>& minutes);
[[nodiscard]] std::string cline_task(const std::vector<int>& minutes);
[[nodiscard]] std::string copilot_requests(const std::vector<int>& minutes);

// Where the agents keep them below a home. `id` is the stem of the file.
[[nodiscard]] std::filesystem::path claude_file(const Workplace& place, const std::string& id);
[[nodiscard]] std::filesystem::path codex_file(const Workplace& place, const std::string& id);
[[nodiscard]] std::filesystem::path cowork_file(const Workplace& place, const std::string& id);
[[nodiscard]] std::filesystem::path qwen_file(const Workplace& place, const std::string& id);
[[nodiscard]] std::filesystem::path copilot_file(const Workplace& place, const std::string& id);

// A Zstandard frame of one block that is not compressed; at most 128 KiB.
[[nodiscard]] std::string zstd_frame(std::string_view content);

// How much the program would count of that day, read from the transcripts as they are now.
[[nodiscard]] std::int64_t tracked_seconds(Workplace& place, std::string_view on);

}  // namespace e2e
