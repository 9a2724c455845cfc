// SPDX-License-Identifier: MIT
//
// Any bytes as the database of an agent and its write-ahead log. The first byte chooses the agent; the second where the
// bytes are divided.
#include "agents/database_agent.hpp"
#include "packed/packed_format.hpp"
#include "read/read_database.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

namespace {

using namespace libsync;
using namespace libsync::transcripts;

void require(bool holds) {
  if (!holds) std::abort();
}

void write(const std::string& path, std::string_view bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc}.write(bytes.data(),
                                                                static_cast<std::streamsize>(bytes.size()));
}

// What is read of it is sound, and is not another the next time.
void read_file(AgentKind kind, std::string_view database, std::string_view log) {
  static const std::string path = (::access("/dev/shm", W_OK) == 0 ? "/dev/shm/" : "/tmp/") + std::string{"fuzz."} +
                                  std::to_string(::getpid()) + ".db";
  write(path, database);
  write(path + "-wal", log);
  const FoundFile file{.path = path, .session_key = "", .agent = kind};
  const auto first = read_database(file, {}, [](std::int64_t) {});
  for (const auto& state : first.sessions) {
    const auto transcript = unpack(state.points);
    require(transcript && pack(*transcript) == state.points);
    for (const auto& point : transcript->points) require(point.project <= transcript->projects.size());
  }
  auto stale = first.sessions;
  std::ranges::for_each(stale, make_stale);
  const auto second = read_database(file, stale, [](std::int64_t) {});
  require(second.sessions == first.sessions && second.problems == first.problems);
  ::unlink((path + "-wal").c_str());
  ::unlink(path.c_str());
}

}  // namespace

// A database that was written just now is waited for until it settles: here that is every one, so the clock is ahead of
// their times.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const auto result = ::syscall(SYS_clock_gettime, clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec += 10;
  return static_cast<int>(result);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes{static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2};
  const auto cut = bytes.size() * data[1] / 255;
  read_file(data[0] % 2 == 0 ? AgentKind::opencode : AgentKind::goose, bytes.substr(0, cut), bytes.substr(cut));
  return 0;
}
