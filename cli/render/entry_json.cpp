// SPDX-License-Identifier: MIT
#include "render/entry_json.hpp"

#include "render/json_object.hpp"
#include "render/tracked_json.hpp"

namespace cli {

namespace json = boost::json;

json::object entry_object(const libsync::report::DayEntry& entry, const libsync::workday::ProjectNames& names) {
  json::object object{{"project_id", entry.project.str()}};
  const auto name = names.find(entry.project);
  object["name"] = name == names.end() ? json::string{} : text(name->second);
  json::array sources;
  for (const auto& source : entry.sources) sources.push_back(text(source));
  object["projects"] = std::move(sources);
  if (entry.interval) {
    object["start"] = text(libsync::format_utc(entry.interval->start));
    object["end"] = text(libsync::format_utc(entry.interval->end));
    object["seconds"] = entry.interval->duration().count();
  }
  object["description"] = text(entry.description);
  object["state"] = word_of(entry.state);
  object["attempts"] = entry.attempt;
  if (entry.id) object["clockify_entry_id"] = entry.id->str();
  if (entry.origin) object["origin"] = word_of(*entry.origin);
  if (!entry.mismatch.empty()) object["mismatch"] = text(entry.mismatch);
  return object;
}

json::object interval_object(const libsync::Interval& interval) {
  return {{"start", text(libsync::format_utc(interval.start))},
          {"end", text(libsync::format_utc(interval.end))},
          {"seconds", interval.duration().count()}};
}

json::array interval_array(const std::vector<libsync::Interval>& intervals) {
  json::array array;
  for (const auto& interval : intervals) array.push_back(interval_object(interval));
  return array;
}

}  // namespace cli
