// SPDX-License-Identifier: MIT
#include "render/tracked_text.hpp"

#include "render/layout.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace cli {
namespace {

namespace report = libsync::report;
using libsync::milliseconds;
using libsync::printable;

constexpr std::size_t k_least_bar = 8;
constexpr std::size_t k_longest_bar = 40;
constexpr std::size_t k_shown_folders = 5;

struct Row {
  std::string label;  // printable
  report::Sums sums;
  bool has_days_without_times = false;
};

// A column of durations.
struct Column {
  std::string_view heading;
  std::string (*of)(const Row&);
};

constexpr Column k_tracked{"tracked", [](const Row& row) { return clock_hours(row.sums.tracked); }};
constexpr Column k_attended{"attended", [](const Row& row) { return clock_hours(row.sums.attended); }};
constexpr Column k_billed{"billed", [](const Row& row) { return billed_of(row.sums, row.has_days_without_times); }};
constexpr Column k_planned{"planned", [](const Row& row) { return clock_hours(row.sums.planned); }};

// Those that fit, and of these the ones that say something.
std::vector<Column> columns_for(const report::Sums& total, std::size_t width) {
  std::vector<Column> columns{k_tracked};
  if (width >= 72 && total.attended != total.tracked) columns.push_back(k_attended);
  columns.push_back(k_billed);
  if (width >= 50 && total.planned > libsync::seconds{0}) columns.push_back(k_planned);
  return columns;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

class TrackedWriter {
 public:
  TrackedWriter(const report::Daybook& book, ReportBy by, const TrackedStyle& style)
      : book_(book), by_(by), style_(style), palette_(style.colour), total_(report::sum_up(book)) {}

  std::string write() {
    text_ = wrapped(fmt::format("Tracked beside billed, {} to {}, {}", day_name(book_.range.first),
                                day_name(book_.range.last), book_.time_zone),
                    style_.width);
    text_ += "\n";
    if (total_.empty()) {
      text_ += wrapped("Nothing was tracked and nothing is billed in these days.", style_.width);
      return std::move(text_);
    }
    lay_out();
    if (by_ != ReportBy::project) {
      write_table(heading_of(by_), period_rows_);
      text_ += "\n";
    }
    write_table("project", project_rows_);
    write_total();
    write_marks();
    return std::move(text_);
  }

 private:
  void lay_out() {
    for (const auto& group : groups_of(book_, by_)) {
      const bool untimed = group.days_without_times > 0;
      if (untimed || group.sums != report::Sums{}) period_rows_.push_back({label_of(group, by_), group.sums, untimed});
    }
    for (const auto& project : total_.projects) project_rows_.push_back({printable(label_of(project)), project.sums});
    columns_ = columns_for(total_.sums, style_.width);
    number_width_ = style_.width < 50 ? 8 : 10;
    const std::size_t numbers = columns_.size() * number_width_;
    const std::size_t most = std::max<std::size_t>(style_.width, 36) - numbers - 2 - k_least_bar;
    label_width_ = 0;
    for (const auto* rows : {&period_rows_, &project_rows_}) {
      for (const Row& row : *rows) label_width_ = std::max(label_width_, display_width(row.label));
    }
    label_width_ = std::min(std::max<std::size_t>(label_width_, 9), most);
    bar_width_ = std::min(std::max<std::size_t>(style_.width, 36) - numbers - 2 - label_width_, k_longest_bar);
  }

  void write_table(std::string_view heading, const std::vector<Row>& rows) {
    std::string line = padded(heading, label_width_);
    for (const Column& column : columns_) line += fmt::format("{:>{}}", column.heading, number_width_);
    text_ += palette_.paint(Tone::faint, line) + "\n";
    milliseconds longest{0};
    for (const Row& row : rows) longest = std::max(longest, milliseconds{row.sums.billed + row.sums.planned});
    for (const Row& row : rows) {
      std::string label = row.label;
      // Where there is no room for the weekday, the date is enough.
      if (by_ != ReportBy::project && display_width(label) > label_width_ && &rows == &period_rows_) label.erase(0, 4);
      line = spelled_label(label) + numbers_of(row);
      const std::string bar = bar_of(row.sums, longest);
      text_ += bar.empty() ? line + "\n" : fmt::format("{}  {}\n", line, bar);
    }
  }

  // In its column; a name that is too wide for it stands above its numbers.
  [[nodiscard]] std::string spelled_label(const std::string& label) const {
    if (display_width(label) <= label_width_) return palette_.paint(Tone::strong, padded(label, label_width_));
    return painted_lines(palette_, wrapped(label, style_.width)) + std::string(label_width_, ' ');
  }

  [[nodiscard]] std::string numbers_of(const Row& row) const {
    std::string numbers;
    for (const Column& column : columns_) {
      numbers += fmt::format("{:>{}}", column.of(row), number_width_);
    }
    return numbers;
  }

  [[nodiscard]] std::string bar_of(const report::Sums& sums, milliseconds longest) const {
    if (longest == milliseconds{0}) return "";
    const auto cells = [&](milliseconds time) {
      return static_cast<std::size_t>((time.count() * static_cast<std::int64_t>(bar_width_) + longest.count() / 2) /
                                      longest.count());
    };
    const std::size_t billed = cells(sums.billed);
    const std::size_t all = cells(sums.billed + sums.planned);
    return palette_.paint(Tone::good, repeated("█", billed)) + palette_.paint(Tone::plain, repeated("░", all - billed));
  }

  void write_total() {
    const Row total{"total", total_.sums, total_.days_without_times > 0};
    text_ += palette_.paint(Tone::strong, padded(total.label, label_width_)) + numbers_of(total) + "\n";
    std::string legend = "hours:minutes; █ billed: stands in Clockify";
    if (total_.sums.planned > libsync::seconds{0}) legend += "; ░ planned: a run would post it";
    if (total.has_days_without_times || total_.sums.without_times > 0) {
      legend += "; done and +: by the older tool, which kept no times";
    }
    text_ += "\n" + wrapped(legend, style_.width);
  }

  // What a person should know of these days beside the sums.
  void write_marks() {
    std::vector<std::string> marks;
    const auto mark = [&](const report::Day& day, const std::string& words) {
      marks.push_back(fmt::format("{}  {}", day_name(day.date), words));
    };
    for (const report::Day& day : book_.days) {
      if (day.state == report::DayState::occupied) mark(day, "occupied: entries of other making are in the way");
      for (const auto& entry : day.entries) {
        if (entry.state == report::EntryState::in_doubt) mark(day, "in doubt: a run will settle what became of it");
        if (!entry.mismatch.empty()) mark(day, "conflict: " + printable(entry.mismatch));
      }
      for (const auto& gap : day.gaps) {
        mark(day,
             fmt::format("gap: {} of the work hours go to entries of other making", human_duration(gap.duration())));
      }
      for (const auto& drift : day.drift) mark(day, "differs: " + printable(drift));
    }
    if (const int entries = total_.sums.without_times; entries > 0) {
      marks.push_back(fmt::format("{} of the older tool {} in no sum: it kept no times of them",
                                  count_of(entries, "entry", "entries"), entries == 1 ? "is" : "are"));
    }
    if (total_.outside > milliseconds{0}) {
      marks.push_back(
          fmt::format("{} tracked outside of the work hours weigh nothing", human_duration(total_.outside)));
    }
    if (total_.agents.size() > 1) {
      std::vector<std::string> agents;
      for (const auto& [agent, tracked, attended] : total_.agents) {
        agents.push_back(fmt::format("{} {}", printable(agent), human_duration(tracked)));
      }
      marks.push_back(fmt::format("tracked with {}", fmt::join(agents, ", ")));
    }
    for (const auto& folders : folder_marks()) marks.push_back(folders);
    if (marks.empty()) return;
    text_ += "\n";
    for (const auto& words : marks) text_ += wrapped(words, style_.width);
  }

  [[nodiscard]] std::vector<std::string> folder_marks() const {
    const auto longest = report::unmapped_folders(book_);
    std::vector<std::string> marks;
    for (std::size_t i = 0; i < longest.size(); ++i) {
      if (i == k_shown_folders && !style_.verbose) {
        marks.push_back(
            fmt::format("unmapped: {} more", count_of(std::ssize(longest) - std::ssize(marks), "folder", "folders")));
        break;
      }
      const std::string folder = printable(longest[i].folder);
      marks.push_back(fmt::format("unmapped: {}  {}", human_duration(longest[i].tracked),
                                  style_.shorten_paths ? shortened_path(folder, style_.width) : folder));
    }
    return marks;
  }

  const report::Daybook& book_;
  ReportBy by_;
  const TrackedStyle& style_;
  Palette palette_;
  report::Group total_;
  std::vector<Row> period_rows_;
  std::vector<Row> project_rows_;
  std::vector<Column> columns_;
  std::size_t number_width_ = 10;
  std::size_t label_width_ = 0;
  std::size_t bar_width_ = 0;
  std::string text_;
};

}  // namespace

std::string tracked_text(const report::Daybook& book, ReportBy by, const TrackedStyle& style) {
  return TrackedWriter{book, by, style}.write();
}

}  // namespace cli
