// SPDX-License-Identifier: MIT
//
// Where a new key goes, and what is said of it; for `setup` and `init`.
#pragma once

#include "commands/commands.hpp"

#include <libsync/model/secret.hpp>

namespace cli {

// Keeps the key in the desktop's keyring, or in the file where there is no keyring or `file_only` is asked for, which
// is said first. The sentence that says where it is, without a line end.
[[nodiscard]] libsync::Result<std::string, libsync::Failure> keep_key(const Task& task, const libsync::Secret& key,
                                                                      bool file_only);

// What goes before the key that was kept, as notes on standard error.
void note_keys_that_go_before(const Task& task);

}  // namespace cli
