// SPDX-License-Identifier: MIT
#include "read/small_file.hpp"

#include "read/byte_source.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

namespace libsync::transcripts {

std::optional<std::string> read_beginning(const std::string& path, std::size_t most) {
  const FileDescriptor descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  struct stat status {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  std::string content(std::min(static_cast<std::size_t>(status.st_size), most), '\0');
  PlainSource source{descriptor.get()};
  std::size_t done = 0;
  while (done < content.size()) {
    const auto count = source.read(content.data() + done, content.size() - done, static_cast<std::int64_t>(done));
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  content.resize(done);
  return content;
}

std::optional<std::string> read_small_file(const std::string& path) {
  auto content = read_beginning(path, k_largest_small_file + 1);
  if (content && content->size() > k_largest_small_file) return std::nullopt;
  return content;
}

}  // namespace libsync::transcripts
