// SPDX-License-Identifier: MIT
//
// Requests and the answers to them.
#include "https_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(HttpsApi, ReadsTheUser) {
  std::string request;
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    request = peer.read_request();
    peer.answer(200, k_user_json);
    peer.wait_for_close();
  }}};
  const auto user = api_for(server)->current_user();
  ASSERT_TRUE(user) << user.error().cause;
  EXPECT_EQ(user->id, k_user);
  EXPECT_EQ(request,
            "GET /api/v1/user HTTP/1.1\r\nHost: " + server.address() +
                "\r\nUser-Agent: claude-tracker/test\r\nAccept: application/json\r\n"
                "Accept-Encoding: identity\r\nContent-Type: application/json\r\nX-Api-Key: canary-key\r\n\r\n");
}

TEST(HttpsApi, CreatesAnEntryAfterAskingOnce) {
  std::string request;
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    request = peer.read_request();
    peer.answer(201, k_entry_json);
    peer.wait_for_close();
  }}};
  auto api = api_for(server);
  int asked = 0;
  Traffic when_asked;
  const auto entry = api->create_entry(new_entry(), [&] {
    ++asked;
    when_asked = api->traffic();
    return Proceed::send;
  });
  ASSERT_TRUE(entry) << entry.error().cause;
  EXPECT_EQ(entry->start, k_morning);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(when_asked.connections, 1);
  EXPECT_EQ(when_asked.requests, 0);
  EXPECT_THAT(request, AllOf(StartsWith("POST /api/v1/workspaces/64a687e29ae1f428e7ebe303/time-entries HTTP/1.1\r\n"),
                             HasSubstr(R"("start":"2026-02-02T08:00:00Z","end":"2026-02-02T12:48:00Z")")));
}

TEST(HttpsApi, UsesOneConnectionForManyRequests) {
  ScriptedServer server{{always(200, k_user_json)}};
  auto api = api_for(server);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(api->current_user());
  EXPECT_EQ(api->traffic().requests, 3);
  EXPECT_EQ(api->traffic().connections, 1);
  EXPECT_EQ(server.accepted(), 1);
}

TEST(HttpsApi, LeavesAConnectionThatWasIdleForTooLong) {
  ScriptedServer server{{always(200, k_user_json), always(200, k_user_json)}};
  HttpsOptions options = options_for(server);
  options.idle_limit = milliseconds{-1};
  auto api = api_with(std::move(options));
  ASSERT_TRUE(api->current_user());
  ASSERT_TRUE(api->current_user());
  EXPECT_EQ(api->traffic().connections, 2);
}

TEST(HttpsApi, SendsNothingWhenBeforeSendSaysNo) {
  std::string request = "not read yet";
  {
    ScriptedServer server{{[&](Peer& peer) {
      peer.start_tls();
      request = peer.read_request();
    }}};
    auto api = api_for(server);
    const auto entry = api->create_entry(new_entry(), [] { return Proceed::abort; });
    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().kind, ErrorKind::cancelled);
    EXPECT_EQ(entry.error().delivery, Delivery::not_sent);
    EXPECT_EQ(entry.error().act, "create a time entry");
    EXPECT_EQ(api->traffic().requests, 0);
    EXPECT_EQ(api->traffic().connections, 1);
  }
  EXPECT_EQ(request, "");
}

TEST(HttpsApi, PassesOnWhatBeforeSendThrowsAndGoesOnAfterIt) {
  ScriptedServer server{{always(201, k_entry_json)}};
  auto api = api_for(server);
  EXPECT_THROW((void)api->create_entry(new_entry(), []() -> Proceed { throw std::logic_error("disk full"); }),
               std::logic_error);
  EXPECT_EQ(api->traffic().requests, 0);
  EXPECT_TRUE(api->create_entry(new_entry(), go_on));
  EXPECT_EQ(api->traffic().connections, 1);
}

// An answer to a POST that breaks off in every possible way leaves its effect unknown.
class BrokenAnswer : public testing::TestWithParam<std::string> {};

TEST_P(BrokenAnswer, LeavesAPostUnknown) {
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    peer.send(GetParam());
  }}};
  auto api = api_for(server);
  const auto entry = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().delivery, Delivery::unknown) << entry.error().cause;
  EXPECT_EQ(api->traffic().requests, 1);
  EXPECT_EQ(server.accepted(), 1);
}

