// SPDX-License-Identifier: MIT
//
// A SQLite VFS under the real store that counts what changes a file, and otherwise leaves everything to the system's.
#pragma once

namespace libsync::crash {

inline constexpr const char* k_counting_vfs = "counting";

// Registers the VFS; once per process is enough. Every xWrite, xSync, xTruncate and xDelete passes a step first.
void register_counting_vfs();

}  // namespace libsync::crash
