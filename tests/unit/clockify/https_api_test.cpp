// SPDX-License-Identifier: MIT
#include "scripted_server.hpp"

#include <libsync/clockify/https_api.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace libsync::clockify {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const WorkspaceId k_workspace = *WorkspaceId::parse("64a687e29ae1f428e7ebe303");
const ProjectId k_project = *ProjectId::parse("25b687e29ae1f428e7ebe123");
const UserId k_user = *UserId::parse("5a0ab5acb07987125438b60f");
const UtcTime k_morning = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};

constexpr const char* k_user_json = R"({"id":"5a0ab5acb07987125438b60f","name":"Ann"})";
constexpr const char* k_entry_json = R"({"id":"6a507fafde10bd6a51ac37a9","userId":"5a0ab5acb07987125438b60f",
  "workspaceId":"64a687e29ae1f428e7ebe303","projectId":"25b687e29ae1f428e7ebe123","description":"Development",
  "timeInterval":{"start":"2026-02-02T08:00:00Z","end":"2026-02-02T12:48:00Z"}})";

NewEntry new_entry() {
  return {.workspace = k_workspace,
          .project = k_project,
          .interval = {k_morning, k_morning + std::chrono::minutes{288}},
          .description = "Development",
          .billable = std::nullopt,
          .tags = {}};
}

Proceed go_on() {
  return Proceed::send;
}

HttpsOptions options_for(const ScriptedServer& server) {
  HttpsOptions options;
  options.base_url = server.base_url();
  options.ca_file = server.ca_file();
  options.user_agent = "claude-tracker/test";
  return options;
}

std::unique_ptr<Api> api_with(HttpsOptions options) {
  auto api = make_https_api(Secret{"canary-key"}, std::move(options));
  if (!api) throw std::runtime_error(api.error().object + ": " + api.error().cause);
  return std::move(*api);
}

std::unique_ptr<Api> api_for(const ScriptedServer& server) {
  return api_with(options_for(server));
}

// Answers every request of one connection in the same way.
ScriptedServer::Script always(int status, std::string body, std::string fields = "") {
  return [=](Peer& peer) {
    if (!peer.start_tls()) return;
    while (!peer.read_request().empty()) peer.answer(status, body, fields);
  };
}

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

TEST(HttpsApi, SendsNothingToAServerWithoutATrustedCertificate) {
  const ScriptedServer trusted{{}};
  ScriptedServer server{{[](Peer& peer) { peer.start_tls(); }}};
  HttpsOptions options = options_for(server);
  options.ca_file = trusted.ca_file();
  auto api = api_with(std::move(options));
  const auto user = api->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::tls);
  EXPECT_EQ(user.error().delivery, Delivery::not_sent);
  EXPECT_THAT(user.error().cause, HasSubstr("self-signed"));
  EXPECT_EQ(api->traffic().connections, 0);
}

TEST(HttpsApi, SendsNothingToAServerWithAnotherName) {
  ScriptedServer server{{[](Peer& peer) { peer.start_tls(); }}, "api.example"};
  const auto user = api_for(server)->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::tls);
  EXPECT_EQ(user.error().cause, "the certificate that 127.0.0.1 showed is not valid for that name");
}

