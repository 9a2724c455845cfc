// SPDX-License-Identifier: MIT
#include "render/status_text.hpp"

#include "render/backlog_text.hpp"
#include "render/hint_text.hpp"
#include "render/layout.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/spelled.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace cli {
namespace {

namespace loop = libsync::loop;
namespace report = libsync::report;
using libsync::printable;

// For how long Clockify takes no more requests, at most, once the limit of a plan is reached.
constexpr std::chrono::hours k_limit_window{1};

class Needs {
 public:
  explicit Needs(const TextContext& context) : context_(context) {}

  void look_at(const report::Day& day) {
    const auto in_state = [&](report::EntryState state) {
      return std::ranges::count(day.entries, state, &report::DayEntry::state);
    };
    const bool is_open = day.state != report::DayState::done;
    const bool is_mismatched =
        std::ranges::any_of(day.entries, [](const auto& entry) { return !entry.mismatch.empty(); });
    note(Reason::occupied, day, day.state == report::DayState::occupied);
    note(Reason::in_doubt, day, in_state(report::EntryState::in_doubt) > 0);
    note(Reason::conflict, day, is_open && is_mismatched);
    note(Reason::not_taken, day, is_open && !day.refused.empty() && in_state(report::EntryState::planned) > 0);
    note(Reason::unmapped, day, day.state == report::DayState::unmapped);
    note(Reason::differs, day, !day.drift.empty());
  }

  // Oldest first, and for each stretch of days once.
  [[nodiscard]] std::vector<Need> take(const std::vector<loop::FolderTime>& unmapped) const {
    std::vector<Need> needs;
    for (const auto& stretch : stretches_) {
      needs.push_back({stretch.days == 1 ? day_name(stretch.first)
                                         : fmt::format("{} days, {} to {}", stretch.days, day_name(stretch.first),
                                                       day_name(stretch.last)),
                       std::string{word_of(stretch.reason)}, way_out_of(stretch)});
    }
    if (unmapped.empty()) return needs;
    libsync::milliseconds time{0};
    for (const auto& folder : unmapped) time += folder.tracked;
    needs.push_back({count_of(std::ssize(unmapped), "folder", "folders"), "unmapped",
                     fmt::format("{} without a project: {}", human_duration(time), command("map"))});
    return needs;
  }

 private:
  enum class Reason { occupied, in_doubt, conflict, not_taken, unmapped, differs };

  // Days in a row that need the same. Days in between of which nothing was posted do not matter.
  struct Stretch {
    Reason reason;
    libsync::LocalDate first;
    libsync::LocalDate last;
    int days;
    libsync::UtcTime tried_at;  // of an entry that was not taken: the last time
  };

  void note(Reason reason, const report::Day& day, bool is_needed) {
    const auto open = open_.find(reason);
    const auto tried_at = day.refused.empty() ? libsync::UtcTime{} : day.refused.back().sent_at;
    if (!is_needed) {
      const bool stays_as_it_is = day.state == report::DayState::done || !day.entries.empty();
      if (open != open_.end() && stays_as_it_is) open_.erase(open);
    } else if (open == open_.end()) {
      open_.emplace(reason, stretches_.size());
      stretches_.push_back({reason, day.date, day.date, 1, tried_at});
    } else {
      auto& stretch = stretches_[open->second];
      stretch.last = day.date;
      stretch.tried_at = std::max(stretch.tried_at, tried_at);
      ++stretch.days;
    }
  }

  [[nodiscard]] static std::string_view word_of(Reason reason) {
    switch (reason) {
      case Reason::occupied:
        return "occupied";
      case Reason::in_doubt:
        return "in doubt";
      case Reason::conflict:
        return "conflict";
      case Reason::not_taken:
        return "not taken";
      case Reason::unmapped:
        return "unmapped";
      case Reason::differs:
        return "differs";
    }
    return "";
  }

  [[nodiscard]] std::string way_out_of(const Stretch& stretch) const {
    const std::string first = libsync::format_date(stretch.first);
    const std::string days = stretch.days == 1 ? first : first + ".." + libsync::format_date(stretch.last);
    switch (stretch.reason) {
      case Reason::occupied:
        return "move or delete in Clockify what is in the way, or set `on_existing`";
      case Reason::in_doubt:
        return command("sync") + " settles it";
      case Reason::conflict:
        return "Clockify stored an entry otherwise: " + command("resync " + days) +
               (stretch.days == 1 ? " makes the day anew" : " makes the days anew");
      case Reason::not_taken:
        return way_out_of_refusal(stretch.tried_at + k_limit_window, days);
      case Reason::unmapped:
        return "give its folders a project: " + command("map");
      case Reason::differs:
        return fmt::format("from what the config says now: {}; {} says how", command("resync " + days),
                           command("explain " + first));
    }
    return "";
  }

