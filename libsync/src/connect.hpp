// SPDX-License-Identifier: MIT
//
// The way to Clockify that the settings describe.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/settings.hpp>

#include <memory>

namespace libsync {

// A client for this key; nothing is sent yet. Fails on settings that cannot be used, for example a `ca_file` that is
// none, or a server that is not known. `interrupt_fd` as in tracker.hpp.
[[nodiscard]] Result<std::unique_ptr<clockify::Api>, Failure> connect_with(const Settings& settings, const Secret& key,
                                                                           int interrupt_fd);

struct Connection {
  std::unique_ptr<clockify::Api> api;
  credentials::KeySource key_source;
};

// With the key that is found where the settings have it looked for.
[[nodiscard]] Result<Connection, Failure> connect(const Settings& settings, int interrupt_fd);

// There is no key anywhere.
[[nodiscard]] Failure no_key_failure();

}  // namespace libsync
