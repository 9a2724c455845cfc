// SPDX-License-Identifier: MIT
//
// Tests of permissions, also where the tests themselves run as root.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

namespace libsync::support {

// Runs `check` in a child, as somebody whom permissions apply to and who owns all of `folder`; true when it returned
// true.
inline bool as_an_ordinary_user(const std::filesystem::path& folder, const std::function<bool()>& check) {
  constexpr uid_t k_nobody = 65534;
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (lchown(entry.path().c_str(), k_nobody, k_nobody) != 0) _exit(2);
      }
      if (chown(folder.c_str(), k_nobody, k_nobody) != 0 || setuid(k_nobody) != 0) _exit(2);
    }
    _exit(check() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace libsync::support
