// SPDX-License-Identifier: MIT
//
// Any bytes as the database of an agent: as the file and its write-ahead log, as the log alone, or as the JSON in a
// row. The first byte chooses which, and the agent; the second where the bytes are divided.
#include "agents/database_agent.hpp"
#include "packed/packed_format.hpp"
#include "read/read_database.hpp"
#include "sqlite/log_index.hpp"

#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

namespace {

using namespace libsync;
using namespace libsync::transcripts;

void require(bool holds) {
  if (!holds) std::abort();
}

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void read_rows(const DatabaseAgent& agent, std::string_view one, std::string_view other) {
  for (std::size_t set = 0; set < agent.tables().size(); ++set) {
    const std::array<std::string_view, 5> row{"msg_1", "1770019200000", set == 0 ? one : "assistant", other, one};
    const MessageRow message = agent.read_row(set, row);
    for (const auto time : message.times) require(lies_in(time, one) || lies_in(time, other));
  }
}

void read_log(std::string_view log) {
  const LogIndex::ReadAt read = [log](std::uint64_t offset, char* to, std::size_t size) {
    if (offset > log.size() || size > log.size() - offset) return false;
    std::memcpy(to, log.data() + offset, size);
    return true;
  };
  const auto index = LogIndex::read(read);
  if (!index) return;
  require(index->still_holds(read) && index->is_newest(read));
  for (std::uint32_t page = 0; page < 100; ++page) {
    const auto place = index->find(page);
    require(!place || *place + index->page_size() <= log.size());
  }
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
  const auto first = read_database(file, {}, false, [](std::int64_t) {});
  for (const auto& state : first.sessions) {
    const auto transcript = unpack(state.points);
    require(transcript && pack(*transcript) == state.points);
    for (const auto& point : transcript->points) require(point.project <= transcript->projects.size());
  }
  const auto second = read_database(file, first.sessions, true, [](std::int64_t) {});
  require(second.sessions == first.sessions && second.problems == first.problems);
  ::unlink((path + "-wal").c_str());
  ::unlink(path.c_str());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const AgentKind kind = data[0] % 2 == 0 ? AgentKind::opencode : AgentKind::goose;
  const std::string_view bytes{static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2};
  const auto cut = bytes.size() * data[1] / 255;
  switch (data[0] / 2 % 3) {
    case 0:
      read_rows(*agent_of(kind).as_database(), bytes.substr(0, cut), bytes.substr(cut));
      break;
    case 1:
      read_log(bytes);
      break;
    default:
      read_file(kind, bytes.substr(0, cut), bytes.substr(cut));
      break;
  }
  return 0;
}
