// SPDX-License-Identifier: MIT
#include <libsync/model/text.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/model/zone_names.hpp>

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace libsync {

namespace {

// Zone::Rules is never defined: it is date::time_zone under a name that the header may know.
const date::time_zone& rules_of(const void* rules) {
  return *static_cast<const date::time_zone*>(rules);
}

date::local_seconds local(LocalDate date, LocalTime time) {
  return date::local_seconds{std::chrono::sys_days{date}.time_since_epoch()} + time;
}

}  // namespace

Result<Zone, ZoneError> Zone::find(std::string_view name) {
  try {
    return Zone{reinterpret_cast<const Rules*>(date::locate_zone(std::string{name}))};
  } catch (const std::exception&) {
    return ZoneError{fmt::format("there is no time zone `{}` in the system's zone data", name)};
  }
}

std::string nearest_zone(std::string_view name) {
  std::string wanted = ascii_lower(name);
  std::ranges::replace(wanted, ' ', '_');
  std::vector<std::string> names;
  try {
    for (const auto& zone : date::get_tzdb().zones) {
      const std::string spelled = ascii_lower(zone.name());
      if (spelled == wanted || spelled.ends_with("/" + wanted)) return zone.name();
      names.push_back(zone.name());
    }
  } catch (const std::exception&) {
    return "";
  }
  return nearest(name, names);
}

Result<Zone, ZoneError> Zone::of_the_system() {
  try {
    return Zone{reinterpret_cast<const Rules*>(date::current_zone())};
  } catch (const std::exception& error) {
    return ZoneError{fmt::format("the system's time zone cannot be told ({})", error.what())};
  }
}

const std::string& Zone::name() const {
  return rules_of(rules_).name();
}

UtcTime Zone::to_utc(LocalDate date, LocalTime time) const {
  const auto wanted = local(date, time);
  const date::local_info info = rules_of(rules_).get_info(wanted);
  if (info.result == date::local_info::nonexistent) return info.second.begin;
  return UtcTime{wanted.time_since_epoch() - info.first.offset};
}

LocalDate Zone::date_of(UtcTime time) const {
  const auto shown = rules_of(rules_).to_local(time);
  return LocalDate{std::chrono::sys_days{std::chrono::floor<std::chrono::days>(shown.time_since_epoch())}};
}

seconds Zone::time_of_day(UtcTime time) const {
  const auto shown = rules_of(rules_).to_local(time).time_since_epoch();
  return shown - std::chrono::floor<std::chrono::days>(shown);
}

Interval Zone::whole_day(LocalDate date) const {
  return {to_utc(date, LocalTime{0}), to_utc(next_day(date), LocalTime{0})};
}

}  // namespace libsync
