// SPDX-License-Identifier: MIT
#include "state_dir.hpp"

#include "temp_dir.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace libsync::support {
namespace {

namespace json = boost::json;

}  // namespace

StateDir::StateDir(std::filesystem::path path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  path_ = std::filesystem::absolute(path).lexically_normal();
  lock_ = ::open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) throw std::runtime_error(fmt::format("cannot use the folder {}", path_.string()));
}

StateDir::~StateDir() {
  ::close(lock_);
}

std::optional<SandboxState> StateDir::load() const {
  const auto file = path_ / "state.json";
  if (!std::filesystem::exists(file)) return std::nullopt;
  try {
    const json::value state = json::parse(read_file(file));
    if (auto service = ClockifyService::load(json::serialize(state.at("clockify")))) {
      const auto number = [&](const char* name) { return state.at(name).to_number<std::int64_t>(); };
      return SandboxState{std::move(*service),
                          {number("requests"), number("posts"), number("connections")},
                          static_cast<std::uint16_t>(number("port"))};
    }
  } catch (const std::exception&) {  // whichever: the sentence below says it
  }
  throw std::runtime_error(fmt::format("cannot read {}: it is no state of a sandbox", file.string()));
}

void StateDir::save(const std::string& saved_service, const Served& served, std::uint16_t port) const {
  const auto file = path_ / "state.json";
  const auto fresh = path_ / "state.json.new";
  write_file(fresh, fmt::format(R"({{"requests":{},"posts":{},"connections":{},"port":{},"clockify":{}}})",
                                served.requests, served.posts, served.connections, port, saved_service));
  std::filesystem::rename(fresh, file);
}

bool StateDir::lock() {
  return ::flock(lock_, LOCK_EX | LOCK_NB) == 0;
}

void StateDir::note_owner() const {
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(lock_, 0) != 0 || ::pwrite(lock_, pid.data(), pid.size(), 0) < 0) {
    throw std::runtime_error(fmt::format("cannot write {}", (path_ / "lock").string()));
  }
}

std::optional<int> StateDir::owner() const {
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) {
    ::flock(lock_, LOCK_UN);
    return std::nullopt;
  }
  return std::stoi(read_file(path_ / "lock"));
}

void StateDir::wait_until_free() const {
  while (::flock(lock_, LOCK_EX) != 0 && errno == EINTR) {
  }
  ::flock(lock_, LOCK_UN);
}

}  // namespace libsync::support
