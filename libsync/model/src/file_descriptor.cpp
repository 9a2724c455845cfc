// SPDX-License-Identifier: MIT
#include <libsync/model/file_descriptor.hpp>

#include <unistd.h>

namespace libsync {

void FileDescriptor::close() noexcept {
  if (is_open()) ::close(release());
}

}  // namespace libsync
