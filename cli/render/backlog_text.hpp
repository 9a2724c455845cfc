// SPDX-License-Identifier: MIT
//
// A plan of many days in a few lines. Pure.
#pragma once

#include "render/report_text.hpp"

#include <libsync/loop/sync_report.hpp>
#include <libsync/settings.hpp>
#include <libsync/tracker.hpp>

#include <optional>
#include <string>

namespace cli {

// Whether a run would send it, or look whether it was sent.
[[nodiscard]] bool is_to_be_sent(const libsync::loop::EntryReport& entry);

// Whether a run would send something for the day.
[[nodiscard]] bool is_to_be_posted(const libsync::loop::DayReport& day);

// What is still to be sent.
struct Backlog {
  std::int64_t days = 0;
  std::int64_t entries = 0;
  libsync::seconds time{0};
};
[[nodiscard]] Backlog backlog_of(const libsync::loop::SyncReport& report);

// Days, entries and hours per project, and where they would go; by name, where Clockify told `whose`.
[[nodiscard]] std::string backlog_text(const libsync::loop::SyncReport& plan, const libsync::Settings& settings,
                                       const std::optional<libsync::Acquaintance>& whose, const TextContext& context);

// "about 9 h at 30 requests an hour, as Clockify's free plan allows"; empty when it is done within the hour.
[[nodiscard]] std::string time_under_the_limit(std::int64_t entries);

}  // namespace cli
