// SPDX-License-Identifier: MIT
#include "render/day_text.hpp"

#include "render/hint_text.hpp"
#include "render/layout.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace loop = libsync::loop;
using libsync::printable;
using loop::DayState;
using loop::EntryState;

StateLook look_of_entry(EntryState state) {
  switch (state) {
    case EntryState::planned:
      return {"planned", Tone::plain};
    case EntryState::posted:
      return {"posted", Tone::good};
    case EntryState::adopted:
      return {"found there", Tone::good};
    case EntryState::already_posted:
      return {"posted before", Tone::faint};
    case EntryState::in_doubt:
      return {"in doubt", Tone::attention};
    case EntryState::refused:
      return {"refused", Tone::bad};
  }
  return {"", Tone::plain};
}

bool on_the_minute(libsync::UtcTime time) {
  return time.time_since_epoch() % std::chrono::minutes{1} == std::chrono::seconds{0};
}

template <class Entries>
Precision precision_of(const Entries& entries) {
  const bool whole = std::all_of(entries.begin(), entries.end(), [](const auto& entry) {
    return on_the_minute(entry.interval.start) && on_the_minute(entry.interval.end);
  });
  return whole ? Precision::minutes : Precision::seconds;
}

// "6 h tracked", and how much of it a person attended where an agent was alone for a part.
std::string tracked_text(const loop::DayReport& day) {
  std::string text = human_duration(day.tracked) + " tracked";
  if (day.tracked > libsync::milliseconds{0} && day.attended == libsync::milliseconds{0})
    return text + ", none of it attended";
  if (day.tracked - day.attended >= std::chrono::minutes{1})
    text += fmt::format(", {} attended", human_duration(day.attended));
  return text;
}

libsync::seconds total_of(const std::vector<loop::EntryReport>& entries) {
  libsync::seconds sum{0};
  for (const auto& entry : entries) sum += entry.interval.duration();
  return sum;
}

constexpr std::size_t k_hanging = 4;  // of what goes on below a line

class DayWriter {
 public:
  DayWriter(ReportKind kind, const TextContext& context) : kind_(kind), context_(context), palette_(context.colour) {}

