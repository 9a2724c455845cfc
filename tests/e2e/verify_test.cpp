// SPDX-License-Identifier: MIT
//
// What was posted is compared with what stands in Clockify.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;

constexpr const char* k_monday = "2026-02-02";

class VerifyCommand : public testing::Test {
 protected:
  void SetUp() override {
    place.configure({});
    place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "13:00");
    place.work("/work/web", "Europe/Berlin", k_monday, "14:00", "16:00");
    ASSERT_EQ(place.sync({"--until", k_monday}).exit_code, 0);
    // Long ago enough for a listing to be believed.
    place.fake.advance(libsync::seconds{1200});
  }

  Workplace place;
};

TEST_F(VerifyCommand, IsContentWithWhatStandsAsItWasPosted) {
  const auto listings = place.fake.counts().listings;
  const auto run = place.run({"verify"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("1 of 1 day in Clockify as posted."));
  EXPECT_EQ(place.fake.counts().listings - listings, 1);
}

TEST_F(VerifyCommand, NamesWhatIsMissingEditedAndDoubled) {
  const auto entries = place.fake.entries();
  place.fake.user_deletes(entries.at(0).id);
  place.fake.user_edits(entries.at(1).id, [](auto& entry) { entry.description = "Mine"; });
  const auto run = place.run({"verify", k_monday});
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.out, HasSubstr("missing"));
  EXPECT_THAT(run.out, HasSubstr("edited"));
  EXPECT_THAT(run.err, HasSubstr("resync 2026-02-02"));

  const auto json_run = place.run({"verify", "--json", k_monday});
  const auto answer = json::parse(json_run.out);
  const auto& day = answer.as_object().at("days").as_array().at(0).as_object();
  EXPECT_EQ(day.at("well"), false);
  EXPECT_EQ(day.at("entries").as_array().at(0).as_object().at("state"), "missing");
  EXPECT_EQ(day.at("entries").as_array().at(1).as_object().at("state"), "edited");
}

TEST_F(VerifyCommand, NamesATwin) {
  const auto ours = place.fake.entries().at(0);
  const auto twin =
      place.fake.user_creates({known::workspace(), *ours.project, {ours.start, *ours.end}, ours.description, {}, {}});
  const auto run = place.run({"verify"});
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.out, HasSubstr(twin.id.str()));
}

TEST_F(VerifyCommand, ShowsWhatElseLiesThereAndIsContentAllTheSame) {
  place.fake.user_creates({known::workspace(),
                           known::infra(),
                           {utc("2026-02-02T09:00:00Z"), utc("2026-02-02T10:00:00Z")},
                           "Meeting",
                           {},
                           {}});
  const auto run = place.run({"verify"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Meeting"));
}

TEST_F(VerifyCommand, WithoutAnAnswerItSaysSo) {
  place.fake.from_listing(1, fault::html(503));
  const auto run = place.run({"verify"});
  EXPECT_EQ(run.exit_code, 75);
}

}  // namespace
}  // namespace e2e
