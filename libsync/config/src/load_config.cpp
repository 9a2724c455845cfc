// SPDX-License-Identifier: MIT
#include "config_file.hpp"

#include <libsync/config/config.hpp>
#include <libsync/config/edit.hpp>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace libsync::config {
namespace {

// A config is a page of text: whatever is larger is another file.
constexpr std::size_t k_largest_file = std::size_t{4} << 20U;

}  // namespace

ConfigError whole_file(const std::filesystem::path& file, std::string cause, Hint hint) {
  return {file, 0, 0, std::move(cause), std::move(hint)};
}

ConfigError system_error(const std::filesystem::path& file, int error) {
  return whole_file(file, std::generic_category().message(error));
}

Result<std::optional<std::string>, ConfigError> read_config_text(const std::filesystem::path& file) {
  std::error_code failure;
  if (std::filesystem::is_directory(file, failure)) return whole_file(file, "it is a folder", {Step::name_config_file});
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    if (errno == ENOENT) return std::optional<std::string>{};
    return system_error(file, errno);
  }
  std::string text;
  while (in && text.size() <= k_largest_file) {
    std::array<char, std::size_t{16} << 10U> block;
    in.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return system_error(file, errno);
  if (text.size() > k_largest_file) return whole_file(file, "it is larger than 4 MiB", {Step::name_config_file});
  return std::optional<std::string>{std::move(text)};
}

Result<std::optional<Config>, ConfigError> load_config(const std::filesystem::path& file,
                                                       const std::filesystem::path& home) {
  const auto text = read_config_text(file);
  if (!text) return text.error();
  if (!text->has_value()) return std::optional<Config>{};
  auto config = parse_config(**text, file, home);
  if (!config) return config.error();
  return std::optional<Config>{std::move(*config)};
}

}  // namespace libsync::config
