// SPDX-License-Identifier: MIT
#include "agent_files.hpp"

#include <fmt/format.h>

#include <functional>

namespace e2e {
namespace {

// One after each of these minutes, with commas between.
std::string each(const std::vector<int>& minutes, const std::function<std::string(UtcTime)>& message) {
  std::string text;
  for (const int minute : minutes) text += (text.empty() ? "" : ",") + message(at(minute));
  return text;
}

}  // namespace

std::vector<UtcTime> every(std::chrono::minutes step, UtcTime first, UtcTime last) {
  std::vector<UtcTime> times;
  for (UtcTime at = first; at <= last; at += step) times.push_back(at);
  return times;
}

std::string ClaudeLine::str() const {
  return fmt::format(R"({{"type":"{}","cwd":{},"sessionId":"{}","uuid":"{}",{})"
                     R"("message":{{"role":"{}","content":"{}"}},"timestamp":{}}})"
                     "\n",
                     type, json::serialize(json::string(folder)), session, uuid, more, type, text, timestamp);
}

std::string claude_session(const std::string& session, const std::string& folder, UtcTime first, UtcTime last) {
  std::string lines;
  int message = 0;
  for (const UtcTime at : every(std::chrono::minutes{5}, first, last)) {
    lines += ClaudeLine{.timestamp = fmt::format("\"{}\"", libsync::format_utc(at)),
                        .folder = folder,
                        .session = session,
                        .uuid = fmt::format("{}-{}", session, ++message)}
                 .str();
  }
  return lines;
}

std::string codex_meta(const std::string& id, const std::string& folder, UtcTime at) {
  return fmt::format(R"({{"timestamp":"{0}","type":"session_meta","payload":{{"id":"{1}","timestamp":"{0}",)"
                     R"("cwd":"{2}","source":"cli","git":{{}}}}}})"
                     "\n",
                     libsync::format_utc(at), id, folder);
}

std::string codex_messages(UtcTime first, UtcTime last, std::optional<int> ordinal) {
  std::string lines;
  for (const UtcTime at : every(std::chrono::minutes{5}, first, last)) {
    const std::string number = ordinal ? fmt::format(R"("ordinal":{},)", (*ordinal)++) : "";
    lines += fmt::format(R"({{"timestamp":"{0}",{1}"type":"response_item","payload":{{"type":"message",)"
                         R"("role":"user","content":[{{"type":"input_text","text":"at {0}"}}]}}}})"
                         "\n",
                         libsync::format_utc(at), number);
  }
  return lines;
}

std::string qwen_session(const std::string& session, const std::string& folder, UtcTime first, UtcTime last) {
  std::string lines;
  int message = 0;
  for (const UtcTime at : every(std::chrono::minutes{5}, first, last)) {
    lines += fmt::format(R"({{"uuid":"{0}-{1}","parentUuid":null,"sessionId":"{0}","timestamp":"{2}","type":"user",)"
                         R"("cwd":"{3}","version":"0.15.0","message":{{"role":"user","parts":[{{"text":"go on"}}]}}}})"
                         "\n",
                         session, ++message, libsync::format_utc(at), folder);
  }
  return lines;
}

std::string copilot_session(const std::string& folder, UtcTime first, UtcTime last) {
  int event = 0;
  const auto line = [&](UtcTime at, std::string_view type, const std::string& data) {
    return fmt::format(R"({{"type":"{}","data":{{{}}},"id":"{}","timestamp":"{}","parentId":null}})"
                       "\n",
                       type, data, ++event, libsync::format_utc(at));
  };
  std::string lines =
      line(first, "session.start",
           fmt::format(R"("sessionId":"s","copilotVersion":"1.0.56","context":{{"cwd":"{}"}})", folder));
  for (const UtcTime at : every(std::chrono::minutes{5}, first, last)) {
    lines += line(at, "user.message", R"("content":"go on")");
  }
  return lines;
}

std::string gemini_document(const std::vector<int>& minutes) {
  return R"({"sessionId":"3b44bc68-1","messages":[)" +
         each(minutes,
              [](UtcTime time) {
                return fmt::format(R"({{"id":"{0}","timestamp":"{0}","type":"user","content":"x"}})",
                                   libsync::format_utc(time));
              }) +
         "]}";
}

std::string cline_task(const std::vector<int>& minutes) {
  return "[" +
         each(minutes,
              [](UtcTime time) {
                return fmt::format(R"({{"ts":{},"type":"say","say":"user_feedback","text":"x"}})", ms(time));
              }) +
         "]";
}

std::string copilot_requests(const std::vector<int>& minutes) {
  return each(minutes, [](UtcTime time) {
    return fmt::format(R"({{"requestId":"r{0}","message":{{"text":"x"}},"timestamp":{0}}})", ms(time));
  });
}

std::filesystem::path claude_file(const Workplace& place, const std::string& id) {
  return place.home() / ".claude/projects/some-project" / (id + ".jsonl");
}

std::filesystem::path codex_file(const Workplace& place, const std::string& id) {
  return place.home() / ".codex/sessions/2026/02/02" / ("rollout-2026-02-02T08-00-00-" + id + ".jsonl");
}

std::filesystem::path cowork_file(const Workplace& place, const std::string& id) {
  return place.home() / ".config/Claude/local-agent-mode-sessions/3f1c/9a2b/local_5d7e/.claude/projects/-sessions-oak" /
         (id + ".jsonl");
}

std::filesystem::path qwen_file(const Workplace& place, const std::string& id) {
  return place.home() / ".qwen/projects/-work-api/chats" / (id + ".jsonl");
}

std::filesystem::path copilot_file(const Workplace& place, const std::string& id) {
  return place.home() / ".copilot/session-state" / id / "events.jsonl";
}

std::string zstd_frame(std::string_view content) {
  const auto little_endian = [](std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i) & 0xffU));
    return text;
  };
  const auto size = static_cast<std::uint32_t>(content.size());
  // Magic, a single segment with its size in four bytes, the last block, raw.
  return "\x28\xb5\x2f\xfd\xa0" + little_endian(size, 4) + little_endian(size << 3U | 1U, 3) + std::string{content};
}

std::int64_t tracked_seconds(Workplace& place, std::string_view on) {
  const std::string date{on};
  const auto answer = place.sync({"--dry-run", "--since", date, "--until", date});
  if (answer.state_of(on).empty()) return 0;
  return answer.day(on).at("tracked_seconds").as_int64();
}

}  // namespace e2e
