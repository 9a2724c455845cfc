// SPDX-License-Identifier: MIT
#include <libsync/model/file_descriptor.hpp>
#include <libsync/model/written_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace libsync {
namespace {

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto count = write(descriptor, text.data(), text.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

int sync_folder_of(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const FileDescriptor opened{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened.get() >= 0 && fsync(opened.get()) == 0 ? 0 : errno;
}

int take_place(const char* fresh, const char* file) {
  return rename(fresh, file) == 0 ? 0 : errno;
}

// A link cannot replace anything. Where the file system has no links, the check comes a moment too early.
int take_free_place(const char* fresh, const char* file) {
  if (link(fresh, file) == 0) return unlink(fresh) == 0 ? 0 : errno;
  if (errno != EPERM && errno != EOPNOTSUPP) return errno;
  struct stat there {};
  return lstat(file, &there) == 0 ? EEXIST : take_place(fresh, file);
}

template <class Place>
int write_file(const std::filesystem::path& file, std::string_view text, unsigned mode, Place place) {
  std::string pattern = file.string() + ".XXXXXX";
  const FileDescriptor fresh{mkostemp(pattern.data(), O_CLOEXEC)};  // mode 0600
  if (fresh.get() < 0) return errno;
  int error = write_all(fresh.get(), text);
  if (error == 0 && mode != (S_IRUSR | S_IWUSR) && fchmod(fresh.get(), mode) != 0) error = errno;
  if (error == 0 && fsync(fresh.get()) != 0) error = errno;
  if (error == 0) error = place(pattern.c_str(), file.c_str());
  if (error == 0) return sync_folder_of(file);
  unlink(pattern.c_str());
  return error;
}

}  // namespace

int replace_file(const std::filesystem::path& file, std::string_view text, unsigned mode) {
  return write_file(file, text, mode, take_place);
}

int create_file(const std::filesystem::path& file, std::string_view text, unsigned mode) {
  return write_file(file, text, mode, take_free_place);
}

int make_private_folder(const std::filesystem::path& folder) {
  if (folder.empty() || mkdir(folder.c_str(), S_IRWXU) == 0 || errno == EEXIST) return 0;
  if (errno != ENOENT || folder == folder.parent_path()) return errno;
  if (const int error = make_private_folder(folder.parent_path()); error != 0) return error;
  return mkdir(folder.c_str(), S_IRWXU) == 0 || errno == EEXIST ? 0 : errno;
}

}  // namespace libsync
