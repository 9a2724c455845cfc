// SPDX-License-Identifier: MIT
#include "config_file.hpp"

#include <libsync/config/edit.hpp>
#include <libsync/model/written_file.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace libsync::config {

Result<void, ConfigError> save_config(const std::filesystem::path& file, std::string_view seen, std::string_view text) {
  std::error_code failure;
  const auto target = std::filesystem::canonical(file, failure);
  if (failure) return whole_file(file, failure.message());
  // Writing into the folder needs no right to write the file; who took it away meant something by it.
  if (access(target.c_str(), W_OK) != 0) return system_error(file, errno);
  struct stat properties {};
  if (stat(target.c_str(), &properties) != 0) return system_error(file, errno);
  const auto there = read_config_text(target);
  if (!there) return there.error();
  if (*there != seen) return whole_file(file, "it was changed in the meantime", {Step::edit_again});
  if (const int error = replace_file(target, text, properties.st_mode & 07777); error != 0) {
    return system_error(file, error);
  }
  return {};
}

Result<void, ConfigError> create_config(const std::filesystem::path& file, std::string_view text) {
  int error = make_private_folder(file.parent_path());
  if (error == 0) error = create_file(file, text, S_IRUSR | S_IWUSR);
  if (error != 0) return system_error(file, error);
  return {};
}

}  // namespace libsync::config
