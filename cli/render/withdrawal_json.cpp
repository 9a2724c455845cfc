// SPDX-License-Identifier: MIT
#include "render/withdrawal_json.hpp"

#include "render/json_object.hpp"

namespace cli {
namespace {

namespace json = boost::json;
namespace loop = libsync::loop;

json::array texts(const std::vector<std::string>& lines) {
  json::array array;
  for (const auto& line : lines) array.push_back(text(line));
  return array;
}

void add_interval(json::object& object, const libsync::Interval& interval) {
  object["start"] = text(libsync::format_utc(interval.start));
  object["end"] = text(libsync::format_utc(interval.end));
  object["seconds"] = interval.duration().count();
}

json::object entry_object(const loop::WithdrawalEntry& entry) {
  json::object object{{"project_id", entry.project.str()}, {"projects", texts(entry.sources)}};
  add_interval(object, entry.interval);
  object["description"] = text(entry.description);
  object["state"] = word_of(entry.state);
  if (entry.entry_id) object["clockify_entry_id"] = entry.entry_id->str();
  return object;
}

json::object entry_object(const loop::VerifiedEntry& entry) {
  json::object object{{"project_id", entry.project.str()}, {"projects", texts(entry.sources)}};
  if (entry.interval) add_interval(object, *entry.interval);
  object["description"] = text(entry.description);
  object["state"] = word_of(entry.state);
  if (!entry.difference.empty()) object["difference"] = text(entry.difference);
  if (entry.entry_id) object["clockify_entry_id"] = entry.entry_id->str();
  return object;
}

json::object day_object(const loop::VerifiedDay& day) {
  json::array entries;
  for (const auto& entry : day.entries) entries.push_back(entry_object(entry));
  json::array twins;
  for (const auto& twin : day.twins) twins.push_back(json::string{twin.str()});
  json::array foreign;
  for (const auto& other : day.foreign) {
    json::object object;
    add_interval(object, other.interval);
    object["description"] = text(other.description);
    object["ours"] = other.ours;
    if (other.id) object["clockify_entry_id"] = other.id->str();
    foreign.push_back(std::move(object));
  }
  return {{"date", text(libsync::format_date(day.date))},
          {"done", day.is_done},
          {"well", day.entries.empty() ? json::value(nullptr) : json::value(day.is_well())},
          {"entries", std::move(entries)},
          {"twins", std::move(twins)},
          {"foreign", std::move(foreign)}};
}

json::value zone_or_null(const std::string& zone) {
  return zone.empty() ? json::value(nullptr) : json::value(text(zone));
}

}  // namespace

std::string withdrawal_json(const loop::WithdrawalReport& report, const std::string& hint) {
  json::object object = begin(report.what == loop::Withdrawing::undo ? "undo" : "resync");
  object["dry_run"] = report.dry_run;
  object["time_zone"] = zone_or_null(report.time_zone);
  json::array days;
  for (const auto& day : report.days) {
    json::array entries;
    for (const auto& entry : day.entries) entries.push_back(entry_object(entry));
    days.push_back(json::object{{"date", text(libsync::format_date(day.date))},
                                {"state", word_of(day.state)},
                                {"entries", std::move(entries)}});
  }
  object["days"] = std::move(days);
  if (!report.notes.empty()) object["notes"] = texts(report.notes);
  object["summary"] = json::object{{"days_forgotten", report.summary.days_forgotten},
                                   {"days_resynced", report.summary.days_resynced},
                                   {"entries_deleted", report.summary.entries_deleted},
                                   {"entries_posted", report.summary.entries_posted},
                                   {"requests", report.summary.traffic.requests}};
  if (report.failure) object["error"] = error_object(*report.failure, hint);
  return finished(object);
}

std::string verify_json(const loop::VerifyReport& report, const std::string& hint) {
  json::object object = begin("verify");
  object["time_zone"] = zone_or_null(report.time_zone);
  json::array days;
  for (const auto& day : report.days) days.push_back(day_object(day));
  object["days"] = std::move(days);
  object["summary"] = json::object{{"requests", report.traffic.requests}};
  if (report.failure) object["error"] = error_object(*report.failure, hint);
  return finished(object);
}

std::string_view word_of(loop::WithdrawalDayState state) {
  switch (state) {
    case loop::WithdrawalDayState::planned:
      return "planned";
    case loop::WithdrawalDayState::forgotten:
      return "forgotten";
    case loop::WithdrawalDayState::resynced:
      return "resynced";
    case loop::WithdrawalDayState::kept:
      return "kept";
    case loop::WithdrawalDayState::conflict:
      return "conflict";
    case loop::WithdrawalDayState::partial:
      return "partial";
    case loop::WithdrawalDayState::not_reached:
      return "not_reached";
  }
  return "";
}

std::string_view word_of(loop::WithdrawalEntryState state) {
  switch (state) {
    case loop::WithdrawalEntryState::to_delete:
      return "to_delete";
    case loop::WithdrawalEntryState::deleted:
      return "deleted";
    case loop::WithdrawalEntryState::kept:
      return "kept";
    case loop::WithdrawalEntryState::planned:
      return "planned";
    case loop::WithdrawalEntryState::posted:
      return "posted";
    case loop::WithdrawalEntryState::missing:
      return "missing";
    case loop::WithdrawalEntryState::edited:
      return "edited";
  }
  return "";
}

std::string_view word_of(loop::EntryCheck check) {
  switch (check) {
    case loop::EntryCheck::ok:
      return "ok";
    case loop::EntryCheck::missing:
      return "missing";
    case loop::EntryCheck::edited:
      return "edited";
    case loop::EntryCheck::not_yet:
      return "not_yet_shown";
    case loop::EntryCheck::in_doubt:
      return "in_doubt";
    case loop::EntryCheck::planned:
      return "planned";
    case loop::EntryCheck::goes:
      return "taken_back";
  }
  return "";
}

}  // namespace cli
