// SPDX-License-Identifier: MIT
#include "secret_service.hpp"

#include "fake_keyring.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace libsync::credentials {
namespace {

using namespace std::chrono_literals;

const Hint k_hint{Step::unlock_keyring};

// A socket that takes connections into its backlog and never says a word.
class SilentBus {
 public:
  explicit SilentBus(const std::filesystem::path& path) : socket_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
    bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    listen(socket_, 1);
  }
  SilentBus(const SilentBus&) = delete;
  SilentBus& operator=(const SilentBus&) = delete;
  ~SilentBus() { close(socket_); }

 private:
  int socket_;
};

class SecretService : public testing::Test {
 protected:
  SecretService() {
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
    unsetenv("XDG_RUNTIME_DIR");
  }

  TemporaryFolder folder_;
};

TEST_F(SecretService, HasTheKeyThatTheOlderToolStored) {
  const FakeKeyring keyring{"key-of-the-keyring", FakeKeyring::State::unlocked};
  const auto key = ask_secret_service(20s);
  ASSERT_TRUE(key) << key.error().message;
  ASSERT_TRUE(*key);
  EXPECT_EQ((*key)->reveal(), "key-of-the-keyring");
}

TEST_F(SecretService, IsAskedBeforeTheFile) {
  const FakeKeyring keyring{"key-of-the-keyring", FakeKeyring::State::unlocked};
  const auto file = folder_.write("credentials", "key-of-the-file", 0600);
  const auto found = find_api_key({std::nullopt, std::nullopt, file});
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->source, KeySource::secret_service);
  EXPECT_EQ((*found)->key.reveal(), "key-of-the-keyring");
}

TEST_F(SecretService, MayHoldNoKey) {
  const FakeKeyring keyring{"", FakeKeyring::State::empty};
  const auto key = ask_secret_service(20s);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_FALSE(*key);
}

TEST_F(SecretService, ThatIsLockedIsAnErrorAndNotAPrompt) {
  const FakeKeyring keyring{"CANARY-api-key", FakeKeyring::State::locked};
  const auto key = ask_secret_service(20s);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().message, "cannot read the API key from the Secret Service: the keyring is locked");
  EXPECT_EQ(key.error().hint, k_hint);
}

TEST_F(SecretService, IsNotThereWithoutABus) {
  const auto key = ask_secret_service(20s);
  ASSERT_TRUE(key);
  EXPECT_FALSE(*key);
}

TEST_F(SecretService, IsNotThereWhenNobodyAnswersAtTheAddress) {
  setenv("DBUS_SESSION_BUS_ADDRESS", ("unix:path=" + (folder_ / "gone").string()).c_str(), 1);
  const auto key = ask_secret_service(20s);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_FALSE(*key);
}

TEST_F(SecretService, IsGivenUpWhenItDoesNotAnswer) {
  const SilentBus bus{folder_ / "bus"};
  setenv("XDG_RUNTIME_DIR", (folder_ / ".").c_str(), 1);
  setenv("DBUS_SESSION_BUS_ADDRESS", ("unix:path=" + (folder_ / "bus").string()).c_str(), 1);
  const auto key = ask_secret_service(200ms);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().message, "cannot read the API key from the Secret Service: it does not answer within 1 s");
  EXPECT_EQ(key.error().hint, k_hint);
}

}  // namespace
}  // namespace libsync::credentials
