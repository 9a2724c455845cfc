// SPDX-License-Identifier: MIT
//
// Entries and matchers that the tests of this folder share.
#pragma once

#include "well_known.hpp"

#include <libsync/clockify/api.hpp>

#include <gmock/gmock.h>

#include <ostream>
#include <string>

namespace libsync {

// How googletest shows a Result; it would otherwise try to stream what is inside.
template <class T, class E>
void PrintTo(const Result<T, E>& result, std::ostream* out) {
  *out << (result.has_value() ? "a value" : "an error");
}

}  // namespace libsync

namespace libsync::contract {

namespace well_known = support::well_known;

inline UtcTime utc(const char* text) {
  return floor_seconds(parse_rfc3339(text).value());
}

// Four hours of a morning.
inline clockify::NewEntry morning(std::string description = "Development") {
  return {well_known::workspace(), well_known::api(), {utc("2026-02-02T08:00:00Z"), utc("2026-02-02T12:00:00Z")},
          std::move(description),  std::nullopt,      {}};
}

inline clockify::NewEntry starting_at(const char* start) {
  clockify::NewEntry entry = morning();
  entry.interval = {utc(start), utc(start) + std::chrono::hours{1}};
  return entry;
}

inline Interval first_week_of_february() {
  return {utc("2026-02-01T00:00:00Z"), utc("2026-02-08T00:00:00Z")};
}

inline clockify::Proceed send() {
  return clockify::Proceed::send;
}

// A Result that failed in the given way.
MATCHER_P2(FailsWith, kind, delivery, "") {
  if (arg.has_value()) {
    *result_listener << "which succeeded";
    return false;
  }
  *result_listener << "whose cause is \"" << arg.error().cause << "\", kind " << static_cast<int>(arg.error().kind)
                   << ", delivery " << static_cast<int>(arg.error().delivery);
  return arg.error().kind == kind && arg.error().delivery == delivery;
}

MATCHER(Succeeds, "") {
  if (!arg.has_value()) *result_listener << "whose cause is \"" << arg.error().cause << "\"";
  return arg.has_value();
}

}  // namespace libsync::contract
