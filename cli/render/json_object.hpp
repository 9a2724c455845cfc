// SPDX-License-Identifier: MIT
//
// What every answer in JSON is made of: one object on one line, ASCII-safe for a terminal. Pure.
#pragma once

#include <libsync/model/failure.hpp>
#include <libsync/model/time.hpp>

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

// Bytes that are no UTF-8 are replaced.
[[nodiscard]] boost::json::string text(std::string_view raw);

[[nodiscard]] boost::json::value date_or_null(const std::optional<libsync::LocalDate>& date);

// Rounded down.
[[nodiscard]] std::int64_t whole_seconds(libsync::milliseconds duration);

// `version` and `command`, which every answer begins with.
[[nodiscard]] boost::json::object begin(std::string_view command);

// What `error` says. `hint` is that of the failure in words.
[[nodiscard]] boost::json::object error_object(const libsync::Failure& failure, const std::string& hint);

// As it is printed, with a line feed: controls, bidi marks and what a terminal would hide are escaped.
[[nodiscard]] std::string finished(const boost::json::object& object);

}  // namespace cli
