// SPDX-License-Identifier: MIT
//
// Any bytes as the JSON in a row of an agent's database, or as a write-ahead log. The first byte chooses which; the
// second where the bytes are divided.
#include "agents/database_agent.hpp"
#include "sqlite/log_index.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes{static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2};
  const auto cut = bytes.size() * data[1] / 255;
  switch (data[0] % 3) {
    case 0:
      read_rows(*agent_of(AgentKind::opencode).as_database(), bytes.substr(0, cut), bytes.substr(cut));
      break;
    case 1:
      read_rows(*agent_of(AgentKind::goose).as_database(), bytes.substr(0, cut), bytes.substr(cut));
      break;
    default:
      read_log(bytes);
      break;
  }
  return 0;
}
