// SPDX-License-Identifier: MIT
//
// Linux alone: the numbers are those of statfs(2).
#include "network_file_system.hpp"

#include <sys/vfs.h>

namespace libsync::store {

namespace {

unsigned long kind_of(const struct statfs& info) {
  return static_cast<unsigned long>(info.f_type) & 0xffffffffUL;
}

}  // namespace

bool tells_of_changes(int descriptor) {
  struct statfs info {};
  if (fstatfs(descriptor, &info) != 0) return false;
  switch (kind_of(info)) {
    case 0xef53:      // ext2 to ext4
    case 0x58465342:  // XFS
    case 0x9123683e:  // Btrfs
    case 0xf2f52010:  // F2FS
    case 0x2fc12fc1:  // ZFS
    case 0xca451a4e:  // bcachefs
    case 0x01021994:  // tmpfs
    case 0x794c7630:  // overlayfs
      return true;
    default:
      return false;
  }
}

std::string network_file_system(const std::filesystem::path& folder) {
  struct statfs info {};
  if (statfs(folder.c_str(), &info) != 0) return "";
  switch (kind_of(info)) {
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
