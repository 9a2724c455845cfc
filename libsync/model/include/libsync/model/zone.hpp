// SPDX-License-Identifier: MIT
//
// The rules of one IANA time zone. Conversion from local time never fails: a local time that the clocks jumped over is
// the first instant after the gap, one that they showed twice is the earlier of the two.
#pragma once

#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>

#include <string>
#include <string_view>

namespace libsync {

// Why a zone could not be had, as a cause for a message: "there is no time zone `Europe/Berlni`".
struct ZoneError {
  std::string cause;
};

// A small handle that can be copied; the rules live as long as the program. Safe to use from several threads.
class Zone {
 public:
  // `name` as in the IANA data base: "Europe/Berlin", "UTC".
  [[nodiscard]] static Result<Zone, ZoneError> find(std::string_view name);

  // The zone of the machine (/etc/localtime).
  [[nodiscard]] static Result<Zone, ZoneError> of_the_system();

  [[nodiscard]] const std::string& name() const;

  // The instant at which the clocks of this zone first show `date` and `time` or something later.
  [[nodiscard]] UtcTime to_utc(LocalDate date, LocalTime time) const;

  [[nodiscard]] LocalDate date_of(UtcTime time) const;

  // What the clocks show: seconds since local midnight, [0, 86400).
  [[nodiscard]] seconds time_of_day(UtcTime time) const;

  // From the first instant of the local day to the first of the next.
  [[nodiscard]] Interval whole_day(LocalDate date) const;

 private:
  struct Rules;
  explicit Zone(const Rules* rules) : rules_(rules) {}

  const Rules* rules_;
};

}  // namespace libsync
