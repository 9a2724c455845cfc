// SPDX-License-Identifier: MIT
//
// Any bytes as the lines of Qwen Code, see record_scanning.hpp. The first byte says where the parts
// divide.
#include "record_scanning.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text{static_cast<const char*>(static_cast<const void*>(data + 1)), size - 1};
  fuzz::scan_records(libsync::AgentKind::qwen_code, text, data[0]);
  return 0;
}
