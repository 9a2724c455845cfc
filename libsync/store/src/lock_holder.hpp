// SPDX-License-Identifier: MIT
//
// Who holds a lock file, without trying to lock it: an attempt could make the run fail that wants it at that moment.
#pragma once

#include <libsync/store/inspection.hpp>

#include <filesystem>
#include <optional>

namespace libsync::store {

// Nothing when nobody does, and when it cannot be told.
[[nodiscard]] std::optional<RunHolder> lock_holder(const std::filesystem::path& lock_file);

}  // namespace libsync::store
