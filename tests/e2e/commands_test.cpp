// SPDX-License-Identifier: MIT
//
// import, status, projects, setup and the dry run.
#include "workplace.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

namespace e2e {
namespace {

using testing::HasSubstr;

TEST(Import, ReadsTranscriptsAndSendsNothing) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const auto result = place.run({"import"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "1 transcript with 1 session: 1 new or changed.\n           3 h  /work/api\n");
  const auto object = json::parse(place.run({"import", "--json"}).out).as_object();
  EXPECT_EQ(object.at("import"), (json::value{{"files", 1}, {"sessions", 1}, {"skipped", 0}}));
  EXPECT_EQ(place.fake.counts().connections, 0);
  EXPECT_EQ(place.store()->earliest_session_date(zone("Europe/Berlin")), date("2026-02-02"));
}

// The column of the older tool: the local date on which the session starts. It is still the day before in UTC.
TEST(Import, WritesTheLocalDateOfASession) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-03", "00:30", "02:30");
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  SQLite::Database database{place.database().string()};
  EXPECT_EQ(database.execAndGet("SELECT date FROM sessions").getString(), "2026-02-03");
}

TEST(Import, NeedsNoConfiguration) {
  Workplace place;
  std::filesystem::remove(place.config_file());
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  EXPECT_EQ(place.run({"import"}).exit_code, 0);
}

TEST(Import, CanBeLeftOut) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const auto without = place.sync({"--no-import", "--until", "2026-02-02"});
  EXPECT_EQ(without.exit_code, 0) << without.err;
  EXPECT_FALSE(without.object.contains("import"));
  EXPECT_TRUE(without.object.at("days").as_array().empty());
}

TEST(Range, ThatGoesBackwardsIsRefused) {
  Workplace place;
  for (const char* command : {"sync", "status"}) {
    const auto result = place.run({command, "--since", "2026-02-03", "--until", "2026-02-02", "--json"});
    EXPECT_EQ(result.exit_code, 64);
    EXPECT_THAT(result.err, HasSubstr("cannot go from 2026-02-03 to 2026-02-02"));
    EXPECT_THAT(result.out, HasSubstr("\"kind\":\"usage\""));
  }
}

TEST(Status, SaysThatNothingWasImportedYet) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const auto result = place.run({"status"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "Nothing was imported yet.\n");
  EXPECT_THAT(result.err, HasSubstr("note: no transcript was imported yet: `claude-tracker "));
  EXPECT_THAT(place.run({"report"}).err, HasSubstr("note: no transcript was imported yet: `claude-tracker "));
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
  const auto after = place.run({"status", "2026-01-05"});
  EXPECT_THAT(after.out, HasSubstr("Nothing to do"));
  EXPECT_THAT(after.err, testing::Not(HasSubstr("imported yet")));
}

TEST(NoTranscripts, AreToldInOneLineWithWhoseWereLookedFor) {
  Workplace place;
  for (const auto& words : {std::vector<std::string>{"status"}, {"sync", "-n"}, {"report"}}) {
    const auto result = place.run(words);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.err, testing::MatchesRegex("note: there are no transcripts in the usual places of claude-code, "
                                                  "codex, [^\n]*; `transcripts` in the config names others\n"))
        << words.front();
  }
}

TEST(SkippedTranscripts, StayInStatusUntilTheyCanBeRead) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const auto broken = place.home() / ".claude" / "projects" / "-work-api" / "broken.jsonl";
  std::filesystem::create_directories(broken.parent_path());
  libsync::support::write_file(broken, std::string("\xff\xfe{\0\"\0", 6));
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  const auto result = place.run({"status"});
  EXPECT_THAT(result.err,
              testing::ContainsRegex("note: 1 transcript cannot be read: `claude-tracker .*doctor` says why\n"));
  std::filesystem::remove(broken);
  EXPECT_THAT(place.run({"status"}).err, testing::Not(HasSubstr("cannot be read")));
}

std::map<std::filesystem::path, std::string> everything_in(const std::filesystem::path& folder) {
  std::map<std::filesystem::path, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    files[entry.path()] = entry.is_regular_file() ? libsync::support::read_file(entry.path()) : "";
  }
  return files;
}

