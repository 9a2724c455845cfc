// SPDX-License-Identifier: MIT
#include "store_access.hpp"

#include "server_store.hpp"

namespace libsync {
namespace {

store::Folder folder_of(const Settings& settings) {
  return settings.database_is_named ? store::Folder::must_exist : store::Folder::create;
}

}  // namespace

store::RunLock lock_store(const Settings& settings) {
  return store::RunLock::acquire(settings.database, folder_of(settings));
}

std::unique_ptr<store::TrackingStore> open_store(const Settings& settings) {
  if (settings.server) return open_server_store(*settings.server, Access::run);
  store::SqliteOptions options;
  options.folder = folder_of(settings);
  options.zone = settings.zone;
  return store::open_sqlite_store(settings.database, options);
}

std::unique_ptr<store::TrackingStore> look_at_store(const Settings& settings) {
  if (settings.server) return open_server_store(*settings.server, Access::look);
  return store::open_memory_copy(settings.database);
}

}  // namespace libsync