  // The store remembers that an entry was not taken, but not whether it was the entry or the number of requests.
  [[nodiscard]] std::string way_out_of_refusal(libsync::UtcTime limit_ends_at, const std::string& days) const {
    if (context_.now < limit_ends_at) {
      return fmt::format("out of requests until {}, or an entry was refused: {} then goes on, or says what to mend",
                         moment_by(limit_ends_at, context_.now, context_.zone), command("sync"));
    }
    return fmt::format("Clockify took no entry: {} tries again and says what to mend; {} leaves the day out",
                       command("sync"), command("off " + days));
  }

  [[nodiscard]] std::string command(std::string_view words) const {
    return fmt::format("`{}`", printable(command_line(words, context_.overrides)));
  }

  const TextContext& context_;
  std::vector<Stretch> stretches_;
  std::map<Reason, std::size_t> open_;  // which of the stretches the next day may belong to
};

std::string hours_of(const report::Amount& amount) {
  return report::clock_hours(amount.billed);
}

class StatusWriter {
 public:
  explicit StatusWriter(const TextContext& context) : context_(context), palette_(context.colour) {}

  void write_needs(const std::vector<Need>& needs) {
    if (needs.empty()) return;
    heading("Needs you", Tone::attention);
    for (const auto& need : needs) {
      FlowingLine line = begun(2);
      line.add(need.about, Tone::strong, 14);
      line.add(need.what, Tone::attention, 9);
      line.add(need.way_out);
      text_ += line.str();
    }
  }

  void write_totals(const report::WeekTotals& totals) {
    const auto is_billed = [](const report::ProjectTotal& project) {
      return project.this_week.billed + project.last_week.billed > libsync::seconds{0};
    };
    if (std::ranges::none_of(totals.projects, is_billed)) return;
    heading("this week  last week", Tone::strong);
    for (const auto& project : totals.projects) {
      if (!is_billed(project)) continue;
      FlowingLine line{{.width = context_.width, .indent = 0, .hanging = 22}, palette_};
      line.add(fmt::format("{:>9}", hours_of(project.this_week)));
      line.add(fmt::format("{:>9}", hours_of(project.last_week)));
      line.add(project.name.empty() ? "project " + project.project.str() : printable(project.name));
      text_ += line.str();
    }
  }

  void write_older_entries(int count) {
    if (count == 0) return;
    FlowingLine line = begun(0);
    line.add(fmt::format("{} of the older tool in these weeks {} in no sum: it kept no times of them",
                         count_of(count, "entry", "entries"), count == 1 ? "is" : "are"));
    text_ += "\n" + line.str();
  }

  void write_next(const NextRun& next) {
    if (next.entries == 0) return;
    gap();
    FlowingLine line = begun(0);
    line.add(fmt::format("Next: `{}` posts {} with about {}", command_line("sync", context_.overrides),
                         count_of(next.entries, "entry", "entries"), count_of(next.requests, "request", "requests")));
    if (const auto time = time_under_the_limit(next.requests); !time.empty()) line.add(", " + time, Tone::plain, 0, 0);
    text_ += line.str();
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void gap() { text_ += "\n"; }

  void heading(std::string_view words, Tone tone) {
    gap();
    text_ += palette_.paint(tone, words) + "\n";
  }

  [[nodiscard]] FlowingLine begun(std::size_t indent) const {
    return FlowingLine{{.width = context_.width, .indent = indent}, palette_};
  }

  const TextContext& context_;
  Palette palette_;
  std::string text_;
};

}  // namespace

std::vector<Need> needs_of(const loop::SyncReport& report, const report::Daybook& book, const TextContext& context) {
  Needs needs{context};
  for (const auto& day : book.days) {
    const bool is_asked_for = report.since && report.until && *report.since <= day.date && day.date <= *report.until;
    if (is_asked_for) needs.look_at(day);
  }
  return needs.take(report.unmapped);
}

NextRun next_run(const loop::SyncReport& report) {
  constexpr std::int64_t k_looks = 2;  // the projects and the listing
  const std::int64_t entries = backlog_of(report).entries;
  return {entries, entries == 0 ? 0 : entries + k_looks};
}

std::string status_text(const loop::SyncReport& report, const report::Daybook& book, const report::WeekTotals& totals,
                        const TextContext& context) {
  StatusWriter writer{context};
  writer.write_needs(needs_of(report, book, context));
  writer.write_totals(totals);
  writer.write_older_entries(totals.entries_without_times);
  writer.write_next(next_run(report));
  return report_text(report, ReportKind::status, context) + writer.take();
}

}  // namespace cli
