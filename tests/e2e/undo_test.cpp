// SPDX-License-Identifier: MIT
//
// Days are taken back by the program as a person runs it.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* k_monday = "2026-02-02";
constexpr const char* k_tuesday = "2026-02-03";

class UndoCommand : public testing::Test {
 protected:
  // Monday and Tuesday are done: two entries each.
  void SetUp() override {
    place.configure(config);
    for (const char* day : {k_monday, k_tuesday}) {
      place.work("/work/api", "Europe/Berlin", day, "09:00", "13:00");
      place.work("/work/web", "Europe/Berlin", day, "14:00", "16:00");
    }
    ASSERT_EQ(place.sync({"--until", k_tuesday}).exit_code, 0);
    ASSERT_EQ(place.fake.entries().size(), 4U);
  }

  static json::object parsed(const std::string& text) { return json::parse(text).as_object(); }

  Config config;
  Workplace place;
};

TEST_F(UndoCommand, DeletesTheEntriesOfADayAndForgetsIt) {
  const auto run = place.run({"undo", "--yes", "--json", k_monday});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto object = parsed(run.out);
  EXPECT_EQ(object.at("command"), "undo");
  EXPECT_EQ(object.at("dry_run"), false);
  const auto& day = object.at("days").as_array().at(0).as_object();
  EXPECT_EQ(day.at("date"), k_monday);
  EXPECT_EQ(day.at("state"), "forgotten");
  EXPECT_EQ(day.at("entries").as_array().size(), 2U);
  EXPECT_EQ(day.at("entries").as_array().at(0).as_object().at("state"), "deleted");
  EXPECT_EQ(object.at("summary").as_object().at("entries_deleted"), 2);
  EXPECT_EQ(place.fake.entries().size(), 2U);
  EXPECT_FALSE(place.is_done(k_monday));
  EXPECT_TRUE(place.is_done(k_tuesday));

  EXPECT_EQ(place.sync({"--until", k_tuesday}).exit_code, 0);
  place.expect_full(k_monday, config);
  EXPECT_EQ(place.fake.entries().size(), 4U);
}

TEST_F(UndoCommand, ADryRunShowsTheEntriesInLocalTimeAndSendsNothing) {
  const auto before = place.fake.counts().requests;
  const auto run = place.run({"undo", "--dry-run", k_monday});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Mon 2026-02-02"));
  EXPECT_THAT(run.out, HasSubstr("09:00-14:20"));
  EXPECT_THAT(run.out, HasSubstr("to delete"));
  EXPECT_THAT(run.out, HasSubstr("API"));
  EXPECT_THAT(run.out, HasSubstr("Would delete 2 entries."));
  EXPECT_EQ(place.fake.counts().requests, before);
  EXPECT_TRUE(place.is_done(k_monday));
}

TEST_F(UndoCommand, WithoutATerminalItNeedsAYes) {
  const auto run = place.run({"undo", k_monday});
  EXPECT_EQ(run.exit_code, 64);
  EXPECT_THAT(run.err, HasSubstr("--yes"));
  EXPECT_EQ(place.fake.entries().size(), 4U);
}

TEST_F(UndoCommand, ADayHasToBeNamed) {
  EXPECT_EQ(place.run({"undo", "--yes"}).exit_code, 64);
  EXPECT_EQ(place.run({"undo", "--yes", "someday"}).exit_code, 64);
  EXPECT_EQ(place.fake.entries().size(), 4U);
}

TEST_F(UndoCommand, OnATerminalItShowsTheDaysAndAsks) {
  {
    const auto process = place.start_on_terminal({"undo", k_monday}, "n\n");
    const auto result = process->wait();
    EXPECT_EQ(result.exit_code, 130);
    EXPECT_THAT(result.out, HasSubstr("Delete 2 entries of 1 day in Clockify?"));
    EXPECT_THAT(result.out, HasSubstr("Nothing was deleted."));
    EXPECT_EQ(place.fake.entries().size(), 4U);
  }
  const auto process = place.start_on_terminal({"undo", k_monday}, "y\n");
  EXPECT_EQ(process->wait().exit_code, 0);
  EXPECT_EQ(place.fake.entries().size(), 2U);
}

TEST_F(UndoCommand, ADayThatSomebodyEditedIsAConflictThatNamesTheEntry) {
  const auto edited = place.fake.entries().at(1).id;
  place.fake.user_edits(edited, [](auto& entry) { entry.description = "Mine"; });
  const auto run = place.run({"undo", "--yes", k_monday});
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.err, HasSubstr(edited.str()));
  EXPECT_THAT(run.err, HasSubstr("hint: make that entry in Clockify as it was posted"));
  EXPECT_THAT(run.err, HasSubstr("undo 2026-02-02` again"));
  EXPECT_EQ(place.fake.entries().size(), 4U);
  EXPECT_TRUE(place.is_done(k_monday));
}

TEST_F(UndoCommand, WithoutANetworkNothingIsChangedAndTheNextRunFinishes) {
  // A DELETE may be sent again, and is once where the connection was used before.
  place.fake.on_delete(2, fault::drop().applied());
  place.fake.on_delete(3, fault::drop());
  const auto cut = place.run({"undo", "--yes", k_monday});
  EXPECT_EQ(cut.exit_code, 75);
  EXPECT_TRUE(place.is_done(k_monday)) << "days are forgotten last";
  const auto again = place.run({"undo", "--yes", k_monday});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_FALSE(place.is_done(k_monday));
  EXPECT_EQ(place.fake.entries().size(), 2U);
}

TEST_F(UndoCommand, FitsFortyColumns) {
  place.environment["COLUMNS"] = "40";
  const auto run = place.run({"undo", "-n", "2026-02-02..2026-02-03"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Would delete 4 entries."));
  EXPECT_THAT(run.out, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace e2e
