// SPDX-License-Identifier: MIT
//
// schedule, with a systemctl that writes down what it is asked, and notify_command.
#include "workplace.hpp"

#include <fstream>
#include <sstream>

namespace e2e {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

std::string text_of(const fs::path& file) {
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

class Schedule : public testing::Test {
 protected:
  Schedule() { place.environment["PATH"] = tools().string() + ":/usr/bin:/bin"; }

  [[nodiscard]] fs::path tools() const { return place.home() / "tools"; }
  [[nodiscard]] fs::path asked() const { return place.home() / "asked"; }
  [[nodiscard]] fs::path units() const { return place.home() / ".config/systemd/user"; }

  void make_tool(const std::string& name, const std::string& script) const {
    fs::create_directories(tools());
    std::ofstream{tools() / name} << "#!/bin/sh\n" << script << "\n";
    fs::permissions(tools() / name, fs::perms::owner_all);
  }
  void have_systemd() const { make_tool("systemctl", "echo \"$@\" >>'" + asked().string() + "'"); }
  void have_no_systemd() const { make_tool("systemctl", "exit 1"); }

  Workplace place;
};

TEST_F(Schedule, ShowsTheUnitsAndInstallsNothing) {
  have_systemd();
  const auto result = place.run({"schedule"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("claude-tracker-import.timer"));
  EXPECT_THAT(result.out, HasSubstr("ExecStart=" + Workplace::program() + " "));
  EXPECT_THAT(result.out, HasSubstr("OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 09:30"));
  EXPECT_THAT(result.out, Not(HasSubstr("@")));
  EXPECT_FALSE(fs::exists(units()));
  EXPECT_EQ(place.run({"schedule", "--install", "--dry-run"}).out, result.out);
  EXPECT_FALSE(fs::exists(units()));
}

TEST_F(Schedule, InstallsTheTimersWithTheOptionsOfThisCall) {
  have_systemd();
  const auto result = place.run({"schedule", "--install"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(text_of(asked()), HasSubstr("--user daemon-reload\n--user enable --now claude-tracker-import.timer "
                                          "claude-tracker-sync.timer\n"));
  const auto service = text_of(units() / "claude-tracker-sync.service");
  EXPECT_THAT(service, HasSubstr(" --base-url " + place.fake.base_url()));
  EXPECT_THAT(service, HasSubstr(" --quiet sync --yes --wait\n"));
  EXPECT_THAT(service, Not(HasSubstr(place.environment["CLOCKIFY_API_KEY"])));
  EXPECT_THAT(result.err, HasSubstr("CLOCKIFY_API_KEY, which a timer does not see"));
}

TEST_F(Schedule, WritesPathsWhole) {
  have_systemd();
  const auto result = place.run({"--db", "my %h $store/\"x\".db", "schedule"});
  EXPECT_THAT(result.out, HasSubstr("\"" + place.home().string() + "/my %%h $$store/\\\"x\\\".db\""));
}

TEST_F(Schedule, GoesByTheWorkDaysOfTheConfig) {
  have_systemd();
  place.configure({.more_of_sync = "work_days = [\"Sun\", \"Mon\"]"});
  EXPECT_THAT(place.run({"schedule"}).out, HasSubstr("OnCalendar=Mon,Sun *-*-* 09:30"));
}

TEST_F(Schedule, RemovesWhatItInstalledAndNothingElse) {
  have_systemd();
  ASSERT_EQ(place.run({"schedule", "--install"}).exit_code, 0);
  std::ofstream{units() / "mine.timer"} << "[Timer]\n";
  std::ofstream{units() / "claude-tracker-import.service"} << "[Service]\n";
  ASSERT_EQ(place.run({"schedule", "--remove", "-n"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(units() / "claude-tracker-sync.timer"));
  ASSERT_EQ(place.run({"schedule", "--remove"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(units() / "claude-tracker-sync.timer"));
  EXPECT_TRUE(fs::exists(units() / "mine.timer"));
  EXPECT_TRUE(fs::exists(units() / "claude-tracker-import.service"));
  EXPECT_THAT(text_of(asked()), HasSubstr("--user disable --now "));
  std::ofstream{units() / "claude-tracker-sync.timer"} << "[Timer]\n";
  EXPECT_THAT(place.run({"schedule", "--remove"}).out, HasSubstr("nothing to remove"));
}

TEST_F(Schedule, IsSilentAboutWhatWasDoneWhenItIsToBeQuiet) {
  have_systemd();
  for (const char* what : {"--install", "--remove", "--remove"}) {
    const auto result = place.run({"-q", "schedule", what});
    EXPECT_EQ(result.exit_code, 0) << what;
    EXPECT_EQ(result.out + result.err, "") << what;
  }
  EXPECT_THAT(place.run({"-q", "schedule"}).out, HasSubstr("claude-tracker-import.timer"));
}

TEST_F(Schedule, LeavesSomebodyElsesUnitAlone) {
  have_systemd();
  fs::create_directories(units());
  std::ofstream{units() / "claude-tracker-sync.timer"} << "[Timer]\n";
  const auto result = place.run({"schedule", "--install"});
  EXPECT_EQ(result.exit_code, 65);
  EXPECT_THAT(result.err, HasSubstr("somebody else's unit is there"));
  EXPECT_FALSE(fs::exists(units() / "claude-tracker-import.timer"));
}

TEST_F(Schedule, SaysWhyAUnitCannotBeWritten) {
  have_systemd();
  fs::create_directories(units().parent_path());
  std::ofstream{units()} << "no folder\n";
  const auto result = place.run({"schedule", "--install"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_THAT(result.err, HasSubstr("cannot write " + (units() / "claude-tracker-import.service").string() + ": "));
}

TEST_F(Schedule, WritesAUnitAsAWhole) {
  have_systemd();
  ASSERT_EQ(place.run({"schedule", "--install"}).exit_code, 0);
  const auto timer = units() / "claude-tracker-import.timer";
  fs::create_hard_link(timer, place.home() / "before");
  ASSERT_EQ(place.run({"schedule", "--install"}).exit_code, 0);
  EXPECT_FALSE(fs::equivalent(timer, place.home() / "before")) << "a new file took its place";
}

// What the link leads to belongs to one version.
TEST_F(Schedule, CallsTheProgramByThePathInWhichItIsFound) {
  have_systemd();
  fs::create_symlink(Workplace::program(), place.home() / "called-so");
  const libsync::support::ProcessOptions options{
      .environment = place.environment, .input = "", .directory = place.home()};
  EXPECT_THAT(libsync::support::run_process({"./called-so", "schedule"}, options).out,
              HasSubstr("ExecStart=" + (place.home() / "called-so").string() + " "));
  fs::create_symlink(Workplace::program(), tools() / "claude-tracker");
  EXPECT_THAT(place.run({"schedule"}).out, HasSubstr("ExecStart=" + (tools() / "claude-tracker").string() + " "));
}

TEST_F(Schedule, NotesAProxyThatATimerDoesNotSee) {
  have_systemd();
  place.environment["HTTPS_PROXY"] = "http://me:secret@proxy:3128";
  const auto result = place.run({"schedule", "--install"});
  EXPECT_THAT(result.err, HasSubstr("note: the way to Clockify is in HTTPS_PROXY, which a timer does not see"));
  EXPECT_THAT(result.err, Not(HasSubstr("secret")));
  place.environment["no_proxy"] = "localhost";
  EXPECT_THAT(place.run({"schedule", "--install"}).err, HasSubstr("is in HTTPS_PROXY and no_proxy, which a timer"));
  make_tool("systemctl", "echo https_proxy=http://proxy:3128; echo NO_PROXY=localhost");
  EXPECT_THAT(place.run({"schedule", "--install"}).err, Not(HasSubstr("the way to Clockify")));
}

TEST_F(Schedule, SaysNothingOfExceptionsToAProxyThatThereIsNot) {
  have_systemd();
  place.environment["NO_PROXY"] = "localhost";
  EXPECT_THAT(place.run({"schedule", "--install"}).err, Not(HasSubstr("the way to Clockify")));
}

TEST_F(Schedule, GivesLinesForACrontabWhereThereIsNoSystemd) {
  have_no_systemd();
  const auto result = place.run({"--db", "it's 5%.db", "schedule"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("30 12 * * *  " + Workplace::program()));
  EXPECT_THAT(result.out, HasSubstr("40 9 * * 1,2,3,4,5  "));
  EXPECT_THAT(result.out, HasSubstr("it'\\''s 5'\\%'.db'"));
  const auto install = place.run({"schedule", "--install"});
  EXPECT_EQ(install.exit_code, 78);
  EXPECT_THAT(install.err, HasSubstr("hint: `crontab -e` takes the lines above"));
}

TEST_F(Schedule, IsNotInstalledAndRemovedAtOnce) {
  EXPECT_EQ(place.run({"schedule", "--install", "--remove"}).exit_code, 64);
}

TEST_F(Schedule, IsSeenByTheDoctor) {
  have_systemd();
  make_tool("crontab", "exit 1");
  EXPECT_THAT(place.run({"doctor"}).out, HasSubstr("warn  schedule"));
  make_tool("crontab", "echo '# claude-tracker import'; echo '30 12 * * *  /usr/bin/claude-tracker import'");
  EXPECT_THAT(place.run({"doctor"}).out, HasSubstr("pass  schedule      30 12 * * *"));
  make_tool("crontab", "exit 1");
  fs::create_directories(units() / "timers.target.wants");
  fs::create_symlink("../claude-tracker-sync.timer", units() / "timers.target.wants/claude-tracker-sync.timer");
  EXPECT_THAT(place.run({"doctor"}).out, HasSubstr("pass  schedule      claude-tracker-sync.timer"));
}

// ---------------------------------------------------------------------------------------------------- notify_command

class Notified : public testing::Test {
 protected:
  [[nodiscard]] fs::path told() const { return place.home() / "told"; }
  void configure(const std::string& command, const std::string& time_zone = "Europe/Berlin") {
    std::ostringstream text;
    text << "notify_command = '''" << command << "'''\n[sync]\nworkspace_id = \"" << known::workspace().str()
         << "\"\nwork_day_start = \"09:00\"\nwork_day_end = \"17:00\"\ntime_zone = \"" << time_zone
         << "\"\n[sync.project_mapping]\n\"/work/api\" = \"" << project << "\"\n";
    place.configure_text(text.str());
  }
  [[nodiscard]] std::string tell() const { return "cat >'" + told().string() + "'; env >>'" + told().string() + "'"; }

  Workplace place;
  std::string project = "65b2d73e06de527a7ed6ffff";  // that Clockify does not have
};

TEST_F(Notified, GetsTheJsonOfARunThatNeedsAPersonAndNoKey) {
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  configure(tell());
  EXPECT_EQ(place.run({"sync", "--yes"}).exit_code, 78);
  const auto text = text_of(told());
  EXPECT_THAT(text, HasSubstr("\"command\":\"sync\""));
  EXPECT_THAT(text, HasSubstr("\"exit_code\":78"));
  EXPECT_THAT(text, Not(HasSubstr(place.environment.at("CLOCKIFY_API_KEY"))));
}

TEST_F(Notified, IsNotToldOfADryRunOrOfARunThatWentWell) {
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  configure(tell());
  EXPECT_EQ(place.run({"sync", "-n"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(told()));
  project = known::api().str();
  configure(tell());
  const auto result = place.run({"sync", "--yes", "--until", "2026-02-02"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_FALSE(fs::exists(told()));
}

TEST_F(Notified, ChangesNoExitCodeAndIsNotedWhenItFails) {
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  configure("exit 3");
  const auto result = place.run({"sync", "--yes"});
  EXPECT_EQ(result.exit_code, 78);
  EXPECT_THAT(result.err, HasSubstr("note: `notify_command` ended with exit code 3\n"));
  EXPECT_EQ(result.out.find("exit code 3"), std::string::npos);
}

}  // namespace
}  // namespace e2e
