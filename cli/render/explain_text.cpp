// SPDX-License-Identifier: MIT
#include "render/explain_text.hpp"

#include "render/layout.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>
#include <libsync/report/spelled.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace cli {
namespace {

namespace report = libsync::report;
using libsync::floor_seconds;
using libsync::printable;
using report::Standing;

class ExplainWriter {
 public:
  ExplainWriter(const report::Proof& proof, const libsync::workday::SyncRules& rules, const ExplainStyle& style)
      : proof_(proof), day_(proof.day), rules_(rules), style_(style), palette_(style.colour) {}

  std::string write() {
    heading(fmt::format("{}: {}", day_name(day_.date), report::words_of(day_.state)));
    item(0, why());
    write_hours();
    write_sessions();
    write_shares();
    write_entries();
    write_rest();
    return std::move(text_);
  }

 private:
  void item(std::size_t indent, const std::string& words) { text_ += wrapped(words, style_.width, indent); }

  void heading(const std::string& words) {
    if (!text_.empty()) text_ += "\n";
    text_ += palette_.paint(Tone::strong, words) + "\n";
  }

  // On a line of its own, that far in.
  [[nodiscard]] std::string path(std::size_t indent, const std::string& words) const {
    const std::string whole = printable(words);
    return style_.shorten_paths ? shortened_path(whole, style_.width - std::min(style_.width, indent)) : whole;
  }

  // Of a transcript that is too wide only what tells it from the others.
  [[nodiscard]] std::string source(std::size_t indent, const std::string& words) const {
    std::string shown = path(indent, words);
    if (!style_.shorten_paths || indent + display_width(shown) <= style_.width) return shown;
    return printable(std::filesystem::path{words}.stem().string());
  }

  [[nodiscard]] std::string name(const libsync::ProjectId& project) const {
    return printable(libsync::workday::name_of(project, proof_.names));
  }

  [[nodiscard]] std::string clock(const libsync::Interval& interval) const {
    return clock_range(interval, rules_.zone, Precision::seconds);
  }

  [[nodiscard]] std::string clock(const libsync::InstantInterval& span) const {
    return clock(libsync::Interval{floor_seconds(span.start), floor_seconds(span.end)});
  }

  [[nodiscard]] std::string standing(const report::Stretch& part) const {
    switch (part.standing) {
      case Standing::weighs:
        return "";
      case Standing::unmapped:
        return ", no project: weighs nothing";
      case Standing::ignored:
        return ", ignored: weighs nothing";
      case Standing::unattended:
        return ": weighs nothing";
      case Standing::other_day: {
        const bool is_before = part.span.start < libsync::Instant{day_.session_window.start};
        return fmt::format(", in the hours of {}: weighs nothing here",
                           day_name(is_before ? libsync::previous_day(day_.date) : libsync::next_day(day_.date)));
      }
      case Standing::outside:
        return ", outside of the hours that count: weighs nothing";
    }
    return "";
  }

  [[nodiscard]] std::string why() const {
    switch (day_.state) {
      case report::DayState::done:
        if (is_older_without_entries()) {
          return "The older tool marked the day as done; which entries it made of it is not recorded.";
        }
        return "Every entry of the day stands in Clockify, and the day is marked as done.";
      case report::DayState::begun:
        return "A part of the day stands in Clockify or may stand there; a run goes on with the rest.";
      case report::DayState::planned:
        return "Nothing of the day was posted yet; a run would post what follows.";
      case report::DayState::occupied:
        return "Entries of other making are in the way, so the day is left alone.";
      case report::DayState::unmapped:
        return "Time was tracked, but none of it belongs to a project.";
      case report::DayState::too_little:
        return fmt::format("Less was tracked than the {} of `min_tracked_minutes`.",
                           human_duration(rules_.min_tracked));
      case report::DayState::no_time:
        return "Nothing was tracked in the hours that count.";
      case report::DayState::day_off:
        return "The day is off.";
      case report::DayState::not_billed:
        return "The day is no workday, or lies before the first one that is billed.";
      case report::DayState::not_over:
        return "The day is not over; it is billed from the next one on.";
    }
    return "";
  }

  [[nodiscard]] bool is_older_without_entries() const {
    return day_.state == report::DayState::done && day_.entries.empty();
  }

  void write_hours() {
    heading("Hours");
    item(2, fmt::format("work hours {} in {}, {} s", clock(day_.work_hours), proof_.time_zone,
                        day_.work_hours.duration().count()));
    item(2, fmt::format("what counts: {} from {}",
                        rules_.count == libsync::CountedTime::all ? "all active time" : "attended time",
                        rules_.session_window == libsync::SessionWindow::work_hours ? clock(day_.session_window)
                                                                                    : "all of the day"));
    if (proof_.idle_timeout) {
      item(2, fmt::format("idle: {} or more without a message", human_duration(*proof_.idle_timeout)));
    }
    if (!rules_.agents.empty()) item(2, fmt::format("agents that count: {}", fmt::join(rules_.agents, ", ")));
    for (const auto& gap : day_.gaps) item(2, fmt::format("taken by entries of other making: {}", clock(gap)));
  }

