// SPDX-License-Identifier: MIT
//
// Where in the text of a config a change goes. Pure. Each throws NoPlace where what is there leaves no safe one.
#pragma once

#include "toml_source.hpp"

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::config {

struct NoPlace {};

struct Replacement {
  Span what;
  std::string text;
};

// Of a table of the file: "sync", or "project_mapping" in it.
enum class Section { sync, project_mapping };

// A new member at the end of the section, which is made where there is none. `key` and `value` as TOML spells them.
[[nodiscard]] Replacement add_member(const TomlSource& source, Section section, const std::string& key,
                                     const std::string& value);

// The value of `days_off` with the days in it, or without them. `first` to `last`, both included.
[[nodiscard]] std::vector<Replacement> add_days(const TomlSource& source, LocalDate first, LocalDate last);
[[nodiscard]] std::vector<Replacement> remove_days(const TomlSource& source, LocalDate first, LocalDate last);

// "2026-12-24", or "2026-12-24..2027-01-06", in quotes.
[[nodiscard]] std::string days_text(LocalDate first, LocalDate last);

}  // namespace libsync::config
