// SPDX-License-Identifier: MIT
#include "workday.hpp"

#include "kernel.hpp"
#include "office_rules.hpp"

#include <fmt/format.h>

#include <ctime>
#include <stdexcept>

namespace libsync::faults {
namespace {

using namespace std::chrono_literals;

struct NoImport : loop::SessionSource {
  Result<loop::ImportSummary, Failure> import() override { return loop::ImportSummary{}; }
};

// For what is quick unless the machine is busy.
constexpr milliseconds k_patient{20'000};

}  // namespace

LocalDate date(const char* text) {
  return parse_date(text).value();
}

UtcTime utc(const char* text) {
  return floor_seconds(parse_rfc3339(text).value());
}

clockify::BootTime Clocks::boot_time() {
  if (++readings_ == sleeping_at_) pass(sleeping_for_);
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  const auto real = std::chrono::floor<milliseconds>(seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec});
  return clockify::BootTime{real + slept_};
}

bool Clocks::sleep_for(milliseconds duration) {
  sleeps_.push_back(duration);
  pass(std::chrono::ceil<seconds>(duration));
  return true;
}

void Clocks::pass(seconds duration) {
  wall_ += duration;
  slept_ += duration;
  server_.advance(duration);
}

void Clocks::sleep_before_reading(int nth, seconds duration) {
  sleeping_at_ = readings_ + nth;
  sleeping_for_ = duration;
}

Workday::Workday() : rules(support::office_rules()) {
  server.set_clock(clocks.now());
  heal();
  track_both_days();
}

void Workday::heal() {
  kernel::heal();
  server.heal();
  https = {};
  https.base_url = rules.base_url = server.base_url();
  https.ca_file = server.ca_file();
  https.deadline = k_patient;
  store_options = {};
}

template <class Report, class Run>
Report Workday::as_the_program(Report stopped, const Run& run) {
  try {
    std::optional<store::RunLock> lock;
    if (!on_server()) lock = store::RunLock::acquire(file);
    const auto store = on_server() ? on_server()(*this, true) : store::open_sqlite_store(file, store_options);
    clocks.begin_run();
    std::unique_ptr<clockify::Api> api;
    const loop::ApiProvider provide = [&]() -> Result<clockify::Api*, Failure> {
      auto made = clockify::make_https_api(Secret{key}, https);
      if (!made) throw std::logic_error("cannot use " + made.error().object + ": " + made.error().cause);
      api = std::move(*made);
      return api.get();
    };
    return run(*store, provide);
  } catch (const store::StoreError& error) {
    const bool busy = error.kind() == store::StoreErrorKind::busy;
    stopped.failure = {busy ? FailureKind::locked : FailureKind::store, error.what(), error.hint(), std::nullopt};
    return stopped;
  }
}

loop::SyncReport Workday::run() {
  return as_the_program(loop::SyncReport{}, [this](store::TrackingStore& store, const loop::ApiProvider& provide) {
    NoImport sessions;
    loop::Observer nobody;
    return loop::SyncLoop{store, provide, sessions, clocks, nobody, rules, options}.run();
  });
}

loop::WithdrawalReport Workday::take_back(loop::Withdrawing what) {
  return as_the_program(loop::WithdrawalReport{}, [&](store::TrackingStore& store, const loop::ApiProvider& provide) {
    NoImport sessions;
    loop::Observer nobody;
    loop::RunOptions of_tuesday = options;
    of_tuesday.since = of_tuesday.until = tuesday;
    return loop::WithdrawalLoop{what, store, provide, sessions, clocks, nobody, rules, of_tuesday}.run();
  });
}

clockify::NewEntry Workday::planned(int nth) {
  options.dry_run = true;
  const auto entry = run().days.front().entries.at(static_cast<std::size_t>(nth - 1));
  options.dry_run = false;
  return {rules.workspace, entry.project, entry.interval, entry.description, std::nullopt, {}};
}

store::OutboxRow Workday::row(int nth) const {
  const auto frozen = plan(tuesday);
  if (!frozen) throw std::runtime_error("the Tuesday has no plan");
  return frozen->rows.at(static_cast<std::size_t>(nth - 1));
}

support::StoredEntry Workday::entry(int nth) const {
  const auto wanted = row(nth).entry;
  for (const auto& entry : server.entries()) {
    if (entry.project == wanted.project && entry.start == wanted.interval.start) return entry;
  }
  throw std::runtime_error(fmt::format("Clockify does not have entry {}", nth));
}

store::Timesheet Workday::timesheet() const {
  return {support::well_known::ann(), rules.base_url, rules.workspace};
}

std::optional<store::DayPlan> Workday::plan(LocalDate day) const {
  return open()->day_plan({timesheet(), day});
}

std::unique_ptr<store::TrackingStore> Workday::open() const {
  return on_server() ? on_server()(*this, false) : store::open_sqlite_store(file);
}

Workday::OnServer& Workday::on_server() {
  static OnServer hook;
  return hook;
}

void Workday::track(LocalDate day, const std::string& project, LocalTime start, LocalTime end) const {
  const InstantInterval span{Instant{rules.zone.to_utc(day, start)}, Instant{rules.zone.to_utc(day, end)}};
  const std::string path = format_date(day) + project + format_time(start) + ".jsonl";
  open()->apply({{}, {{path, "claude-code", project, span.start, span.end, {{span, project}}, {}}}});
}

void Workday::track_both_days() const {
  track(tuesday, "/work/api", 9h, 12h);
  track(tuesday, "/work/web", 12h, 14h);
  track(tuesday, "/work/infra", 14h, 15h);
  track(wednesday, "/work/api", 10h, 11h);
}

void Workday::map(int nth, const ProjectId& project) {
  constexpr const char* k_folders[]{"/work/api", "/work/web", "/work/infra"};
  rules.project_mapping.at(k_folders[nth - 1]).project = project;
}

}  // namespace libsync::faults
