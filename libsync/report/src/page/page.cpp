// SPDX-License-Identifier: MIT
#include "page/template.hpp"
#include "page_texts.hpp"

#include <libsync/report/page.hpp>
#include <libsync/report/spelled.hpp>
#include <libsync/report/summary.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace libsync::report {
namespace {

constexpr std::size_t k_fills = 8;  // that the style sheet has

// How a project is drawn: a colour, and a letter for those who do not tell it from the others.
struct Look {
  std::string key;
  std::string fill;
  std::string name;
};

std::string key_of(std::size_t number) {
  std::string key{static_cast<char>('A' + number % 26)};
  if (number >= 26) key += std::to_string(number / 26);
  return key;
}

std::string percent_of(milliseconds part, milliseconds whole) {
  const auto hundredths = whole.count() == 0 ? 0 : part.count() * 10'000 / whole.count();
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

View sums_view(const Sums& sums, bool has_days_without_times = false) {
  return {{{"tracked", clock_hours(sums.tracked)},
           {"attended", clock_hours(sums.attended)},
           {"billed", billed_hours(sums.billed, has_days_without_times || sums.without_times > 0)},
           {"planned", clock_hours(sums.planned)}}};
}

milliseconds unmapped_in(const Day& day) {
  milliseconds sum{0};
  for (const FolderTime& folder : day.folders) {
    if (!folder.project && !folder.ignored) sum += folder.tracked;
  }
  return sum;
}

class PageWriter {
 public:
  explicit PageWriter(const Daybook& book) : book_(book), total_(sum_up(book)) {
    for (const auto& project : total_.projects) {
      const std::size_t number = looks_.size();
      looks_.emplace(project.project,
                     project.project ? Look{key_of(number), fmt::format("p{}", number % k_fills), label_of(project)}
                                     : Look{"-", "none", label_of(project)});
    }
    for (const Day& day : book.days) {
      milliseconds taken{day.billed() + day.planned()};
      for (const Interval& gap : day.gaps) taken += gap.duration();
      longest_ = std::max({longest_, taken, day.tracked});
    }
  }

  [[nodiscard]] View view() const {
    View page = sums_view(total_.sums, total_.days_without_times > 0);
    page.texts["style"] = embedded::k_page_css;
    page.texts["first"] = format_date(book_.range.first);
    page.texts["last"] = format_date(book_.range.last);
    page.texts["first_day"] = fmt::format("{} {}", short_weekday(book_.range.first), format_date(book_.range.first));
    page.texts["last_day"] = fmt::format("{} {}", short_weekday(book_.range.last), format_date(book_.range.last));
    page.texts["time_zone"] = book_.time_zone;
    page.lists["nothing"] = total_.empty() ? std::vector<View>(1) : std::vector<View>{};
    page.lists["projects_section"] = {};
    page.lists["periods"] = {};
    if (!total_.empty()) {
      page.lists["projects_section"] = {View{{}, {{"projects", projects_of(total_)}, {"months", months()}}}};
      page.lists["periods"] = {period_view("weeks", "Weeks", "Week from", Period::week),
                               period_view("months", "Months", "Month", Period::month)};
    }
    page.lists["unmapped_section"] = section("folders", unmapped());
    page.lists["notes_section"] = section("notes", notes());
    return page;
  }

 private:
  // Nothing where there is nothing to list.
  static std::vector<View> section(const std::string& list, std::vector<View> elements) {
    if (elements.empty()) return {};
    return {View{{}, {{list, std::move(elements)}}}};
  }

  [[nodiscard]] std::vector<View> projects_of(const Group& group) const {
    std::vector<View> projects;
    for (const auto& project : group.projects) {
      const Look& look = looks_.at(project.project);
      View row = sums_view(project.sums);
      row.texts.merge(decltype(row.texts){{"key", look.key}, {"fill", look.fill}, {"name", look.name}});
      projects.push_back(std::move(row));
    }
    return projects;
  }

  [[nodiscard]] View period_view(const char* id, const char* title, const char* heading, Period period) const {
    View view{{{"id", id}, {"title", title}, {"heading", heading}}, {{"groups", {}}}};
    for (const Group& group : group_by(book_, period)) {
      View row = sums_view(group.sums, group.days_without_times > 0);
      row.texts["label"] = period == Period::month
                               ? month_and_year(group.dates.first)
                               : fmt::format("{} {}", short_weekday(group.dates.first), format_date(group.dates.first));
      row.lists["projects"] = projects_of(group);
      view.lists["groups"].push_back(std::move(row));
    }
    return view;
  }

  [[nodiscard]] std::vector<View> months() const {
    std::vector<View> months;
    std::string last;
    for (const Day& day : book_.days) {
      const bool is_silent = day.folders.empty() && day.entries.empty() && day.outside == milliseconds{0};
      if (is_silent && !day.is_done_without_times()) continue;
      const std::string month = format_date(day.date).substr(0, 7);
      if (month != last)
        months.push_back({{{"month", month}, {"month_name", month_and_year(day.date)}}, {{"days", {}}}});
      last = month;
      months.back().lists["days"].push_back(day_view(day));
    }
    return months;
  }

  [[nodiscard]] View day_view(const Day& day) const {
    View view = sums_view({day.tracked, day.attended, day.billed(), day.planned(), day.without_times()},
                          day.is_done_without_times());
    view.texts["date"] = format_date(day.date);
    view.texts["weekday"] = short_weekday(day.date);
    view.texts["day_of_month"] = std::to_string(static_cast<unsigned>(day.date.day()));
    view.texts["state"] = words_of(day.state);
    view.texts["hours"] =
        fmt::format("{} from {} tracked",
                    billed_hours(day.billed() + day.planned(), day.without_times() > 0 || day.is_done_without_times()),
                    clock_hours(day.tracked));
    view.texts["entries"] = entries_of(day);
    view.lists["segments"] = segments_of(day);
    view.lists["work"] = {bar_part("attended", day.attended, "attended"),
                          bar_part("alone", day.tracked - day.attended, "unattended")};
    std::erase_if(view.lists["work"], [](const View& part) { return part.texts.at("percent") == "0.00"; });
    std::vector<std::string> remarks;
    view.lists["badges"] = {};
    for (const auto& [kind, badge, words] : marks_of(day)) {
      if (!badge.empty()) view.lists["badges"].push_back({{{"kind", kind}, {"words", badge}}});
      remarks.push_back(words);
    }
    view.texts["remarks"] = fmt::format("{}", fmt::join(remarks, "; "));
    return view;
  }

  [[nodiscard]] View bar_part(const std::string& fill, milliseconds duration, const std::string& what,
                              const std::string& key = "") const {
    return {{{"fill", fill},
             {"percent", percent_of(duration, longest_)},
             {"title", fmt::format("{} {}", what, clock_hours(duration))},
             {"key", key}}};
  }

  // Entries and gaps as they follow one another.
  [[nodiscard]] std::vector<View> segments_of(const Day& day) const {
    std::map<UtcTime, View> in_order;
    for (const DayEntry& entry : day.entries) {
      if (!entry.interval || entry.state == EntryState::left_out) continue;
      const Look& look = looks_.at(entry.project);
      const bool stands = entry.state == EntryState::posted;
      in_order.emplace(entry.interval->start, bar_part(stands ? look.fill : look.fill + " planned",
                                                       entry.interval->duration(), look.name, look.key));
    }
    for (const Interval& gap : day.gaps) in_order.emplace(gap.start, bar_part("gap", gap.duration(), "gap", "gap"));
    std::vector<View> segments;
    segments.reserve(in_order.size());
    for (auto& [start, segment] : in_order) segments.push_back(std::move(segment));
    return segments;
  }

  [[nodiscard]] std::string entries_of(const Day& day) const {
    std::vector<std::string> entries;
    for (const DayEntry& entry : day.entries) {
      const auto look = looks_.find(entry.project);
      const std::string name = look == looks_.end() ? workday::name_of(entry.project, book_.names) : look->second.name;
      entries.push_back(entry.interval ? fmt::format("{} {}", name, clock_hours(entry.interval->duration())) : name);
    }
    return fmt::format("{}", fmt::join(entries, ", "));
  }

  struct Mark {
    const char* kind;
    std::string badge;  // short, beside the bar; empty for what is worth no badge
    std::string words;
  };

  static std::vector<Mark> marks_of(const Day& day) {
    std::vector<Mark> marks;
    const auto in_state = [&](EntryState state) { return std::ranges::count(day.entries, state, &DayEntry::state); };
    if (day.state != DayState::done)
      marks.push_back({"", std::string{words_of(day.state)}, std::string{words_of(day.state)}});
    if (day.is_done_without_times()) {
      marks.push_back({"", "no times", "done by the older tool, which kept no times"});
    }
    if (const auto count = in_state(EntryState::in_doubt); count > 0) {
      marks.push_back({"warn", "in doubt", fmt::format("{} in doubt", count)});
    }
    if (const auto count = in_state(EntryState::left_out); count > 0) {
      marks.push_back({"warn", "left out", fmt::format("{} refused and left out", count)});
    }
    for (const auto& entry : day.entries) {
      if (!entry.mismatch.empty()) marks.push_back({"warn", "conflict", "conflict: " + entry.mismatch});
    }
    if (const auto unmapped = unmapped_in(day); unmapped > milliseconds{0}) {
      marks.push_back({"warn", clock_hours(unmapped) + " unmapped", clock_hours(unmapped) + " without a project"});
    }
    for (const Interval& gap : day.gaps) {
      marks.push_back({"", "gap", fmt::format("gap of {} for entries of other making", clock_hours(gap.duration()))});
    }
    for (const auto& drift : day.drift) marks.push_back({"warn", "differs", "differs: " + drift});
    if (day.outside > milliseconds{0}) {
      marks.push_back({"", "", clock_hours(day.outside) + " outside of the work hours"});
    }
    return marks;
  }

  [[nodiscard]] std::vector<View> unmapped() const {
    std::vector<View> rows;
    for (const auto& [folder, time] : unmapped_folders(book_)) {
      rows.push_back({{{"folder", folder}, {"tracked", clock_hours(time)}}});
    }
    return rows;
  }

  [[nodiscard]] std::vector<View> notes() const {
    std::vector<View> notes;
    const auto note = [&](std::string words) { notes.push_back({{{"words", std::move(words)}}}); };
    if (!book_.is_sure_whose) note(std::string{k_unsure_whose});
    for (const Day& day : book_.days) {
      for (const auto& drift : day.drift) note(fmt::format("{} differs: {}", format_date(day.date), drift));
    }
    if (total_.agents.size() > 1) {
      for (const auto& agent : total_.agents) note(clock_hours(agent.tracked) + " tracked with " + agent.agent);
    }
    if (total_.outside > milliseconds{0})
      note(clock_hours(total_.outside) + " tracked outside of the work hours weigh nothing");
    if (total_.ignored > milliseconds{0}) note(clock_hours(total_.ignored) + " tracked are ignored and weigh nothing");
    if (total_.sums.without_times > 0) {
      note(fmt::format("entries of the older tool that are in no sum, since it kept no times: {}",
                       total_.sums.without_times));
    }
    return notes;
  }

  const Daybook& book_;
  Group total_;
  std::map<std::optional<ProjectId>, Look> looks_;
  milliseconds longest_{0};  // what a whole bar stands for
};

}  // namespace

std::string page_of(const Daybook& book) {
  return fill(embedded::k_page_html, PageWriter{book}.view());
}

}  // namespace libsync::report
