// SPDX-License-Identifier: MIT
//
// The days that words of the command line mean, in any case. Pure: what day it is comes in.
#pragma once

#include <libsync/model/time.hpp>

#include <optional>
#include <string_view>

namespace cli {

// That a command is asked about at once: more than anybody has worked, and few enough to go through one by one.
inline constexpr int k_most_days = 36'600;

// Days from `first` to `last`, both included; either may be after the other when a person wrote them so.
struct DayRange {
  libsync::LocalDate first;
  libsync::LocalDate last;
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

// The days that a person asks for; an end that is not named is open.
struct AskedDays {
  std::optional<libsync::LocalDate> since;
  std::optional<libsync::LocalDate> until;
};

// What `2026-02-28`, `today`, `yesterday` and `monday` (the last one before today) mean; nothing for anything else.
[[nodiscard]] std::optional<libsync::LocalDate> date_of(std::string_view typed, libsync::LocalDate today);

// What a date, `DATE..DATE`, `week` (Monday to Sunday), `last-week`, `2026-10` and `7d` (that many days up to
// yesterday) mean; nothing for anything else.
[[nodiscard]] std::optional<DayRange> range_of(std::string_view typed, libsync::LocalDate today);

}  // namespace cli
