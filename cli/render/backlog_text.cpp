// SPDX-License-Identifier: MIT
#include "render/backlog_text.hpp"

#include "render/hint_text.hpp"
#include "render/layout.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace cli {
namespace {

namespace loop = libsync::loop;
using libsync::printable;

constexpr std::int64_t k_free_requests_an_hour = 30;
constexpr std::size_t k_shown_projects = 8;

using Totals = std::vector<std::pair<std::string, libsync::seconds>>;

// By name, most time first.
Totals totals_of(const loop::SyncReport& plan, const TextContext& context) {
  std::map<std::string, libsync::seconds> sums;
  for (const auto& day : plan.days) {
    if (!is_to_be_posted(day)) continue;
    for (const auto& entry : day.entries) {
      if (!is_to_be_sent(entry)) continue;
      const auto name = context.project_names.find(entry.project);
      const std::string folder = entry.sources.empty() ? entry.project.str() : entry.sources.front();
      sums[printable(name == context.project_names.end() ? folder : name->second)] += entry.interval.duration();
    }
  }
  Totals totals{sums.begin(), sums.end()};
  std::ranges::stable_sort(totals, std::greater{}, &Totals::value_type::second);
  return totals;
}

std::string name_of_workspace(const libsync::Settings& settings, const std::optional<libsync::Acquaintance>& whose) {
  const auto& id = settings.config.sync.workspace;
  if (!id) return "";
  if (whose) {
    const auto at = std::ranges::find(whose->workspaces, *id, &libsync::clockify::Workspace::id);
    if (at != whose->workspaces.end()) return printable(at->name);
  }
  return id->str();
}

std::string name_of(const libsync::clockify::User& user) {
  if (user.name.empty()) return user.email;
  return user.email.empty() ? user.name : fmt::format("{} ({})", user.name, user.email);
}

}  // namespace

bool is_to_be_sent(const loop::EntryReport& entry) {
  return entry.state == loop::EntryState::planned || entry.state == loop::EntryState::in_doubt;
}

bool is_to_be_posted(const loop::DayReport& day) {
  const bool is_open = day.state == loop::DayState::not_reached || day.state == loop::DayState::planned ||
                       day.state == loop::DayState::partial;
  return is_open && (day.state == loop::DayState::partial || std::ranges::any_of(day.entries, is_to_be_sent));
}

Backlog backlog_of(const loop::SyncReport& report) {
  Backlog backlog;
  for (const auto& day : report.days) {
    if (!is_to_be_posted(day)) continue;
    ++backlog.days;
    for (const auto& entry : day.entries) {
      if (!is_to_be_sent(entry)) continue;
      ++backlog.entries;
      backlog.time += entry.interval.duration();
    }
  }
  return backlog;
}

std::string time_under_the_limit(std::int64_t entries) {
  const std::int64_t hours = entries / k_free_requests_an_hour;
  if (hours == 0) return "";
  return fmt::format("about {} h at {} requests an hour, as Clockify's free plan allows", hours,
                     k_free_requests_an_hour);
}

std::string backlog_text(const loop::SyncReport& plan, const libsync::Settings& settings,
                         const std::optional<libsync::Acquaintance>& whose, const TextContext& context) {
  const Palette palette{context.colour};
  std::string text;
  const auto line = [&](std::string_view words, std::size_t indent = 0, Tone tone = Tone::plain) {
    FlowingLine flowing{{.width = context.width, .indent = indent}, palette};
    flowing.add(words, tone);
    text += flowing.str();
  };
  const auto first = std::ranges::find_if(plan.days, is_to_be_posted);
  const auto last = std::find_if(plan.days.rbegin(), plan.days.rend(), is_to_be_posted);
  if (first == plan.days.end()) return text;

  const Backlog backlog = backlog_of(plan);
  line(fmt::format("{} to {}: {}, {}, {}", day_name(first->date), day_name(last->date),
                   count_of(backlog.days, "workday", "workdays"), count_of(backlog.entries, "entry", "entries"),
                   human_duration(backlog.time)),
       0, Tone::strong);
  const Totals totals = totals_of(plan, context);
  const auto shown = std::min(totals.size(), k_shown_projects);
  for (std::size_t i = 0; i < shown; ++i) {
    FlowingLine flowing{{.width = context.width, .indent = 2, .hanging = 15}, palette};
    flowing.add(fmt::format("{:>11}", human_duration(totals[i].second)));
    flowing.add(totals[i].first);
    text += flowing.str();
  }
  if (shown < totals.size()) line(fmt::format("and {} more", totals.size() - shown), 15);
  line(fmt::format("into the workspace {} at {}", name_of_workspace(settings, whose), printable(settings.base_url)));
  if (whose) line(fmt::format("for {}", printable(name_of(whose->user))));
  if (const auto long_run = time_under_the_limit(backlog.entries); !long_run.empty()) line(long_run);
  line(fmt::format("`{}` lists every entry", printable(command_line("sync --dry-run", context.overrides))));
  return text;
}

}  // namespace cli
