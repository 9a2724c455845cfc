// SPDX-License-Identifier: MIT
#include "key_file.hpp"

#include <libsync/model/file_descriptor.hpp>
#include <libsync/model/written_file.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

namespace libsync::credentials {
namespace {

CredentialsError cannot_read(const std::filesystem::path& file, std::string_view cause, Hint hint = {}) {
  return {fmt::format("cannot read the API key from {}: {}", file.string(), cause), std::move(hint)};
}

CredentialsError cannot_store(const std::filesystem::path& file, int error) {
  return {fmt::format("cannot store the API key in {}: {}", file.string(), std::generic_category().message(error)), {}};
}

std::string system_message(int error) {
  return std::generic_category().message(error);
}

// Why a file with these properties must not be trusted; empty when it may be.
std::optional<CredentialsError> distrust(const std::filesystem::path& file, const struct stat& properties) {
  if (!S_ISREG(properties.st_mode)) return cannot_read(file, "it is not a plain file");
  if (properties.st_uid != geteuid()) {
    return cannot_read(file, "it belongs to another user", {Step::store_key_again});
  }
  if ((properties.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return cannot_read(file, fmt::format("others may use it (mode {:04o})", properties.st_mode & 07777U),
                       {Step::protect_key_file, file.string()});
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<Secret>, CredentialsError> read_key_file(const std::filesystem::path& file) {
  // Non-blocking, so that a FIFO put in its place cannot hold us up.
  const FileDescriptor opened{open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (opened.get() < 0) {
    if (errno == ENOENT) return std::optional<Secret>{};
    return cannot_read(file, errno == ELOOP ? "it is a symbolic link" : system_message(errno));
  }
  struct stat properties {};
  if (fstat(opened.get(), &properties) != 0) return cannot_read(file, system_message(errno));
  if (auto reason = distrust(file, properties)) return *std::move(reason);

  std::array<char, 4096> buffer;
  const auto count = read(opened.get(), buffer.data(), buffer.size());
  if (count < 0) return cannot_read(file, system_message(errno));
  std::string_view text{buffer.data(), static_cast<std::size_t>(count)};
  while (!text.empty() && std::string_view{" \t\r\n"}.find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  std::optional<Secret> key{std::string{text}};
  explicit_bzero(buffer.data(), buffer.size());
  return key;
}

Result<void, CredentialsError> store_api_key(const std::filesystem::path& file, const Secret& key) {
  if (!is_plausible_key(key)) {
    return CredentialsError{"cannot store the API key: what was given cannot be one", {Step::give_plausible_key}};
  }
  int error = make_private_folder(file.parent_path());
  if (error == 0) error = replace_file(file, key.reveal() + '\n', S_IRUSR | S_IWUSR);
  if (error != 0) return cannot_store(file, error);
  return {};
}

}  // namespace libsync::credentials
