// SPDX-License-Identifier: MIT
#include "render/withdrawal_text.hpp"

#include "render/day_text.hpp"
#include "render/layout.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cli {
namespace {

namespace loop = libsync::loop;
using libsync::printable;
using loop::EntryCheck;
using DayFate = loop::WithdrawalDayState;
using EntryFate = loop::WithdrawalEntryState;
using Names = std::map<libsync::ProjectId, std::string>;

StateLook look_of(DayFate state) {
  switch (state) {
    case DayFate::planned:
      return {"planned", Tone::strong};
    case DayFate::forgotten:
      return {"forgotten", Tone::good};
    case DayFate::resynced:
      return {"resynced", Tone::good};
    case DayFate::kept:
      return {"kept", Tone::faint};
    case DayFate::conflict:
      return {"conflict", Tone::bad};
    case DayFate::partial:
      return {"partial", Tone::attention};
    case DayFate::not_reached:
      return {"not reached", Tone::attention};
  }
  return {"", Tone::plain};
}

StateLook look_of(EntryFate state) {
  switch (state) {
    case EntryFate::to_delete:
      return {"to delete", Tone::attention};
    case EntryFate::deleted:
      return {"deleted", Tone::good};
    case EntryFate::kept:
      return {"kept", Tone::faint};
    case EntryFate::planned:
      return {"to post", Tone::plain};
    case EntryFate::posted:
      return {"posted", Tone::good};
    case EntryFate::missing:
      return {"was deleted", Tone::faint};
    case EntryFate::edited:
      return {"edited", Tone::bad};
  }
  return {"", Tone::plain};
}

StateLook look_of(EntryCheck check) {
  switch (check) {
    case EntryCheck::ok:
      return {"stands", Tone::faint};
    case EntryCheck::missing:
      return {"missing", Tone::bad};
    case EntryCheck::edited:
      return {"edited", Tone::bad};
    case EntryCheck::not_yet:
      return {"not shown yet", Tone::attention};
    case EntryCheck::in_doubt:
      return {"in doubt", Tone::attention};
    case EntryCheck::planned:
      return {"not posted", Tone::attention};
    case EntryCheck::goes:
      return {"taken back", Tone::faint};
  }
  return {"", Tone::plain};
}

bool is_whole(const libsync::Interval& interval) {
  const auto rest = [](libsync::UtcTime time) { return time.time_since_epoch() % std::chrono::minutes{1}; };
  return rest(interval.start) == rest(interval.end) && rest(interval.start) == std::chrono::seconds{0};
}

class Writer {
 public:
  Writer(const WithdrawalLook& look, const Names& names) : look_(look), names_(names), palette_(look.colour) {}

  void day(libsync::LocalDate date, const StateLook& state, const std::string& facts = "") {
    FlowingLine line{{.width = look_.width}, palette_};
    line.add(day_name(date), Tone::strong);
    line.add(state.words, state.tone, k_state_width);
    line.add(facts);
    text_ += line.str();
  }

  void entry(const std::optional<libsync::Interval>& interval, const StateLook& state,
             const libsync::ProjectId& project, const std::vector<std::string>& sources, const std::string& more = "") {
    FlowingLine line{{.width = look_.width, .indent = 2}, palette_};
    if (interval) {
      line.add(clock_range(*interval, look_.zone, is_whole(*interval) ? Precision::minutes : Precision::seconds));
    }
    line.add(state.words, state.tone, k_state_width);
    line.add(named(project, sources));
    line.add(printable(more), Tone::faint);
    text_ += line.str();
  }

  void line(const std::string& what, Tone tone = Tone::plain, std::size_t indent = 0) {
    FlowingLine line{{.width = look_.width, .indent = indent}, palette_};
    line.add(what, tone);
    text_ += line.str();
  }

  std::string finish() { return std::move(text_); }

 private:
  [[nodiscard]] std::string named(const libsync::ProjectId& project, const std::vector<std::string>& sources) const {
    const auto name = names_.find(project);
    if (name != names_.end() && !name->second.empty()) return printable(name->second);
    return sources.empty() ? project.str() : joined(sources, 3);
  }

