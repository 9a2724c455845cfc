// SPDX-License-Identifier: MIT
#include "connect.hpp"

#include "failures.hpp"

#include <libsync/clockify/https_api.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <utility>

namespace libsync {

Result<std::unique_ptr<clockify::Api>, Failure> connect_with(const Settings& settings, const Secret& key,
                                                             int interrupt_fd) {
  if (settings.server_unknown) return *settings.server_unknown;
  clockify::HttpsOptions options;
  options.base_url = settings.base_url;
  options.ca_file = settings.ca_file;
  options.user_agent = fmt::format("claude-tracker/{}", version());
  options.proxy = settings.proxy;
  options.proxy_origin = settings.proxy_origin;
  options.no_proxy = settings.no_proxy;
  options.interrupt_fd = interrupt_fd;
  auto api = clockify::make_https_api(key, std::move(options));
  if (!api) return failure_of(api.error());
  return std::move(*api);
}

Failure no_key_failure() {
  return {FailureKind::no_key,
          "cannot find an API key for Clockify: none is stored and CLOCKIFY_API_KEY is not set",
          {Step::store_key},
          {}};
}

Result<Connection, Failure> connect(const Settings& settings, int interrupt_fd) {
  if (settings.server_unknown) return *settings.server_unknown;  // whatever there is of a key
  const auto found = credentials::find_api_key(settings.key_places);
  if (!found) return failure_of(found.error());
  if (!found->has_value()) return no_key_failure();
  auto api = connect_with(settings, (*found)->key, interrupt_fd);
  if (!api) return api.error();
  return Connection{std::move(*api), (*found)->source};
}

}  // namespace libsync
