// SPDX-License-Identifier: MIT
//
// The HTTPS_PROXY and NO_PROXY conventions. Pure.
#pragma once

#include <libsync/model/base_url.hpp>
#include <libsync/model/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace libsync::clockify {

struct Proxy {
  HostPort server;
  Secret credentials;    // "user:password", percent-decoded; empty without
  std::string origin{};  // who named this proxy, for messages: "HTTPS_PROXY"; empty when it is not known
};

// "[http://][user:password@]host[:port][/]". An error's cause never quotes the value: it may hold a password.
[[nodiscard]] Result<Proxy, UrlError> parse_proxy(const Secret& value);

// Whether `server` is on the list of those to be reached without a proxy: names separated by commas or spaces; `*` is
// every host, "example.com", ".example.com" and "*.example.com" are that host and all below it, "host:port" holds for
// one port, an address for itself, "10.0.0.0/8" or "fd00::/8" for the addresses in it. Malformed items match nothing.
[[nodiscard]] bool bypasses_proxy(const HostPort& server, std::string_view no_proxy);

}  // namespace libsync::clockify
