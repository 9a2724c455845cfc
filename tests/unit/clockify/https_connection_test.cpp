// SPDX-License-Identifier: MIT
//
// Connections that die, are silent, or are given up.
#include "https_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace libsync::clockify {
namespace {

// First connection: one good answer, then silence until the next request, which is read and not answered.
ScriptedServer::Script answer_once_then_drop(int status, std::string body) {
  return [=](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    peer.answer(status, body);
    peer.read_request();
  };
}

TEST(HttpsApi, RepeatsAGetOnceWhenAKeptConnectionTurnsOutDead) {
  ScriptedServer server{{answer_once_then_drop(200, k_user_json), always(200, k_user_json)}};
  auto api = api_for(server);
  ASSERT_TRUE(api->current_user());
  EXPECT_TRUE(api->current_user());
  EXPECT_EQ(api->traffic().requests, 3);
  EXPECT_EQ(api->traffic().connections, 2);
}

TEST(HttpsApi, NeverRepeatsAPost) {
  ScriptedServer server{{answer_once_then_drop(201, k_entry_json), always(201, k_entry_json)}};
  auto api = api_for(server);
  ASSERT_TRUE(api->create_entry(new_entry(), go_on));
  int asked = 0;
  const auto entry = api->create_entry(new_entry(), [&] {
    ++asked;
    return Proceed::send;
  });
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, ErrorKind::offline);
  EXPECT_EQ(entry.error().delivery, Delivery::unknown);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(api->traffic().requests, 2);
}

TEST(HttpsApi, DoesNotRepeatAGetThatFailedOnAFreshConnection) {
  ScriptedServer server{{[](Peer& peer) {
                           peer.start_tls();
                           peer.read_request();
                         },
                         always(200, k_user_json)}};
  auto api = api_for(server);
  EXPECT_FALSE(api->current_user());
  EXPECT_EQ(server.accepted(), 1);
}

TEST(HttpsApi, DoesNotUseAConnectionThatTheServerClosed) {
  std::atomic<bool> closed = false;
  ScriptedServer server{{[&](Peer& peer) {
                           peer.start_tls();
                           peer.read_request();
                           peer.answer(201, k_entry_json);
                           peer.say_goodbye();
                           closed = true;
                           closed.notify_all();
                           peer.wait_for_close();
                         },
                         always(201, k_entry_json)}};
  auto api = api_for(server);
  ASSERT_TRUE(api->create_entry(new_entry(), go_on));
  closed.wait(false);
  EXPECT_TRUE(api->create_entry(new_entry(), go_on));
  EXPECT_EQ(api->traffic().connections, 2);
  EXPECT_EQ(api->traffic().requests, 2);
}

TEST(HttpsApi, SendsNothingWhenTheServerClosesDuringBeforeSend) {
  std::atomic<bool> close_now = false;
  std::atomic<bool> closed = false;
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    close_now.wait(false);
    peer.say_goodbye();
    closed = true;
    closed.notify_all();
    peer.wait_for_close();
  }}};
  auto api = api_for(server);
  const auto entry = api->create_entry(new_entry(), [&] {
    close_now = true;
    close_now.notify_all();
    closed.wait(false);
    return Proceed::send;
  });
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, ErrorKind::offline);
  EXPECT_EQ(entry.error().delivery, Delivery::not_sent);
  EXPECT_EQ(api->traffic().requests, 0);
}

TEST(HttpsApi, GivesUpOnASilentServerAtTheDeadline) {
  ScriptedServer server{{[](Peer& peer) { peer.wait_for_close(); },
                         [](Peer& peer) {
                           peer.start_tls();
                           peer.read_request();
                           peer.wait_for_close();
                         }}};
  HttpsOptions options = options_for(server);
  options.deadline = milliseconds{200};
  auto api = api_with(std::move(options));

  const auto in_handshake = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(in_handshake);
  EXPECT_EQ(in_handshake.error().kind, ErrorKind::timed_out);
  EXPECT_EQ(in_handshake.error().delivery, Delivery::not_sent);
  EXPECT_EQ(in_handshake.error().cause, "timed out after 0.2 s while setting up TLS with " + server.address());

  const auto before_answer = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(before_answer);
  EXPECT_EQ(before_answer.error().kind, ErrorKind::timed_out);
  EXPECT_EQ(before_answer.error().delivery, Delivery::unknown);
  EXPECT_EQ(before_answer.error().cause, "timed out after 0.2 s while waiting for the answer");
}

