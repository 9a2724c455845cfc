// SPDX-License-Identifier: MIT
//
// `explain` in both forms, on days that a store in memory has.
#include "in_memory_store.hpp"
#include "office_rules.hpp"
#include "recomputed_plan.hpp"
#include "render/explain_json.hpp"
#include "render/explain_text.hpp"
#include "render/words.hpp"

#include <libsync/workday/calendar.hpp>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace cli {
namespace {

using namespace std::chrono_literals;
using libsync::ActiveInterval;
using libsync::Instant;
using libsync::milliseconds;
using libsync::support::recomputed_plan;
using libsync::support::spelled_plan;
using testing::HasSubstr;
using testing::Not;
namespace known = libsync::support::well_known;
namespace report = libsync::report;
namespace store = libsync::store;

class Explain : public testing::Test {
 protected:
  Explain() { store_.register_timesheet(timesheet()); }

  [[nodiscard]] store::Timesheet timesheet() const { return {known::ann(), rules_.base_url, rules_.workspace}; }

  // A session that begins so long after 09:00 in Berlin; intervals follow from there.
  void track(const std::string& name, milliseconds after, const std::vector<ActiveInterval>& relative) {
    const Instant begin = Instant{work_hours().start} + after;
    libsync::Session session{name, "claude-code", relative.front().project, begin, begin, relative, {}};
    for (auto& interval : session.active) {
      interval.span.start = begin + interval.span.start.time_since_epoch();
      interval.span.end = begin + interval.span.end.time_since_epoch();
      session.end = interval.span.end;
    }
    store_.apply({{}, {session}, {{"idle_timeout_ms", "900000"}}});
  }

  static ActiveInterval part(milliseconds from, milliseconds to, const std::string& folder, bool attended = true) {
    return {{Instant{from}, Instant{to}}, folder, attended};
  }

  [[nodiscard]] libsync::Interval work_hours() const { return libsync::workday::work_hours_of(k_date, rules_); }

  [[nodiscard]] report::Proof proof() {
    return report::prove_day(store_, rules_, k_date, work_hours().end + 24h).value();
  }

  [[nodiscard]] boost::json::object json() { return boost::json::parse(explain_json(proof(), rules_)).as_object(); }

  [[nodiscard]] std::string text(std::size_t width = 100) { return explain_text(proof(), rules_, {.width = width}); }

  // On a terminal.
  [[nodiscard]] std::string shown(std::size_t width) {
    return explain_text(proof(), rules_, {.width = width, .shorten_paths = true});
  }

