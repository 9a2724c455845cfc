// SPDX-License-Identifier: MIT
//
// The way to the server: names, certificates, proxies, and the options that say so.
#include "https_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace libsync::clockify {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(HttpsApi, SendsNothingToAServerWithoutATrustedCertificate) {
  const ScriptedServer trusted{{}};
  ScriptedServer server{{[](Peer& peer) { peer.start_tls(); }}};
  HttpsOptions options = options_for(server);
  options.ca_file = trusted.ca_file();
  auto api = api_with(std::move(options));
  const auto user = api->current_user();
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::untrusted);
  EXPECT_EQ(user.error().delivery, Delivery::not_sent);
  EXPECT_THAT(user.error().cause, HasSubstr("self-signed; it was issued by `CN = "));
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
  EXPECT_EQ(problem("key12345", {}), "none");
  EXPECT_EQ(problem("key12345", {.base_url = "http://api.clockify.me/api/v1"}),
            "the base URL `http://api.clockify.me/api/v1`: it does not start with https://");
  EXPECT_EQ(problem("", {}), "the API key: a key is 8 to 256 visible ASCII characters");
  EXPECT_EQ(problem("a\r\nHost: b", {}), "the API key: a key is 8 to 256 visible ASCII characters");
  EXPECT_EQ(problem("key12345", {.user_agent = "x\r\ny"}),
            "the user agent: it holds a character that a header must not have");
  EXPECT_EQ(problem("key12345", {.proxy = Secret{"socks5://ann:hunter2@proxy"}}),
            "the proxy: only http:// proxies are supported, not socks5://");
  EXPECT_EQ(problem("key12345", {.proxy = Secret{"socks5://ann:hunter2@proxy"}, .proxy_origin = "HTTPS_PROXY"}),
            "the proxy that is set in HTTPS_PROXY: only http:// proxies are supported, not socks5://");
  EXPECT_EQ(problem("key12345", {.ca_file = "/nowhere/ca.pem"}),
            "the CA file `/nowhere/ca.pem`: No such file or directory");
}

TEST(MakeHttpsApi, RefusesACaFileWithoutCertificates) {
  const ScriptedServer server{{}};
  const auto file = server.ca_file().parent_path() / "other.pem";
  std::ofstream{file} << "not a certificate\n";
  const auto api = make_https_api(Secret{"key12345"}, {.ca_file = file});
  ASSERT_FALSE(api);
  EXPECT_EQ(api.error().cause, "it holds no certificate in PEM form");
}

TEST(MakeHttpsApi, NamesTheAccountByKeyAndServer) {
  const auto account = [](const std::string& url, const std::string& key) {
    return (*make_https_api(Secret{key}, {.base_url = url}))->account();
  };
  EXPECT_EQ(account("https://api.clockify.me/api/v1", "key12345"),
            account("https://API.clockify.me:443/api/v1/", "key12345"));
  EXPECT_NE(account("https://api.clockify.me/api/v1", "key12345"),
            account("https://api.clockify.me/api/v1", "other-key"));
  EXPECT_NE(account("https://api.clockify.me/api/v1", "key12345"),
            account("https://euc1.clockify.me/api/v1", "key12345"));
}

}  // namespace
}  // namespace libsync::clockify
