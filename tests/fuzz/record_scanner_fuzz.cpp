// SPDX-License-Identifier: MIT
//
// Any bytes as the lines of Claude Code or Codex, see record_scanning.hpp. The first byte chooses the agent, the second
// where the parts divide.
#include "record_scanning.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto agent = data[0] % 2 == 0 ? libsync::AgentKind::claude_code : libsync::AgentKind::codex;
  fuzz::scan_records(agent, {static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2}, data[1]);
  return 0;
}
