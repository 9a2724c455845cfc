// SPDX-License-Identifier: MIT
#include "zone_choice.hpp"

#include <libsync/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temp_dir.hpp>

namespace libsync {
namespace {

using support::TempDir;
using support::write_file;
using testing::HasSubstr;
namespace fs = std::filesystem;

class SettingsTest : public testing::Test {
 protected:
  SettingsTest() {
    environment.home = home.path();
    environment.working_directory = home.path() / "work";
    environment.variables["TZ"] = "Europe/Berlin";
  }

  Settings load(const Overrides& overrides = {}) {
    const auto settings = load_settings(environment, overrides);
    if (!settings) throw std::runtime_error(settings.error().message);
    return *settings;
  }

  Failure failure(const Overrides& overrides = {}) {
    const auto settings = load_settings(environment, overrides);
    return settings ? Failure{FailureKind::internal, "loaded", {}, {}} : settings.error();
  }

  void configure(std::string_view text) { write_file(home / ".config/claude-tracker/config.toml", text); }

  TempDir home;
  Environment environment;
};

TEST_F(SettingsTest, UsesTheXdgFoldersBelowHome) {
  const auto settings = load();
  EXPECT_EQ(settings.config_file, home / ".config/claude-tracker/config.toml");
  EXPECT_FALSE(settings.config_exists);
  EXPECT_EQ(settings.database, home / ".local/share/claude-tracker/sessions.db");
  EXPECT_EQ(settings.key_places.file, home / ".config/claude-tracker/credentials");
  EXPECT_EQ(settings.base_url, "https://api.clockify.me/api/v1");
}

TEST_F(SettingsTest, FollowsXdgVariablesUnlessTheyAreRelative) {
  environment.variables["XDG_CONFIG_HOME"] = "/etc/mine";
  environment.variables["XDG_DATA_HOME"] = "data";
  const auto settings = load();
  EXPECT_EQ(settings.config_file, "/etc/mine/claude-tracker/config.toml");
  EXPECT_EQ(settings.database, home / ".local/share/claude-tracker/sessions.db");
}

TEST_F(SettingsTest, TakesTheOlderToolsDatabaseWhereThereIsNoOther) {
  write_file(home / ".config/claude-tracker/sessions.db", "");
  EXPECT_EQ(load().database, home / ".config/claude-tracker/sessions.db");
  write_file(home / ".local/share/claude-tracker/sessions.db", "");
  EXPECT_EQ(load().database, home / ".local/share/claude-tracker/sessions.db");
}

TEST_F(SettingsTest, AFlagBeatsTheFile) {
  configure(
      "database = \"/file.db\"\n[sync]\nbase_url = \"https://file/api\"\ntime_zone = \"Asia/Tokyo\"\nca_file = "
      "\"/file.pem\"\n");
  const auto plain = load();
  EXPECT_EQ(plain.database, "/file.db");
  EXPECT_EQ(plain.base_url, "https://file/api");
  EXPECT_EQ(plain.zone.name(), "Asia/Tokyo");
  EXPECT_EQ(plain.ca_file, "/file.pem");

  Overrides flags;
  flags.database = "flag.db";
  flags.base_url = "https://flag/api";
  flags.time_zone = "America/New_York";
  flags.ca_file = "flag.pem";
  const auto overridden = load(flags);
  EXPECT_EQ(overridden.database, home / "work/flag.db");
  EXPECT_EQ(overridden.base_url, "https://flag/api");
  EXPECT_EQ(overridden.zone.name(), "America/New_York");
  EXPECT_EQ(overridden.ca_file, home / "work/flag.pem");
}

TEST_F(SettingsTest, LooksForTranscriptsByFlagThenEnvironmentThenFile) {
  const auto folders = [&](const Overrides& overrides) {
    std::vector<fs::path> found;
    for (const auto& root : load(overrides).transcripts) {
      if (root.agent == AgentKind::claude_code) found.push_back(root.folder);
    }
    return found;
  };
  using testing::ElementsAre;
  EXPECT_THAT(folders({}), ElementsAre(home / ".claude/projects", home / ".config/claude/projects"));
  configure("transcripts = [\"/file\"]\n");
  EXPECT_THAT(folders({}), ElementsAre("/file"));
  environment.variables["CLAUDE_CONFIG_DIR"] = "/env";
  EXPECT_THAT(folders({}), ElementsAre("/env/projects"));
  Overrides flags;
  flags.transcripts = {"a", "/b"};
  EXPECT_THAT(folders(flags), ElementsAre(home / "work/a", "/b"));
}

TEST_F(SettingsTest, RefusesABaseUrlThatIsNoneAsTheConfigDoes) {
  for (const auto* url : {"http://api.clockify.me/api/v1", "https://", "api.clockify.me", "", "https://h//x",
                          "https://h/../", "https://127.1"}) {
    Overrides flags;
    flags.base_url = url;
    EXPECT_EQ(failure(flags).kind, FailureKind::usage) << url;
  }
  Overrides flags;
  flags.base_url = "HTTPS://[::1]/";
  EXPECT_EQ(load(flags).base_url, "https://[::1]");
}

TEST_F(SettingsTest, TakesTheProxyFromEitherSpellingAndKnowsWhich) {
  environment.variables["HTTPS_PROXY"] = "http://loud:3128";
  EXPECT_EQ(load({}).proxy.reveal(), "http://loud:3128");
  EXPECT_EQ(load({}).proxy_origin, "the environment as HTTPS_PROXY");
  environment.variables["https_proxy"] = "http://quiet:3128";
  EXPECT_EQ(load({}).proxy.reveal(), "http://quiet:3128");
  EXPECT_EQ(load({}).proxy_origin, "the environment as https_proxy");
}

TEST_F(SettingsTest, NamesThePlaceOfAConfigurationError) {
  configure("[sync]\nwork_day_strat = \"09:00\"\n");
  const auto error = failure();
  EXPECT_EQ(error.kind, FailureKind::config);
  EXPECT_THAT(error.message, HasSubstr("config.toml`, line 2, column 1: "));
  EXPECT_EQ(error.hint, (Hint{Step::use_known_key, "work_day_start"}));
}

TEST_F(SettingsTest, AnUnusableZoneIsAnError) {
  environment.variables["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3";
  EXPECT_EQ(failure().kind, FailureKind::config);
  EXPECT_THAT(failure().message, HasSubstr("TZ"));
  EXPECT_EQ(failure().hint.step, Step::choose_time_zone);
  Overrides flags;
  flags.time_zone = "Mars/Olympus";
  EXPECT_EQ(failure(flags).kind, FailureKind::usage);
  configure("[sync]\ntime_zone = \"Mars/Olympus\"\n");
  EXPECT_EQ(failure().kind, FailureKind::config);
  EXPECT_THAT(failure().message, HasSubstr("Mars/Olympus"));
  EXPECT_EQ(failure().hint, Hint{Step::name_time_zone});
}

TEST_F(SettingsTest, NamesTheZoneThatWasMeantAndTheLineOfTheOther) {
  configure("[sync]\nbillable = true\ntime_zone = \"berlin\"\n");
  EXPECT_THAT(failure().message, HasSubstr("config.toml`, line 3, column 13: `time_zone` is wrong: there is no time "
                                           "zone `berlin`"));
  EXPECT_EQ(failure().hint, (Hint{Step::name_time_zone, "Europe/Berlin"}));
  Overrides flags;
  flags.time_zone = "Europe/Berlni";
  EXPECT_EQ(failure(flags).hint, (Hint{Step::give_time_zone, "Europe/Berlin"}));
}

TEST_F(SettingsTest, TheConfiguredZoneGoesBeforeTheEnvironment) {
  environment.variables["TZ"] = "nonsense";
  configure("[sync]\ntime_zone = \"Asia/Tokyo\"\n");
  EXPECT_EQ(load().zone.name(), "Asia/Tokyo");
}

TEST_F(SettingsTest, NeedsAHome) {
  environment.home = "";
  EXPECT_EQ(failure().kind, FailureKind::config);
}

TEST_F(SettingsTest, KnowsWhereAKeyMayBe) {
  environment.variables["CLOCKIFY_API_KEY"] = "secret-of-the-environment";
  configure("api_key_command = \"pass clockify\"\n");
  const auto settings = load();
  EXPECT_EQ(settings.key_places.environment, "secret-of-the-environment");
  EXPECT_EQ(settings.key_places.command, "pass clockify");
}

TEST(ZoneOfTz, UnderstandsNamesColonsAndFiles) {
  const std::pair<const char*, const char*> rows[] = {{"Europe/Berlin", "Europe/Berlin"},
                                                      {":Europe/Berlin", "Europe/Berlin"},
                                                      {"/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"},
                                                      {":/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"},
                                                      {"UTC", "UTC"},
                                                      {"", "UTC"},
                                                      {":", "UTC"}};
  for (const auto& [value, name] : rows) {
    const auto zone = zone_of_tz(value);
    ASSERT_TRUE(zone.has_value()) << value;
    EXPECT_EQ(zone->to_utc(parse_date("2026-02-02").value(), LocalTime{0}),
              Zone::find(name)->to_utc(parse_date("2026-02-02").value(), LocalTime{0}))
        << value;
  }
}

TEST(ZoneOfTz, RefusesWhatItCannotFollow) {
  for (const auto* value : {"CET-1CEST,M3.5.0,M10.5.0/3", "/no/such/zone", "../../etc/passwd", "Europe/Berlni"}) {
    EXPECT_FALSE(zone_of_tz(value).has_value()) << value;
  }
}

}  // namespace
}  // namespace libsync
