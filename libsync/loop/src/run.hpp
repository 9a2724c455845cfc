// SPDX-License-Identifier: MIT
//
// One run of the loop, from import to the last mark. An object is used once.
//
// A step returns the failure that ends the run, or nothing when the run goes on; what was done until then is in the
// report. The order of writes and requests is the protocol of docs/exactly-once.md.
#pragma once

#include "calendar.hpp"
#include "matching.hpp"
#include "planning.hpp"

#include <libsync/loop/sync_loop.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

class Run {
 public:
  Run(store::TrackingStore& store, const ApiProvider& provide_api, SessionSource& sessions, Clock& clock,
      Observer& observer, const SyncRules& rules, const RunOptions& options)
      : store_(store),
        provide_api_(provide_api),
        sessions_(sessions),
        clock_(clock),
        observer_(observer),
        rules_(rules),
        options_(options) {}

  [[nodiscard]] SyncReport execute();

 private:
  using Stopped = std::optional<Failure>;

  // How far a POST got: whether the intent is durable, or somebody else's was first.
  enum class Intent { not_due, written, lost };

  // A workday that is neither done nor idle.
  struct Work {
    std::size_t report;                  // index in report_.days
    Draft draft;                         // from the sessions as they are now
    std::optional<store::DayPlan> plan;  // frozen, and sent at least once: law. Otherwise set by begin().
  };

  // run.cpp: the run as a whole
  [[nodiscard]] Stopped steps();
  [[nodiscard]] Stopped import_sessions();
  void plan_days();
  void plan_day(LocalDate date, const std::set<LocalDate>& synced, std::vector<store::DayPlan>& open);
  [[nodiscard]] Stopped work_off();
  [[nodiscard]] bool needs_requests() const;
  [[nodiscard]] Stopped connect();
  [[nodiscard]] Stopped check_owner() const;
  [[nodiscard]] Stopped look();
  void report_twins_of_done_days();
  void count_unmapped();

  // run_day.cpp: one day
  void claim_found(Work& work, store::RowState state);
  [[nodiscard]] bool adopt(Work& work, store::OutboxRow& row);
  [[nodiscard]] Stopped sync_day(Work& work);
  [[nodiscard]] Stopped begin(Work& work);
  [[nodiscard]] Stopped check_room(Work& work);
  [[nodiscard]] Stopped check_clocks(LocalDate date, const Interval& work_hours) const;
  [[nodiscard]] std::optional<std::vector<store::OutboxRow>> rows_beside_earlier(const Work& work);
  void leave_alone(Work& work, const std::string& why);
  [[nodiscard]] Stopped settle(Work& work, store::OutboxRow& row);
  [[nodiscard]] Stopped settle_in_flight(Work& work, const store::OutboxRow& row);
  [[nodiscard]] Stopped settle_mismatch(Work& work, store::OutboxRow& row);
  void report_twins(const Work& work, const store::OutboxRow& row);
  [[nodiscard]] Failure doubt(Work& work, const store::OutboxRow& row, const std::string& why);
  [[nodiscard]] Stopped place(Work& work, std::size_t row);
  [[nodiscard]] Stopped post(Work& work, std::size_t row);
  [[nodiscard]] bool write_intent(const Work& work, store::OutboxRow& row);
  [[nodiscard]] Stopped take_answer(Work& work, std::size_t row, const clockify::Entry& stored);
  [[nodiscard]] Stopped take_error(Work& work, std::size_t row, const clockify::ApiError& error, Intent intent);
  void record(Work& work, store::OutboxRow& row, const clockify::Entry& entry, store::Origin origin,
              const std::string& mismatch);
  void complete(Work& work);

  // Reports.
  [[nodiscard]] DayReport& day(const Work& work) { return report_.days[work.report]; }
  void show_plan(Work& work);
  void show_row(Work& work, const store::OutboxRow& row, EntryState state);

  // Sleeps through a rate limit. False when it was interrupted.
  [[nodiscard]] bool wait_out(const clockify::ApiError& error);

  // Makes a request that may be repeated, waiting out rate limits when the person asked for that.
  template <class Request>
  [[nodiscard]] auto patiently(const Request& request) -> decltype(request()) {
    while (true) {
      auto answer = request();
      const bool limited = !answer.has_value() && answer.error().kind == clockify::ErrorKind::rate_limited;
      if (!limited) waits_in_a_row_ = 0;
      if (!limited || !options_.wait || !wait_out(answer.error())) return answer;
    }
  }

  [[nodiscard]] Failure failure_of(const clockify::ApiError& error, const std::string& act) const;

  store::TrackingStore& store_;
  const ApiProvider& provide_api_;
  SessionSource& sessions_;
  Clock& clock_;
  Observer& observer_;
  const SyncRules& rules_;
  const RunOptions& options_;

  SyncReport report_;
  std::vector<Work> work_;
  clockify::Api* api_ = nullptr;  // set by connect()
  std::optional<UserId> user_;    // set by connect()
  clockify::Listing listing_{};   // set by look()
  EntryIds claimed_;              // entry ids that some row of the store has; set by look(), then kept up
  std::map<std::string, milliseconds> unmapped_;
  bool interrupted_ = false;
  int waits_in_a_row_ = 0;  // for the request limit, without a request that got through
};

}  // namespace libsync::loop
