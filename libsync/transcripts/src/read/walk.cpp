// SPDX-License-Identifier: MIT
#include "read/walk.hpp"

#include "read/file_times.hpp"
#include "sqlite/snapshot.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <set>
#include <system_error>
#include <tuple>

namespace libsync::transcripts {
namespace {

constexpr int k_folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK;

std::string words_of(int error) {
  return std::generic_category().message(error);
}

struct Name {
  std::string text;
  bool is_link;
  bool may_be_folder;
  bool may_be_file;
};

// The entries of a folder in visiting order; takes the descriptor.
std::vector<Name> list(int descriptor, int& error) {
  std::vector<Name> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::fdopendir(descriptor), &::closedir);
  error = errno;
  if (!folder) {
    ::close(descriptor);
    return names;
  }
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    const auto type = entry->d_type;
    const bool unsure = type == DT_LNK || type == DT_UNKNOWN;
    names.push_back({std::string{name}, type == DT_LNK, unsure || type == DT_DIR, type != DT_DIR});
  }
  error = errno;
  std::sort(names.begin(), names.end(),
            [](const Name& a, const Name& b) { return std::tie(a.is_link, a.text) < std::tie(b.is_link, b.text); });
  return names;
}

// A compressed file beside the plain one is left out: the plain one is at least as new.
void drop_compressed_twins(std::vector<Name>& names) {
  const auto compressed = [](const Name& name) { return is_compressed(name.text); };
  if (std::none_of(names.begin(), names.end(), compressed)) return;
  std::set<std::string, std::less<>> plain;
  for (const auto& name : names) plain.insert(name.text);
  std::erase_if(names, [&](const Name& name) {
    return is_compressed(name.text) && plain.contains(name.text.substr(0, name.text.size() - k_compressed.size()));
  });
}

}  // namespace

void Walk::add_file(const std::string& path, const std::string& session, AgentKind kind, const struct stat& status,
                    bool by_link) {
  FoundFile& file = files_.emplace_back(FoundFile{path, session, kind, status.st_dev, status.st_ino, status.st_size,
                                                  modified_ns(status), changed_ns(status), by_link});
  struct stat log {};
  if (agent_of(kind).as_database() == nullptr || ::stat(log_of(path).c_str(), &log) != 0) return;
  // A database is what it and its write-ahead log are together.
  file.size += log.st_size;
  file.modified_ns = std::max(file.modified_ns, modified_ns(log));
  file.changed_ns = static_cast<std::int64_t>(
      mix(static_cast<std::uint64_t>(file.changed_ns), mix(static_cast<std::uint64_t>(changed_ns(log)), log.st_ino)));
}

Walk::Outcome Walk::add(const std::filesystem::path& root, AgentKind kind, std::string& cause) {
  std::string path = root.string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const int descriptor = ::open(path.c_str(), k_folder_flags);
  if (descriptor < 0 && errno == ENOTDIR && agent_of(kind).as_database() != nullptr)
    return add_database(path, kind, cause);
  if (descriptor < 0) {
    cause = errno == ENOTDIR ? "it is not a folder" : words_of(errno);
    return errno == ENOENT ? Outcome::missing : Outcome::unreadable;
  }
  const Agent& agent = agent_of(kind);
  const bool is_new = walk_folder(descriptor, path, path.size() + 1, agent.depth(), false, agent, kind);
  return is_new ? Outcome::walked : Outcome::walked_before;
}

Walk::Outcome Walk::add_database(const std::string& path, AgentKind kind, std::string& cause) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    cause = "it is neither a folder nor a database";
    return Outcome::unreadable;
  }
  add_file(path, path, kind, status, false);
  return Outcome::walked;
}

bool Walk::walk_folder(int descriptor, const std::string& path, std::size_t root_length, int levels, bool by_link,
                       const Agent& agent, AgentKind kind) {
  struct stat self {};
  if (::fstat(descriptor, &self) != 0 || !folders_seen_.emplace(self.st_dev, self.st_ino, levels, kind).second) {
    ::close(descriptor);
    return false;
  }
  const auto problem = [this](const std::string& file, int error) {
    if (error == ENOENT) {
      problems_.push_back({file, ProblemKind::vanished, 1, 0, ""});
    } else if (error == ELOOP) {
      problems_.push_back({file, ProblemKind::not_a_file, 1, 0, words_of(error)});
    } else {
      problems_.push_back({file, ProblemKind::unreadable, 1, 0, words_of(error)});
    }
  };

  // fdopendir takes its descriptor; the other one is for what lies in the folder.
  const int listing = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  int error = errno;
  auto names = listing < 0 ? std::vector<Name>{} : list(listing, error);
  drop_compressed_twins(names);
  if (error != 0) problem(path, error);

  for (const auto& name : names) {
    const std::string full = path + "/" + name.text;
    const auto session =
        name.may_be_file ? agent.session_key(std::string_view{full}.substr(root_length)) : std::nullopt;
    if (!session && (!name.may_be_folder || levels <= 1)) continue;
    struct stat status {};
    if (session || name.may_be_folder) {
      if (name.may_be_file && ::fstatat(descriptor, name.text.c_str(), &status, 0) != 0) {
        if (session || errno != ENOENT) {
          const bool dangling = name.is_link && errno == ENOENT;
          if (dangling) {
            problems_.push_back({full, ProblemKind::not_a_file, 1, 0, "the link leads nowhere"});
          } else {
            problem(full, errno);
          }
        }
        continue;
      }
    }
    const bool is_folder = !name.may_be_file || S_ISDIR(status.st_mode);
    if (is_folder) {
      if (levels <= 1 || !agent.enters(std::string_view{full}.substr(root_length))) continue;
      const int inner = ::openat(descriptor, name.text.c_str(), k_folder_flags);
      if (inner < 0) {
        problem(full, errno);
      } else {
        walk_folder(inner, full, root_length, levels - 1, by_link || name.is_link, agent, kind);
      }
    } else if (session && S_ISREG(status.st_mode)) {
      add_file(full, *session, kind, status, by_link || name.is_link);
    } else if (session) {
      problems_.push_back({full, ProblemKind::not_a_file, 1, 0, ""});
    }
  }
  ::close(descriptor);
  return true;
}

}  // namespace libsync::transcripts
