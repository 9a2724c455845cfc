// SPDX-License-Identifier: MIT
#include "http/proxy.hpp"

#include <libsync/model/text.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace libsync::clockify {
namespace {

constexpr std::uint16_t k_http_port = 80;

std::optional<Secret> percent_decoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result.push_back(text[i]);
      continue;
    }
    unsigned value = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
    result.push_back(static_cast<char>(value));
    i += 2;
  }
  return Secret{std::move(result)};
}

// An address as bits; v4 addresses have 4 bytes, v6 ones 16.
struct Address {
  std::array<unsigned char, 16> bytes{};
  unsigned size = 0;

  [[nodiscard]] unsigned bits() const { return size * 8; }
};

std::optional<Address> parse_address(std::string_view text) {
  const std::string host{text};
  Address address;
  if (host.find('\0') != std::string::npos) return std::nullopt;  // inet_pton would end there
  if (inet_pton(AF_INET, host.c_str(), address.bytes.data()) == 1) {
    address.size = 4;
  } else if (inet_pton(AF_INET6, host.c_str(), address.bytes.data()) == 1) {
    address.size = 16;
  } else {
    return std::nullopt;
  }
  return address;
}

bool same_prefix(const Address& left, const Address& right, unsigned bits) {
  if (left.size != right.size || bits > left.bits()) return false;
  for (unsigned bit = 0; bit < bits; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if ((left.bytes[bit / 8] & mask) != (right.bytes[bit / 8] & mask)) return false;
  }
  return true;
}

bool matches_address(const Address& server, std::string_view item) {
  const std::size_t slash = item.find('/');
  const auto network = parse_address(item.substr(0, slash));
  if (!network) return false;
  unsigned bits = network->bits();
  if (slash != std::string_view::npos) {
    const std::string_view digits = item.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size()) return false;
  }
  return same_prefix(server, *network, bits);
}

bool matches(const HostPort& server, std::string_view item) {
  if (item == "*") return true;
  const auto address = server.is_address ? parse_address(server.host) : std::nullopt;
  if (address && matches_address(*address, item)) return true;

  if (item.starts_with("*.")) item.remove_prefix(1);
  const bool below = item.starts_with('.');
  if (below) item.remove_prefix(1);
  const auto named = parse_host_port(item, server.port);
  if (!named || named->port != server.port) return false;
  if (server.is_address || named->is_address) {
    return address && !below && matches_address(*address, named->host);
  }
  return server.host == named->host || server.host.ends_with("." + named->host);
}

}  // namespace

Result<Proxy, UrlError> parse_proxy(const Secret& value) {
  std::string_view text = value.reveal();
  const std::size_t scheme = text.find("://");
  if (scheme != std::string_view::npos) {
    const std::string asked = ascii_lower(text.substr(0, scheme));
    if (asked != "http") {
      // Anything else may be a part of a password.
      constexpr std::array<std::string_view, 5> k_others{"https", "socks4", "socks4a", "socks5", "socks5h"};
      const bool is_known = std::ranges::find(k_others, asked) != k_others.end();
      return UrlError{"only http:// proxies are supported" + (is_known ? ", not " + asked + "://" : "")};
    }
    text.remove_prefix(scheme + 3);
  }
  if (text.ends_with('/')) text.remove_suffix(1);

  Proxy proxy{.server = {}, .credentials = Secret{""}};
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) {
    auto credentials = percent_decoded(text.substr(0, at));
    if (!credentials) return UrlError{"its user name or password is malformed"};
    proxy.credentials = std::move(*credentials);
    text.remove_prefix(at + 1);
  }
  const auto server = parse_host_port(text, k_http_port);
  if (!server) return UrlError{"its host or port is malformed"};
  proxy.server = *server;
  return proxy;
}

bool bypasses_proxy(const HostPort& server, std::string_view no_proxy) {
  const std::string list = ascii_lower(no_proxy);
  constexpr std::string_view k_separators = ", \t";
  for (std::string_view rest = list; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find_first_of(k_separators));
    if (!item.empty() && matches(server, item)) return true;
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
  }
  return false;
}

}  // namespace libsync::clockify
