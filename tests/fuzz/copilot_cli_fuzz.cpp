// SPDX-License-Identifier: MIT
//
// Any bytes as the lines of GitHub Copilot CLI, and as what lies beside them, see record_scanning.hpp. The first byte
// says where the parts divide.
#include "agents/copilot_cli.hpp"
#include "record_scanning.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text{static_cast<const char*>(static_cast<const void*>(data + 1)), size - 1};
  fuzz::scan_records(libsync::AgentKind::copilot_cli, text, data[0]);
  const auto folder = libsync::transcripts::folder_in_yaml(text);
  fuzz::require(folder.size() <= text.size());
  return 0;
}
