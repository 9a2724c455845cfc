// SPDX-License-Identifier: MIT
//
// Any bytes as a file of GitHub Copilot Chat, see document_scanning.hpp. The first byte chooses its form, the second
// where a beginning of it ends.
#include "document_scanning.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text{static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2};
  const std::string document = "/w/chatSessions/1.json";
  fuzz::scan_document(libsync::AgentKind::copilot_chat, data[0] % 2 == 0 ? document : document + "l", text, data[1]);
  return 0;
}