  const WithdrawalLook& look_;
  const Names& names_;
  Palette palette_;
  std::string text_;
};

void write_days(const loop::WithdrawalReport& report, Writer& writer) {
  for (const auto& day : report.days) {
    writer.day(day.date, look_of(day.state));
    for (const auto& entry : day.entries) {
      writer.entry(entry.interval, look_of(entry.state), entry.project, entry.sources);
    }
  }
}

std::int64_t entries_that_are(const loop::WithdrawalReport& report, EntryFate state) {
  std::int64_t count = 0;
  for (const auto& day : report.days) {
    count += std::ranges::count_if(day.entries, [&](const auto& entry) { return entry.state == state; });
  }
  return count;
}

std::string entries(std::int64_t count) {
  return count_of(count, "entry", "entries");
}

std::string total(const loop::WithdrawalReport& report) {
  if (report.days.empty()) return "Nothing was posted on these days.";
  if (report.dry_run) {
    const auto comes = entries_that_are(report, EntryFate::planned);
    return fmt::format("Would delete {}{}.", entries(entries_that_are(report, EntryFate::to_delete)),
                       report.what == loop::Withdrawing::undo ? "" : fmt::format(" and post {}", entries(comes)));
  }
  const auto& done = report.summary;
  if (report.what == loop::Withdrawing::undo) {
    return fmt::format("Deleted {}; {} forgotten.", entries(done.entries_deleted),
                       count_of(done.days_forgotten, "day is", "days are"));
  }
  return fmt::format("Deleted {}, posted {}.", entries(done.entries_deleted), entries(done.entries_posted));
}

}  // namespace

bool changes_something(const loop::WithdrawalReport& plan) {
  return entries_that_are(plan, EntryFate::to_delete) + entries_that_are(plan, EntryFate::planned) > 0;
}

std::string withdrawal_plan_text(loop::WithdrawalReport plan, const WithdrawalLook& look) {
  for (auto& day : plan.days) {
    if (day.state == DayFate::not_reached) day.state = DayFate::planned;
  }
  Writer writer{look, plan.project_names};
  write_days(plan, writer);
  return writer.finish();
}

std::string withdrawal_text(const loop::WithdrawalReport& report, const WithdrawalLook& look) {
  Writer writer{look, report.project_names};
  write_days(report, writer);
  writer.line(total(report));
  return writer.finish();
}

std::string withdrawal_question(const loop::WithdrawalReport& plan) {
  const auto days = count_of(std::ssize(plan.days), "day", "days");
  const auto goes = entries(entries_that_are(plan, EntryFate::to_delete));
  if (plan.what == loop::Withdrawing::undo) return fmt::format("Delete {} of {} in Clockify?", goes, days);
  return fmt::format("Delete {} of {} in Clockify and post {}?", goes, days,
                     entries(entries_that_are(plan, EntryFate::planned)));
}

std::string verify_text(const loop::VerifyReport& report, const WithdrawalLook& look) {
  Writer writer{look, report.project_names};
  std::int64_t well = 0;
  std::int64_t unrecorded = 0;
  for (const auto& day : report.days) {
    if (day.entries.empty()) {
      ++unrecorded;
      continue;
    }
    if (day.is_well() && day.foreign.empty() && !day.is_taken_back) {
      ++well;
      continue;
    }
    writer.day(day.date, day.is_well() ? StateLook{"well", Tone::good} : StateLook{"not well", Tone::bad},
               day.is_taken_back ? "it is being taken back" : "");
    for (const auto& entry : day.entries) {
      writer.entry(entry.interval, look_of(entry.state), entry.project, entry.sources, entry.difference);
    }
    for (const auto& twin : day.twins) {
      writer.line(fmt::format("{} is exactly like one of ours: delete what is too many", twin.str()), Tone::bad, 2);
    }
    for (const auto& other : day.foreign) {
      writer.line(fmt::format("there: {}  {}", clock_range(other.interval, look.zone, Precision::minutes),
                              other.description.empty() ? "(no description)" : printable(other.description)),
                  Tone::faint, 2);
    }
  }
  if (report.days.empty()) {
    writer.line("Nothing was posted on these days.");
  } else if (!report.failure || report.failure->kind == libsync::FailureKind::conflict) {
    const std::int64_t compared = std::ssize(report.days) - unrecorded;
    if (compared > 0) {
      writer.line(fmt::format("{} of {} in Clockify as posted.", well, count_of(compared, "day", "days")));
    }
    if (unrecorded > 0) {
      writer.line(fmt::format("{} of the older tool cannot be compared: it did not record the entries.",
                              count_of(unrecorded, "day", "days")));
    }
  }
  return writer.finish();
}

}  // namespace cli