  static constexpr libsync::LocalDate k_date{std::chrono::year{2026} / 2 / 2};
  libsync::support::InMemoryStore store_;
  libsync::workday::SyncRules rules_ = libsync::support::office_rules();
};

TEST_F(Explain, GoesFromStretchesToSharesToEntries) {
  store_.remember_projects(timesheet(), {{}, {{known::api(), "API", ""}, {known::web(), "Website", ""}}});
  track("a.jsonl", 0ms,
        {part(0min, 60min, "/work/api"), part(60min, 90min, "/work/api", false), part(120min, 150min, "/work/web")});
  track("b.jsonl", 7h, {part(0min, 90min, "/work/web"), part(90min, 91min, "/tmp/x")});
  rules_.ignore_projects = {{"/tmp/**"}, true};
  EXPECT_EQ(text(),
            "Mon 2026-02-02: planned\n"
            "Nothing of the day was posted yet; a run would post what follows.\n"
            "\n"
            "Hours\n"
            "  work hours 09:00:00-17:00:00 in Europe/Berlin, 28800 s\n"
            "  what counts: all active time from 09:00:00-17:00:00\n"
            "  idle: 15 min or more without a message\n"
            "\n"
            "Sessions\n"
            "  claude-code  a.jsonl\n"
            "    09:00:00-10:00:00  1 h  /work/api  attended\n"
            "    10:00:00-10:30:00  30 min  /work/api  unattended\n"
            "    10:30:00-11:00:00  idle: cut\n"
            "    11:00:00-11:30:00  30 min  /work/web  attended\n"
            "  claude-code  b.jsonl\n"
            "    16:00:00-17:00:00  1 h  /work/web  attended\n"
            "    17:00:00-17:30:00  30 min  /work/web  attended, outside of the hours that count: weighs nothing\n"
            "    17:30:00-17:31:00  1 min  /tmp/x  attended, outside of the hours that count: weighs nothing\n"
            "\n"
            "Shares\n"
            "  28800 s are shared out by 10800000 ms of weight; each boundary is rounded down to a whole second\n"
            "  API  5400000 ms, 50.000 %  from /work/api\n"
            "      to 14400 s = 28800 s x 5400000 ms / 10800000 ms; 14400 s from 0 s on\n"
            "  Website  5400000 ms, 50.000 %  from /work/web\n"
            "      to 28800 s = 28800 s x 10800000 ms / 10800000 ms; 14400 s from 14400 s on\n"
            "\n"
            "Entries\n"
            "  09:00:00-13:00:00  14400 s  API  planned\n"
            "  13:00:00-17:00:00  14400 s  Website  planned\n");
}

TEST_F(Explain, SaysHowAnEntryGotThereAndWhatDiffers) {
  track("a.jsonl", 0ms, {part(0min, 60min, "/work/api")});
  store::DayPlan plan{timesheet(), k_date, "Europe/Berlin", work_hours(), 1h, {}, {}};
  plan.rows.push_back({.entry = proof().entries.at(0)});
  plan.rows[0].state = store::RowState::posted;
  plan.rows[0].entry_id = libsync::EntryId::parse(std::string(24, 'e'));
  plan.rows[0].origin = store::Origin::adopted;
  store_.freeze(plan);
  store_.complete_day(plan.key());
  track("b.jsonl", 2h, {part(0min, 60min, "/work/web")});
  EXPECT_THAT(text(200), HasSubstr("adopted: it stood there before, id eeeeeeeeeeeeeeeeeeeeeeee"));
  EXPECT_THAT(text(), HasSubstr("Differs from what would be planned now\n  by the sessions as they are now, "));
  EXPECT_EQ(json().at("entries").at(0).at("origin"), "adopted");
  EXPECT_EQ(json().at("state"), "done");
}

TEST_F(Explain, ShowsTheWorkHoursThatADoneDayWasMadeFor) {
  track("a.jsonl", 0ms, {part(0min, 60min, "/work/api"), part(60min, 180min, "/work/web")});
  store::DayPlan plan{timesheet(), k_date, "Europe/Berlin", work_hours(), 3h, {}, {}};
  for (const auto& entry : proof().entries) {
    plan.rows.push_back({.entry = entry});
    plan.rows.back().state = store::RowState::posted;
    plan.rows.back().entry_id = libsync::EntryId::parse(std::string(24, plan.rows.size() == 1 ? 'd' : 'e'));
    plan.rows.back().origin = store::Origin::adopted;
  }
  store_.freeze(plan);
  store_.complete_day(plan.key());
  rules_.work_day_start = 10h;
  rules_.work_day_end = 18h;
  EXPECT_THAT(text(), HasSubstr("  work hours 09:00:00-17:00:00 in Europe/Berlin, 28800 s\n"));
  EXPECT_THAT(text(), HasSubstr("    09:00:00-10:00:00  1 h  /work/api  attended\n"));
  EXPECT_THAT(text(), HasSubstr("  the work hours would now be 10:00-18:00\n"));
  EXPECT_EQ(recomputed_plan(json()), spelled_plan(json().at("entries")));
}

TEST_F(Explain, SharesNothingOutOnADayThatIsNotBilled) {
  track("a.jsonl", 0ms, {part(0min, 60min, "/work/api")});
  rules_.first_day = libsync::next_day(k_date);
  EXPECT_THAT(text(), HasSubstr("Mon 2026-02-02: not billed\n"));
  EXPECT_THAT(text(), Not(HasSubstr("shared out")));
  EXPECT_EQ(json().at("free"), boost::json::array{});
  EXPECT_EQ(json().at("plan"), boost::json::array{});
  EXPECT_EQ(json().at("weight_ms"), 3'600'000);
}

TEST_F(Explain, GivesTheSmallHoursToTheNightShiftBeforeThem) {
  rules_.work_day_start = 22h;
  rules_.work_day_end = 6h;
  // From 22:00 on: the evening of the day, the night after it, and what lies between two shifts.
  track("a.jsonl", -19h, {part(0min, 60min, "/work/web")});
  track("b.jsonl", 1h, {part(0min, 60min, "/work/api")});
  track("c.jsonl", -6h, {part(0min, 60min, "/work/api")});
  EXPECT_THAT(text(), HasSubstr("    03:00:00-04:00:00  1 h  /work/web  attended, in the hours of Sun 2026-02-01: "
                                "weighs nothing here\n"));
  EXPECT_THAT(text(), HasSubstr("    16:00:00-17:00:00  1 h  /work/api  attended, outside of the hours that count"));
  EXPECT_THAT(text(), HasSubstr("    23:00:00-00:00:00 +1  1 h  /work/api  attended\n"));
  EXPECT_EQ(json().at("sessions").at(0).at("stretches").at(0).at("standing"), "other_day");
  EXPECT_EQ(recomputed_plan(json()), spelled_plan(json().at("plan")));
}

TEST_F(Explain, DoesNotInventStretchesOfARowOfTheOlderTool) {
  libsync::Session old;
  old.source_path = "old.jsonl";
  old.project = "/work/api";
  old.start = Instant{work_hours().start} - 1h;
  old.end = Instant{work_hours().start} + 1h;
  store_.add_legacy({old, 3600s});
  EXPECT_THAT(text(), HasSubstr("  older tool  old.jsonl\n    no stretches are known of it"));
  EXPECT_THAT(text(), HasSubstr("    09:00:00-10:00:00  30 min  /work/api  attended\n"));
  EXPECT_EQ(recomputed_plan(json()), spelled_plan(json().at("plan")));
}

TEST_F(Explain, DoesNotVouchForEntriesThatTheOlderToolDidNotRecord) {
  track("a.jsonl", 0ms, {part(0min, 60min, "/work/api")});
  store_.add_synced_day(rules_.workspace, k_date);
  EXPECT_THAT(text(),
              HasSubstr("Mon 2026-02-02: done\nThe older tool marked the day as done; which entries it made of it "
                        "is not recorded.\n"));
  EXPECT_THAT(text(), HasSubstr("\nEntries\n  not recorded\n"));
  EXPECT_THAT(text(), Not(HasSubstr("stands in Clockify")));
}

TEST_F(Explain, NamesWhatIsInTheWay) {
  track("a.jsonl", 0ms, {part(0min, 60min, "/work/api")});
  const libsync::Interval ten{work_hours().start + 1h, work_hours().start + 2h};
  store_.remember_occupied({timesheet(), k_date}, {{*libsync::EntryId::parse(std::string(24, 'd')), ten, "Stand-up"}});
  EXPECT_THAT(text(), HasSubstr("In the way\n  10:00:00-11:00:00  Stand-up\n"));
  EXPECT_THAT(text(), HasSubstr("Mon 2026-02-02: occupied\n"));
}

TEST_F(Explain, FitsANarrowTerminal) {
  const std::string deep = "/work/api/a-folder/that-lies-rather-deep/parser";
  track("-work-api/33f1d68e-b7a2-4a43-9d40-ee0fdc6cbb48.jsonl", 0ms,
        {part(0min, 60min, deep), part(90min, 100min, "/home/me/notes", false)});
  store_.remember_projects(timesheet(), {{}, {{known::api(), "A project whose name nobody could ever fit", ""}}});
  for (const std::size_t width : {40U, 60U, 100U}) {
    std::istringstream lines{shown(width)};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), width) << line;
  }
  EXPECT_THAT(shown(40), HasSubstr("    /work/.../parser  attended\n"));
  EXPECT_THAT(shown(40), HasSubstr("\n  33f1d68e-b7a2-4a43-9d40-ee0fdc6cbb48\n"));
  EXPECT_THAT(text(40), HasSubstr(deep + "\n"));
}

