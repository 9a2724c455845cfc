// SPDX-License-Identifier: MIT
#include "run.hpp"

#include "machines.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <thread>

namespace libsync::store {

std::string Run::holder() {
  Query row{session_,
            "SELECT label, process, since_s FROM runs JOIN machines ON machines.id = machine_id WHERE timesheet_id = ?",
            timesheet_};
  if (!row.next()) return "another machine";
  return fmt::format("process {} on {} (since {})", row.integer(1), printable(row.text(0)),
                     format_utc(UtcTime{seconds{row.integer(2)}}));
}

StoreError Run::held_by_another() {
  const char* const words = fence_ == 0 ? "cannot start a run on the store {}: {} is running one"
                                        : "cannot go on with the run on the store {}: {} has taken over";
  return {StoreErrorKind::busy,
          fmt::format(fmt::runtime(words), printable(session_.name()), holder()),
          {Step::run_after_other_use}};
}

// The server needs a moment to notice that a run has ended, and longer when it was killed.
void Run::lock() {
  constexpr milliseconds k_pause{50};
  constexpr milliseconds k_patience{1000};
  for (auto waited = milliseconds{0};; waited += k_pause) {
    Query taken{
        session_,
        "SELECT pg_try_advisory_lock('claude_tracker'::regnamespace::oid::int, -CAST(CAST(? AS bigint) AS int))",
        timesheet_};
    taken.next();
    if (taken.text(0) == "t") return;
    if (waited >= k_patience) throw held_by_another();
    std::this_thread::sleep_for(k_pause);
  }
}

void Run::begin() {
  session_.after_connecting_again([this] { lock(); });
  std::int64_t fence = 0;
  try {
    lock();
    Transaction transaction{session_};
    Query taken{session_,
                "INSERT INTO runs(timesheet_id, fence, machine_id, process, since_s) "
                "VALUES (?, 1, ?, ?, floor(extract(epoch FROM clock_timestamp()))) "
                "ON CONFLICT (timesheet_id) DO UPDATE SET fence = runs.fence + 1, machine_id = excluded.machine_id, "
                "process = excluded.process, since_s = excluded.since_s RETURNING fence",
                timesheet_, write_machine(session_, machine_), static_cast<std::int64_t>(getpid())};
    taken.next();
    fence = taken.integer(0);
    transaction.commit();
  } catch (...) {
    session_.forget_last_restore();
    throw;
  }
  fence_ = fence;
  session_.check_before_writing(fmt::format("SELECT fence FROM runs WHERE timesheet_id = {}", timesheet_),
                                [this](const std::string& latest) {
                                  if (latest != std::to_string(fence_)) throw held_by_another();
                                });
}

}  // namespace libsync::store
