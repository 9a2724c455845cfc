// SPDX-License-Identifier: MIT
#include "zone_choice.hpp"

namespace libsync {

Result<Zone, ZoneError> zone_of_tz(std::string_view value) {
  if (value.starts_with(':')) value.remove_prefix(1);
  if (value.empty()) return Zone::find("UTC");
  if (!value.starts_with('/')) return Zone::find(value);
  if (value == "/etc/localtime") return Zone::of_the_system();

  constexpr std::string_view k_data = "/zoneinfo/";
  const auto at = value.find(k_data);
  if (at == std::string_view::npos) return Zone::find(value);
  std::string_view name = value.substr(at + k_data.size());
  if (name.starts_with("posix/")) name.remove_prefix(6);
  return Zone::find(name);
}

}  // namespace libsync