TEST(HttpsApi, TellsAPlainServerFromATlsServer) {
  ScriptedServer server{{[](Peer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"); }}};
  const auto user = api_for(server)->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::tls);
  EXPECT_EQ(user.error().cause, server.address() + " does not speak TLS");
}

TEST(HttpsApi, ConnectsByName) {
  ScriptedServer server{{always(200, k_user_json)}, "localhost"};
  HttpsOptions options = options_for(server);
  options.base_url = "https://localhost:" + std::to_string(server.port()) + "/api/v1";
  EXPECT_TRUE(api_with(std::move(options))->current_user());
}

TEST(HttpsApi, SaysWhoRefusedTheConnection) {
  HttpsOptions options;
  {
    const ScriptedServer server{{}};
    options.base_url = server.base_url();
  }
  const auto user = api_with(options)->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::offline);
  EXPECT_EQ(user.error().delivery, Delivery::not_sent);
  EXPECT_THAT(user.error().cause, HasSubstr("refused the connection"));
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

TEST(HttpsApi, GoesThroughAProxyAndGivesItNoKey) {
  std::string connect;
  std::string request;
  ScriptedServer server{{[&](Peer& peer) {
                          connect = peer.read_request();
                          peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
                          peer.start_tls();
                          request = peer.read_request();
                          peer.answer(200, k_user_json);
                        }},
                        "api.example"};
  HttpsOptions options = options_for(server);
  options.base_url = "https://api.example/api/v1";
  options.proxy = Secret{"http://ann:p%40ss@" + server.address()};
  const auto user = api_with(std::move(options))->current_user();
  ASSERT_TRUE(user) << user.error().cause;
  EXPECT_EQ(connect,
            "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\nUser-Agent: claude-tracker/test\r\n"
            "Proxy-Authorization: Basic YW5uOnBAc3M=\r\n\r\n");
  EXPECT_THAT(request, AllOf(HasSubstr("Host: api.example\r\n"), Not(HasSubstr("Proxy-Authorization"))));
}

TEST(HttpsApi, SaysThatTheProxyRefused) {
  ScriptedServer server{{[&](Peer& peer) {
    peer.read_request();
    peer.answer(407, "");
    peer.wait_for_close();
  }}};
  HttpsOptions options = options_for(server);
  options.base_url = "https://api.example/api/v1";
  options.proxy = Secret{"http://ann:hunter2@" + server.address()};
  const auto entry = api_with(std::move(options))->create_entry(new_entry(), go_on);
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().delivery, Delivery::not_sent);
  EXPECT_EQ(entry.error().cause, "the proxy " + server.address() + " refused its user name and password");
}

TEST(HttpsApi, NoProxyGoesDirect) {
  ScriptedServer server{{always(200, k_user_json)}};
  HttpsOptions options = options_for(server);
  options.proxy = Secret{"http://proxy.invalid:3128"};
  options.no_proxy = "localhost,127.0.0.0/8";
  EXPECT_TRUE(api_with(std::move(options))->current_user());
}

TEST(MakeHttpsApi, RefusesBadOptionsWithoutQuotingSecrets) {
  const auto problem = [](const std::string& key, HttpsOptions options) {
    const auto api = make_https_api(Secret{key}, std::move(options));
    return api ? "none" : api.error().object + ": " + api.error().cause;
  };
  EXPECT_EQ(problem("key", {}), "none");
  EXPECT_EQ(problem("key", {.base_url = "http://api.clockify.me/api/v1"}),
            "the base URL `http://api.clockify.me/api/v1`: it does not start with https://");
  EXPECT_EQ(problem("", {}), "the API key: it is empty");
  EXPECT_EQ(problem("a\r\nHost: b", {}), "the API key: it holds a blank or a character that no key has");
  EXPECT_EQ(problem("key", {.user_agent = "x\r\ny"}),
            "the user agent: it holds a character that a header must not have");
  EXPECT_EQ(problem("key", {.proxy = Secret{"socks5://ann:hunter2@proxy"}}),
            "the proxy: only http:// proxies are supported");
  EXPECT_EQ(problem("key", {.ca_file = "/nowhere/ca.pem"}), "the CA file `/nowhere/ca.pem`: No such file or directory");
}

TEST(MakeHttpsApi, RefusesACaFileWithoutCertificates) {
  const ScriptedServer server{{}};
  const auto file = server.ca_file().parent_path() / "other.pem";
  std::ofstream{file} << "not a certificate\n";
  const auto api = make_https_api(Secret{"key"}, {.ca_file = file});
  ASSERT_FALSE(api);
  EXPECT_EQ(api.error().cause, "it holds no certificate in PEM form");
}

TEST(MakeHttpsApi, NamesTheAccountByKeyAndServer) {
  const auto account = [](const std::string& url, const std::string& key) {
    return (*make_https_api(Secret{key}, {.base_url = url}))->account();
  };
  EXPECT_EQ(account("https://api.clockify.me/api/v1", "key"), account("https://API.clockify.me:443/api/v1/", "key"));
  EXPECT_NE(account("https://api.clockify.me/api/v1", "key"), account("https://api.clockify.me/api/v1", "other"));
  EXPECT_NE(account("https://api.clockify.me/api/v1", "key"), account("https://euc1.clockify.me/api/v1", "key"));
}

}  // namespace
}  // namespace libsync::clockify
