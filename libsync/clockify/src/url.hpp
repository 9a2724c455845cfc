// SPDX-License-Identifier: MIT
//
// Where the API lives and the targets of its requests. Pure. Nothing that comes from a user or a server goes into a
// target except through a type that cannot hold anything harmful.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace libsync::clockify {

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
  std::string cause;  // "it does not start with https://"
};

// Strict: https, no user name, no query, no fragment, and a path of plain segments.
[[nodiscard]] Result<BaseUrl, UrlError> parse_base_url(std::string_view text);

[[nodiscard]] std::string user_target(const BaseUrl& base);
[[nodiscard]] std::string new_entry_target(const BaseUrl& base, const WorkspaceId& workspace);
// `window` goes onto the wire as it stands; pages count from 1.
[[nodiscard]] std::string entries_target(const BaseUrl& base, const WorkspaceId& workspace, const UserId& user,
                                         const Interval& window, int page, std::size_t page_size);
[[nodiscard]] std::string projects_target(const BaseUrl& base, const WorkspaceId& workspace, int page,
                                          std::size_t page_size);

}  // namespace libsync::clockify
