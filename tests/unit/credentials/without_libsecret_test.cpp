// SPDX-License-Identifier: MIT
//
// The program on a machine that has no libsecret, beside a keyring that it could ask otherwise.
#include "fake_keyring.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <process.hpp>
#include <temp_dir.hpp>
#include <workplace.hpp>

#include <string>

namespace libsync::credentials {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace known = support::well_known;

class WithoutLibsecret : public testing::Test {
 protected:
  WithoutLibsecret() {
    place_.environment.erase("CLOCKIFY_API_KEY");
    place_.environment["DBUS_SESSION_BUS_ADDRESS"] = g_getenv("DBUS_SESSION_BUS_ADDRESS");
  }

  // The loader stops at a file of this name that is no library.
  void take_libsecret_away() {
    support::write_file(libraries_.path() / "libsecret-1.so.0", "no library");
    place_.environment["LD_LIBRARY_PATH"] = libraries_.path().string();
  }

  const FakeKeyring keyring_{std::string{known::k_key}, FakeKeyring::State::unlocked};
  support::TempDir libraries_;
  e2e::Workplace place_;
};

TEST_F(WithoutLibsecret, TheProgramStartsAndFindsNoKeyWhereItFoundOne) {
  place_.configure({});
  const auto with = place_.run({"doctor"});
  EXPECT_THAT(with.out, HasSubstr("from the desktop's keyring")) << with.err;
  const auto version = place_.run({"--version"});

  take_libsecret_away();
  const auto without = place_.run({"doctor"});
  EXPECT_THAT(without.out, HasSubstr("cannot find an API key for Clockify: none is stored")) << without.err;
  EXPECT_THAT(without.out + without.err, Not(HasSubstr("Secret Service")));
  EXPECT_EQ(place_.run({"--version"}).out, version.out);
}

TEST_F(WithoutLibsecret, SetupKeepsTheKeyInTheFileAndSaysSo) {
  place_.configure({});
  take_libsecret_away();
  const auto result = place_.run({"setup"}, std::string{known::k_key} + "\n");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto file = place_.config_file().parent_path() / "credentials";
  EXPECT_THAT(result.err, HasSubstr("There is no keyring here, so the key goes into " + file.string()));
  EXPECT_TRUE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace libsync::credentials
