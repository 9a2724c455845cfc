// SPDX-License-Identifier: MIT
#include "store_access.hpp"

#include "server_store.hpp"

namespace libsync {
namespace {

store::Folder folder_of(const Settings& settings) {
  return settings.database_is_named ? store::Folder::must_exist : store::Folder::create;
}

store::SqliteOptions options_of(const Settings& settings) {
  store::SqliteOptions options;
  options.folder = folder_of(settings);
  options.zone = settings.zone;
  return options;
}

}  // namespace

store::RunLock lock_store(const Settings& settings) {
  return store::RunLock::acquire(settings.database, folder_of(settings));
}

std::unique_ptr<store::TrackingStore> open_store(const Settings& settings) {
  if (settings.server) return open_server_store(*settings.server, Access::run);
  return store::open_sqlite_store(settings.database, options_of(settings));
}

std::unique_ptr<store::TrackingStore> open_store_to_move(const Settings& settings) {
  if (settings.server) return open_server_store(*settings.server, Access::move);
  auto options = options_of(settings);
  options.is_moving = true;
  return store::open_sqlite_store(settings.database, options);
}

std::unique_ptr<store::TrackingStore> look_at_store(const Settings& settings) {
  if (settings.server) return open_server_store(*settings.server, Access::look);
  return store::open_memory_copy(settings.database);
}

std::unique_ptr<store::TrackingStore> glance_at_store(const Settings& settings) {
  if (settings.server) return look_at_store(settings);
  return store::open_where_it_lies(settings.database);
}

}  // namespace libsync
