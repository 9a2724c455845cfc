// SPDX-License-Identifier: MIT
//
// What would help, in the words and commands of this program. Pure. Text from outside is not escaped yet.
#pragma once

#include <libsync/model/failure.hpp>
#include <libsync/model/time.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/settings.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace cli {

// What a hint repeats, so that its commands can be typed as they stand.
struct HintContext {
  std::string_view command;           // the one that was run: "sync"
  libsync::Overrides overrides;       // as they were typed
  libsync::UtcTime now;               // when the run began: moments of another day have their date
  std::optional<libsync::Zone> zone;  // nothing while it is not known: moments are in UTC
};

// Empty when nothing is known to help.
[[nodiscard]] std::string hint_text(const libsync::Failure& failure, const HintContext& context);

// "claude-tracker --config 'my config.toml' sync --dry-run": `words` as a command for the same files and server.
[[nodiscard]] std::string command_line(std::string_view words, const libsync::Overrides& overrides);

}  // namespace cli
