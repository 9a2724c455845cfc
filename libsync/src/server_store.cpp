// SPDX-License-Identifier: MIT
#include "server_store.hpp"

#include <libsync/credentials/credentials.hpp>
#include <libsync/model/file_descriptor.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store_postgres/postgres_store.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace libsync {
namespace {

store::StoreError machine_failure(const std::filesystem::path& file, int error) {
  return {store::StoreErrorKind::read_only,
          fmt::format("cannot keep the key of this machine in {}: {}", file.string(),
                      std::generic_category().message(error)),
          {Step::make_accessible}};
}

constexpr std::size_t k_key_size = 32;

// Empty where there is none. Two machines with one key would be one.
std::string read_key(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in.is_open()) return "";
  std::string key;
  std::getline(in, key);
  const bool is_key = key.size() == k_key_size && key.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (is_key) return key;
  throw store::StoreError{store::StoreErrorKind::io,
                          fmt::format("cannot tell which machine this is: {} is damaged", file.string()),
                          {Step::delete_machine_key}};
}

std::string new_key() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category());
  }
  std::string key;
  for (const unsigned char byte : bytes) key += fmt::format("{:02x}", byte);
  return key;
}

// Appears whole or not at all, and only once.
void write_key(const std::filesystem::path& file) {
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  const std::filesystem::path draft = file.string() + fmt::format(".{}", getpid());
  const std::string key = new_key() + '\n';
  const FileDescriptor out{open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)};
  if (!out.is_open()) throw machine_failure(file, errno);
  const bool is_written =
      write(out.get(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) && fsync(out.get()) == 0;
  int result = is_written ? 0 : errno;
  if (is_written && link(draft.c_str(), file.c_str()) != 0) result = errno;
  unlink(draft.c_str());
  if (result != 0 && result != EEXIST) throw machine_failure(file, result);
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "this machine";
  return name.data();
}

}  // namespace

std::unique_ptr<store::TrackingStore> open_server_store(const StoreServer& server, Access access) {
  store::PostgresOptions options;
  if (server.password_command) {
    auto password =
        credentials::ask_command(*server.password_command, "store_password_command", "the password of the store");
    if (!password) throw store::StoreError{store::StoreErrorKind::io, password.error().message, password.error().hint};
    options.password = std::move(*password);
  }
  options.is_run = access != Access::look;
  options.is_look = access == Access::look;
  options.is_moving = access == Access::move;
  options.machine = {read_key(server.machine_file), host_name()};
  if (options.machine.key.empty() && access != Access::look) {
    write_key(server.machine_file);
    options.machine.key = read_key(server.machine_file);
  }
  return store::open_postgres_store(server.address, options);
}

}  // namespace libsync
