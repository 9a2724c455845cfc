// SPDX-License-Identifier: MIT
//
// From an answer and its fault to the bytes of HTTP/1.1, and what the fake needs to know of a request target. Pure.
#pragma once

#include "clockify_service.hpp"
#include "fault.hpp"
#include "tls_server.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace libsync::support {

// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string http_date(UtcTime time);

// `date` is the Date header; empty for none.
[[nodiscard]] Reply to_reply(const Answer& answer, const Fault& fault, const std::string& date);

[[nodiscard]] bool is_post_of_an_entry(const Request& request);
[[nodiscard]] bool is_delete_of_an_entry(const Request& request);
[[nodiscard]] bool is_listing_of_entries(const Request& request);

// The `page` of a target; 1 without one.
[[nodiscard]] std::int64_t page_number(std::string_view target);
[[nodiscard]] std::string with_page_number(const std::string& target, std::int64_t number);

}  // namespace libsync::support