  std::string write(const loop::DayReport& day) {
    const auto look = look_of(day.state);
    FlowingLine head{{.width = context_.width}, palette_};
    head.add(day_name(day.date), Tone::strong);
    head.add(look.words, look.tone, k_state_width);
    add_facts(day, head);
    text_ += head.str();
    if (shows_entries(day)) write_entries(day);
    for (const auto& drift : day.drift) write_drift(drift);
    if (!day.drift.empty() && day.state == DayState::already_synced) {
      FlowingLine way{{.width = context_.width, .indent = 2}, palette_};
      way.add(
          fmt::format("{} undoes the day and plans it afresh", command("resync " + libsync::format_date(day.date))));
      text_ += way.str();
    }
    if (!day.foreign.empty()) write_foreign(day);
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string command(std::string_view words) const {
    return fmt::format("`{}`", command_line(words, context_.overrides));
  }

  [[nodiscard]] bool is_plan() const { return kind_ == ReportKind::dry_run || kind_ == ReportKind::plan; }

  void add_facts(const loop::DayReport& day, FlowingLine& line) const {
    const auto total = human_duration(total_of(day.entries));
    const auto entries = count_of(std::ssize(day.entries), "entry", "entries");
    switch (day.state) {
      case DayState::synced:
      case DayState::planned:
      case DayState::not_reached:
        if (day.entries.empty()) return;
        line.add(total, Tone::plain, 10);
        line.add(entries, Tone::plain, 10);
        line.add("from " + tracked_text(day));
        return;
      case DayState::partial: {
        const auto done = std::count_if(day.entries.begin(), day.entries.end(), [](const auto& entry) {
          return entry.state == EntryState::posted || entry.state == EntryState::adopted ||
                 entry.state == EntryState::already_posted;
        });
        line.add(total, Tone::plain, 10);
        line.add(fmt::format("{} of {}", done, entries));
        return;
      }
      case DayState::waiting:
        line.add(total, Tone::plain, 10);
        line.add("so far, waits for " + joined(day.waits_for, 3));
        return;
      case DayState::occupied:
        line.add(fmt::format("left alone: {} in the way; move or delete {} in Clockify, or set `on_existing`",
                             count_of(std::ssize(day.foreign), "entry is", "entries are"),
                             day.foreign.size() == 1 ? "it" : "them"));
        return;
      case DayState::unmapped:
        line.add(fmt::format("left alone: none of the {} has a project", tracked_text(day)));
        return;
      case DayState::already_synced:
      case DayState::no_time:
      case DayState::day_off:
        return;
    }
  }

  // A sync tells a day in one line; a plan, and whatever did not go well, in full.
  [[nodiscard]] bool shows_entries(const loop::DayReport& day) const {
    if (day.entries.empty()) return false;
    return context_.verbose || is_plan() || day.state == DayState::partial;
  }

  void write_entries(const loop::DayReport& day) {
    const Precision precision = precision_of(day.entries);
    std::size_t range_width = 0;
    std::size_t duration_width = 0;
    for (const auto& entry : day.entries) {
      range_width = std::max(range_width, clock_range(entry.interval, context_.zone, precision).size());
      duration_width = std::max(duration_width, human_duration(entry.interval.duration()).size());
    }
    for (const auto& entry : day.entries) {
      const auto look = look_of_entry(entry.state);
      FlowingLine line{{.width = context_.width, .indent = 2}, palette_};
      line.add(clock_range(entry.interval, context_.zone, precision), Tone::plain, range_width);
      line.add(fmt::format("{:>{}}", human_duration(entry.interval.duration()), duration_width));
      if (!is_plan() || entry.state != EntryState::planned) line.add(look.words, look.tone, k_state_width);
      add_project(entry, line);
      if (entry.description != context_.usual_description) {
        line.add(fmt::format("({})", printable(entry.description)), Tone::faint);
      }
      text_ += line.str();
    }
  }

  // Its name where that is known, and the folders behind it, which a narrow terminal has room for only in its place.
  void add_project(const loop::EntryReport& entry, FlowingLine& line) const {
    const auto name = context_.project_names.find(entry.project);
    const bool is_named = name != context_.project_names.end() && !name->second.empty();
    if (is_named) line.add(printable(name->second));
    if (is_named && is_narrow(context_.width) && !context_.verbose) return;
    std::vector<std::string> folders = entry.sources;
    if (context_.width != 0) {
      for (auto& folder : folders)
        folder = shortened_path(folder, context_.width - std::min(context_.width, k_hanging));
    }
    const std::string where = joined(folders, context_.verbose ? folders.size() : 3);
    const bool is_other = !is_named && entry.project == context_.other_project;
    line.add(is_other ? "other: " + where : where, is_named ? Tone::faint : Tone::plain);
  }

  void write_drift(const std::string& drift) {
    FlowingLine line{{.width = context_.width, .indent = 2}, palette_};
    line.add("differs:", Tone::attention);
    line.add(printable(drift), Tone::plain, 0, 1);
    text_ += line.str();
  }

  void write_foreign(const loop::DayReport& day) {
    const Precision precision = precision_of(day.foreign);
    for (const auto& entry : day.foreign) {
      FlowingLine line{{.width = context_.width, .indent = 2}, palette_};
      line.add(entry.ours ? "ours:" : "there:", Tone::faint);
      line.add(clock_range(entry.interval, context_.zone, precision));
      line.add(entry.description.empty() ? "(no description)" : printable(entry.description));
      text_ += line.str();
    }
  }

  ReportKind kind_;
  const TextContext& context_;
  Palette palette_;
  std::string text_;
};

}  // namespace

StateLook look_of(DayState state) {
  switch (state) {
    case DayState::synced:
      return {"synced", Tone::good};
    case DayState::already_synced:
      return {"synced before", Tone::faint};
    case DayState::planned:
      return {"planned", Tone::strong};
    case DayState::partial:
      return {"partial", Tone::attention};
    case DayState::waiting:
      return {"waiting", Tone::attention};
    case DayState::no_time:
      return {"no time", Tone::faint};
    case DayState::day_off:
      return {"day off", Tone::faint};
    case DayState::occupied:
      return {"occupied", Tone::attention};
    case DayState::unmapped:
      return {"unmapped", Tone::attention};
    case DayState::not_reached:
      return {"not reached", Tone::attention};
  }
  return {"", Tone::plain};
}

std::string day_text(const loop::DayReport& day, ReportKind kind, const TextContext& context) {
  return DayWriter{kind, context}.write(day);
}

std::string joined(const std::vector<std::string>& parts, std::size_t at_most) {
  std::string text;
  for (std::size_t i = 0; i < parts.size() && i < at_most; ++i) text += (i == 0 ? "" : ", ") + printable(parts[i]);
  if (parts.size() > at_most) text += fmt::format(" and {} more", parts.size() - at_most);
  return text;
}

}  // namespace cli
