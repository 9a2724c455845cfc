// SPDX-License-Identifier: MIT
//
// `explain` on the built program: the proof of a day that stands in Clockify.
#include "workplace.hpp"

#include <recomputed_plan.hpp>

namespace e2e {
namespace {

using libsync::support::recomputed_plan;
using libsync::support::spelled_plan;
using testing::HasSubstr;
using testing::StartsWith;

class ExplainADay : public testing::Test {
 protected:
  void SetUp() override {
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "11:50");
    place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:07");
    place.work("/work/web", "Europe/Berlin", "2026-02-02", "16:40", "17:30");
    ASSERT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
    requests = place.fake.counts().requests;
  }

  json::object explained(const std::string& day) {
    const auto result = place.run({"explain", day, "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return json::parse(result.out).as_object();
  }

  Workplace place;
  std::int64_t requests = 0;
};

TEST_F(ExplainADay, IsEnoughToComputeWhatStandsInClockify) {
  const auto object = explained("2026-02-02");
  libsync::support::SpelledPlan stands;
  for (const auto& entry : place.fake.entries()) {
    stands.emplace_back(entry.project->str(), libsync::format_utc(entry.start), libsync::format_utc(*entry.end));
  }
  std::ranges::sort(stands, {}, [](const auto& entry) { return std::get<1>(entry); });
  EXPECT_EQ(recomputed_plan(object), stands);
  EXPECT_EQ(spelled_plan(object.at("entries")), stands);
  for (const auto& entry : object.at("entries").as_array()) EXPECT_EQ(entry.at("origin"), "created");
}

TEST_F(ExplainADay, ShowsItToAPersonToo) {
  const auto result = place.run({"explain", "2026-02-02"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Mon 2026-02-02: done\n"));
  EXPECT_THAT(result.out, HasSubstr("    09:00:00-11:50:00  2 h 50 min  /work/api  attended\n"));
  EXPECT_THAT(result.out, HasSubstr("attended, outside of the hours that count: weighs nothing\n"));
  EXPECT_THAT(result.out, HasSubstr("  posted, id "));
  EXPECT_EQ(result.err, "");
}

TEST_F(ExplainADay, AsksNobodyAndKnowsTheWordsForDays) {
  EXPECT_EQ(explained("2026-02-03").at("state"), "no_time");
  EXPECT_EQ(explained("today").at("date").as_string().size(), 10U);
  EXPECT_EQ(place.fake.counts().requests, requests);
}

TEST_F(ExplainADay, RefusesWhatIsNoDay) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"explain"}, {"explain", "2026-02-30"}, {"explain", "2026-02-02..2026-02-03"}, {"explain", "now", "then"}}) {
    const auto result = place.run(words);
    EXPECT_EQ(result.exit_code, 64) << result.err;
    EXPECT_THAT(result.err, HasSubstr("\nhint: "));
  }
  const auto samoa = place.run({"--time-zone", "Pacific/Apia", "explain", "2011-12-30"});
  EXPECT_EQ(samoa.exit_code, 64);
  EXPECT_THAT(samoa.err, HasSubstr("Pacific/Apia never had that day"));
}

}  // namespace
}  // namespace e2e
