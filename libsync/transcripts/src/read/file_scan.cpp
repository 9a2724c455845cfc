// SPDX-License-Identifier: MIT
#include "read/file_scan.hpp"

#include "json/text_hash.hpp"
#include "read/timestamp.hpp"

#include <libsync/model/text.hpp>

#include <algorithm>

namespace libsync::transcripts {
namespace {

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

// Stands for what a message says, whatever the line has beside it.
std::uint64_t content_of(const Record& record) {
  return mix(hash_of_ends(record.text) + record.content, hash_of(record.role));
}

std::uint64_t number_of(Instant time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

// A response is never 0, which says that there is none.
std::uint32_t as_response(std::uint64_t hash) {
  return std::max(static_cast<std::uint32_t>(hash), 1U);
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
  // It will be read again, and what it sets must not hold for what stands before it.
  const auto project = transcript_.last_project;
  const auto message = transcript_.last_message;
  add_records(line);
  transcript_.last_project = project;
  transcript_.last_message = message;
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
  text.remove_prefix(size);
  if (trust == Trust::part_of_a_torn_line && !record.whole) return Found::part_of_a_record;
  use(record);
  return Found::record;
}

void FileScan::use(const Record& record) {
  if (record.kind == Record::Kind::other) return;
  if (record.kind == Record::Kind::origin && !transcript_.has_origin) {
    transcript_.has_origin = true;
    transcript_.not_a_session = record.helper;
  }
  if (record.kind == Record::Kind::untimed) {
    problems_.count(ProblemKind::untimed_line, transcript_.lines);
    return;
  }
  const std::uint32_t project = project_of(record.cwd);
  if (record.kind != Record::Kind::message && record.kind != Record::Kind::note) return;

  const auto time = read_timestamp(record.time);
  if (!time) {
    problems_.count(ProblemKind::bad_time, transcript_.lines);
    return;
  }
  transcript_.widen_span(*time);
  if (record.kind == Record::Kind::note) return;

  Point point;
  point.key = record.id.empty() ? mix(content_of(record), number_of(*time)) : hash_of(record.id);
  point.time = *time;
  point.project = project;
  point.native = record.session.empty() || record.session == session_name_;
  point.typed = record.typed;
  add_response(record, project, point);
  if (record.tokens && !(*record.tokens == TokenCounts{})) {
    transcript_.tokens.emplace_back(*record.tokens);
    point.tokens = static_cast<std::uint32_t>(transcript_.tokens.size());
  }
  transcript_.points.push_back(point);
}

// Agents copy conversations under new ids, but neither the names of answers nor what is said change. A message without
// the name of an answer is known by its content together with the message before it and their folder: one message
// alone may be the same by chance, as when a script starts several sessions.
void FileScan::add_response(const Record& record, std::uint32_t project, Point& point) {
  std::uint64_t stands_for = point.key;
  if (!record.response.empty()) {
    // Without a request an answer is known by its name in its own session only.
    const auto scope = hash_of(record.request.empty() ? session_name_ : record.request);
    stands_for = hash_of(record.response, scope);
    point.response = as_response(stands_for);
  } else if (!record.id.empty()) {
    stands_for = mix(content_of(record), number_of(point.time));
    if (!record.text.empty() && transcript_.last_message != 0) {
      const std::string folder = project == 0 ? "" : transcript_.labelled(transcript_.projects[project - 1]);
      point.response = as_response(mix(mix(transcript_.last_message, stands_for), hash_of(folder)));
    }
  }
  transcript_.last_message = stands_for;
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