  void write_sessions() {
    heading("Sessions");
    if (proof_.sessions.empty()) item(2, "none");
    for (const auto& session : proof_.sessions) {
      item(2, fmt::format("{}  {}", session.of_older_tool ? "older tool" : printable(session.agent),
                          source(2, session.source_path)));
      if (session.of_older_tool) item(4, "no stretches are known of it: its time is shared out evenly");
      auto pause = session.pauses.begin();
      const auto pauses_before = [&](const libsync::Instant& moment) {
        for (; pause != session.pauses.end() && pause->span.start < moment; ++pause) {
          item(4, fmt::format("{}  {}: cut", clock(pause->span), pause->is_idle ? "idle" : "not of this session"));
        }
      };
      for (const auto& part : session.stretches) {
        pauses_before(part.span.start);
        item(4, fmt::format("{}  {}  {}  {}{}", clock(part.span), human_duration(part.active), path(4, part.folder),
                            part.attended ? "attended" : "unattended", standing(part)));
      }
      pauses_before(libsync::Instant::max());
    }
  }

  void write_shares() {
    if (proof_.shares.empty()) return;
    heading("Shares");
    const auto total = proof_.total_weight.count();
    const auto free = proof_.free_time.count();
    const bool is_over = day_.state != report::DayState::not_over;
    item(2, fmt::format("{} s {} shared out by {} ms of weight; each boundary is rounded down to a whole second", free,
                        is_over ? "are" : "would by now be", total));
    for (const auto& share : proof_.shares) {
      const auto thousandths = share.weight.count() * 100'000 / total;
      std::vector<std::string> folders;
      for (const auto& folder : share.sources) folders.push_back(path(3, folder));  // with a comma behind
      item(2, fmt::format("{}  {} ms, {}.{:03} %  from {}", name(share.project), share.weight.count(),
                          thousandths / 1000, thousandths % 1000, fmt::join(folders, ", ")));
      item(6, fmt::format("to {} s = {} s x {} ms / {} ms; {} s from {} s on", share.to.count(), free,
                          share.up_to.count(), total, (share.to - share.from).count(), share.from.count()));
      if (share.from == share.to) item(6, "its share is less than a second: no entry");
    }
  }

  [[nodiscard]] static std::string how(const report::DayEntry& entry) {
    std::string words;
    switch (entry.state) {
      case report::EntryState::planned:
        words = entry.attempt > 0 ? "refused, planned again" : "planned";
        break;
      case report::EntryState::in_doubt:
        words = "in doubt: it may stand there";
        break;
      case report::EntryState::posted:
        words = entry.origin ? report::words_of(*entry.origin) : "posted";
        break;
      case report::EntryState::left_out:
        words = "refused, and left out";
        break;
    }
    if (entry.id) words += fmt::format(", id {}", entry.id->str());
    if (entry.attempt > 1) words += fmt::format(", attempt {}", entry.attempt);
    return words;
  }

  void write_entries() {
    heading("Entries");
    if (day_.entries.empty()) item(2, is_older_without_entries() ? "not recorded" : "none");
    for (const auto& entry : day_.entries) {
      const std::string where =
          entry.interval ? fmt::format("{}  {} s  ", clock(*entry.interval), entry.interval->duration().count()) : "";
      item(2, fmt::format("{}{}  {}", where, name(entry.project), how(entry)));
      if (!entry.interval) item(6, "the older tool kept no times of it");
      if (!entry.mismatch.empty()) item(6, "conflict: " + printable(entry.mismatch));
    }
  }

  void write_rest() {
    if (!day_.drift.empty()) {
      heading("Differs from what would be planned now");
      for (const auto& drift : day_.drift) item(2, printable(drift));
    }
    if (!day_.refused.empty()) {
      heading("Not taken by Clockify");
      for (const auto& attempt : day_.refused) {
        item(2, fmt::format("{}  {}  attempt {}, sent {}", clock(attempt.interval), name(attempt.project),
                            attempt.attempt, local_moment(attempt.sent_at, rules_.zone)));
      }
    }
    if (day_.in_the_way.empty()) return;
    heading("In the way");
    for (const auto& entry : day_.in_the_way) {
      item(2, fmt::format("{}  {}{}", clock(entry.interval), entry.ours ? "of another day of yours: " : "",
                          entry.description.empty() ? "(no description)" : printable(entry.description)));
    }
  }

  const report::Proof& proof_;
  const report::Day& day_;
  const libsync::workday::SyncRules& rules_;
  const ExplainStyle& style_;
  Palette palette_;
  std::string text_;
};

}  // namespace

std::string explain_text(const report::Proof& proof, const libsync::workday::SyncRules& rules,
                         const ExplainStyle& style) {
  return ExplainWriter{proof, rules, style}.write();
}

}  // namespace cli
