// SPDX-License-Identifier: MIT
#include "memory_files.hpp"

#include "files.hpp"
#include "network_file_system.hpp"
#include "sqlite_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <memory>
#include <new>
#include <optional>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

constexpr std::array k_suffixes{"-journal", "-wal", ""};
constexpr int k_attempts = 20;

using Stamps = std::array<FileStamp, k_suffixes.size()>;
using Contents = std::map<std::string, PrivateFile>;

Stamps stamps_of(const fs::path& file) {
  Stamps stamps;
  for (std::size_t i = 0; i < k_suffixes.size(); ++i) stamps[i] = stamp_of(beside(file, k_suffixes[i]).c_str());
  return stamps;
}

// Whether a process is about to write pages, or is at it: it then holds SQLite's pending or exclusive lock, which bars
// a shared one. Asks only; takes no lock.
bool is_being_written(int descriptor) {
  // Of SQLite's lock bytes the first is "pending", the second "reserved" (its holder only prepares a write, and readers
  // go on), the others are shared by readers and taken as a whole by a writer.
  constexpr off_t k_pending = 0x40000000;
  constexpr off_t k_shared = k_pending + 2;
  constexpr off_t k_shared_size = 510;
  const auto is_barred = [&](off_t start, off_t length) {
    struct flock probe {};
    probe.l_type = F_RDLCK;
    probe.l_whence = SEEK_SET;
    probe.l_start = start;
    probe.l_len = length;
    return fcntl(descriptor, F_GETLK, &probe) == 0 && probe.l_type != F_UNLCK;
  };
  return is_barred(k_pending, 1) || is_barred(k_shared, k_shared_size);
}

