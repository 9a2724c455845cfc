// SPDX-License-Identifier: MIT
//
// A look at the store's file and what is around it, for a person who asks whether all is well. It writes nothing, takes
// no lock and is in nobody's way.
#pragma once

#include <libsync/model/library_version.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// A process that holds the RunLock.
struct RunHolder {
  int process = 0;
  UtcTime since;
};

struct Inspection {
  bool exists = false;     // without a file, nothing below but `network_file_system` is known
  bool wal = false;        // it has a write-ahead log, and not a rollback journal
  bool may_write = false;  // this user, to the file and its folder
  std::string damage{};    // what the full check of its pages found first; empty when they are sound
  std::optional<RunHolder> run{};
  std::string network_file_system{};  // that the file or its folder lies on: "NFS"; empty on a local one
};

// Throws StoreError when the file is none of ours, newer, or cannot be read.
[[nodiscard]] Inspection inspect_store(const std::filesystem::path& file);

// Of the data base that is at work.
[[nodiscard]] std::vector<LibraryVersion> library_versions();

}  // namespace libsync::store
