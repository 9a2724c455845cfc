// SPDX-License-Identifier: MIT
#include "http/http_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

RequestContext context() {
  return {.host = "api.clockify.me", .user_agent = "claude-tracker/1", .api_key = Secret{"k3y"}};
}

TEST(RenderRequest, WritesAPostWithItsLength) {
  const HttpRequest request{.method = Method::post, .target = "/api/v1/x", .body = R"({"a":1})"};
  EXPECT_EQ(render_request(request, context()).reveal(),
            "POST /api/v1/x HTTP/1.1\r\nHost: api.clockify.me\r\nUser-Agent: claude-tracker/1\r\n"
            "Accept: application/json\r\nAccept-Encoding: identity\r\nContent-Type: application/json\r\n"
            "X-Api-Key: k3y\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}

TEST(RenderRequest, WritesAGetWithoutABody) {
  const HttpRequest request{.method = Method::get, .target = "/api/v1/user"};
  const std::string text = render_request(request, context()).reveal();
  EXPECT_THAT(text, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(text, Not(HasSubstr("Cache-Control")));
  EXPECT_THAT(text, EndsWith("\r\n\r\n"));
}

TEST(RenderRequest, AsksPastCachesOnDemand) {
  const HttpRequest request{.method = Method::get, .target = "/x", .past_caches = true};
  EXPECT_THAT(render_request(request, context()).reveal(), HasSubstr("\r\nCache-Control: no-cache\r\n"));
}

TEST(RenderConnect, HoldsCredentialsOnlyWhenThereAreSome) {
  EXPECT_EQ(render_connect("api.clockify.me:443", "t", Secret{""}).reveal(),
            "CONNECT api.clockify.me:443 HTTP/1.1\r\nHost: api.clockify.me:443\r\nUser-Agent: t\r\n\r\n");
}

TEST(RenderConnect, EncodesCredentialsOfAnyLength) {
  const auto encoded = [](const char* credentials) {
    const std::string text = render_connect("h:1", "t", Secret{credentials}).reveal();
    const std::size_t at = text.find("Basic ") + 6;
    return text.substr(at, text.find("\r\n", at) - at);
  };
  EXPECT_EQ(encoded("a:b"), "YTpi");
  EXPECT_EQ(encoded("ab:c"), "YWI6Yw==");
  EXPECT_EQ(encoded("ab:cd"), "YWI6Y2Q=");
  EXPECT_EQ(encoded("ann:\xff\xfe>?"), "YW5uOv/+Pj8=");
}

}  // namespace
}  // namespace libsync::clockify
