// SPDX-License-Identifier: MIT
//
// Texts in PostgreSQL are UTF-8 without a NUL, and paths may be any bytes. What is no such text is spelled with the 256
// last characters of Unicode's private planes in place of its bytes; so nothing is lost, and what is text stays
// readable.
#pragma once

#include <string>
#include <string_view>

namespace libsync::store {

// Every text has one spelling of its own.
[[nodiscard]] std::string spelling_of(std::string_view bytes);

// What was spelled; `spelling` itself where it is the spelling of nothing.
[[nodiscard]] std::string bytes_of(std::string_view spelling);

}  // namespace libsync::store
