// SPDX-License-Identifier: MIT
#include "temporary_folder.hpp"

#include <libsync/credentials/credentials.hpp>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace libsync::credentials {
namespace {

const std::string k_canary = "CANARY-api-key-0123456789";

class FindApiKey : public testing::Test {
 protected:
  FindApiKey() {  // a machine without a desktop
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
    unsetenv("XDG_RUNTIME_DIR");
  }

  void expect_key(const Places& places, const std::string& key, KeySource source) {
    const auto found = find_api_key(places);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->key.reveal(), key);
    EXPECT_EQ((*found)->source, source);
  }

  void expect_error(const Places& places, const std::string& message, const Hint& hint) {
    const auto found = find_api_key(places);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, message);
    EXPECT_EQ(found.error().hint, hint);
    EXPECT_EQ(found.error().message.find(k_canary), std::string::npos);
  }

  TemporaryFolder folder_;
  std::filesystem::path absent_ = folder_ / "credentials";
};

const Hint k_command_hint{Step::try_key_command};
const Hint k_key_hint{Step::give_plausible_key};

TEST_F(FindApiKey, TakesTheEnvironmentFirst) {
  const auto file = folder_.write("credentials", "key-of-the-file", 0600);
  expect_key({"key-of-the-environment", "echo key-of-the-command", file}, "key-of-the-environment",
             KeySource::environment);
}

TEST_F(FindApiKey, TakesTheCommandBeforeTheFile) {
  const auto file = folder_.write("credentials", "key-of-the-file", 0600);
  expect_key({std::nullopt, "echo key-of-the-command", file}, "key-of-the-command", KeySource::command);
}

TEST_F(FindApiKey, TakesTheFileLast) {
  const auto file = folder_.write("credentials", "key-of-the-file\n", 0600);
  expect_key({std::nullopt, std::nullopt, file}, "key-of-the-file", KeySource::file);
}

TEST_F(FindApiKey, IgnoresAnEmptyVariable) {
  const auto file = folder_.write("credentials", "key-of-the-file", 0600);
  expect_key({"", std::nullopt, file}, "key-of-the-file", KeySource::file);
}

TEST_F(FindApiKey, HasNothingWhenNoPlaceHasOne) {
  const auto found = find_api_key({std::nullopt, std::nullopt, absent_});
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

TEST_F(FindApiKey, RefusesAVariableThatCannotBeAKey) {
  expect_error({k_canary + "\r\nHost: evil", std::nullopt, absent_},
               "cannot use the API key from CLOCKIFY_API_KEY: what is there cannot be a key", k_key_hint);
}

TEST_F(FindApiKey, RefusesAFileThatCannotBeAKey) {
  const auto file = folder_.write("credentials", k_canary + "\n" + k_canary, 0600);
  expect_error({std::nullopt, std::nullopt, file},
               "cannot use the API key from " + file.string() + ": what is there cannot be a key", k_key_hint);
}

TEST_F(FindApiKey, DoesNotLookFurtherWhenTheCommandFails) {
  const auto file = folder_.write("credentials", "key-of-the-file", 0600);
  expect_error({std::nullopt, "echo 'first' >&2; echo 'no such entry' >&2; exit 3", file},
               "cannot read the API key from `api_key_command`: it ended with exit code 3: no such entry",
               k_command_hint);
}

TEST_F(FindApiKey, SaysWhenTheCommandIsNotThere) {
  const auto found = find_api_key({std::nullopt, "no-such-program-here", absent_});
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("it ended with exit code 127: "), std::string::npos) << found.error().message;
}

TEST_F(FindApiKey, SaysWhichSignalEndedTheCommand) {
  expect_error({std::nullopt, "kill -TERM $$", absent_},
               "cannot read the API key from `api_key_command`: it was ended by signal 15 (Terminated)",
               k_command_hint);
}

TEST_F(FindApiKey, SaysWhenTheCommandPrintsNothing) {
  expect_error({std::nullopt, "true", absent_}, "cannot read the API key from `api_key_command`: it printed nothing",
               k_command_hint);
}

TEST_F(FindApiKey, RefusesAnAnswerOfTheCommandThatCannotBeAKey) {
  expect_error({std::nullopt, "echo 'Please unlock " + k_canary + "'", absent_},
               "cannot use the API key from `api_key_command`: what is there cannot be a key", k_key_hint);
}

TEST_F(FindApiKey, NeverRepeatsAKeyThatAFailingCommandShowed) {
  expect_error({std::nullopt, "set -x; echo " + k_canary + "; exit 1", absent_},
               "cannot read the API key from `api_key_command`: it ended with exit code 1: + exit 1", k_command_hint);
  expect_error({std::nullopt, "echo " + k_canary + "; echo 'bad " + k_canary + "!' >&2; exit 1", absent_},
               "cannot read the API key from `api_key_command`: it ended with exit code 1: bad (hidden)!",
               k_command_hint);
}

}  // namespace
}  // namespace libsync::credentials
