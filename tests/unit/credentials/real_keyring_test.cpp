// SPDX-License-Identifier: MIT
//
// The key in the keyring of a real desktop: gnome-keyring-daemon in a session bus of its own.
#include "secret_service.hpp"
#include "temporary_folder.hpp"

#include <gio/gio.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace libsync::credentials {
namespace {

using namespace std::chrono_literals;

constexpr auto k_limit = 30s;

// A program that runs as long as the object lives.
class Program {
 public:
  explicit Program(const std::vector<std::string>& words) {
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    argv.push_back(nullptr);
    process_ =
        g_subprocess_newv(argv.data(),
                          static_cast<GSubprocessFlags>(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE),
                          nullptr);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    g_subprocess_force_exit(process_);
    g_subprocess_wait(process_, nullptr, nullptr);
    g_object_unref(process_);
  }

  void give(const std::string& input) {
    GOutputStream* in = g_subprocess_get_stdin_pipe(process_);
    g_output_stream_write_all(in, input.data(), input.size(), nullptr, nullptr, nullptr);
    g_output_stream_close(in, nullptr, nullptr);
  }

  [[nodiscard]] std::string first_line() {
    GDataInputStream* said = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process_));
    char* line = g_data_input_stream_read_line(said, nullptr, nullptr, nullptr);
    std::string text = line == nullptr ? "" : line;
    g_free(line);
    g_object_unref(said);
    return text;
  }

 private:
  GSubprocess* process_ = nullptr;
};

class RealKeyring : public testing::Test {
 protected:
  RealKeyring() {
    for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"}) setenv(name, (home_ / ".").c_str(), 1);
    bus_.emplace(std::vector<std::string>{"dbus-daemon", "--session", "--nofork", "--print-address"});
    setenv("DBUS_SESSION_BUS_ADDRESS", bus_->first_line().c_str(), 1);
  }

  // With a keyring that `password` opens, which is made.
  void start_unlocked() {
    daemon_.emplace(std::vector<std::string>{"gnome-keyring-daemon", "--foreground", "--components=secrets",
                                             "--control-directory=" + (home_ / "control").string(), "--unlock"});
    daemon_->give("password");
    await_service();
  }

  // Without any keyring.
  void start_empty() {
    daemon_.emplace(std::vector<std::string>{"gnome-keyring-daemon", "--foreground", "--components=secrets",
                                             "--control-directory=" + (home_ / "control").string()});
    await_service();
  }

  // As the desktop does when its user goes away.
  static void lock() {
    const Bus bus = connect();
    GVariantBuilder keyrings;
    g_variant_builder_init(&keyrings, G_VARIANT_TYPE("ao"));
    g_variant_builder_add(&keyrings, "o", "/org/freedesktop/secrets/collection/login");
    GVariant* answer = g_dbus_connection_call_sync(
        bus.get(), "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
        g_variant_new("(ao)", &keyrings), nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr);
    ASSERT_NE(answer, nullptr);
    g_variant_unref(answer);
  }

  TemporaryFolder home_;

 private:
  using Bus = std::unique_ptr<GDBusConnection, decltype(&g_object_unref)>;

  static Bus connect() {
    return {g_dbus_connection_new_for_address_sync(
                g_getenv("DBUS_SESSION_BUS_ADDRESS"),
                static_cast<GDBusConnectionFlags>(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
                nullptr, nullptr, nullptr),
            g_object_unref};
  }

  static void await_service() {
    const Bus bus = connect();
    GMainLoop* loop = g_main_loop_new(nullptr, FALSE);
    const guint watch = g_bus_watch_name_on_connection(
        bus.get(), "org.freedesktop.secrets", G_BUS_NAME_WATCHER_FLAGS_NONE,
        [](GDBusConnection*, const char*, const char*, void* waiting) {
          g_main_loop_quit(static_cast<GMainLoop*>(waiting));
        },
        nullptr, loop, nullptr);
    g_main_loop_run(loop);
    g_bus_unwatch_name(watch);
    g_main_loop_unref(loop);
  }

  std::optional<Program> bus_;
  std::optional<Program> daemon_;
};

TEST_F(RealKeyring, GivesBackTheKeyThatItWasGiven) {
  start_unlocked();
  const auto open = probe_secret_service(k_limit);
  ASSERT_TRUE(open) << open.error().message;
  EXPECT_TRUE(*open);
  for (const char* key : {"key-of-the-keyring", "another-key"}) {
    const auto stored = store_in_secret_service(Secret{key}, k_limit);
    ASSERT_TRUE(stored) << stored.error().message;
    const auto found = ask_secret_service(k_limit);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->reveal(), key) << "in the place of an older one";
  }
}

TEST_F(RealKeyring, HasNoKeyAtFirst) {
  start_unlocked();
  const auto found = ask_secret_service(k_limit);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_FALSE(*found);
}

TEST_F(RealKeyring, ThatIsLockedTakesAndGivesNothingAndAsksForNothing) {
  start_unlocked();
  ASSERT_TRUE(store_in_secret_service(Secret{"key-of-the-keyring"}, k_limit));
  lock();
  const auto open = probe_secret_service(k_limit);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().message, "cannot store the API key in the Secret Service: the keyring is locked");
  EXPECT_EQ(open.error().hint, Hint{Step::unlock_keyring});
  const auto found = ask_secret_service(k_limit);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "cannot read the API key from the Secret Service: the keyring is locked");
}

TEST_F(RealKeyring, IsNotThereBeforeSomebodyMadeOne) {
  start_empty();
  const auto open = probe_secret_service(k_limit);
  ASSERT_TRUE(open) << open.error().message;
  EXPECT_FALSE(*open);
}

}  // namespace
}  // namespace libsync::credentials