FileDescriptor open_file(const fs::path& path) {
  return FileDescriptor{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
}

// The files as they stand together, or nothing when somebody wrote meanwhile.
std::optional<Contents> read_once(const fs::path& file) {
  const Stamps before = stamps_of(file);
  Contents contents;
  for (const char* suffix : k_suffixes) {
    const fs::path path = beside(file, suffix);
    FileDescriptor input = open_file(path);
    if (!input.is_open()) {
      if (errno == ENOENT && *suffix != '\0') continue;
      throw system_failure("read", path, errno);
    }
    if (*suffix == '\0' && is_being_written(input.get())) return std::nullopt;
    const FileStamp stamp = stamp_of(input.get());
    PrivateFile content{std::move(input), stamp};
    if (!content.take_all()) throw system_failure("read", path, errno);
    contents.emplace(path.string(), std::move(content));
  }
  std::array<char, k_header_size> header{};
  const auto& store = contents.at(file.string());
  const bool has_header = store.read(0, header) == SQLITE_OK;
  // The header counts commits, where two that are close may leave the file the same times.
  std::array<char, k_header_size> now{};
  const FileDescriptor again = open_file(file);
  if (pread(again.get(), now.data(), now.size(), 0) != ssize_t{k_header_size} || now != header) return std::nullopt;
  if (stamps_of(file) != before) return std::nullopt;
  if (has_header && has_rollback_journal({header.data(), header.size()})) {
    contents.erase(beside(file, "-wal").string());
  }
  return contents;
}

Contents read_together(const fs::path& file) {
  for (int attempt = 0; attempt < k_attempts; ++attempt) {
    if (auto contents = read_once(file)) return std::move(*contents);
    usleep(50'000);
  }
  throw sqlite_failure(file, SQLITE_BUSY, "");
}

// Whether a change from now on would give the file another time: two that are close may get the same.
bool is_settled(const FileStamp& stamp) {
  constexpr std::int64_t k_close_s = 2;  // where a time has no fractions of seconds
  return stamp.modified_s < std::time(nullptr) - k_close_s;
}

// The store without its bytes, if it is at rest: nobody is writing it, and it has neither a journal nor a log.
std::optional<Contents> leave_on_disk(const fs::path& file) {
  FileDescriptor input = open_file(file);
  const FileStamp stamp = stamp_of(input.get());
  if (!stamp.present || !is_settled(stamp) || !tells_of_changes(input.get())) return std::nullopt;
  for (const char* leftover : {"-journal", "-wal"}) {
    if (stamp_of(beside(file, leftover).c_str()).present) return std::nullopt;
  }
  if (is_being_written(input.get())) return std::nullopt;
  Contents contents;
  contents.emplace(file.string(), PrivateFile{std::move(input), stamp});
  return contents;
}

Contents take_from(const fs::path& file, MemoryFiles::Take take) {
  auto left = take == MemoryFiles::Take::a_page ? leave_on_disk(file) : std::nullopt;
  return left ? std::move(*left) : read_together(file);
}

}  // namespace

// The functions SQLite calls. Locks are not needed: there is one connection.
struct MemoryFiles::Vfs {
  struct File {
    sqlite3_file base;
    PrivateFile* content;        // of a named file: lives in the file system
    PrivateFile* own_temporary;  // of an unnamed one: lives with this handle
  };

  static PrivateFile& content(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->content; }
  static Contents& contents(sqlite3_vfs* vfs) { return static_cast<MemoryFiles*>(vfs->pAppData)->files_; }

  static int close(sqlite3_file* file) {
    delete reinterpret_cast<File*>(file)->own_temporary;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    return content(file).read(static_cast<std::uint64_t>(offset),
                              {static_cast<char*>(out), static_cast<std::size_t>(amount)});
  }

  static int write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
    return content(file).write(static_cast<std::uint64_t>(offset),
                               {static_cast<const char*>(data), static_cast<std::size_t>(amount)});
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    content(file).truncate(static_cast<std::uint64_t>(size));
    return SQLITE_OK;
  }

  static int sync(sqlite3_file*, int) { return SQLITE_OK; }

  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(content(file).size());
    return SQLITE_OK;
  }

  static int lock(sqlite3_file*, int) { return SQLITE_OK; }

  static int check_reserved(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
  }

  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector_size(sqlite3_file*) { return 0; }
  static int characteristics(sqlite3_file*) { return 0; }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    // Version 1 has no shared memory: a write-ahead log is then only read in exclusive mode, with its index on the
    // heap.
    static constexpr sqlite3_io_methods k_methods{
        1,       close,          read,    write,       truncate,        sync,    file_size, lock,
        lock,    check_reserved, control, sector_size, characteristics, nullptr, nullptr,   nullptr,
        nullptr, nullptr,        nullptr};
    auto* opened = new (file) File{{nullptr}, nullptr, nullptr};
    if (name == nullptr) {
      opened->own_temporary = new (std::nothrow) PrivateFile;
      if (opened->own_temporary == nullptr) return SQLITE_NOMEM;
      opened->content = opened->own_temporary;
    } else {
      auto& all = contents(vfs);
      if ((flags & SQLITE_OPEN_CREATE) == 0 && !all.contains(name)) return SQLITE_CANTOPEN;
      opened->content = &all[name];
    }
    opened->base.pMethods = &k_methods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int) {
    contents(vfs).erase(name);
    return SQLITE_OK;
  }

  static int exists(sqlite3_vfs* vfs, const char* name, int, int* result) {
    *result = contents(vfs).contains(name) ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
  }

  static sqlite3_vfs* system() { return sqlite3_vfs_find(nullptr); }
  static int randomness(sqlite3_vfs*, int size, char* out) { return system()->xRandomness(system(), size, out); }
  static int sleep(sqlite3_vfs*, int microseconds) { return system()->xSleep(system(), microseconds); }
  static int current_time(sqlite3_vfs*, double* out) { return system()->xCurrentTime(system(), out); }
  static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

MemoryFiles::MemoryFiles(const fs::path& file, Take take)
    : name_(fmt::format("memory-{}", static_cast<const void*>(this))), files_(take_from(file, take)) {
  auto vfs = std::make_unique<sqlite3_vfs>();
  vfs->iVersion = 1;
  vfs->szOsFile = sizeof(Vfs::File);
  vfs->mxPathname = Vfs::system()->mxPathname;
  vfs->zName = name_.c_str();
  vfs->pAppData = this;
  vfs->xOpen = Vfs::open;
  vfs->xDelete = Vfs::remove;
  vfs->xAccess = Vfs::exists;
  vfs->xFullPathname = Vfs::full_name;
  vfs->xRandomness = Vfs::randomness;
  vfs->xSleep = Vfs::sleep;
  vfs->xCurrentTime = Vfs::current_time;
  vfs->xGetLastError = Vfs::last_error;
  if (sqlite3_vfs_register(vfs.get(), 0) != SQLITE_OK) throw std::bad_alloc{};
  vfs_ = vfs.release();
}

MemoryFiles::~MemoryFiles() {
  sqlite3_vfs_unregister(vfs_);
  delete vfs_;
}

}  // namespace libsync::store
