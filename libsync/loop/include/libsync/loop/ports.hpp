// SPDX-License-Identifier: MIT
//
// What the loop needs from outside besides the store and the time-entry API: a clock, a source of sessions, somebody to
// tell how it goes. Small interfaces, owned by the caller, used from the loop's thread only.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace libsync::loop {

struct DayReport;
struct SyncReport;
struct WithdrawalReport;

class Clock {
 public:
  virtual ~Clock() = default;

  // The wall clock. Decides which day is today, and what time it is for Clockify as long as that does not say.
  [[nodiscard]] virtual UtcTime now() = 0;

  // Goes on through suspend and is not set by anybody; measures what must not be measured by the wall clock.
  [[nodiscard]] virtual clockify::BootTime boot_time() = 0;

  // False when the wait was interrupted.
  [[nodiscard]] virtual bool sleep_for(milliseconds duration) = 0;
};

struct ImportSummary {
  std::int64_t files = 0;               // transcript files looked at
  std::int64_t sessions = 0;            // sessions they hold
  std::int64_t skipped = 0;             // files that could not be read at all, and lines that were no records
  std::vector<std::string> notes = {};  // what a person should know and that stops nothing
};

// Brings the store up to date with what the agents left behind.
class SessionSource {
 public:
  virtual ~SessionSource() = default;

  // Throws store::StoreError. A file that cannot be read is counted, not an error.
  [[nodiscard]] virtual Result<ImportSummary, Failure> import() = 0;
};

// Told as things happen, for a progress display. The report has everything again.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void importing(std::int64_t /*bytes_done*/, std::int64_t /*bytes_total*/) {}
  // Called once, before the first request of a run that has something to post. `plan` has all days of the run as they
  // are before it. False leaves everything as it is.
  [[nodiscard]] virtual bool confirm(const SyncReport& /*plan*/, std::size_t /*days*/,
                                     std::size_t /*entries to post*/) {
    return true;
  }

  // The same for days that are to be taken back, after a look at Clockify and before any of them is begun. What earlier
  // runs began to take back is finished without it.
  [[nodiscard]] virtual bool confirm_withdrawal(const WithdrawalReport& /*plan*/) { return true; }

  virtual void day_begins(LocalDate /*date*/, std::size_t /*entries to post*/) {}
  virtual void entry_done(LocalDate /*date*/, std::size_t /*done*/, std::size_t /*of*/) {}
  virtual void day_ends(const DayReport& /*day*/) {}
  virtual void waiting(UtcTime /*until*/, const std::string& /*why*/) {}
  // About once a second of a wait, from whatever clock does the waiting.
  virtual void still_waiting(seconds /*left*/) {}
};

}  // namespace libsync::loop