INSTANTIATE_TEST_SUITE_P(
    HttpsApi, BrokenAnswer,
    testing::Values("", "HTTP/1.1 201 Cre", "HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n{",
                    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"",
                    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    std::string{"HTTP/1.1 201 Created\r\n\r\n"} + k_entry_json,  // ends with the connection, but how?
                    "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{\"message\":\"no\"",
                    "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                    "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"));

TEST(HttpsApi, TakesAnAnswerThatEndsWithTheConnectionWhenItEndsProperly) {
  ScriptedServer server{{[](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    peer.send(std::string{"HTTP/1.1 201 Created\r\n\r\n"} + k_entry_json);
    peer.say_goodbye();
  }}};
  EXPECT_TRUE(api_for(server)->create_entry(new_entry(), go_on));
}

TEST(HttpsApi, TakesACompleteAnswerWithoutAGoodbye) {
  ScriptedServer server{{[](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    peer.answer(201, k_entry_json, "Connection: close\r\n");
  }}};
  EXPECT_TRUE(api_for(server)->create_entry(new_entry(), go_on));
}

TEST(HttpsApi, SkipsInterimAnswers) {
  ScriptedServer server{{[](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    peer.answer(201, k_entry_json);
  }}};
  EXPECT_TRUE(api_for(server)->create_entry(new_entry(), go_on));
}

TEST(HttpsApi, RefusesAnswersOverTheLimit) {
  ScriptedServer server{{always(200, std::string(2000, 'x'))}};
  HttpsOptions options = options_for(server);
  options.max_answer = 1000;
  const auto user = api_with(std::move(options))->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::protocol);
  EXPECT_EQ(user.error().cause, "the answer is larger than is reasonable");
}

TEST(HttpsApi, RefusesHeadersOverTheLimit) {
  ScriptedServer server{{always(200, k_user_json, "X-Filler: " + std::string(70'000, 'x') + "\r\n")}};
  const auto user = api_for(server)->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::protocol);
  EXPECT_EQ(user.error().cause, "the header of the answer is too large");
}

TEST(HttpsApi, DoesNotFollowRedirects) {
  const ScriptedServer elsewhere{{}};
  ScriptedServer server{{always(307, "", "Location: " + elsewhere.base_url() + "/user\r\n")}};
  const auto user = api_for(server)->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::protocol);
  EXPECT_EQ(user.error().http_status, 307);
  EXPECT_EQ(elsewhere.accepted(), 0);
}

TEST(HttpsApi, RefusesTheEntryOfAnotherWorkspaceOrUser) {
  std::string other = k_entry_json;
  other.replace(other.find("64a687e2"), 8, "00000000");
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    peer.read_request();
    peer.answer(201, other);
    peer.read_request();
    peer.answer(200, R"({"id":"000000000000000000000001"})");
    peer.read_request();
    peer.answer(201, k_entry_json);
  }}};
  auto api = api_for(server);
  const auto foreign = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().cause, "the answer names an entry of another workspace");
  EXPECT_EQ(foreign.error().delivery, Delivery::unknown);
  ASSERT_TRUE(api->current_user());
  const auto strange = api->create_entry(new_entry(), go_on);
  ASSERT_FALSE(strange);
  EXPECT_EQ(strange.error().cause, "the answer names an entry of another user");
}

TEST(HttpsApi, ListsWhatStartsInTheWindowAndAsksForMore) {
  std::string request;
  ScriptedServer server{{[&](Peer& peer) {
    peer.start_tls();
    request = peer.read_request();
    peer.answer(200, "[" + std::string{k_entry_json} + "]",
                "Date: Tue, 03 Feb 2026 10:00:00 GMT\r\nlast-page: true\r\n");
    peer.wait_for_close();
  }}};
  auto api = api_for(server);
  const Interval window{k_morning, k_morning + std::chrono::hours{8}};
  const auto listing = api->list_entries(k_workspace, k_user, window);
  ASSERT_TRUE(listing) << listing.error().cause;
  ASSERT_EQ(listing->entries.size(), 1U);
  EXPECT_EQ(listing->server_date, k_morning + std::chrono::hours{26});
  EXPECT_GE(listing->took, milliseconds{0});
  EXPECT_THAT(request,
              AllOf(StartsWith("GET /api/v1/workspaces/64a687e29ae1f428e7ebe303/user/5a0ab5acb07987125438b60f/"
                               "time-entries?start=2026-02-01T08:00:00Z&end=2026-02-03T16:00:00Z&page=1&page-size=5000 "
                               "HTTP/1.1\r\n"),
                    HasSubstr("\r\nCache-Control: no-cache\r\n")));
}

}  // namespace
}  // namespace libsync::clockify
