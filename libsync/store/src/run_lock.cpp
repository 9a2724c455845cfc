// SPDX-License-Identifier: MIT
#include "files.hpp"
#include "sqlite_error.hpp"

#include <libsync/model/text.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace libsync::store {
namespace {

// The holder writes its process id right after locking, which also dates the file.
StoreError held_by_another(const std::filesystem::path& file, int descriptor) {
  char pid[32] = {};
  const ssize_t size = pread(descriptor, pid, sizeof pid - 1, 0);
  struct stat info {};
  std::string holder = "another process";
  if (size > 0 && fstat(descriptor, &info) == 0) {
    const std::string_view digits{pid, static_cast<std::size_t>(size)};
    const UtcTime since{seconds{info.st_mtime}};
    holder = fmt::format("process {} (since {})", printable(digits.substr(0, digits.find('\n'))), format_utc(since));
  }
  return {StoreErrorKind::busy,
          fmt::format("cannot start a run on the store {}: {} is running one", printable(file.string()), holder),
          {Step::run_after_other_use}};
}

// Network file systems may have none, and without the lock two runs could be under way at once.
StoreError lock_failure(const std::filesystem::path& lock_file, int error) {
  if (error != ENOLCK && error != EOPNOTSUPP && error != ENOSYS) return system_failure("lock", lock_file, error);
  return {StoreErrorKind::io,
          fmt::format("cannot lock the store {}: its file system has no locks", printable(lock_file.string())),
          {Step::use_local_disk}};
}

}  // namespace

RunLock RunLock::acquire(const std::filesystem::path& file, Folder folder) {
  const std::filesystem::path target = real_file(file);
  prepare_folder(target, folder);
  const std::filesystem::path lock_file = beside(target, ".lock");
  FileDescriptor lock{open(lock_file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
  if (!lock.is_open()) throw system_failure("lock", lock_file, errno);

  int result = 0;
  do {
    result = flock(lock.get(), LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result != 0 && errno == EWOULDBLOCK) throw held_by_another(target, lock.get());
  if (result != 0) throw lock_failure(lock_file, errno);

  const std::string pid = fmt::format("{}\n", getpid());
  if (ftruncate(lock.get(), 0) != 0) throw system_failure("lock", lock_file, errno);
  write_all(lock.get(), std::as_bytes(std::span{pid}), lock_file);
  return RunLock{std::move(lock)};
}

}  // namespace libsync::store
