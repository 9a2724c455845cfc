// SPDX-License-Identifier: MIT
#include "render/entry_json.hpp"
#include "render/json_object.hpp"
#include "render/report_json.hpp"
#include "render/status_text.hpp"

#include <algorithm>

namespace cli {
namespace {

namespace json = boost::json;
namespace loop = libsync::loop;
namespace report = libsync::report;

// A day that was done before has in the report of a run no entries: nobody looked at them.
void add_entries_of_done_days(const loop::SyncReport& run, const report::Daybook& book, json::array& days) {
  for (std::size_t i = 0; i < run.days.size(); ++i) {
    if (run.days[i].state != loop::DayState::already_synced) continue;
    const auto day = std::ranges::find(book.days, run.days[i].date, &report::Day::date);
    if (day == book.days.end()) continue;
    json::array entries;
    for (const auto& entry : day->entries) {
      json::object object = entry_object(entry, book.names);
      object["state"] = word_of(loop::EntryState::already_posted);
      entries.push_back(std::move(object));
    }
    days[i].as_object()["entries"] = std::move(entries);
  }
}

json::array totals_array(const report::WeekTotals& totals) {
  json::array array;
  for (const auto& project : totals.projects) {
    array.push_back(json::object{
        {"project_id", project.project.str()},
        {"name", project.name.empty() ? json::value(nullptr) : json::value(text(project.name))},
        {"seconds", {{"this_week", project.this_week.billed.count()}, {"last_week", project.last_week.billed.count()}}},
        {"planned_seconds",
         {{"this_week", project.this_week.planned.count()}, {"last_week", project.last_week.planned.count()}}}});
  }
  return array;
}

}  // namespace

std::string status_json(const loop::SyncReport& run, const report::Daybook& book, const report::WeekTotals& totals) {
  json::object object = sync_object(run, "status", "");
  add_entries_of_done_days(run, book, object.at("days").as_array());
  object["totals"] = totals_array(totals);
  object["entries_without_times"] = totals.entries_without_times;
  const NextRun next = next_run(run);
  object["next"] = json::object{{"command", next.entries == 0 ? json::value(nullptr) : json::value("sync")},
                                {"entries", next.entries},
                                {"requests", next.requests}};
  return finished(object);
}

}  // namespace cli
