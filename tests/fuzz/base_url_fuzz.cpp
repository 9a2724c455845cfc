// SPDX-License-Identifier: MIT
//
// Any bytes as a base URL: what is accepted is spelled in one way, and cannot break out of a request line or header.
#include "fuzzing.hpp"
#include "http/http_message.hpp"
#include "targets.hpp"

#include <libsync/model/base_url.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace libsync;
using namespace libsync::clockify;
using fuzzing::require;

bool is_plain(std::string_view text, std::string_view punctuation) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           punctuation.find(c) != std::string_view::npos;
  });
}

void check(const HostPort& server) {
  require(!server.host.empty() && server.port != 0);
  require(is_plain(server.host, server.is_address ? ".:" : ".-_"));
  require(parse_host_port(server.text(), 1) == server);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzzing::text_of(data, size);

  if (const auto server = parse_host_port(text, 443)) check(*server);

  const auto base = parse_base_url(text);
  if (!base.has_value()) {
    require(!base.error().cause.empty());
    return 0;
  }
  check(base->server);
  require(base->path.empty() || (base->path.front() == '/' && base->path.back() != '/'));
  require(is_plain(base->path, "/-._~") && (base->path + "/").find("/../") == std::string::npos);

  const auto again = parse_base_url(base->text());
  require(again.has_value() && again->text() == base->text() && again->server == base->server);

  const Secret request = render_request({.method = Method::get, .target = user_target(*base)},
                                        {.host = base->authority(), .user_agent = "a", .api_key = Secret{"k"}});
  const std::string& bytes = request.reveal();
  require(bytes.starts_with("GET " + base->path + "/user HTTP/1.1\r\nHost: " + base->authority() + "\r\n"));
  require(std::count(bytes.begin(), bytes.end(), '\n') == 8);
  return 0;
}
