// SPDX-License-Identifier: MIT
//
// Linux alone: the numbers are those of statfs(2).
#include "network_file_system.hpp"

#include <sys/vfs.h>

namespace libsync::store {

std::string network_file_system(const std::filesystem::path& folder) {
  struct statfs info {};
  if (statfs(folder.c_str(), &info) != 0) return "";
  switch (static_cast<unsigned long>(info.f_type) & 0xffffffffUL) {
    case 0x6969:
      return "NFS";
    case 0x517b:
    case 0xff534d42:
    case 0xfe534d42:
      return "SMB";
    case 0x01021997:
      return "9P";  // of the host, for a virtual machine and for WSL
    case 0x5346414f:
    case 0x6b414653:
      return "AFS";
    case 0x00c36400:
      return "Ceph";
    case 0x73757245:
      return "Coda";
    default:
      return "";
  }
}

}  // namespace libsync::store