TEST_F(Explain, NeverShowsWhatATerminalWouldActOn) {
  track("\x1b[2J.jsonl", 0ms, {part(0min, 60min, "/work/\x1b[2J\xe2\x80\xae")});
  for (const auto& shown : {text(), explain_json(proof(), rules_)}) {
    EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
    EXPECT_THAT(shown, Not(HasSubstr("\xe2\x80\xae")));
  }
}

// Whatever a day holds, its plan can be computed again from what is printed of it, to the second.
RC_GTEST_FIXTURE_PROP(Explain, TheJsonIsEnoughToComputeThePlanAgain, ()) {
  rules_.count = *rc::gen::element(libsync::CountedTime::all, libsync::CountedTime::attended);
  rules_.session_window = *rc::gen::element(libsync::SessionWindow::work_hours, libsync::SessionWindow::calendar_day);
  rules_.on_existing = libsync::OnExisting::fill;
  rules_.ignore_projects = {{"/tmp/**"}, true};
  if (*rc::gen::arbitrary<bool>()) rules_.other_project = known::other();
  const auto sessions = *rc::gen::inRange(1, 5);
  for (int i = 0; i < sessions; ++i) {
    std::vector<ActiveInterval> intervals;
    milliseconds reached{0};
    const auto count = *rc::gen::inRange(1, 5);
    for (int j = 0; j < count; ++j) {
      const milliseconds from = reached + milliseconds{*rc::gen::element(0, 1'000'000)};
      reached = from + milliseconds{*rc::gen::inRange(1, 9'000'000)};
      intervals.push_back(part(from, reached,
                               *rc::gen::element<std::string>("/work/api", "/work/api/deep", "/work/apis", "/work/web",
                                                              "/work/infra", "/tmp/x", "/elsewhere"),
                               *rc::gen::arbitrary<bool>()));
    }
    track(std::to_string(i) + ".jsonl", milliseconds{*rc::gen::inRange(-10'000'000, 30'000'000)}, intervals);
  }
  if (*rc::gen::arbitrary<bool>()) {
    const auto from = work_hours().start + libsync::seconds{*rc::gen::inRange(0, 20'000)};
    store_.remember_occupied({timesheet(), k_date}, {{*libsync::EntryId::parse(std::string(24, 'd')),
                                                      {from, from + libsync::seconds{*rc::gen::inRange(1, 5'000)}},
                                                      ""}});
  }
  const auto object = json();
  RC_ASSERT(recomputed_plan(object) == spelled_plan(object.at("plan")));
  if (object.at("state") == "planned") RC_ASSERT(recomputed_plan(object) == spelled_plan(object.at("entries")));
  std::int64_t shared = 0;
  for (const auto& share : object.at("shares").as_array()) shared += share.at("seconds").as_int64();
  RC_ASSERT(object.at("shares").as_array().empty() || shared == object.at("free_seconds").as_int64());
}

}  // namespace
}  // namespace cli
