// SPDX-License-Identifier: MIT
#include "made_lines.hpp"

#include <libsync/model/time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

// As measured on 23,121 real lines: 42 % progress, 31 % assistant, 21 % user; half of the lines below 0.9 KB, a tenth
// above 3.6 KB, a hundredth above 40 KB, a thousandth above 220 KB; user lines hold two thirds of the bytes, often the
// same text once more beside the message.
namespace libsync::bench {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t k_first_day = 1767225600000;  // 2026-01-01

}  // namespace

LineMaker::LineMaker(std::uint64_t seed) : random_(seed) {
  session_ = id("");
  time_ms_ = k_first_day + static_cast<std::int64_t>(random_() % (300ULL * 86400)) * 1000;
  const std::array words{"the ",
                         "build ",
                         "of ",
                         "std::vector<int> ",
                         "\\n    ",
                         "return ",
                         "the name ",
                         "if (x) ",
                         "is: \\\"x\\\" ",
                         "}\\n",
                         "error ",
                         "0x7ffd ",
                         "path/to/file.cpp:120 ",
                         "\\t",
                         "// see ",
                         "[1, 2] "};
  while (prose_.size() < 100'000) prose_ += words.at(random_() % words.size());
}

std::size_t LineMaker::length_of_text() {
  // Log-normal around 300 bytes with a heavy tail.
  const double spread = std::normal_distribution<double>{0, 1}(random_);
  const double size = 300 * std::exp(spread * 1.45 + (spread > 2.2 ? (spread - 2.2) * 1.2 : 0));
  return static_cast<std::size_t>(std::clamp(size, 8.0, 120'000.0));
}

void LineMaker::add_text(std::size_t size) {
  while (size > 0) {
    std::size_t from = random_() % (prose_.size() / 2);
    const std::size_t part = std::min(size, prose_.size() - from - 2);
    while (prose_[from] == '"' || (from > 0 && prose_[from - 1] == '\\')) ++from;  // not inside an escape
    std::size_t end = from + part;
    while (prose_[end] == '"' || prose_[end - 1] == '\\') --end;
    if (end <= from) return;
    line_.append(prose_, from, end - from);
    size -= std::min(size, end - from);
  }
}

std::string LineMaker::id(const char* prefix) {
  const std::uint64_t a = random_();
  const std::uint64_t b = random_();
  return fmt::format("{}{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", prefix, a >> 32U, a >> 16U & 0xFFFFU, a & 0xFFFFU,
                     b >> 48U, b & 0xFFFFFFFFFFFFU);
}

void LineMaker::add_head(bool with_version) {
  line_ += fmt::format(
      R"({{"parentUuid":"{}","isSidechain":false,"userType":"external","cwd":"/home/me/work/p{}","sessionId":"{}")",
      id(""), session_.back() % 7, session_);
  if (with_version) line_ += R"(,"version":"2.1.39","gitBranch":"main")";
}

const std::string& LineMaker::next() {
  line_.clear();
  // Mostly seconds, now and then a break.
  const std::uint64_t dice = random_() % 1000;
  time_ms_ += static_cast<std::int64_t>(dice < 3 ? random_() % 40'000'000 : random_() % 20'000);
  const std::string whole = format_utc(floor_seconds(Instant{milliseconds{time_ms_}}));
  const std::string time = fmt::format("{}.{:03}Z", whole.substr(0, whole.size() - 1), time_ms_ % 1000);

  const std::uint64_t kind = random_() % 100;
  if (kind < 42) {
    add_head(true);
    line_ += R"(,"type":"progress","data":{"type":"bash_progress","output":")";
    add_text(length_of_text() / 2);
    line_ += fmt::format(R"(","elapsedTimeSeconds":3,"totalLines":7}},"toolUseID":"{}","uuid":"{}","timestamp":"{}"}})",
                         id("t"), id(""), time);
  } else if (kind < 73) {
    add_head(true);
    line_ += fmt::format(
        R"(,"message":{{"model":"claude","id":"{}","type":"message","role":"assistant","content":[{{"type":"text","text":")",
        id("msg_"));
    add_text(length_of_text() * 2 / 3);
    line_ += fmt::format(
        R"("}}],"stop_reason":null,"stop_sequence":null,"usage":{{"input_tokens":3,"cache_creation_input_tokens":{},"cache_read_input_tokens":{},"cache_creation":{{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0}},"output_tokens":{},"service_tier":"standard"}}}},"requestId":"{}","type":"assistant","uuid":"{}","timestamp":"{}"}})",
        random_() % 9000, random_() % 90000, random_() % 900, id("req_"), id(""), time);
  } else if (kind < 94) {
    const std::size_t size = length_of_text() * 5;
    add_head(true);
    line_ += fmt::format(
        R"(,"type":"user","message":{{"role":"user","content":[{{"tool_use_id":"{}","type":"tool_result","content":")",
        id("toolu_"));
    add_text(size);
    line_ += fmt::format(R"("}}]}},"uuid":"{}","timestamp":"{}","toolUseResult":{{"stdout":")", id(""), time);
    add_text(size);
    line_ += R"(","stderr":"","interrupted":false,"isImage":false}})";
  } else if (kind < 97) {
    add_head(true);
    line_ += fmt::format(
        R"(,"type":"system","subtype":"turn_duration","durationMs":37567,"timestamp":"{}","uuid":"{}","isMeta":false}})",
        time, id(""));
  } else {
    line_ += fmt::format(
        R"({{"type":"file-history-snapshot","messageId":"{}","snapshot":{{"trackedFileBackups":{{}},"timestamp":"{}"}},"isSnapshotUpdate":false}})",
        id(""), time);
  }
  line_ += '\n';
  return line_;
}

}  // namespace libsync::bench
