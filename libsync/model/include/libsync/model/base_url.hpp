// SPDX-License-Identifier: MIT
//
// Where a Clockify is: the one rule for what may be written as its address, in a config, on a command line or by a
// program. Pure.
#pragma once

#include <libsync/model/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace libsync {

inline constexpr const char* k_clockify_url = "https://api.clockify.me/api/v1";

// Host and port of something to connect to.
struct HostPort {
  std::string host;  // lower case; an IPv6 address without brackets
  std::uint16_t port = 0;
  bool is_address = false;  // `host` is an IPv4 or IPv6 address, not a name

  [[nodiscard]] std::string text() const;  // "host:port", "[::1]:port"

  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// A host name, an IPv4 address, or an IPv6 address in brackets, with an optional port. Nothing when malformed.
[[nodiscard]] std::optional<HostPort> parse_host_port(std::string_view text, std::uint16_t default_port);

struct BaseUrl {
  HostPort server;
  std::string path;  // "/api/v1", or empty; never ends with a slash

  [[nodiscard]] std::string text() const;       // spelled in one way: "https://api.clockify.me/api/v1"
  [[nodiscard]] std::string authority() const;  // for the Host field: without the port when it is 443
};

struct UrlError {
  std::string cause;  // "it does not start with https://"; quotes nothing of the text
};

// Strict: https, no user name, no query, no fragment, and a path of plain segments.
[[nodiscard]] Result<BaseUrl, UrlError> parse_base_url(std::string_view text);

}  // namespace libsync
