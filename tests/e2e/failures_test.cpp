// SPDX-License-Identifier: MIT
//
// What can be wrong, and what the person is told: exit code, one sentence, the next step.
#include "workplace.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>

namespace e2e {
namespace {

using libsync::support::FakeOptions;
using libsync::support::ServerCertificate;
using libsync::support::write_file;
using testing::HasSubstr;

void expect_failure(const libsync::support::ProcessResult& result, int exit_code, const std::string& words) {
  EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
  EXPECT_THAT(result.err, HasSubstr("claude-tracker: error: cannot "));
  EXPECT_THAT(result.err, HasSubstr(words));
  EXPECT_THAT(result.err, HasSubstr("\nhint: "));
}

class Failures : public testing::Test {
 protected:
  void work_one_day(Workplace& place) { place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00"); }

  libsync::support::ProcessResult sync(Workplace& place) { return place.run({"sync", "--until", "2026-02-02"}); }
};

TEST_F(Failures, OfTheConfigurationNameThePlace) {
  Workplace place;
  const std::string head = "[sync]\nworkspace_id = \"" + known::workspace().str() + "\"\n";
  const struct {
    std::string text;
    const char* words;
  } rows[] = {
      {"[sync\n", "line 1"},
      {head + "work_day_strat = \"09:00\"\n", "line 3, column 1"},
      {head + "work_day_start = \"25:00\"\n", "line 3"},
      {"[sync]\nworkspace_id = \"12345\"\n", "line 2"},
      {head + "work_day_start = \"09:00\"\nwork_day_end = \"09:00\"\n", "work_day"},
      {head + "days_off = [\"2026-02-30\"]\n", "line 3"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    place.configure_text(row.text);
    const auto result = place.run({"sync"});
    EXPECT_EQ(result.exit_code, 78) << result.err;
    EXPECT_THAT(result.err, HasSubstr(row.words));
    EXPECT_THAT(result.err, HasSubstr("config.toml"));
    EXPECT_EQ(place.sync().error_kind(), "config");
  }
  EXPECT_EQ(place.fake.counts().requests, 0);
}

TEST_F(Failures, NoKeyIs77AndNothingIsSent) {
  Workplace place;
  work_one_day(place);
  place.environment.erase("CLOCKIFY_API_KEY");
  expect_failure(sync(place), 77, "API key");
  EXPECT_EQ(place.fake.counts().connections, 0);
}

TEST_F(Failures, AWrongKeyIs77) {
  Workplace place;
  work_one_day(place);
  place.environment["CLOCKIFY_API_KEY"] = "bm90LWEta2V5LWF0LWFsbA";
  expect_failure(sync(place), 77, "key");
  EXPECT_EQ(place.fake.counts().posts, 0);
}

TEST_F(Failures, OfARefusedKeyHintAtWhereItCameFrom) {
  Workplace place;
  work_one_day(place);
  place.environment["CLOCKIFY_API_KEY"] = "bm90LWEta2V5LWF0LWFsbA";
  EXPECT_THAT(sync(place).err, HasSubstr("set CLOCKIFY_API_KEY to it"));
  EXPECT_THAT(place.run({"projects"}).err, HasSubstr("set CLOCKIFY_API_KEY to it"));

  place.environment.erase("CLOCKIFY_API_KEY");
  place.configure_text("api_key_command = \"echo bm90LWEta2V5LWF0LWFsbA\"\n");
  EXPECT_THAT(place.run({"projects"}).err, HasSubstr("have `api_key_command` print it"));
}

TEST_F(Failures, HintAtCommandsThatCanBeTypedAsTheyStand) {
  Workplace place;
  work_one_day(place);
  place.environment.erase("CLOCKIFY_API_KEY");
  const auto config = (place.home() / "my config.toml").string();
  std::filesystem::copy_file(place.config_file(), config);
  const auto result = place.run({"--config", config, "sync", "--until", "2026-02-02"});
  EXPECT_EQ(result.exit_code, 77) << result.err;
  EXPECT_THAT(result.err, HasSubstr("hint: run `claude-tracker --config '" + config + "' "));
  EXPECT_THAT(result.err, HasSubstr(" setup`\n"));
}

TEST_F(Failures, ABadCertificateIs75AndNothingIsSent) {
  for (const auto kind : {ServerCertificate::expired, ServerCertificate::wrong_host}) {
    Workplace place{FakeOptions{.certificate = kind, .identity = {}, .service = {}}};
    work_one_day(place);
    expect_failure(sync(place), 75, "certificate");
    EXPECT_EQ(place.fake.counts().requests, 0);
  }
}

TEST_F(Failures, AnUntrustedCertificateIs78AndNamesItsIssuerAndTheKeyForIt) {
  for (const auto kind : {ServerCertificate::unknown_ca, ServerCertificate::self_signed}) {
    Workplace place{FakeOptions{.certificate = kind, .identity = {}, .service = {}}};
    work_one_day(place);
    const auto result = sync(place);
    expect_failure(result, 78, kind == ServerCertificate::unknown_ca ? "`CN = Test authority`" : "`CN = localhost`");
    EXPECT_THAT(result.err, HasSubstr("ca_file"));
    EXPECT_EQ(place.fake.counts().requests, 0);
  }
}

TEST_F(Failures, NoNetworkIs75) {
  Workplace place;
  work_one_day(place);
  place.fake.on_connection(1, libsync::support::ConnectionFault::closed_at_once);
  expect_failure(sync(place), 75, "connection");
  EXPECT_FALSE(place.store()->day_plan(place.day_key("2026-02-02")));
}

TEST_F(Failures, AnUnreachableServerIs75) {
  Workplace place;
  work_one_day(place);
  const auto result = place.run({"sync", "--until", "2026-02-02", "--json"});
  ASSERT_EQ(result.exit_code, 0);
  place.work("/work/api", "Europe/Berlin", "2026-02-03", "09:00", "12:00");
  // Nobody listens on the discard port of this machine.
  libsync::support::ProcessOptions options{.environment = place.environment, .input = {}, .directory = place.home()};
  auto line = std::vector<std::string>{place.program(), "--base-url", "https://127.0.0.1:9/api/v1", "sync"};
  expect_failure(libsync::support::run_process(line, options), 75, "127.0.0.1");
}

TEST_F(Failures, AStoppedServerIs75AndNothingIsPosted) {
  for (const auto& outage : {fault::answer(500, ""), fault::html(502), fault::answer(200, "not json"),
                             fault::answer(200, "{}"), fault::redirect(302, "https://example.com/")}) {
    Workplace place;
    work_one_day(place);
    place.fake.on_listing(1, outage);
    expect_failure(sync(place), 75, "Clockify");
    EXPECT_EQ(place.fake.counts().posts, 0);
  }
}

TEST_F(Failures, ARateLimitIs75AndSaysWhen) {
  Workplace place;
  work_one_day(place);
  place.fake.on_listing(1, fault::throttle("120"));
  const auto answer = place.sync({"--until", "2026-02-02"});
  EXPECT_EQ(answer.exit_code, 75);
  EXPECT_EQ(answer.error_kind(), "rate_limited");
  EXPECT_TRUE(answer.object.at("error").as_object().contains("retry_at"));
  EXPECT_EQ(place.fake.counts().posts, 0);
  place.fake.on_listing(2, fault::throttle("120"));
  expect_failure(sync(place), 75, "request");
}

TEST_F(Failures, AForeignWorkspaceIs69) {
  Workplace place;
  work_one_day(place);
  place.configure_text("[sync]\nworkspace_id = \"" + known::foreign_workspace().str() +
                       "\"\nwork_day_start = \"09:00\"\nwork_day_end = \"17:00\"\ntime_zone = \"Europe/Berlin\"\n"
                       "[sync.project_mapping]\n\"/work/api\" = \"" +
                       known::api().str() + "\"\n");
  expect_failure(sync(place), 69, "Clockify said: ");
  EXPECT_EQ(place.fake.counts().posts, 0);
}

TEST_F(Failures, AProjectThatIsGoneIs69AndNamesTheEntry) {
  Workplace place;
  work_one_day(place);
  place.fake.delete_project(known::api());
  const auto result = sync(place);
  expect_failure(result, 69, "Project doesn't belong to Workspace");
  EXPECT_THAT(result.err, HasSubstr("09:00-17:00 of 2026-02-02"));
}

TEST_F(Failures, AStoreThatIsNoneIs74) {
  Workplace place;
  work_one_day(place);
  write_file(place.database(),
             "this is not a database, and it is longer than a header of a database would be, is it not?");
  const auto result = sync(place);
  expect_failure(result, 74, "sessions.db");
  EXPECT_EQ(libsync::support::read_file(place.database()).substr(0, 6), "this i");
  EXPECT_EQ(place.fake.counts().connections, 0);
}

TEST_F(Failures, AStoreInAPlaceThatIsNoFolderIs74) {
  Workplace place;
  work_one_day(place);
  write_file(place.home() / "file", "");
  expect_failure(place.run({"--db", "file/sessions.db", "sync", "--until", "2026-02-02"}), 74, "file/sessions.db");
  EXPECT_EQ(place.fake.counts().connections, 0);
}

TEST_F(Failures, AMissingFolderOfANamedStoreIs74AndIsNotMade) {
  Workplace place;
  work_one_day(place);
  expect_failure(place.run({"--db", "nowhere/sessions.db", "sync", "--until", "2026-02-02"}), 74, "nowhere");
  EXPECT_FALSE(std::filesystem::exists(place.home() / "nowhere"));
  EXPECT_EQ(place.fake.counts().connections, 0);
}

TEST_F(Failures, AMissingTranscriptFolderThatWasNamedIsAnError) {
  Workplace place;
  const auto result = place.run({"--transcripts", "nowhere", "sync"});
  expect_failure(result, 78, "nowhere");
}

TEST_F(Failures, OfTheCommandLineAre64) {
  Workplace place;
  expect_failure(place.run({"snyc"}), 64, "snyc");
  expect_failure(place.run({"sync", "--sinse", "2026-02-02"}), 64, "--sinse");
  expect_failure(place.run({"sync", "--since", "02.02.2026"}), 64, "not a date");
  expect_failure(place.run({"sync", "2026-02-30"}), 64, "neither a day nor a range");
}

}  // namespace
}  // namespace e2e
