// SPDX-License-Identifier: MIT
#include "read/point_writer.hpp"

#include "json/json_array.hpp"
#include "json/text_hash.hpp"
#include "read/timestamp.hpp"

#include <libsync/model/text.hpp>

#include <algorithm>

namespace libsync::transcripts {
namespace {

constexpr std::size_t k_longest_folder = 4096;

// Longer ones are mistakes of a clock.
constexpr milliseconds k_longest_answer = std::chrono::days{30};

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

PointWriter::PointWriter(std::string_view session_name, Transcript& transcript, ProblemCounter& problems)
    : session_name_(session_name), transcript_(transcript), problems_(problems), projects_(transcript.projects) {}

void PointWriter::set_background(const Background& background) {
  is_part_ = !background.part_of.empty();
  nobody_types_ = background.nobody_types;
}

bool PointWriter::use(const Record& record) {
  if (record.kind == Record::Kind::other) return false;
  if (record.kind == Record::Kind::unknown) {
    found_unknown_ = true;
    return false;
  }
  if (record.kind == Record::Kind::origin && !transcript_.has_origin) {
    transcript_.has_origin = true;
    transcript_.not_a_session = record.helper && !is_part_;
  }
  if (record.kind == Record::Kind::untimed) {
    problems_.count(ProblemKind::untimed_line, transcript_.lines);
    return false;
  }
  const std::uint32_t project = project_of(record.cwd);
  if (record.kind == Record::Kind::context || record.kind == Record::Kind::origin) return false;

  for (const auto steps : record.steps) {
    if (!steps.empty()) add_steps(steps, project);
  }
  if (record.kind == Record::Kind::end && record.time.empty()) return true;
  const auto time = read_timestamp(record.time);
  if (!time) {
    problems_.count(ProblemKind::bad_time, transcript_.lines);
    return false;
  }
  transcript_.widen_span(*time);
  if (record.kind == Record::Kind::note) return false;
  if (record.kind == Record::Kind::end) {
    add_end(*time, project);
  } else {
    add_message(record, *time, project);
  }
  return true;
}

void PointWriter::add_message(const Record& record, Instant time, std::uint32_t project) {
  Point point;
  point.key = record.id.empty() ? mix(content_of(record), number_of(time)) : hash_of(record.id);
  if (record.local) point.key = mix(point.key, hash_of(session_name_));
  point.time = time;
  point.project = project;
  point.native = record.session.empty() || record.session == session_name_;
  point.typed = is_typed(record);
  add_response(record, project, point);
  if (record.tokens && !(*record.tokens == TokenCounts{})) {
    transcript_.tokens.emplace_back(*record.tokens);
    point.tokens = static_cast<std::uint32_t>(transcript_.tokens.size());
  }
  transcript_.points.push_back(point);
  const bool is_answered = record.answered_in > milliseconds{0} && record.answered_in < k_longest_answer;
  if (is_answered) add_end(time + record.answered_in, project);
}

// In a journal it stands apart from the question, beside it in what is made of the journal later.
void PointWriter::add_end(Instant time, std::uint32_t project) {
  Point point;
  point.key = mix(hash_of("end"), number_of(time));
  point.time = time;
  point.project = project;
  point.native = true;
  transcript_.widen_span(time);
  transcript_.points.push_back(point);
}

// One without a time is passed over: those beside it tell enough.
void PointWriter::add_steps(std::string_view steps, std::uint32_t project) {
  for_each_value(steps, [&](std::string_view step) {
    JsonCursor cursor{step};
    if (!cursor.enter_object()) return;
    while (cursor.next_member()) {
      if (cursor.key() != "timestamp") {
        cursor.skip();
      } else if (const auto time = read_timestamp(cursor.scalar().value_or(""))) {
        add_end(*time, project);
      }
    }
  });
}

bool PointWriter::is_typed(const Record& record) const {
  if (nobody_types_) return false;
  return record.typed || (record.typed_if_first && transcript_.last_message == 0 && !is_part_);
}

// A copy of one of these is known by its own time and that of its message: two that agree.
void PointWriter::add_times(const std::vector<Instant>& times) {
  if (times.empty()) return;
  const Point message = transcript_.points.back();
  Point point = message;
  point.typed = false;
  point.tokens = 0;
  point.response = as_response(mix(transcript_.last_message, hash_of(folder_of(message.project))));
  for (const Instant time : times) {
    point.key = mix(message.key, number_of(time));
    point.time = time;
    transcript_.widen_span(time);
    transcript_.points.push_back(point);
  }
}

// Agents copy conversations under new ids, but neither the names of answers nor what is said change. A message without
// the name of an answer is known by its content together with the message before it and their folder: one message
// alone may be the same by chance, as when a script starts several sessions.
void PointWriter::add_response(const Record& record, std::uint32_t project, Point& point) {
  std::uint64_t stands_for = point.key;
  if (!record.response.empty()) {
    // Without a request an answer is known by its name in its own session only.
    const auto scope = hash_of(record.request.empty() ? session_name_ : record.request);
    stands_for = hash_of(record.response, scope);
    point.response = as_response(stands_for);
  } else if (!record.id.empty()) {
    stands_for = mix(content_of(record), number_of(point.time));
    if (!record.text.empty() && transcript_.last_message != 0) {
      point.response = as_response(mix(mix(transcript_.last_message, stands_for), hash_of(folder_of(project))));
    }
  }
  transcript_.last_message = stands_for;
}

std::string PointWriter::folder_of(std::uint32_t project) const {
  return project == 0 ? "" : transcript_.labelled(transcript_.projects[project - 1]);
}

std::uint32_t PointWriter::project_of(std::string_view cwd) {
  if (cwd.empty() || cwd == last_cwd_) return transcript_.last_project;
  set_folder(cwd.find('\\') == std::string_view::npos ? std::string{cwd} : unescape(cwd));
  last_cwd_ = cwd;
  return transcript_.last_project;
}

void PointWriter::set_folder(const std::string& folder) {
  if (folder.empty()) return;
  std::string sound = valid_utf8(folder);
  sound.resize(cut_at_character(sound, k_longest_folder).size());
  transcript_.last_project = projects_.of(sound) + 1;
}

}  // namespace libsync::transcripts
