// SPDX-License-Identifier: MIT
#include "run.hpp"

#include "machines.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>
#include <unistd.h>

namespace libsync::store {

StoreError Run::held_by_another() {
  std::string holder = "another machine";
  Query row{session_,
            "SELECT label, process, since_s FROM runs JOIN machines ON machines.id = machine_id WHERE timesheet_id = ?",
            timesheet_};
  if (row.next()) {
    holder = fmt::format("process {} on {} (since {})", row.integer(1), printable(row.text(0)),
                         format_utc(UtcTime{seconds{row.integer(2)}}));
  }
  return {StoreErrorKind::busy,
          fmt::format("cannot start a run on the store {}: {} is running one", printable(session_.name()), holder),
          {Step::run_after_other_use}};
}

void Run::lock() {
  Query taken{session_,
              "SELECT pg_try_advisory_lock('claude_tracker'::regnamespace::oid::int, -CAST(CAST(? AS bigint) AS int))",
              timesheet_};
  taken.next();
  if (taken.text(0) != "t") throw held_by_another();
}

void Run::require_latest() {
  Query latest{session_, "SELECT fence FROM runs WHERE timesheet_id = ?", timesheet_};
  if (!latest.next() || latest.integer(0) != fence_) throw held_by_another();
}

void Run::begin() {
  lock();
  {
    Transaction transaction{session_};
    Query taken{session_,
                "INSERT INTO runs(timesheet_id, fence, machine_id, process, since_s) "
                "VALUES (?, 1, ?, ?, floor(extract(epoch FROM clock_timestamp()))) "
                "ON CONFLICT (timesheet_id) DO UPDATE SET fence = runs.fence + 1, machine_id = excluded.machine_id, "
                "process = excluded.process, since_s = excluded.since_s RETURNING fence",
                timesheet_, write_machine(session_, machine_), static_cast<std::int64_t>(getpid())};
    taken.next();
    fence_ = taken.integer(0);
    transaction.commit();
  }
  session_.check_before_writing([this] { require_latest(); });
  session_.after_connecting_again([this] { lock(); });
}

}  // namespace libsync::store
