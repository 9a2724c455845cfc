// SPDX-License-Identifier: MIT
#include "transcript_tree.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>

namespace libsync::testing {
namespace fs = std::filesystem;

Instant at(double seconds_after_eight) {
  using namespace std::chrono;
  constexpr Instant k_eight = sys_days{year{2026} / 2 / 2} + hours{8};
  return k_eight + milliseconds{std::llround(seconds_after_eight * 1000)};
}

std::string stamp(double seconds_after_eight) {
  const Instant time = at(seconds_after_eight);
  const std::string whole = format_utc(floor_seconds(time));
  return fmt::format("{}.{:03}Z", whole.substr(0, whole.size() - 1), (time - floor_seconds(time)).count());
}

std::string Line::str() const {
  std::string out = "{\"parentUuid\":null,\"isSidechain\":false";
  const auto add = [&out](std::string_view name, std::string_view value) {
    if (!value.empty()) out += fmt::format(",\"{}\":\"{}\"", name, value);
  };
  add("cwd", cwd);
  add("sessionId", session);
  out += ",\"version\":\"2.1.39\",\"message\":{";
  if (!message_id.empty()) out += fmt::format("\"id\":\"{}\",", message_id);
  out += fmt::format("\"type\":\"message\",\"role\":\"{}\",\"content\":\"{}\"", type, text);
  if (input_tokens != 0 || output_tokens != 0) {
    out += fmt::format(",\"usage\":{{\"input_tokens\":{},\"output_tokens\":{},\"service_tier\":\"standard\"}}",
                       input_tokens, output_tokens);
  }
  out += "}";
  add("requestId", request_id);
  add("type", type);
  add("uuid", uuid);
  add("timestamp", time);
  if (meta) out += ",\"isMeta\":true";
  return out + "}\n";
}

std::string said(double seconds_after_eight, const std::string& cwd, const std::string& uuid) {
  Line line;
  line.time = stamp(seconds_after_eight);
  line.cwd = cwd;
  line.uuid = uuid.empty() ? "u" + line.time : uuid;
  return line.str();
}

TranscriptTree::TranscriptTree() {
  fs::create_directories(root());
}

void TranscriptTree::touch_apart(const fs::path& file) {
  fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::seconds{++writes_});
}

void TranscriptTree::write(const std::string& name, const std::string& content) {
  const fs::path file = root() / name;
  fs::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary | std::ios::trunc} << content;
  touch_apart(file);
}

void TranscriptTree::append(const std::string& name, const std::string& content) {
  std::ofstream{root() / name, std::ios::binary | std::ios::app} << content;
  touch_apart(root() / name);
}

transcripts::ImportOptions TranscriptTree::options() const {
  transcripts::ImportOptions result;
  result.roots = {{root(), AgentKind::claude_code, transcripts::Root::Origin::named}};
  return result;
}

transcripts::ImportReport TranscriptTree::import(const transcripts::ImportOptions& options) {
  auto result = transcripts::import_transcripts(options, store_);
  if (result.has_error()) throw std::runtime_error(result.error().message);
  return *result;
}

double TranscriptTree::active_seconds(const std::string& key) {
  return static_cast<double>(session(key).active_time().count()) / 1000;
}

double TranscriptTree::total_seconds() {
  double sum = 0;
  for (const auto& [key, one] : store_.sessions) sum += active_seconds(key);
  return sum;
}

std::int64_t count_of(const transcripts::ImportReport& report, transcripts::ProblemKind kind) {
  std::int64_t count = 0;
  for (const auto& problem : report.problems) {
    if (problem.kind == kind) count += problem.count;
  }
  return count;
}

}  // namespace libsync::testing
