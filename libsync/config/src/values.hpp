// SPDX-License-Identifier: MIT
//
// What the texts in a config mean. Pure; a text that means nothing is thrown as BadValue.
#pragma once

#include <libsync/model/agent_kind.hpp>
#include <libsync/model/hint.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::config {

// Completes a sentence that begins with the name of the key: "must be a date such as ..., not ...".
struct BadValue {
  std::string predicate;
  Hint hint = {};
};

// "Mon", "monday": 1 to 7, Monday is 1.
[[nodiscard]] unsigned parse_weekday(const std::string& text);

// "2026-12-24".
[[nodiscard]] LocalDate parse_day(const std::string& text);

// "2026-12-24", or "2026-12-24..2027-01-06" with both ends included.
[[nodiscard]] std::vector<LocalDate> parse_days(const std::string& text);

// "09:00"; "9:00" too, which the older tool took.
[[nodiscard]] LocalTime parse_time_of_day(const std::string& text);

// The same, and "24:00" for the end of the day.
[[nodiscard]] LocalTime parse_end_of_day(const std::string& text);

// The label of a folder of transcripts, see is_label().
[[nodiscard]] std::string parse_label(const std::string& text);

// One of agent_names().
[[nodiscard]] AgentKind parse_agent(const std::string& text);

// The description of an entry as Clockify accepts it.
[[nodiscard]] std::string parse_description(const std::string& text);

// A base URL as BaseUrl accepts and spells it.
[[nodiscard]] std::string parse_url(const std::string& text);

// A path with `~/` spelled out. A relative one stays relative.
[[nodiscard]] std::filesystem::path parse_path(const std::string& text, const std::filesystem::path& home);

// A project folder as sessions name it: `~/` spelled out, no trailing slash, no doubled one, no `.` and `..` inside.
[[nodiscard]] std::string parse_folder(const std::string& text, const std::filesystem::path& home);

// `text` in double quotes for a message, cut when long.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace libsync::config
