// SPDX-License-Identifier: MIT
//
// One row of a frozen plan becomes an entry: the intent (T2), the POST, and what its answer means (T3, T4, or nothing
// at all, which leaves the row in doubt).
#pragma once

#include "first_look.hpp"
#include "frozen_day.hpp"

#include <string>

namespace libsync::loop {

// Used for one row. Borrows all it is given.
class RowPosting {
 public:
  RowPosting(const RunContext& context, Seen& seen, RequestLimit& limit, FrozenDay& day, std::size_t row)
      : context_(context), seen_(seen), limit_(limit), day_(day), row_(row) {}

  // Posts the row, which is planned, or in flight and past the quarantine.
  [[nodiscard]] Stopped post();

 private:
  // How far a POST got: whether the intent is durable, or another run's was first.
  enum class Intent { not_due, written, lost };

  [[nodiscard]] clockify::NewEntry new_entry() const;
  [[nodiscard]] bool write_intent();
  [[nodiscard]] Stopped take_answer(const clockify::Entry& stored);
  [[nodiscard]] Stopped take_error(const clockify::ApiError& error, Intent intent);
  [[nodiscard]] Stopped take_refusal(const clockify::ApiError& error, const std::string& act);

  const RunContext& context_;
  Seen& seen_;
  RequestLimit& limit_;
  FrozenDay& day_;
  std::size_t row_;
};

// Ends the run with a row in flight, for its entry may or may not stand in Clockify. `why` is empty for a POST of an
// earlier run.
[[nodiscard]] Failure stop_in_doubt(const RunContext& context, const clockify::Listing& listing, FrozenDay& day,
                                    std::size_t row, const std::string& why);

}  // namespace libsync::loop
