// SPDX-License-Identifier: MIT
#include "render/report_text.hpp"

#include "render/hint_text.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

namespace cli {
namespace {

namespace loop = libsync::loop;
using libsync::printable;
using loop::DayState;
using loop::EntryState;

constexpr std::size_t k_shown_unmapped = 8;
constexpr std::size_t k_shown_ignored = 4;
constexpr std::size_t k_state_width = 13;
constexpr std::size_t k_folded_stretch = 3;  // workdays in a row that were idle for the same reason

struct StateLook {
  std::string_view words;
  Tone tone;
};

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

StateLook look_of(EntryState state) {
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

bool is_idle(DayState state) {
  return state == DayState::already_synced || state == DayState::no_time || state == DayState::day_off;
}

// "a, b and 3 more"
std::string joined(const std::vector<std::string>& parts, std::size_t at_most) {
  std::string text;
  for (std::size_t i = 0; i < parts.size() && i < at_most; ++i) text += (i == 0 ? "" : ", ") + printable(parts[i]);
  if (parts.size() > at_most) text += fmt::format(" and {} more", parts.size() - at_most);
  return text;
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

class ReportWriter {
 public:
  ReportWriter(const loop::SyncReport& report, ReportKind kind, const TextContext& context)
      : report_(report), kind_(kind), context_(context), palette_(context.colour) {}

  std::string write() {
    write_days();
    write_unmapped();
    write_ignored();
    write_summary();
    return std::move(text_);
  }

 private:
  void line(const std::string& text) { text_ += text + "\n"; }

  [[nodiscard]] std::string command(std::string_view words) const {
    return fmt::format("`{}`", command_line(words, context_.overrides));
  }

  [[nodiscard]] bool is_plan() const { return kind_ == ReportKind::dry_run || kind_ == ReportKind::plan; }

  void gap() {
    if (!text_.empty()) text_ += "\n";
  }

  // Everything up to the last day that is done is history: only what still wants attention is listed from it.
  [[nodiscard]] std::size_t history_length() const {
    if (context_.verbose) return 0;
    std::size_t length = 0;
    for (std::size_t i = 0; i < report_.days.size(); ++i) {
      if (report_.days[i].state == DayState::already_synced) length = i + 1;
    }
    return length;
  }

  void write_history(std::size_t length) {
    std::map<DayState, std::int64_t> counts;
    for (std::size_t i = 0; i < length; ++i) ++counts[report_.days[i].state];
    if (length == 0) return;
    std::string text = fmt::format("since {}: {} synced before", day_name(report_.days.front().date),
                                   count_of(counts[DayState::already_synced], "day", "days"));
    if (counts[DayState::no_time] > 0) text += fmt::format(", {} without tracked time", counts[DayState::no_time]);
    if (counts[DayState::day_off] > 0) text += fmt::format(", {} off", counts[DayState::day_off]);
    line(palette_.paint(Tone::faint, text));
  }

  void write_days() {
    const std::size_t history = history_length();
    write_history(history);
    for (std::size_t i = 0; i < report_.days.size();) {
      const auto& day = report_.days[i];
      const std::size_t stretch = i < history ? 1 : idle_stretch(i);
      if (stretch >= k_folded_stretch) {
        const auto look = look_of(day.state);
        line(fmt::format("{}  {}  {} workdays, to {}", palette_.paint(Tone::strong, day_name(day.date)),
                         palette_.paint(look.tone, padded(look.words, k_state_width)), stretch,
                         day_name(report_.days[i + stretch - 1].date)));
        i += stretch;
        continue;
      }
      if (i >= history || !is_idle(day.state) || !day.drift.empty()) write_day(day);
      ++i;
    }
  }

  // How many days from `first` on, itself included, are idle for the same reason.
  [[nodiscard]] std::size_t idle_stretch(std::size_t first) const {
    const DayState state = report_.days[first].state;
    if (context_.verbose || !is_idle(state)) return 1;
    std::size_t length = 1;
    while (first + length < report_.days.size() && report_.days[first + length].state == state) ++length;
    return length;
  }

  void write_day(const loop::DayReport& day) {
    const auto look = look_of(day.state);
    const std::string facts = facts_of(day);
    std::string text = palette_.paint(Tone::strong, day_name(day.date)) + "  ";
    text += palette_.paint(look.tone, facts.empty() ? std::string{look.words} : padded(look.words, k_state_width));
    if (!facts.empty()) text += "  " + facts;
    line(text);
    if (shows_entries(day)) write_entries(day);
    for (const auto& drift : day.drift) {
      line("  " + palette_.paint(Tone::attention, "differs: ") + printable(drift));
    }
    if (!day.drift.empty() && day.state == DayState::already_synced) {
      line(fmt::format("  {} undoes the day and plans it afresh", command("resync " + libsync::format_date(day.date))));
    }
    if (!day.foreign.empty()) write_foreign(day);
  }

  [[nodiscard]] std::string facts_of(const loop::DayReport& day) const {
    const auto total = total_of(day.entries);
    const std::string tracked = "from " + tracked_text(day);
    switch (day.state) {
      case DayState::synced:
      case DayState::planned:
      case DayState::not_reached:
        if (day.entries.empty()) return "";
        return fmt::format("{}  {}  {}", padded(human_duration(total), 10),
                           padded(count_of(std::ssize(day.entries), "entry", "entries"), 10), tracked);
      case DayState::partial: {
        const auto done = std::count_if(day.entries.begin(), day.entries.end(), [](const auto& entry) {
          return entry.state == EntryState::posted || entry.state == EntryState::adopted ||
                 entry.state == EntryState::already_posted;
        });
        return fmt::format("{}  {} of {}", padded(human_duration(total), 10), done,
                           count_of(std::ssize(day.entries), "entry", "entries"));
      }
      case DayState::occupied:
        return fmt::format("left alone: {} in the way; move or delete {} in Clockify, or set `on_existing`",
                           count_of(std::ssize(day.foreign), "entry is", "entries are"),
                           day.foreign.size() == 1 ? "it" : "them");
      case DayState::unmapped:
        return fmt::format("left alone: none of the {} has a project", tracked_text(day));
      case DayState::already_synced:
      case DayState::no_time:
      case DayState::day_off:
        return "";
    }
    return "";
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
      const auto look = look_of(entry.state);
      std::string text =
          fmt::format("  {}  {:>{}}  ", padded(clock_range(entry.interval, context_.zone, precision), range_width),
                      human_duration(entry.interval.duration()), duration_width);
      if (!is_plan() || entry.state != EntryState::planned) {
        text += palette_.paint(look.tone, padded(look.words, k_state_width)) + "  ";
      }
      if (entry.project == context_.other_project) text += "other: ";
      text += joined(entry.sources, context_.verbose ? entry.sources.size() : 3);
      if (entry.description != context_.usual_description)
        text += palette_.paint(Tone::faint, fmt::format("  ({})", printable(entry.description)));
      line(text);
    }
  }

  void write_foreign(const loop::DayReport& day) {
    const Precision precision = precision_of(day.foreign);
    for (const auto& entry : day.foreign) {
      line(fmt::format("  {}  {}  {}", palette_.paint(Tone::faint, entry.ours ? "ours:" : "there:"),
                       clock_range(entry.interval, context_.zone, precision),
                       entry.description.empty() ? "(no description)" : printable(entry.description)));
    }
  }

  void write_unmapped() {
    if (report_.unmapped.empty()) return;
    auto unmapped = report_.unmapped;
    std::stable_sort(unmapped.begin(), unmapped.end(),
                     [](const auto& a, const auto& b) { return a.tracked > b.tracked; });
    const std::size_t shown = context_.verbose ? unmapped.size() : std::min(unmapped.size(), k_shown_unmapped);

    gap();
    line(palette_.paint(Tone::attention,
                        "Time without a project, left out. To give it one, add under [sync.project_mapping] in ") +
         printable(context_.config_file) + ":");
    std::vector<std::string> mappings;
    std::size_t width = 0;
    for (std::size_t i = 0; i < shown; ++i) {
      const auto key = toml_key(unmapped[i].project);
      mappings.push_back(key ? *key + " = \"<id>\"" : "# not UTF-8: " + printable(unmapped[i].project));
      width = std::max(width, display_width(mappings.back()));
    }
    for (std::size_t i = 0; i < shown; ++i) {
      line(fmt::format("  {}  # {}", padded(mappings[i], width), human_duration(unmapped[i].tracked)));
    }
    if (shown < unmapped.size()) line(fmt::format("  and {} more; --verbose lists them", unmapped.size() - shown));
    line(command("projects") + " lists the ids.");
  }

  void write_ignored() {
    if (report_.ignored.empty()) return;
    auto ignored = report_.ignored;
    std::ranges::stable_sort(ignored, std::greater{}, &loop::FolderTime::tracked);
    std::vector<std::string> folders;
    for (const auto& [project, tracked] : ignored) {
      folders.push_back(fmt::format("{} ({})", project, human_duration(tracked)));
    }
    gap();
    line(palette_.paint(Tone::faint, "Left out by `ignore_projects`: ") +
         joined(folders, context_.verbose ? folders.size() : k_shown_ignored));
  }

  void write_summary() {
    const std::string text = summary();
    if (text.empty()) return;
    gap();
    line(palette_.paint(Tone::strong, text));
  }

  [[nodiscard]] std::int64_t days_in(DayState state) const {
    return std::count_if(report_.days.begin(), report_.days.end(), [&](const auto& day) { return day.state == state; });
  }

  [[nodiscard]] std::string summary() const {
    if (kind_ == ReportKind::sync) return sync_summary();
    std::int64_t days = 0;
    std::int64_t entries = 0;
    libsync::seconds total{0};
    for (const auto& day : report_.days) {
      if (day.state != DayState::planned && day.state != DayState::partial) continue;
      ++days;
      for (const auto& entry : day.entries) {
        if (entry.state != EntryState::planned && entry.state != EntryState::in_doubt) continue;
        ++entries;
        total += entry.interval.duration();
      }
    }
    if (report_.failure || kind_ == ReportKind::plan) return "";
    if (kind_ == ReportKind::status) {
      if (days == 0) return nothing_to_do();
      return fmt::format("{} to sync: {}, {}.", count_of(days, "day", "days"), count_of(entries, "entry", "entries"),
                         human_duration(total));
    }
    if (days == 0) return nothing_to_do();
    return fmt::format("Dry run: {} on {} would be posted, {} in all. Nothing was written or sent.",
                       count_of(entries, "entry", "entries"), count_of(days, "day", "days"), human_duration(total));
  }

  [[nodiscard]] std::string sync_summary() const {
    const auto& done = report_.summary;
    const bool worked = done.days_synced > 0 || done.entries_posted > 0 || done.entries_adopted > 0;
    if (!worked) return report_.failure ? "" : nothing_to_do();
    std::string text = fmt::format("{} synced: {} posted", count_of(done.days_synced, "day", "days"),
                                   count_of(done.entries_posted, "entry", "entries"));
    if (done.entries_adopted > 0) text += fmt::format(", {} found there and recorded", done.entries_adopted);
    text += fmt::format(" ({}).", count_of(done.traffic.requests, "request", "requests"));
    return text;
  }

  [[nodiscard]] std::string nothing_to_do() const {
    if (report_.days.empty()) {
      return context_.range_is_given ? "Nothing to do: there is no past workday with tracked time in this range."
                                     : "Nothing to do: there is no workday with tracked time before today.";
    }
    const auto open = days_in(DayState::occupied) + days_in(DayState::unmapped);
    if (open > 0) return fmt::format("Nothing to do; {} left alone.", count_of(open, "day was", "days were"));
    if (days_in(DayState::already_synced) == 0) return "Nothing to do: no workday in this range has tracked time.";
    return fmt::format("Nothing to do: everything up to {} is in Clockify.", day_name(report_.days.back().date));
  }

  const loop::SyncReport& report_;
  ReportKind kind_;
  const TextContext& context_;
  Palette palette_;
  std::string text_;
};

}  // namespace

std::string report_text(const loop::SyncReport& report, ReportKind kind, const TextContext& context) {
  return ReportWriter{report, kind, context}.write();
}

std::string failure_text(const libsync::Failure& failure, const std::string& hint, bool colour) {
  const Palette palette{colour};
  std::string text =
      fmt::format("claude-tracker: {} {}\n", palette.paint(Tone::bad, "error:"), printable(failure.message));
  if (!hint.empty()) text += fmt::format("hint: {}\n", printable(hint));
  return text;
}

std::optional<std::string> toml_key(std::string_view text) {
  if (libsync::valid_utf8(text) != text) return std::nullopt;
  std::string key = "\"";
  while (!text.empty()) {
    const auto c = libsync::take_character(text);
    if (c.code == '"' || c.code == '\\') {
      key += '\\';
      key += c.bytes;
    } else if (printable(c.bytes) == c.bytes) {
      key += c.bytes;
    } else {
      key += fmt::format("\\U{:08X}", static_cast<unsigned>(c.code));
    }
  }
  return key + '"';
}

}  // namespace cli
