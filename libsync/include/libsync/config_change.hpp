// SPDX-License-Identifier: MIT
//
// Changes of the config file of the settings, see libsync/config/edit.hpp.
#pragma once

#include <libsync/config/edit.hpp>
#include <libsync/config/initial.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/settings.hpp>

#include <string>

namespace libsync {

// What an edit makes of the file. Nothing is written yet.
struct ConfigChange {
  std::string before;
  std::string after;

  [[nodiscard]] bool is_none() const { return before == after; }
};

// The kind of failure is `config`.
[[nodiscard]] Result<ConfigChange, Failure> plan_change(const Settings& settings, const std::filesystem::path& home,
                                                        const config::Edit& edit);

// Writes it, unless the file changed in the meantime.
[[nodiscard]] Result<void, Failure> make_change(const Settings& settings, const ConfigChange& change);

// What a new config keeps of the one that is there, if any.
[[nodiscard]] config::KeptKeys keys_to_keep(const Settings& settings, const std::filesystem::path& home,
                                            const WorkspaceId& workspace);

// Writes the first config, after it was read back from its text. What is there already is an error, unless `replace`:
// then it is kept beside it as `config.toml.old`.
[[nodiscard]] Result<void, Failure> write_first_config(const Settings& settings, const std::filesystem::path& home,
                                                       const config::InitialConfig& config, bool replace);

}  // namespace libsync
