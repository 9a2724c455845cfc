// SPDX-License-Identifier: MIT
#include "render/report_text.hpp"

#include "render/day_text.hpp"
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
constexpr std::size_t k_folded_stretch = 3;  // workdays in a row that were idle for the same reason

bool is_idle(DayState state) {
  return state == DayState::already_synced || state == DayState::no_time || state == DayState::day_off;
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
      if (i >= history || !is_idle(day.state) || !day.drift.empty()) text_ += day_text(day, kind_, context_);
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
    line(fmt::format("`{}` lists the ids.", command_line("projects", context_.overrides)));
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
