// SPDX-License-Identifier: MIT
#include "workplace.hpp"

#include <libsync/config/config.hpp>

namespace e2e {
namespace {

using libsync::support::read_file;
using testing::HasSubstr;

class Off : public testing::Test {
 protected:
  [[nodiscard]] std::set<LocalDate> days_off() const {
    return (*libsync::config::load_config(place_.config_file(), place_.home()))->sync.days_off;
  }

  Workplace place_;
};

TEST_F(Off, TakesDaysOffAndBack) {
  const auto one = place_.run({"off", "2026-02-03"});
  ASSERT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(one.out, "2026-02-03 is a day off from now on.\n");
  EXPECT_EQ(place_.run({"off", "2026-02-03"}).out, "2026-02-03 is a day off already.\n");
  EXPECT_EQ(place_.run({"off", "2026-12-24..2027-01-06"}).out, "2026-12-24..2027-01-06 are days off from now on.\n");
  EXPECT_EQ(days_off().size(), 15U);
  EXPECT_EQ(place_.run({"off", "--undo", "2026-12-28..2026-12-30"}).out,
            "2026-12-28..2026-12-30 are no days off any more.\n");
  EXPECT_EQ(days_off().size(), 12U);
  EXPECT_THAT(read_file(place_.config_file()),
              HasSubstr("days_off = [\"2026-02-03\", \"2026-12-24..2026-12-27\", \"2026-12-31..2027-01-06\"]\n"));
}

TEST_F(Off, IsSilentAboutWhatWasDoneWhenItIsToBeQuiet) {
  for (int i = 0; i < 2; ++i) {
    const auto result = place_.run({"-q", "off", "2026-02-03"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.out + result.err, "");
  }
  EXPECT_EQ(days_off().size(), 1U);
  EXPECT_THAT(place_.run({"-q", "off", "-n", "2026-02-04"}).out, HasSubstr("2026-02-04"));
  EXPECT_THAT(place_.run({"-q", "off", "soon"}).err, HasSubstr("error: "));
}

TEST_F(Off, TakesNoLongerRangeThanTheConfigurationDoes) {
  const std::string before = read_file(place_.config_file());
  for (const char* range : {"2026-01-01..2036-01-10", "2026-01-01..9999-12-31"}) {
    const auto result = place_.run({"off", range});
    EXPECT_EQ(result.exit_code, 64) << range;
    EXPECT_THAT(result.err, HasSubstr("more than 3661 days")) << range;
  }
  EXPECT_EQ(read_file(place_.config_file()), before);
  EXPECT_EQ(place_.run({"off", "2026-01-01..2036-01-09"}).exit_code, 0);
}

TEST_F(Off, LeavesADayWithoutEntries) {
  place_.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place_.work("/work/api", "Europe/Berlin", "2026-02-03", "09:00", "12:00");
  ASSERT_EQ(place_.run({"off", "2026-02-02"}).exit_code, 0);
  const auto synced = place_.sync({"--until", "2026-02-03"});
  EXPECT_EQ(synced.exit_code, 0);
  EXPECT_FALSE(place_.is_done("2026-02-02"));
  EXPECT_TRUE(place_.is_done("2026-02-03"));
}

TEST_F(Off, SaysThatADayThatIsDoneStaysDone) {
  place_.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place_.sync({"--until", "2026-02-02"}).exit_code, 0);
  const auto result = place_.run({"off", "2026-02-02"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("note: 2026-02-02 is done already and stays so; `claude-tracker"));
  EXPECT_THAT(result.err, HasSubstr("undo 2026-02-02` takes it back"));
  const auto object = json::parse(place_.run({"off", "2026-02-01..2026-02-08", "--json"}).out).as_object();
  EXPECT_EQ(object.at("done"), (json::array{"2026-02-02"}));
  EXPECT_EQ(object.at("changed"), true);
}

TEST_F(Off, ShowsTheLinesThatItWouldChange) {
  const std::string before = read_file(place_.config_file());
  const auto result = place_.run({"off", "-n", "2026-02-03"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("\n+days_off = [\"2026-02-03\"]\nNothing was written.\n"));
  EXPECT_EQ(read_file(place_.config_file()), before);
}

TEST_F(Off, RefusesWhatIsNoDay) {
  EXPECT_EQ(place_.run({"off"}).exit_code, 64);
  EXPECT_EQ(place_.run({"off", "christmas"}).exit_code, 64);
  const auto backwards = place_.run({"off", "2026-02-05..2026-02-03"});
  EXPECT_EQ(backwards.exit_code, 64);
  EXPECT_THAT(backwards.err, HasSubstr("that is backwards"));
  std::filesystem::remove(place_.config_file());
  EXPECT_EQ(place_.run({"off", "2026-02-03"}).exit_code, 78);
}

TEST_F(Off, ChangesNothingWhenTheStoreCannotSayWhatIsDone) {
  std::filesystem::create_directories(place_.database().parent_path());
  libsync::support::write_file(place_.database(), "no store");
  const std::string before = read_file(place_.config_file());
  const auto result = place_.run({"off", "2026-02-03"});
  EXPECT_EQ(result.exit_code, 74);
  EXPECT_THAT(result.err, HasSubstr("\nhint: "));
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(read_file(place_.config_file()), before);
}

TEST_F(Off, WritesNothingIntoAFileThatMayNotBeWritten) {
  place_.hand_over();
  std::filesystem::permissions(place_.config_file(), std::filesystem::perms{0444});
  const std::string before = read_file(place_.config_file());
  const auto result = place_.run({"off", "2026-02-03"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_THAT(result.err, HasSubstr("cannot write the configuration"));
  EXPECT_EQ(read_file(place_.config_file()), before);
}

}  // namespace
}  // namespace e2e