TEST(HttpsApi, SendsNothingWhenBeforeSendOutlastsTheDeadline) {
  ScriptedServer server{{always(201, k_entry_json)}};
  HttpsOptions options = options_for(server);
  options.deadline = milliseconds{300};
  auto api = api_with(std::move(options));
  const auto entry = api->create_entry(new_entry(), [] {
    const auto until = std::chrono::steady_clock::now() + milliseconds{310};
    while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
    return Proceed::send;
  });
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, ErrorKind::timed_out);
  EXPECT_EQ(entry.error().delivery, Delivery::not_sent);
}

class Interrupt {
 public:
  Interrupt() : descriptor_(eventfd(0, EFD_CLOEXEC)) {}
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt() { close(descriptor_); }
  void raise() const { eventfd_write(descriptor_, 1); }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

TEST(HttpsApi, IsInterruptedWhileItWaits) {
  const Interrupt interrupt;
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    interrupt.raise();
    peer.wait_for_close();
  }}};
  HttpsOptions options = options_for(server);
  options.interrupt_fd = interrupt.descriptor();
  auto api = api_with(std::move(options));
  const auto entry = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(entry.error().delivery, Delivery::unknown);
  EXPECT_EQ(entry.error().cause, "interrupted while waiting for the answer");

  const auto next = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(next.error().delivery, Delivery::not_sent);
  EXPECT_EQ(server.accepted(), 1);
}

Proceed too_early() {
  ADD_FAILURE() << "one of the two has no connection";
  return Proceed::send;
}

TEST(HttpsApi, SendsNoneOfTwoWhenOneHasNoConnection) {
  ScriptedServer server{{[](Peer& peer) { peer.start_tls(); }}};
  auto api = api_for(server);
  for (const auto& each : api->create_entries(std::vector{new_entry(), new_entry()}, too_early)) {
    ASSERT_FALSE(each);
    EXPECT_EQ(each.error().kind, ErrorKind::offline);
    EXPECT_EQ(each.error().delivery, Delivery::not_sent);
    EXPECT_THAT(each.error().cause, testing::HasSubstr("setting up TLS")) << "what happened to the one";
  }
  EXPECT_EQ(api->traffic().requests, 0);
}

TEST(HttpsApi, SendsNoneOfTwoWhenTheServerLetsGoOfOneMeanwhile) {
  ScriptedServer server{{[](Peer& peer) {
                           peer.start_tls();
                           peer.say_goodbye();
                         },
                         [](Peer& peer) {
                           peer.start_tls();
                           EXPECT_EQ(peer.read_request(), "");
                         }}};
  auto api = api_for(server);
  for (const auto& each : api->create_entries(std::vector{new_entry(), new_entry()}, go_on)) {
    ASSERT_FALSE(each);
    EXPECT_EQ(each.error().kind, ErrorKind::offline);
    EXPECT_EQ(each.error().delivery, Delivery::not_sent);
  }
  EXPECT_EQ(api->traffic().requests, 0);
}

TEST(HttpsApi, IsInterruptedWhileOneOfTwoWaitsForTheOther) {
  const Interrupt interrupt;
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    interrupt.raise();
    peer.wait_for_close();
  }}};
  HttpsOptions options = options_for(server);
  options.interrupt_fd = interrupt.descriptor();
  auto api = api_with(std::move(options));
  for (const auto& each : api->create_entries(std::vector{new_entry(), new_entry()}, too_early)) {
    ASSERT_FALSE(each);
    EXPECT_EQ(each.error().kind, ErrorKind::cancelled);
    EXPECT_EQ(each.error().delivery, Delivery::not_sent);
  }
}

TEST(HttpsApi, SendsNothingWhenInterruptedDuringBeforeSend) {
  const Interrupt interrupt;
  ScriptedServer server{{always(201, k_entry_json)}};
  HttpsOptions options = options_for(server);
  options.interrupt_fd = interrupt.descriptor();
  auto api = api_with(std::move(options));
  const auto entry = api->create_entry(new_entry(), [&] {
    interrupt.raise();
    return Proceed::send;
  });
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(entry.error().delivery, Delivery::not_sent);
  EXPECT_EQ(api->traffic().requests, 0);
}

}  // namespace
}  // namespace libsync::clockify
