// SPDX-License-Identifier: MIT
//
// What stands between the program and Clockify, or in the wrong place of the configuration, is named with what to do.
#include "workplace.hpp"

#include <fmt/format.h>
#include <forward_proxy.hpp>

namespace e2e {
namespace {

using libsync::support::ForwardProxy;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* k_monday = "2026-02-02";
constexpr const char* k_wrong_key = "bm90LWEta2V5LWF0LWFsbA";

libsync::support::ProcessResult sync_monday(Workplace& place) {
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  return place.run({"sync", "--until", k_monday});
}

TEST(AProxyThatInspectsTls, IsKnownByItsIssuerAndWaitingDoesNotHelp) {
  Workplace place{{.certificate = libsync::support::ServerCertificate::unknown_ca, .identity = {}, .service = {}}};
  const auto result = sync_monday(place);
  EXPECT_THAT(result.exit_code, testing::AnyOf(69, 78)) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("Test authority"), HasSubstr("ca_file")));
  EXPECT_EQ(place.fake.counts().requests, 0);
}

TEST(AWrongProxyPassword, IsToldWithTheVariableThatHasIt) {
  Workplace place;
  const ForwardProxy proxy{{.credentials = "ann:sesame"}};
  for (const auto* name : {"HTTPS_PROXY", "https_proxy"}) {
    SCOPED_TRACE(name);
    place.environment.erase("HTTPS_PROXY");
    place.environment[name] = proxy.url_with("ann:simsalabim");
    const auto result = sync_monday(place);
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.err, AllOf(HasSubstr(name), HasSubstr("environment")));
    EXPECT_THAT(result.err, Not(HasSubstr("simsalabim")));
  }
  EXPECT_EQ(place.fake.counts().connections, 0);
}

TEST(AProxyThatSpeaksSocks, IsToldWithTheVariableThatNamesIt) {
  Workplace place;
  place.environment["HTTPS_PROXY"] = "socks5://localhost:1080";
  const auto result = sync_monday(place);
  EXPECT_EQ(result.exit_code, 78) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("HTTPS_PROXY"), HasSubstr("environment"), HasSubstr("socks5")));
}

TEST(ARefusedKey, IsToldWithWhereItCameFrom) {
  Workplace place;
  place.environment["CLOCKIFY_API_KEY"] = k_wrong_key;
  const auto of_the_environment = sync_monday(place);
  EXPECT_EQ(of_the_environment.exit_code, 77);
  EXPECT_THAT(of_the_environment.err, HasSubstr("CLOCKIFY_API_KEY"));

  place.environment.erase("CLOCKIFY_API_KEY");
  const std::string config = libsync::support::read_file(place.config_file());
  place.configure_text(fmt::format("api_key_command = \"echo {}\"\n", k_wrong_key) + config);
  const auto of_a_command = place.run({"sync", "--until", k_monday});
  EXPECT_EQ(of_a_command.exit_code, 77) << of_a_command.err;
  EXPECT_THAT(of_a_command.err, HasSubstr("api_key_command"));
  EXPECT_THAT(of_a_command.err, Not(HasSubstr("claude-tracker setup")));

  place.configure_text(config);
  libsync::support::write_file(place.config_file().parent_path() / "credentials", std::string{k_wrong_key} + "\n");
  std::filesystem::permissions(place.config_file().parent_path() / "credentials", std::filesystem::perms{0600});
  const auto of_the_file = place.run({"sync", "--until", k_monday});
  EXPECT_EQ(of_the_file.exit_code, 77) << of_the_file.err;
  EXPECT_THAT(of_the_file.err, HasSubstr("setup"));
}

TEST(AHint, RepeatsWhatIsNeededToTypeItAsItStands) {
  Workplace place;
  const auto elsewhere = place.home() / "elsewhere.toml";
  std::filesystem::rename(place.config_file(), elsewhere);
  place.environment.erase("CLOCKIFY_API_KEY");
  place.work("/work/api", "Europe/Berlin", k_monday, "09:00", "12:00");
  const auto result = place.run({"--config", elsewhere.string(), "sync", "--until", k_monday});
  EXPECT_EQ(result.exit_code, 77) << result.err;
  EXPECT_THAT(result.err, HasSubstr(fmt::format("--config {}", elsewhere.string())));
}

}  // namespace
}  // namespace e2e
