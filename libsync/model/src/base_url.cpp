// SPDX-License-Identifier: MIT
#include <libsync/model/base_url.hpp>
#include <libsync/model/text.hpp>

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace libsync {
namespace {

constexpr std::uint16_t k_https_port = 443;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alnum(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_ip(int family, const std::string& text) {
  in6_addr address{};
  // inet_pton ends at a NUL, and what follows would get into the Host field unseen.
  return text.find('\0') == std::string::npos && inet_pton(family, text.c_str(), &address) == 1;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

// A name whose last label is a number would be taken for an address by some resolvers ("127.1").
bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == std::string_view::npos) return !std::all_of(label.begin(), label.end(), is_digit);
    name.remove_prefix(dot + 1);
  }
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_plain_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         std::all_of(segment.begin(), segment.end(),
                     [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; });
}

bool is_plain_path(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    if (!is_plain_segment(segment)) return false;
    path.remove_prefix(segment.size());
  }
  return true;
}

}  // namespace

std::string HostPort::text() const {
  const bool brackets = host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", brackets ? "[" : "", host, brackets ? "]" : "", port);
}

std::optional<HostPort> parse_host_port(std::string_view text, std::uint16_t default_port) {
  HostPort result{.host = {}, .port = default_port, .is_address = false};
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    result.host = ascii_lower(text.substr(1, close - 1));
    result.is_address = is_ip(AF_INET6, result.host);
    if (!result.is_address) return std::nullopt;
    port = text.substr(close + 1);
    if (!port.empty() && port.front() != ':') return std::nullopt;
    has_port = !port.empty();
    if (has_port) port.remove_prefix(1);
  } else {
    const std::size_t colon = text.find(':');
    result.host = ascii_lower(text.substr(0, colon));
    result.is_address = is_ip(AF_INET, result.host);
    if (!result.is_address && !is_host_name(result.host)) return std::nullopt;
    has_port = colon != std::string_view::npos;
    if (has_port) port = text.substr(colon + 1);
  }
  if (has_port) {
    const auto number = parse_port(port);
    if (!number) return std::nullopt;
    result.port = *number;
  }
  return result;
}

std::string BaseUrl::authority() const {
  const std::string text = server.text();
  return server.port == k_https_port ? text.substr(0, text.rfind(':')) : text;
}

std::string BaseUrl::text() const {
  return "https://" + authority() + path;
}

Result<BaseUrl, UrlError> parse_base_url(std::string_view text) {
  constexpr std::string_view k_scheme = "https://";
  if (ascii_lower(text.substr(0, k_scheme.size())) != k_scheme) return UrlError{"it does not start with https://"};
  text.remove_prefix(k_scheme.size());

  const std::size_t slash = std::min(text.find_first_of("/?#"), text.size());
  const std::string_view authority = text.substr(0, slash);
  std::string_view path = text.substr(slash);
  if (authority.find('@') != std::string_view::npos) return UrlError{"it must not hold a user name or password"};
  if (path.find_first_of("?#") != std::string_view::npos) return UrlError{"it must not hold a query or fragment"};

  const auto server = parse_host_port(authority, k_https_port);
  if (!server) return UrlError{"its host or port is malformed"};
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!is_plain_path(path)) return UrlError{"its path is malformed"};
  return BaseUrl{.server = *server, .path = std::string{path}};
}

}  // namespace libsync
