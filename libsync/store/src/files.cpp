// SPDX-License-Identifier: MIT
#include "files.hpp"

#include "sqlite_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <vector>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

constexpr mode_t k_private_file = S_IRUSR | S_IWUSR;
constexpr mode_t k_private_folder = S_IRWXU;
constexpr std::array k_leftovers{"-journal", "-wal"};

void sync_descriptor(int descriptor, const fs::path& path) {
  int result = 0;
  do {
    result = fsync(descriptor);
  } while (result != 0 && errno == EINTR);
  if (result != 0) throw system_failure("write", path, errno);
}

// `of` is what a person knows: the file or folder whose name is made to last.
void sync_folder(const fs::path& folder, const fs::path& of) {
  const FileDescriptor open_folder{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!open_folder.is_open()) throw system_failure("open", of, errno);
  sync_descriptor(open_folder.get(), of);
}

void create_folders(const fs::path& folder) {
  if (folder.empty() || fs::is_directory(folder)) return;
  create_folders(folder.parent_path());
  if (mkdir(folder.c_str(), k_private_folder) != 0 && errno != EEXIST) {
    throw system_failure("create the folder of", folder, errno);
  }
  if (folder.has_parent_path()) sync_folder(folder.parent_path(), folder);
}

}  // namespace

fs::path real_file(const fs::path& file) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(fs::absolute(file), error);
  if (error) throw system_failure("open", file, error.value());
  if (fs::is_symlink(fs::symlink_status(whole, error))) throw system_failure("open", file, ELOOP);
  return whole;
}

void prepare_folder(const fs::path& file, Folder folder) {
  const fs::path parent = file.parent_path();
  struct stat info {};
  if (stat(parent.c_str(), &info) == 0) {
    if (!S_ISDIR(info.st_mode)) throw system_failure("open", file, ENOTDIR);
    return;
  }
  if (errno != ENOENT || folder == Folder::must_exist) throw system_failure("open", file, errno);
  create_folders(parent);
}

fs::path beside(const fs::path& file, const std::string& suffix) {
  fs::path result = file;
  result += suffix;
  return result;
}

Presence presence(const fs::path& file) {
  struct stat info {};
  if (stat(file.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Presence::absent;
    throw system_failure("open", file, errno);
  }
  if (!S_ISREG(info.st_mode)) throw foreign_store(file, "it is not a regular file");
  // SQLite takes a file of one byte for an empty one.
  return info.st_size < off_t{k_header_size} ? Presence::cut_off : Presence::filled;
}

fs::path free_name(const fs::path& wanted) {
  fs::path name = wanted;
  for (int i = 2; presence(name) != Presence::absent; ++i) name = beside(wanted, fmt::format(".{}", i));
  return name;
}

void set_aside(const fs::path& file) {
  const fs::path aside = free_name(beside(file, ".orphan"));
  if (rename(file.c_str(), aside.c_str()) != 0) throw system_failure("set aside", file, errno);
  sync_folder_of(file);
}

void set_leftovers_aside(const fs::path& file) {
  for (const char* suffix : k_leftovers) {
    if (presence(beside(file, suffix)) != Presence::absent) set_aside(beside(file, suffix));
  }
}

void set_foreign_log_aside(const fs::path& file) {
  const fs::path log = beside(file, "-wal");
  if (presence(log) != Presence::filled) return;
  const FileDescriptor input{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!input.is_open()) return;  // whoever opens the store says why
  std::array<char, k_header_size> header{};
  const ssize_t got = read(input.get(), header.data(), header.size());
  if (got == ssize_t{k_header_size} && has_rollback_journal({header.data(), header.size()})) set_aside(log);
}

bool has_rollback_journal(std::string_view content) {
  constexpr std::string_view k_magic{"SQLite format 3\0", 16};
  constexpr std::size_t k_read_version = 19;
  return content.size() >= k_header_size && content.starts_with(k_magic) && content[k_read_version] == 1;
}

bool has_leftovers(const fs::path& file) {
  for (const char* suffix : k_leftovers) {
    if (presence(beside(file, suffix)) == Presence::filled) return true;
  }
  return false;
}

bool create_file(const fs::path& file, std::span<const std::byte> content) {
  std::string draft = beside(file, ".new-XXXXXX").string();
  const FileDescriptor output{mkostemp(draft.data(), O_CLOEXEC)};  // creates it 0600
  if (!output.is_open()) throw system_failure("create", file, errno);
  bool created = false;
  try {
    write_all(output.get(), content, file);
    sync_descriptor(output.get(), file);
    created = link(draft.c_str(), file.c_str()) == 0;
    if (!created && errno != EEXIST) throw system_failure("create", file, errno);
  } catch (...) {
    unlink(draft.c_str());
    throw;
  }
  unlink(draft.c_str());
  sync_folder_of(file);
  return created;
}

void create_empty(const fs::path& file) {
  const FileDescriptor output{open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, k_private_file)};
  if (!output.is_open()) throw system_failure("create", file, errno);
}

void publish(const fs::path& from, const fs::path& to) {
  if (link(from.c_str(), to.c_str()) != 0) throw system_failure("create", to, errno);
  unlink(from.c_str());
  sync_folder_of(to);
}

void write_all(int descriptor, std::span<const std::byte> content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_failure("write", path, errno);
    content = content.subspan(static_cast<std::size_t>(written));
  }
}

void sync_file(const fs::path& file) {
  const FileDescriptor input{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!input.is_open()) throw system_failure("open", file, errno);
  sync_descriptor(input.get(), file);
}

void sync_folder_of(const fs::path& file) {
  sync_folder(file.parent_path(), file);
}

}  // namespace libsync::store
