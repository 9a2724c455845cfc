// SPDX-License-Identifier: MIT
//
// Any bytes as the value of HTTPS_PROXY, a server ("host:port") and the value of NO_PROXY, a line each.
#include "fuzzing.hpp"
#include "http/http_message.hpp"
#include "http/proxy.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace libsync;
using namespace libsync::clockify;
using fuzzing::require;

void check(const Proxy& proxy) {
  require(parse_host_port(proxy.server.text(), 1) == proxy.server);
  const auto plain = parse_proxy(Secret{proxy.server.text()});
  require(plain.has_value() && plain->server == proxy.server && plain->credentials.empty());

  const Secret request = render_connect("example.com:443", "a", proxy.credentials);
  const std::string& bytes = request.reveal();
  require(std::count(bytes.begin(), bytes.end(), '\n') == (proxy.credentials.empty() ? 4 : 5));
  require(bytes.ends_with("\r\n\r\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzzing::text_of(data, size);
  const std::string_view value = fuzzing::take_line(rest);
  const auto server = parse_host_port(fuzzing::take_line(rest), 443);

  const auto proxy = parse_proxy(Secret{std::string{value}});
  if (proxy.has_value()) {
    check(*proxy);
  } else {
    // One of the sentences that repeat nothing of the value but the name of a scheme that is known.
    const auto says = [](const char* other) { return parse_proxy(Secret{other}).error().cause; };
    const std::string& cause = proxy.error().cause;
    const auto is_one_of = [&](std::initializer_list<const char*> others) {
      return std::any_of(others.begin(), others.end(), [&](const char* other) { return cause == says(other); });
    };
    require(is_one_of({"ftp://host", "https://host", "socks://host", "socks4://host", "socks4a://host", "socks5://host",
                       "socks5h://host", "x://host", "%@host", ":"}));
  }

  if (!server) return 0;
  const std::string list{rest};
  const bool bypassed = bypasses_proxy(*server, list);
  require(!bypasses_proxy(*server, ""));
  require(bypasses_proxy(*server, list + ",*"));
  if (bypassed)
    require(bypasses_proxy(*server, "example.org," + list) && bypasses_proxy(*server, list + " 10.0.0.0/8"));
  require(bypasses_proxy(*server, server->host));
  return 0;
}
