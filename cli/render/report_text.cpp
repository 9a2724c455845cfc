// SPDX-License-Identifier: MIT
#include "render/report_text.hpp"

#include "render/backlog_text.hpp"
#include "render/day_text.hpp"
#include "render/hint_text.hpp"
#include "render/layout.hpp"

#include <libsync/config/toml_text.hpp>
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
  [[nodiscard]] FlowingLine begun() const { return FlowingLine{{.width = context_.width}, palette_}; }

  void line(std::string_view text, Tone tone = Tone::plain) {
    FlowingLine words = begun();
    words.add(text, tone);
    text_ += words.str();
  }

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
    line(text, Tone::faint);
  }

  void write_days() {
    const std::size_t history = history_length();
    write_history(history);
    for (std::size_t i = 0; i < report_.days.size();) {
      const auto& day = report_.days[i];
      const std::size_t stretch = i < history ? 1 : length_of_stretch(i);
      if (is_told_as_stretch(day.state, stretch)) {
        write_stretch(i, stretch);
        i += stretch;
        continue;
      }
      // How days that are done differ stands under what needs a person.
      const bool is_news = !is_idle(day.state) || (!day.drift.empty() && kind_ != ReportKind::status);
      if (i >= history || is_news) text_ += day_text(day, kind_, context_);
      ++i;
    }
  }

  [[nodiscard]] bool is_told_as_stretch(DayState state, std::size_t length) const {
    if (context_.verbose) return false;
    return state == DayState::not_reached || (is_idle(state) && length >= k_folded_stretch);
  }

  // How many days from `first` on, itself included, up to the last one that was left for the same reason. Idle days
  // between those that a run did not reach do not matter.
  [[nodiscard]] std::size_t length_of_stretch(std::size_t first) const {
    const DayState state = report_.days[first].state;
    std::size_t length = 1;
    for (std::size_t i = first + 1; i < report_.days.size(); ++i) {
      const DayState next = report_.days[i].state;
      if (next == state) {
        length = i + 1 - first;
      } else if (state != DayState::not_reached || !is_idle(next)) {
        break;
      }
    }
    return length;
  }

  void write_stretch(std::size_t first, std::size_t length) {
    const DayState state = report_.days[first].state;
    std::int64_t days = 0;
    std::int64_t entries = 0;
    for (std::size_t i = first; i < first + length; ++i) {
      if (report_.days[i].state != state) continue;
      ++days;
      entries += std::ranges::count_if(report_.days[i].entries, is_to_be_sent);
    }
    const auto look = look_of(state);
    FlowingLine words = begun();
    words.add(day_name(report_.days[first].date), Tone::strong);
    words.add(look.words, look.tone, k_state_width);
    std::string amount = count_of(days, "workday", "workdays");
    if (days > 1) amount += ", to " + day_name(report_.days[first + length - 1].date);
    if (entries > 0) amount += ", " + count_of(entries, "entry", "entries");
    words.add(amount);
    text_ += words.str();
  }

  void write_unmapped() {
    if (report_.unmapped.empty()) return;
    auto unmapped = report_.unmapped;
    std::stable_sort(unmapped.begin(), unmapped.end(),
                     [](const auto& a, const auto& b) { return a.tracked > b.tracked; });
    const std::size_t shown = context_.verbose ? unmapped.size() : std::min(unmapped.size(), k_shown_unmapped);

    gap();
    if (context_.width != 0) {
      write_unmapped_on_a_terminal({unmapped.begin(), unmapped.begin() + static_cast<std::ptrdiff_t>(shown)},
                                   unmapped.size() - shown);
      return;
    }
    FlowingLine title = begun();
    title.add("Time without a project, left out.", Tone::attention);
    title.add("To give it one, add under [sync.project_mapping] in " + printable(context_.config_file) + ":",
              Tone::plain, 0, 1);
    text_ += title.str();
    std::vector<std::string> mappings;
    std::size_t width = 0;
    for (std::size_t i = 0; i < shown; ++i) {
      const auto key = libsync::config::toml_text(unmapped[i].project);
      mappings.push_back(key ? *key + " = \"<id>\"" : "# not UTF-8: " + printable(unmapped[i].project));
      width = std::max(width, display_width(mappings.back()));
    }
    for (std::size_t i = 0; i < shown; ++i) {
      text_ += fmt::format("  {}  # {}\n", padded(mappings[i], width), human_duration(unmapped[i].tracked));
    }
    if (shown < unmapped.size()) text_ += fmt::format("  and {} more; --verbose lists them\n", unmapped.size() - shown);
    line(fmt::format("`{}` lists the ids.", command_line("projects", context_.overrides)));
  }

  void write_unmapped_on_a_terminal(const std::vector<loop::FolderTime>& folders, std::size_t more) {
    line("Time without a project, left out:", Tone::attention);
    for (const auto& [folder, tracked] : folders) {
      FlowingLine row{{.width = context_.width, .indent = 2, .hanging = 15}, palette_};
      row.add(fmt::format("{:>11}", human_duration(tracked)));
      row.add(printable(shortened_path(folder, context_.width - std::min<std::size_t>(context_.width, 15))));
      text_ += row.str();
    }
    if (more > 0) line(fmt::format("and {} more; --verbose lists them", more));
    line(fmt::format("`{}` gives it one.", command_line("map FOLDER PROJECT", context_.overrides)));
  }

  void write_ignored() {
    if (report_.ignored.empty()) return;
    auto ignored = report_.ignored;
    std::ranges::stable_sort(ignored, std::greater{}, &loop::IgnoredTime::tracked);
    std::vector<std::string> folders;
    std::vector<std::string> of_other_agents;
    for (const auto& [project, tracked, agent] : ignored) {
      if (agent.empty()) {
        folders.push_back(fmt::format("{} ({})", project, human_duration(tracked)));
      } else {
        of_other_agents.push_back(fmt::format("{} ({}, {})", project, agent, human_duration(tracked)));
      }
    }
    gap();
    write_left_out("ignore_projects", folders);
    write_left_out("agents", of_other_agents);
  }

  void write_left_out(std::string_view key, const std::vector<std::string>& folders) {
    if (folders.empty()) return;
    FlowingLine words = begun();
    words.add(fmt::format("Left out by `{}`:", key), Tone::faint);
    words.add(joined(folders, context_.verbose ? folders.size() : k_shown_ignored), Tone::plain, 0, 1);
    text_ += words.str();
  }

  void write_summary() {
    const std::string text = summary();
    if (text.empty()) return;
    gap();
    line(text, Tone::strong);
  }

  [[nodiscard]] std::int64_t days_in(DayState state) const {
    return std::count_if(report_.days.begin(), report_.days.end(), [&](const auto& day) { return day.state == state; });
  }

  [[nodiscard]] std::string summary() const {
    if (kind_ == ReportKind::sync) return sync_summary();
    const Backlog left = backlog_of(report_);
    if (report_.failure || kind_ == ReportKind::plan) return "";
    if (kind_ == ReportKind::status) {
      if (left.days == 0) return nothing_to_do();
      return fmt::format("{} to sync: {}, {}.", count_of(left.days, "day", "days"),
                         count_of(left.entries, "entry", "entries"), human_duration(left.time));
    }
    if (left.days == 0) return nothing_to_do();
    return fmt::format("Dry run: {} on {} would be posted, {} in all. Nothing was written or sent.",
                       count_of(left.entries, "entry", "entries"), count_of(left.days, "day", "days"),
                       human_duration(left.time));
  }

  [[nodiscard]] std::string sync_summary() const {
    const auto& done = report_.summary;
    const bool worked = done.days_synced > 0 || done.entries_posted > 0 || done.entries_adopted > 0;
    if (!worked) return report_.failure ? left_by_the_limit() : nothing_to_do();
    std::string text = fmt::format("{} synced: {} posted", count_of(done.days_synced, "day", "days"),
                                   count_of(done.entries_posted, "entry", "entries"));
    if (done.entries_adopted > 0) text += fmt::format(", {} found there and recorded", done.entries_adopted);
    text += fmt::format(" ({}).", count_of(done.traffic.requests, "request", "requests"));
    if (const auto left = left_by_the_limit(); !left.empty()) text += ' ' + left;
    return text;
  }

  [[nodiscard]] std::string left_by_the_limit() const {
    if (!report_.failure || report_.failure->kind != libsync::FailureKind::rate_limited) return "";
    const auto left = backlog_of(report_).entries;
    const auto long_run = time_under_the_limit(left);
    return fmt::format("{} left{}.", count_of(left, "entry", "entries"), long_run.empty() ? "" : ", " + long_run);
  }

  [[nodiscard]] std::string nothing_to_do() const {
    if (report_.days.empty() && context_.waits_for_first_import) return "Nothing was imported yet.";
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

std::string failure_text(const libsync::Failure& failure, const std::string& hint, bool colour, std::size_t width) {
  const Palette palette{colour};
  FlowingLine words{{.width = width, .indent = 0, .hanging = 2}, palette};
  words.add("claude-tracker:");
  words.add("error:", Tone::bad, 0, 1);
  words.add(printable(failure.message), Tone::plain, 0, 1);
  std::string text = words.str();
  if (hint.empty()) return text;
  FlowingLine advice{{.width = width, .indent = 0, .hanging = 2}, palette};
  advice.add("hint: " + printable(hint));
  return text + advice.str();
}

}  // namespace cli
