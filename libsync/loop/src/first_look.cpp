// SPDX-License-Identifier: MIT
#include "first_look.hpp"

#include "failures.hpp"

#include <fmt/format.h>

namespace libsync::loop {

Result<Connected, Failure> connect(const RunContext& context, RequestLimit& limit, clockify::Api& api) {
  const auto timesheet_of = [&](const UserId& user) {
    return store::Timesheet{user, api.base_url(), context.rules.workspace};
  };
  if (const auto known = context.store.remembered_user(api.account())) return Connected{api, timesheet_of(*known)};
  const auto user = limit.patiently([&] { return api.current_user(); });
  if (!user.has_value()) return limit.failure_of(user.error(), "ask Clockify whose key this is");
  context.store.remember_user(api.account(), user->id);
  return Connected{api, timesheet_of(user->id)};
}

Result<Seen, Failure> read_listing(const RunContext& context, RequestLimit& limit, const Connected& connected,
                                   Interval span, const std::string& days) {
  // An entry is listed by its start, and one that began the day before may reach into the work hours.
  span.start -= std::chrono::days{1};
  span.end += std::chrono::days{1};
  const auto& [user, base_url, workspace] = connected.timesheet;
  auto listing = limit.patiently([&] { return connected.api.list_entries(workspace, user, span); });
  if (!listing.has_value()) {
    return limit.failure_of(listing.error(), fmt::format("read the entries of {} from Clockify", days));
  }
  Seen seen{connected, std::move(*listing), context.store.claimed_entries(connected.timesheet)};
  EntryIds deleted;
  for (const auto& each : context.store.withdrawals(connected.timesheet)) {
    seen.claimed.insert(each.id);
    if (each.state == store::WithdrawalState::deleted) deleted.insert(each.id);
  }
  std::erase_if(seen.listing.entries, [&](const clockify::Entry& entry) { return deleted.contains(entry.id); });
  return seen;
}

Stopped check_clocks(const RunContext& context, const clockify::Listing& listing, LocalDate date,
                     const Interval& work_hours) {
  const auto& server = listing.server_date;
  const bool agree = clocks_agree(listing, context.clock.boot_time(), context.clock.now());
  if (!server || (agree && work_hours.end <= *server)) return std::nullopt;
  return clocks_failure(date, *server, context.clock.now(), context.rules.zone);
}

}  // namespace libsync::loop
