// SPDX-License-Identifier: MIT
//
// Rows of frozen plans become entries, one at a time or several: the intents (T2), the POSTs, and what their answers
// mean (T3, T4, or nothing at all, which leaves a row in doubt).
#pragma once

#include "first_look.hpp"
#include "frozen_day.hpp"

#include <string>
#include <vector>

namespace libsync::loop {

// How many POSTs are made at once when `entries` are to be posted.
[[nodiscard]] std::size_t jobs_for(const RunOptions& options, std::size_t entries);

// Borrows all it is given, the days included.
class Posting {
 public:
  Posting(const RunContext& context, Seen& seen, RequestLimit& limit, std::size_t jobs)
      : context_(context), seen_(seen), limit_(limit), jobs_(jobs) {}

  // Takes a row, which is planned, or in flight and past the quarantine, behind those that wait. Posts them all when
  // that are as many as are posted at once.
  [[nodiscard]] Stopped add(FrozenDay& day, std::size_t row);

  // Posts what waits; nothing does after a failure. What came of it is in the plans and the reports; in the store by
  // the intents that come next, or by write_answers().
  [[nodiscard]] Stopped post();

  [[nodiscard]] bool has_waiting() const { return !waiting_.empty(); }
  // Whether a row that waits overlaps these hours.
  [[nodiscard]] bool has_waiting_in(const Interval& hours) const;

  // T3 of what is not in the store yet, by itself.
  void write_answers();

  // The failure that a store which failed ends the run with: it says which entries were made all the same. Nothing
  // waits any more.
  [[nodiscard]] Failure failure_of(const store::StoreError& error);

 private:
  struct Place {
    FrozenDay* day;
    std::size_t row;
  };
  using Places = std::vector<Place>;
  using Answers = std::vector<Result<clockify::Entry, clockify::ApiError>>;

  // Whether the intents of the POSTs are durable, or another run's was first.
  enum class Intended { not_yet, yes, lost };

  [[nodiscard]] Stopped steps();
  [[nodiscard]] bool keep_pace();
  [[nodiscard]] std::vector<clockify::NewEntry> new_entries() const;
  [[nodiscard]] bool write_intents();
  [[nodiscard]] std::vector<store::Posted> answers() const;
  void answers_are_written();
  [[nodiscard]] Stopped take(const Answers& answers);
  [[nodiscard]] Stopped take_answer(const Place& place, const clockify::Entry& stored);
  [[nodiscard]] Failure in_doubt(const Place& place, const clockify::ApiError& error);
  [[nodiscard]] Stopped take_refusal(const Place& place, const clockify::ApiError& error);
  [[nodiscard]] Failure refusal(const Place& place, const clockify::ApiError& error);

  const RunContext& context_;
  Seen& seen_;
  RequestLimit& limit_;
  const std::size_t jobs_;
  Places waiting_;
  Places answered_;  // and not in the store yet
  clockify::BootTime not_before_{};
};

// Ends the run with a row in flight, for its entry may or may not stand in Clockify. `why` is empty for a POST of an
// earlier run.
[[nodiscard]] Failure stop_in_doubt(const RunContext& context, const clockify::Listing& listing, FrozenDay& day,
                                    std::size_t row, const std::string& why);

}  // namespace libsync::loop
