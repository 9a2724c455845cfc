// SPDX-License-Identifier: MIT
//
// Changes of a config that somebody wrote by hand: its text is edited at one place, and everything else stays as it is,
// comments, order, indentation and line ends included.
//
//   const auto edited = edit_config(text, MapFolder{"/home/me/work/api", project}, file, home);
//   if (edited) saved = save_config(file, text, *edited);
#pragma once

#include <libsync/config/config.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace libsync::config {

// The folder goes to that project. A line that maps it already, in whatever spelling, keeps all but the project.
struct MapFolder {
  std::string folder;
  ProjectId project;
};

// The days from `first` to `last`, both included, are days off, or are none any more.
struct AddDaysOff {
  LocalDate first;
  LocalDate last;
};
struct RemoveDaysOff {
  LocalDate first;
  LocalDate last;
};

// A key of [sync] whose value is a text, such as `first_day`.
struct SetSyncKey {
  std::string key;
  std::string value;
};

using Edit = std::variant<MapFolder, AddDaysOff, RemoveDaysOff, SetSyncKey>;

// `text` with the change, read again: it means what it meant before and the change, nothing else. The same text when it
// says so already. Pure. `file` and `home` as of parse_config. An error when the text is no valid config, when the
// change itself makes none, or when there is no safe place for it in what is there: its hint is then the line to put in
// by hand.
[[nodiscard]] Result<std::string, ConfigError> edit_config(std::string_view text, const Edit& edit,
                                                           const std::filesystem::path& file,
                                                           const std::filesystem::path& home);

// What differs between two texts, as a block of lines each.
struct ChangedLines {
  int line = 0;  // of the first one, from 1
  std::vector<std::string> before;
  std::vector<std::string> after;
};
[[nodiscard]] ChangedLines changed_lines(std::string_view before, std::string_view after);

// The text of the file; an absent one has none.
[[nodiscard]] Result<std::optional<std::string>, ConfigError> read_config_text(const std::filesystem::path& file);

// Puts `text` in the place of the file as a whole; its mode stays, and a symbolic link is followed. An error, and
// nothing is written, when the file does not hold `seen` any more.
[[nodiscard]] Result<void, ConfigError> save_config(const std::filesystem::path& file, std::string_view seen,
                                                    std::string_view text);

// Writes a file that is not there yet, for its owner alone, and its folder if need be.
[[nodiscard]] Result<void, ConfigError> create_config(const std::filesystem::path& file, std::string_view text);

}  // namespace libsync::config
