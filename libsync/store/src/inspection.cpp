// SPDX-License-Identifier: MIT
#include "connection.hpp"
#include "files.hpp"
#include "lock_holder.hpp"
#include "memory_files.hpp"
#include "network_file_system.hpp"
#include "schema.hpp"

#include <libsync/store/inspection.hpp>
#include <libsync/store/store_error.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <unistd.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

// The folder itself, or the nearest one above it that is there.
fs::path existing_folder(fs::path folder) {
  std::error_code unknown;
  while (!fs::exists(folder, unknown) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

bool may_write(const fs::path& file) {
  return access(file.c_str(), W_OK) == 0 && access(file.parent_path().c_str(), W_OK) == 0;
}

}  // namespace

Inspection inspect_store(const fs::path& file) {
  const fs::path target = real_file(file);
  Inspection found;
  found.network_file_system = network_file_system(existing_folder(target.parent_path()));
  if (presence(target) == Presence::absent) return found;
  found.exists = true;
  found.may_write = may_write(target);
  found.run = lock_holder(beside(target, ".lock"));

  const MemoryFiles files{target, MemoryFiles::Take::all};
  Connection copy{target, Durability::scratch, files.vfs_name(), milliseconds{0}};
  [[maybe_unused]] const int version = inspect(copy);
  found.wal = copy.text("PRAGMA journal_mode") == "wal";
  const std::string check = copy.text("PRAGMA integrity_check(1)");
  if (check != "ok") found.damage = check;
  return found;
}

std::vector<LibraryVersion> library_versions() {
  return {{"SQLite", sqlite3_libversion()}, {"SQLiteCpp", SQLITECPP_VERSION}};
}

}  // namespace libsync::store
