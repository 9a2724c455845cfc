// SPDX-License-Identifier: MIT
#include "read/file_scan.hpp"

#include "packed/hash.hpp"

#include <libsync/model/text.hpp>

#include <algorithm>

namespace libsync::transcripts {
namespace {

// A clock that was never set says 1970. There were no agents before 2020, and there is no planning beyond 2100.
constexpr Instant k_earliest = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
constexpr Instant k_latest = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};

constexpr std::size_t k_longest_folder = 4096;

// Looking for a record in a broken line takes as long as looking at all of it this often, at most: each beginning of an
// object that is none may be looked at to the end of the line.
constexpr std::size_t k_resync_looks = 64;

// Without what may stand before a record: NULs from a crash, blanks, a byte-order mark.
std::string_view without_padding(std::string_view text) {
  while (true) {
    const auto start = std::find_if_not(text.begin(), text.end(), is_padding);
    text.remove_prefix(static_cast<std::size_t>(start - text.begin()));
    if (!text.starts_with(k_byte_order_mark)) return text;
    text.remove_prefix(k_byte_order_mark.size());
  }
}

// Where the next record might begin.
std::size_t next_candidate(std::string_view text, std::size_t from) {
  for (auto at = text.find("{\"", from); at != std::string_view::npos; at = text.find("{\"", at + 1)) {
    const auto name = text.substr(at + 2);
    if (name.starts_with("parentUuid\"") || name.starts_with("type\"") || name.starts_with("timestamp\"")) return at;
  }
  return std::string_view::npos;
}

// Stands for a message without an id: what it says, its ends if it is long.
std::uint64_t content_key(std::string_view text) {
  constexpr std::size_t k_end = 512;
  if (text.size() <= 2 * k_end) return hash_of(text);
  return mix(hash_of(text.substr(0, k_end)), hash_of(text.substr(text.size() - k_end), text.size()));
}

}  // namespace

FileScan::FileScan(const Agent& agent, std::string_view session_name, Transcript& transcript, ProblemCounter& problems)
    : agent_(agent),
      session_name_(session_name),
      transcript_(transcript),
      problems_(problems),
      projects_(transcript.projects) {}

void FileScan::add(const LineReader::Line& line) {
  if (line.terminated) {
    ++transcript_.lines;
    add_records(line);
    return;
  }
  // It will be read again, and its folders must not hold for what stands before them.
  const auto project = transcript_.last_project;
  add_records(line);
  transcript_.last_project = project;
  last_cwd_.clear();
}

void FileScan::add_records(const LineReader::Line& line) {
  std::string_view rest = without_padding(line.text);
  int records = 0;
  while (take_record(rest, Trust::whole_line) == Found::record) {
    ++records;
    rest = without_padding(rest);
  }
  if (rest.empty() && records == 1 && !line.lost) return;
  if (!line.terminated) {
    // What more of the line makes of the rest is not known yet.
    if (!rest.empty() || line.lost) problems_.count(ProblemKind::unfinished_line, transcript_.lines + 1);
    return;
  }
  // A long line was condensed as the one record that it is not; where it went on is only to be seen at its end.
  if ((records == 0 || line.lost) && !line.tail.empty()) rest = line.tail;
  if (resync(rest) || records > 0) {
    problems_.count(ProblemKind::torn_line, transcript_.lines);
  } else if (line.lost || line.text.find_first_not_of(" \t\r") != std::string_view::npos) {
    problems_.count(ProblemKind::bad_line, transcript_.lines);
  }
}

// Looks for records inside a text at whose front there is none. Whether there was one.
bool FileScan::resync(std::string_view text) {
  bool found = false;
  looked_at_ = 0;
  const std::size_t most = k_resync_looks * text.size();
  while (!text.empty() && looked_at_ <= most) {
    const std::size_t candidate = next_candidate(text, 1);
    if (candidate == std::string_view::npos) break;
    text.remove_prefix(candidate);
    for (auto one = take_record(text, Trust::part_of_a_torn_line); one != Found::nothing;
         one = take_record(text, Trust::part_of_a_torn_line)) {
      found = found || one == Found::record;
    }
  }
  return found;
}

// Takes the object at the front of `text` off it and uses what it says.
FileScan::Found FileScan::take_record(std::string_view& text, Trust trust) {
  if (!text.starts_with('{')) return Found::nothing;
  JsonCursor cursor{text};
  const Record record = agent_.read(cursor);
  if (!cursor.ok()) {
    looked_at_ += static_cast<std::size_t>(cursor.reached() - text.data());
    return Found::nothing;
  }
  const auto size = static_cast<std::size_t>(cursor.position() - text.data());
  const auto object = text.substr(0, size);
  text.remove_prefix(size);
  if (trust == Trust::part_of_a_torn_line && !record.whole) return Found::part_of_a_record;
  use(record, object);
  return Found::record;
}

void FileScan::use(const Record& record, std::string_view text) {
  if (record.kind == Record::Kind::other) return;
  if (record.kind == Record::Kind::origin && !transcript_.has_origin) {
    transcript_.has_origin = true;
    transcript_.not_a_session = record.helper;
  }
  const std::uint32_t project = project_of(record.cwd);
  if (record.kind != Record::Kind::message && record.kind != Record::Kind::note) return;

  const auto time = time_of(record.time);
  if (!time) {
    problems_.count(ProblemKind::bad_time, transcript_.lines);
    return;
  }
  transcript_.widen_span(*time);
  if (record.kind == Record::Kind::note) return;

  Point point;
  point.key = record.id.empty() ? content_key(text) : hash_of(record.id);
  point.time = *time;
  point.project = project;
  point.native = record.session.empty() || record.session == session_name_;
  if (!record.response.empty()) {
    // Without a request an answer is known by its name in its own session only.
    const auto scope = hash_of(record.request.empty() ? session_name_ : record.request);
    const auto hash = hash_of(record.response, scope);
    point.response = std::max(static_cast<std::uint32_t>(hash), 1U);
  }
  if (record.tokens && !(*record.tokens == TokenCounts{})) {
    transcript_.tokens.emplace_back(*record.tokens);
    point.tokens = static_cast<std::uint32_t>(transcript_.tokens.size());
  }
  transcript_.points.push_back(point);
}

std::optional<Instant> FileScan::time_of(std::string_view text) {
  const auto time = parse_rfc3339(text);
  return time && k_earliest <= *time && *time < k_latest ? time : std::nullopt;
}

std::uint32_t FileScan::project_of(std::string_view cwd) {
  if (cwd.empty() || cwd == last_cwd_) return transcript_.last_project;
  std::string folder = cwd.find('\\') == std::string_view::npos ? std::string{cwd} : unescape(cwd);
  folder = valid_utf8(folder);
  folder.resize(cut_at_character(folder, k_longest_folder).size());
  transcript_.last_project = projects_.of(folder) + 1;
  last_cwd_ = cwd;
  return transcript_.last_project;
}

}  // namespace libsync::transcripts
