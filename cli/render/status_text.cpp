// SPDX-License-Identifier: MIT
#include "render/status_text.hpp"

#include "render/backlog_text.hpp"
#include "render/hint_text.hpp"
#include "render/layout.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/spelled.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace loop = libsync::loop;
namespace report = libsync::report;
using libsync::printable;

class Needs {
 public:
  explicit Needs(const TextContext& context) : context_(context) {}

  void look_at(const report::Day& day) {
    const std::string date = libsync::format_date(day.date);
    const auto add = [&](std::string what, std::string way_out) {
      needs_.push_back({day_name(day.date), std::move(what), std::move(way_out)});
    };
    const auto in_state = [&](report::EntryState state) {
      return std::ranges::count(day.entries, state, &report::DayEntry::state);
    };
    const bool is_open = day.state != report::DayState::done;
    if (day.state == report::DayState::occupied) {
      add("occupied", "move or delete in Clockify what is in the way, or set `on_existing`");
    }
    if (in_state(report::EntryState::in_doubt) > 0) add("in doubt", command("sync") + " settles it");
    const bool differs = std::ranges::any_of(day.entries, [](const auto& entry) { return !entry.mismatch.empty(); });
    if (is_open && differs) {
      add("conflict", "Clockify stored an entry otherwise: " + command("resync " + date) + " makes the day anew");
    }
    if (is_open && !day.refused.empty() && in_state(report::EntryState::planned) > 0) {
      add("refused", fmt::format("mend what Clockify refused and run {}, or leave the day out: {}", command("sync"),
                                 command("off " + date)));
    }
    if (day.state == report::DayState::unmapped) add("unmapped", "give its folders a project: " + command("map"));
    if (!day.drift.empty()) add("differs", "from what the config says now: " + command("resync " + date));
  }

  void look_at(const std::vector<loop::FolderTime>& unmapped) {
    if (unmapped.empty()) return;
    libsync::milliseconds time{0};
    for (const auto& folder : unmapped) time += folder.tracked;
    needs_.push_back({count_of(std::ssize(unmapped), "folder", "folders"), "unmapped",
                      fmt::format("{} without a project: {}", human_duration(time), command("map"))});
  }

  [[nodiscard]] std::vector<Need> take() { return std::move(needs_); }

 private:
  [[nodiscard]] std::string command(std::string_view words) const {
    return fmt::format("`{}`", printable(command_line(words, context_.overrides)));
  }

  const TextContext& context_;
  std::vector<Need> needs_;
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
      line.add(need.what, Tone::attention, 8);
      line.add(need.way_out);
      text_ += line.str();
    }
  }

  void write_totals(const report::WeekTotals& totals) {
    if (totals.projects.empty()) return;
    heading("this week  last week", Tone::strong);
    for (const auto& project : totals.projects) {
      FlowingLine line{{.width = context_.width, .indent = 0, .hanging = 22}, palette_};
      line.add(fmt::format("{:>9}", hours_of(project.this_week)));
      line.add(fmt::format("{:>9}", hours_of(project.last_week)));
      line.add(project.name.empty() ? "project " + project.project.str() : printable(project.name));
      text_ += line.str();
    }
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
  needs.look_at(report.unmapped);
  return needs.take();
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
  writer.write_next(next_run(report));
  return report_text(report, ReportKind::status, context) + writer.take();
}

}  // namespace cli
