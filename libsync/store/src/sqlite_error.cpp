// SPDX-License-Identifier: MIT
#include "sqlite_error.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace libsync::store {
namespace {

StoreError failure(StoreErrorKind kind, const std::string& act, const std::filesystem::path& path,
                   const std::string& cause, Hint hint) {
  return {kind, fmt::format("cannot {} the store {}: {}", act, printable(path.string()), cause), std::move(hint)};
}

}  // namespace

StoreError sqlite_failure(const std::filesystem::path& file, int code, const std::string& detail) {
  if (code == SQLITE_READONLY_DBMOVED) return replaced_store(file);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return use_failure(StoreErrorKind::busy, file, "another process is writing to it", {Step::run_after_other_use});
    case SQLITE_FULL:
      return use_failure(StoreErrorKind::full, file, "no room is left on the device", {Step::make_room});
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return use_failure(StoreErrorKind::read_only, file, "it cannot be written", {Step::make_writable});
    case SQLITE_CANTOPEN:
      return use_failure(StoreErrorKind::read_only, file, "it or its journal cannot be opened",
                         {Step::make_accessible});
    case SQLITE_NOTADB:
      return corrupt_store(file, "it is not a database");
    case SQLITE_CORRUPT:
      return corrupt_store(file, "it is damaged (" + detail + ")");
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
      return corrupt_store(file, "its tables are not as they should be (" + detail + ")");
    case SQLITE_NOMEM:
      return use_failure(StoreErrorKind::io, file, "there is not enough memory", {Step::run_after_free_memory});
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
    case SQLITE_TOOBIG:
      return broken_rule(file, detail);
    default:
      return use_failure(StoreErrorKind::io, file, fmt::format("the device failed ({}, code {})", detail, code),
                         {Step::check_device});
  }
}

StoreError system_failure(const std::string& act, const std::filesystem::path& path, int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return failure(StoreErrorKind::read_only, act, path, "permission is denied", {Step::make_accessible});
    case EROFS:
      return failure(StoreErrorKind::read_only, act, path, "the file system is read-only", {});
    case ENOSPC:
    case EDQUOT:
      return failure(StoreErrorKind::full, act, path, "no room is left on the device", {Step::make_room});
    case ENOENT:
    case ENOTDIR:
      return failure(StoreErrorKind::missing_folder, act, path,
                     fmt::format("there is no folder {}", printable(path.parent_path().string())),
                     {Step::make_store_folder});
    case ELOOP:
      return failure(StoreErrorKind::io, act, path, "it is a symbolic link that leads nowhere",
                     {Step::mend_store_link});
    case EIO:
      return failure(StoreErrorKind::io, act, path, "the device failed", {Step::check_device});
    default:
      return failure(StoreErrorKind::io, act, path, std::generic_category().message(error), {});
  }
}

StoreError foreign_store(const std::filesystem::path& file, const std::string& cause) {
  return use_failure(StoreErrorKind::foreign, file, cause, {Step::name_another_store});
}

StoreError replaced_store(const std::filesystem::path& file) {
  return use_failure(StoreErrorKind::io, file, "the file was removed or replaced while it was in use",
                     {Step::run_again});
}

}  // namespace libsync::store
