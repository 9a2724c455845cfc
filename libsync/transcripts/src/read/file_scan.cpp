// SPDX-License-Identifier: MIT
#include "read/file_scan.hpp"

#include <algorithm>

namespace libsync::transcripts {
namespace {

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
    if (name.starts_with("parentUuid\"") || name.starts_with("type\"") || name.starts_with("timestamp\"") ||
        name.starts_with("uuid\"")) {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace

FileScan::FileScan(const Agent& agent, const Background& background, Transcript& transcript, ProblemCounter& problems)
    : agent_(agent),
      transcript_(transcript),
      problems_(problems),
      points_(background.session_name, transcript, problems) {
  points_.set_background(background);
}

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
  points_.forget_folder();
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
  points_.use(record);
  return Found::record;
}

}  // namespace libsync::transcripts
