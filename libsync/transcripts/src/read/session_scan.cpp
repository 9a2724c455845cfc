// SPDX-License-Identifier: MIT
#include "read/session_scan.hpp"

#include "read/timestamp.hpp"

#include <algorithm>

namespace libsync::transcripts {

SessionScan::SessionScan(std::string_view name, const Session& session, TranscriptBuilder& builder,
                         ProblemCounter& problems)
    : name_(name),
      session_(session),
      builder_(builder),
      transcript_(builder.transcript()),
      problems_(problems),
      points_(name, transcript_, problems) {}

void SessionScan::begin(const std::string& folder) {
  finish();
  transcript_.last_message = 0;
  points_.set_folder(folder);
  points_.forget_folder();
}

void SessionScan::add(const MessageRow& row) {
  ++transcript_.lines;
  if (row.broken) problems_.count(ProblemKind::bad_row, transcript_.lines);
  const Record& record = row.record;
  if (!open_ || record.id.empty() || record.id != open_->id) {
    write(false);
    if (record.kind == Record::Kind::other) return;
    open_ = Message{record.kind,
                    std::string{record.id},
                    std::string{record.time},
                    std::string{record.cwd},
                    std::string{record.role},
                    std::string{record.text},
                    record.tokens,
                    std::nullopt,
                    {}};
  }
  if (row.typed) open_->typed = open_->typed.value_or(false) || *row.typed;
  for (const auto text : row.times) {
    if (const auto time = read_timestamp(text)) open_->times.push_back(*time);
  }
}

void SessionScan::write(bool is_last) {
  if (!open_) return;
  Record record;
  record.kind = open_->kind;
  record.time = open_->time;
  record.cwd = open_->cwd;
  record.id = open_->id;
  record.role = open_->role;
  record.text = open_->text;
  record.tokens = open_->tokens;
  record.typed = session_.typed && open_->typed.value_or(!is_last);
  const auto time = read_timestamp(record.time);
  const auto before = transcript_.last_message;
  const bool is_copy = time && session_.began && *time < *session_.began;
  record.session = is_copy ? std::string_view{"another"} : name_;
  if (points_.use(record)) {
    auto& times = open_->times;
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    std::erase(times, *time);
    points_.add_times(times);
    // A copy is known together with what was asked last: a fork lacks answers that were not finished.
    if (open_->role != "user" && before != 0) transcript_.last_message = before;
    builder_.relieve();
  }
  open_.reset();
}

}  // namespace libsync::transcripts
