// SPDX-License-Identifier: MIT
//
// The requests a run makes before its first POST: whose key it is, and what stands in Clockify.
#pragma once

#include "matching.hpp"
#include "request_limit.hpp"

#include <libsync/clockify/api.hpp>
#include <libsync/store/day_key.hpp>

#include <string>

namespace libsync::loop {

struct Connected {
  clockify::Api& api;
  store::Timesheet timesheet;  // of the user whose key it is
};

// What is known after the one listing of the run.
struct Seen {
  Connected connected;
  clockify::Listing listing;
  // Entries that some row of the store has, or ever had and gave up; whoever records another one adds it.
  EntryIds claimed;
  EntryIds gone{};  // of those that were asked for by their ids
};

// Asks Clockify for the user only when the store does not remember one.
[[nodiscard]] Result<Connected, Failure> connect(const RunContext& context, RequestLimit& limit, clockify::Api& api);

// Reads the entries that may lie inside `span`, or touch it. One that we deleted is not among them, however old the
// listing is. `days` is what a failure calls them.
[[nodiscard]] Result<Seen, Failure> read_listing(const RunContext& context, RequestLimit& limit,
                                                 const Connected& connected, Interval span, const std::string& days);

// The wall clock said that the day is over. Nothing is frozen or sent while Clockify's says that it still goes on, or
// while the two are so far apart that one of them must be wrong.
[[nodiscard]] Stopped check_clocks(const RunContext& context, const clockify::Listing& listing, LocalDate date,
                                   const Interval& work_hours);

}  // namespace libsync::loop
