// SPDX-License-Identifier: MIT
#include "render/explain_json.hpp"

#include "render/entry_json.hpp"
#include "render/json_object.hpp"
#include "render/tracked_json.hpp"

#include <libsync/report/spelled.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

namespace json = boost::json;
namespace report = libsync::report;

// "2026-02-02T08:00:00.123Z"
json::string moment(libsync::Instant instant) {
  const auto second = libsync::floor_seconds(instant);
  std::string utc = libsync::format_utc(second);
  utc.insert(utc.size() - 1, fmt::format(".{:03}", (instant - second).count()));
  return text(utc);
}

template <class Texts>
json::array texts(const Texts& lines) {
  json::array array;
  for (const auto& line : lines) array.push_back(text(line));
  return array;
}

json::value id_or_null(const std::optional<libsync::ProjectId>& id) {
  return id ? json::value(id->str()) : json::value(nullptr);
}

json::object rules_object(const report::Proof& proof, const libsync::workday::SyncRules& rules) {
  json::array mapping;
  for (const auto& [folder, target] : rules.project_mapping) {
    mapping.push_back(json::object{{"folder", text(folder)}, {"project_id", target.project.str()}});
  }
  return {
      {"count", rules.count == libsync::CountedTime::all ? "all" : "attended"},
      {"session_window", rules.session_window == libsync::SessionWindow::work_hours ? "work_hours" : "calendar_day"},
      {"idle_timeout_seconds", proof.idle_timeout ? json::value(whole_seconds(*proof.idle_timeout)) : nullptr},
      {"min_tracked_seconds", libsync::seconds{rules.min_tracked}.count()},
      {"other_project_id", id_or_null(rules.other_project)},
      {"mapping", std::move(mapping)},
      {"ignore_projects", texts(rules.ignore_projects.patterns)},
      {"agents", rules.agents.empty() ? json::value(nullptr) : json::value(texts(rules.agents))}};
}

json::object session_object(const report::SessionProof& session) {
  json::array stretches;
  for (const auto& part : session.stretches) {
    stretches.push_back(json::object{{"start", moment(part.span.start)},
                                     {"end", moment(part.span.end)},
                                     {"active_ms", part.active.count()},
                                     {"project", text(part.folder)},
                                     {"project_id", id_or_null(part.project)},
                                     {"attended", part.attended},
                                     {"standing", word_of(part.standing)}});
  }
  json::array pauses;
  for (const auto& pause : session.pauses) {
    pauses.push_back(
        json::object{{"start", moment(pause.span.start)}, {"end", moment(pause.span.end)}, {"idle", pause.is_idle}});
  }
  return {{"source", text(session.source_path)},
          {"agent", session.agent.empty() ? json::value(nullptr) : json::value(text(session.agent))},
          {"of_older_tool", session.of_older_tool},
          {"start", moment(session.start)},
          {"end", moment(session.end)},
          {"stretches", std::move(stretches)},
          {"pauses", std::move(pauses)}};
}

json::array share_array(const report::Proof& proof) {
  json::array shares;
  for (const auto& share : proof.shares) {
    const auto name = proof.names.find(share.project);
    shares.push_back(json::object{{"project_id", share.project.str()},
                                  {"name", name == proof.names.end() ? json::string{} : text(name->second)},
                                  {"projects", texts(share.sources)},
                                  {"weight_ms", share.weight.count()},
                                  {"up_to_ms", share.up_to.count()},
                                  {"first_activity", moment(share.first_activity)},
                                  {"from_second", share.from.count()},
                                  {"to_second", share.to.count()},
                                  {"seconds", (share.to - share.from).count()}});
  }
  return shares;
}

json::array plan_array(const report::Proof& proof) {
  json::array plan;
  for (const auto& entry : proof.entries) {
    json::object object = interval_object(entry.interval);
    object["project_id"] = entry.project.str();
    object["description"] = text(entry.description);
    plan.push_back(std::move(object));
  }
  return plan;
}

json::array in_the_way_array(const report::Day& day) {
  json::array entries;
  for (const auto& entry : day.in_the_way) {
    json::object object = interval_object(entry.interval);
    object["description"] = text(entry.description);
    object["ours"] = entry.ours;
    if (entry.id) object["clockify_entry_id"] = entry.id->str();
    entries.push_back(std::move(object));
  }
  return entries;
}

json::array refused_array(const report::Day& day) {
  json::array refused;
  for (const auto& attempt : day.refused) {
    json::object object = interval_object(attempt.interval);
    object["project_id"] = attempt.project.str();
    object["description"] = text(attempt.description);
    object["attempt"] = attempt.attempt;
    object["sent_at"] = text(libsync::format_utc(attempt.sent_at));
    refused.push_back(std::move(object));
  }
  return refused;
}

}  // namespace

std::string explain_json(const report::Proof& proof, const libsync::workday::SyncRules& rules) {
  const report::Day& day = proof.day;
  json::object object = begin("explain");
  object["date"] = text(libsync::format_date(day.date));
  object["state"] = word_of(day.state);
  object["time_zone"] = text(proof.time_zone);
  object["local_day"] = interval_object(proof.local_day);
  object["work_hours"] = interval_object(day.work_hours);
  object["session_window"] = interval_object(day.session_window);
  object["rules"] = rules_object(proof, rules);
  json::array sessions;
  for (const auto& session : proof.sessions) sessions.push_back(session_object(session));
  object["sessions"] = std::move(sessions);
  object["tracked_seconds"] = whole_seconds(day.tracked);
  object["attended_seconds"] = whole_seconds(day.attended);
  object["free"] = interval_array(proof.free);
  object["free_seconds"] = proof.free_time.count();
  object["weight_ms"] = proof.total_weight.count();
  object["shares"] = share_array(proof);
  object["plan"] = plan_array(proof);
  json::array entries;
  for (const auto& entry : day.entries) entries.push_back(entry_object(entry, proof.names));
  object["entries"] = std::move(entries);
  object["gaps"] = interval_array(day.gaps);
  object["in_the_way"] = in_the_way_array(day);
  object["refused"] = refused_array(day);
  object["drift"] = texts(day.drift);
  if (!proof.is_sure_whose) object["notes"] = json::array{text(report::k_unsure_whose)};
  return finished(object);
}

std::string_view word_of(report::Standing standing) {
  switch (standing) {
    case report::Standing::weighs:
      return "weighs";
    case report::Standing::unmapped:
      return "unmapped";
    case report::Standing::ignored:
      return "ignored";
    case report::Standing::unattended:
      return "unattended";
    case report::Standing::other_day:
      return "other_day";
    case report::Standing::outside:
      return "outside";
  }
  return "";
}

}  // namespace cli
