// SPDX-License-Identifier: MIT
//
// `report` on the built program: from the store alone.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Monday is synced, Tuesday only tracked.
class Report : public testing::Test {
 protected:
  void SetUp() override {
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
    place.work("/work/web", "Europe/Berlin", "2026-02-03", "09:00", "10:00");
    ASSERT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
    requests = place.fake.counts().requests;
  }

  json::object report_json(std::vector<std::string> words) {
    words.insert(words.begin(), {"report", "--json"});
    const auto result = place.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return json::parse(result.out).as_object();
  }

  Workplace place;
  std::int64_t requests = 0;
};

TEST_F(Report, ShowsTrackedBesideBilledByName) {
  const auto result = place.run({"report", "2026-02-02..2026-02-03"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Mon 2026-02-02      4:00      8:00         -  ████"));
  EXPECT_THAT(result.out, HasSubstr("Tue 2026-02-03      1:00         -      8:00  ░░░░"));
  EXPECT_THAT(result.out, HasSubstr("Website             2:00      2:00      8:00"));
  EXPECT_EQ(result.err, "");
}

TEST_F(Report, SumsTheEntriesThatStandThereToTheSecond) {
  const auto object = report_json({"2026-02-02"});
  std::int64_t stands = 0;
  for (const auto& entry : place.fake.entries()) stands += (*entry.end - entry.start).count();
  EXPECT_EQ(object.at("total").at("billed_seconds").as_int64(), stands);
}

TEST_F(Report, AsksNobodyReadsNoTranscriptsAndWritesNothing) {
  place.work("/work/api", "Europe/Berlin", "2026-02-04", "09:00", "10:00");
  const auto before = std::filesystem::last_write_time(place.database());
  place.environment["CLOCKIFY_API_KEY"] = "";
  EXPECT_EQ(report_json({"2026-02"}).at("days").as_array().size(), 2U);
  EXPECT_EQ(place.fake.counts().requests, requests);
  EXPECT_EQ(std::filesystem::last_write_time(place.database()), before);
}

TEST_F(Report, WorksWithoutANetworkAndWithoutAStore) {
  const auto words =
      std::vector<std::string>{Workplace::program(), "--base-url", "https://127.0.0.1:1/api/v1", "report", "2026-02"};
  const auto offline =
      libsync::support::run_process(words, {.environment = place.environment, .input = {}, .directory = place.home()});
  EXPECT_EQ(offline.exit_code, 0) << offline.err;
  std::filesystem::remove(place.database());
  const auto empty = place.run({"report"});
  EXPECT_EQ(empty.exit_code, 0) << empty.err;
  EXPECT_THAT(empty.out, HasSubstr("Nothing was tracked and nothing is billed"));
  EXPECT_FALSE(std::filesystem::exists(place.database()));
}

TEST_F(Report, HasAFormForSpreadsheetsAndOneForMarkdown) {
  const auto csv = place.run({"report", "2026-02", "--by", "project", "--csv"});
  EXPECT_THAT(csv.out, StartsWith("period,from,to,project,project_id,"));
  EXPECT_THAT(csv.out,
              HasSubstr("\r\nrange,2026-02-01,2026-02-28,Website," + known::web().str() + ",7200,7200,7200,28800,"));
  const auto markdown = place.run({"report", "2026-02", "--by", "week", "--md"});
  EXPECT_THAT(markdown.out, HasSubstr("\n| Mon 2026-02-02 | Website | 2:00 | 2:00 | 2:00 | 8:00 |\n"));
}

TEST_F(Report, WritesAPageAsAWholeOrNotAtAll) {
  const auto file = place.home() / "timesheet.html";
  const auto written = place.run({"report", "2026-02", "--html", file});
  EXPECT_EQ(written.exit_code, 0) << written.err;
  EXPECT_EQ(written.out, "Wrote " + file.string() + ".\n");
  EXPECT_EQ(libsync::support::read_file(file), place.run({"report", "2026-02", "--html", "-"}).out);
  const auto into_nowhere = place.run({"report", "--html", place.home() / "absent" / "x.html"});
  EXPECT_EQ(into_nowhere.exit_code, 64);
  EXPECT_THAT(into_nowhere.err, HasSubstr("No such file or directory"));
  EXPECT_EQ(place.run({"report", "--html", place.home()}).exit_code, 64);
  EXPECT_EQ(place.run({"report", "--html", "/dev/null"}).exit_code, 64);
}

TEST_F(Report, RefusesWhatItDoesNotUnderstand) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"report", "--by", "year"},
                                                                 {"report", "--csv", "--md"},
                                                                 {"report", "never"},
                                                                 {"report", "2026-02-03..2026-02-02"}}) {
    const auto result = place.run(words);
    EXPECT_EQ(result.exit_code, 64) << result.err;
    EXPECT_THAT(result.err, StartsWith("claude-tracker: error: "));
    EXPECT_THAT(result.err, HasSubstr("\nhint: "));
    EXPECT_EQ(result.out, "");
  }
}

TEST_F(Report, SaysThatTheDaysMayBeAnothersWhenTheKeyIsNew) {
  constexpr const char* k_note = "this store before, so these may be the days of another user";
  EXPECT_THAT(place.run({"report"}).err, Not(HasSubstr(k_note)));
  place.environment["CLOCKIFY_API_KEY"] = libsync::support::well_known::k_other_key;
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"report"}, {"report", "--csv"}, {"report", "--html", "-"}, {"explain", "2026-02-02"}, {"status"}}) {
    EXPECT_THAT(place.run(words).err, HasSubstr(k_note)) << words.front();
  }
  for (const auto& words : std::vector<std::vector<std::string>>{{"report"}, {"explain", "2026-02-02"}, {"status"}}) {
    auto with_json = words;
    with_json.push_back("--json");
    EXPECT_THAT(place.run(with_json).out, HasSubstr(k_note)) << words.front();
  }
  EXPECT_THAT(place.run({"report", "--html", "-"}).out, HasSubstr(k_note));
  EXPECT_EQ(place.run({"-q", "report"}).err, "");
}

TEST_F(Report, SaysWhenTheConfigCannotBeUsed) {
  place.configure_text("[sync]\n");
  const auto result = place.run({"report", "--json"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_EQ(json::parse(result.out).at("error").at("kind"), "config");
}

}  // namespace
}  // namespace e2e
