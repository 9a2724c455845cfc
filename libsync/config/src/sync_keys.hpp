// SPDX-License-Identifier: MIT
//
// The keys of [sync] that need nothing but their own value.
#pragma once

#include "toml_values.hpp"

#include <libsync/config/config.hpp>

#include <functional>
#include <map>
#include <string_view>

namespace libsync::config {

// What is done with the value of each key. It throws BadValue.
using Rules = std::map<std::string_view, std::function<void(const toml::node&)>>;

// Which days and which time of them count. `sync` must outlive the rules, here and below.
[[nodiscard]] Rules keys_of_days(SyncSection& sync);

// Where entries go, and what they say.
[[nodiscard]] Rules keys_of_entries(SyncSection& sync);

}  // namespace libsync::config
