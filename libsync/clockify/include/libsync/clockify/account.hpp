// SPDX-License-Identifier: MIT
//
// A name for the pair of server and key that can be stored and shown. Pure.
#pragma once

#include <libsync/model/secret.hpp>

#include <string>

namespace libsync::clockify {

// SHA-256 over a fixed label, the base URL and the key, each closed by a zero byte; 64 lower-case hexadecimal digits.
[[nodiscard]] std::string account_name(const std::string& base_url, const Secret& api_key);

}  // namespace libsync::clockify