TEST(DryRun, ChangesNothingAndShowsThePlanThatSyncPosts) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.work("/work/web", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
  for (const bool with_a_store : {false, true}) {
    if (with_a_store) {
      ASSERT_EQ(place.run({"import"}).exit_code, 0);
    }
    const auto before = everything_in(place.home());
    const auto text = place.run({"sync", "--dry-run", "--until", "2026-02-02"});
    EXPECT_EQ(text.exit_code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("  09:00-15:00  6 h  /work/api\n"));
    EXPECT_THAT(text.out, HasSubstr("  15:00-17:00  2 h  /work/web\n"));
    const auto planned = place.sync({"--dry-run", "--until", "2026-02-02"});
    EXPECT_EQ(planned.state_of("2026-02-02"), "planned");
    EXPECT_EQ(planned.object.at("dry_run"), true);
    EXPECT_EQ(everything_in(place.home()), before);
  }
  EXPECT_EQ(place.fake.counts().connections, 0);

  const auto planned = place.sync({"--dry-run", "--until", "2026-02-02"});
  const auto synced = place.sync({"--until", "2026-02-02"});
  const auto& plan = planned.day("2026-02-02").at("entries").as_array();
  const auto& posted = synced.day("2026-02-02").at("entries").as_array();
  ASSERT_EQ(plan.size(), posted.size());
  for (std::size_t i = 0; i < plan.size(); ++i) {
    for (const auto* member : {"project_id", "projects", "start", "end", "seconds"}) {
      EXPECT_EQ(plan[i].at(member), posted[i].at(member));
    }
  }
}

TEST(Status, ReadsTheStoreAndAsksNobody) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
  place.work("/work/api", "Europe/Berlin", "2026-02-03", "09:00", "12:00");
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  const auto requests = place.fake.counts().requests;
  const auto before = everything_in(place.home());

  const auto text = place.run({"status", "--until", "2026-02-03"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("1 day synced before"));
  EXPECT_THAT(text.out, HasSubstr("1 day to sync: 1 entry, 8 h."));
  const auto object = json::parse(place.run({"status", "--json", "--until", "2026-02-03"}).out).as_object();
  EXPECT_EQ(object.at("command"), "status");
  EXPECT_EQ(object.at("days").as_array().at(0).at("state"), "already_synced");
  EXPECT_EQ(place.fake.counts().requests, requests);
  EXPECT_EQ(everything_in(place.home()), before);
}

TEST(Projects, NeedOnlyAKey) {
  Workplace place;
  std::filesystem::remove(place.config_file());
  for (const auto* command : {"projects", "list-projects"}) {
    const auto result = place.run({command});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("Website"));
    EXPECT_THAT(result.out, HasSubstr("workspace_id = \"" + known::workspace().str() + "\""));
    EXPECT_THAT(result.out, HasSubstr("= \"" + known::web().str() + "\""));
  }
  const auto object = json::parse(place.run({"projects", "--json"}).out).as_object();
  EXPECT_EQ(object.at("projects").as_array().size(), known::projects().size());
}

TEST(Setup, ChecksTheKeyAndKeepsItToItself) {
  Workplace place;
  place.environment.erase("CLOCKIFY_API_KEY");
  const auto result = place.run({"setup"}, std::string{known::k_key} + "\n");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("This key belongs to "));
  EXPECT_THAT(result.out, testing::ContainsRegex("claude-tracker .* sync --dry-run`"));
  EXPECT_THAT(result.out + result.err, testing::Not(HasSubstr(known::k_key)));

  const auto file = place.config_file().parent_path() / "credentials";
  struct stat facts {};
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);

  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  EXPECT_EQ(place.sync({"--until", "2026-02-02"}).exit_code, 0);
  place.expect_full("2026-02-02", {});
}

TEST(Setup, StoresNoKeyThatClockifyRefuses) {
  Workplace place;
  place.environment.erase("CLOCKIFY_API_KEY");
  const auto result = place.run({"setup"}, "bm90LWEta2V5LWF0LWFsbA\n");
  EXPECT_EQ(result.exit_code, 77) << result.err;
  EXPECT_FALSE(std::filesystem::exists(place.config_file().parent_path() / "credentials"));
}

TEST(Setup, LeadsToTheConfigurationWhereThereIsNone) {
  Workplace place;
  std::filesystem::remove(place.config_file());
  place.environment.erase("CLOCKIFY_API_KEY");
  const auto result = place.run({"setup"}, std::string{known::k_key});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, testing::ContainsRegex("claude-tracker .* projects`"));
}

}  // namespace
}  // namespace e2e
