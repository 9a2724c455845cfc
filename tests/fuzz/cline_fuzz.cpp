// SPDX-License-Identifier: MIT
//
// Any bytes as a file of Cline and Roo Code, see document_scanning.hpp. The first byte chooses its form, the second
// where a beginning of it ends.
#include "document_scanning.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text{static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2};
  const std::string task = "/c/tasks/1/ui_messages.json";
  const auto agent = data[0] % 2 == 0 ? libsync::AgentKind::cline : libsync::AgentKind::roo_code;
  fuzz::scan_document(agent, data[0] % 3 == 0 ? "/c/sessions/1/1.messages.json" : task, text, data[1]);
  return 0;
}
