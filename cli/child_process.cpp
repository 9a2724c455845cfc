// SPDX-License-Identifier: MIT
#include "child_process.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>

namespace cli {
namespace {

using Clock = std::chrono::steady_clock;
using End = ChildOutcome::End;
using libsync::FileDescriptor;
using libsync::milliseconds;

constexpr std::size_t k_kept_output = std::size_t{1} << 20U;
constexpr milliseconds k_between_looks{20};

// A file without a name: unlike a pipe it needs nobody who fills it while the child reads.
struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using InputFile = std::unique_ptr<std::FILE, Close>;

InputFile input_file(std::string_view input) {
  InputFile file{std::tmpfile()};
  if (file == nullptr) return file;
  fcntl(fileno(file.get()), F_SETFD, FD_CLOEXEC);
  if (std::fwrite(input.data(), 1, input.size(), file.get()) != input.size() || std::fflush(file.get()) != 0) {
    return nullptr;
  }
  std::rewind(file.get());
  return file;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_without_key() {
  std::vector<std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    if (!text.starts_with("CLOCKIFY_API_KEY=")) variables.emplace_back(text);
  }
  return variables;
}

// 0 or an errno.
int start(std::vector<std::string> words, int in, int out, pid_t& pid) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  sigaddset(&signals, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  auto environment = environment_without_key();
  const auto arguments = pointers_to(words);
  const auto variables = pointers_to(environment);
  const int error = posix_spawnp(&pid, arguments.front(), &files, &attributes, arguments.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

// Takes what is there. False at the end.
bool read_some(int descriptor, std::string& output) {
  std::array<char, 4096> buffer;
  const ssize_t count = read(descriptor, buffer.data(), buffer.size());
  if (count <= 0) return count < 0 && (errno == EAGAIN || errno == EINTR);
  output.append(buffer.data(), std::min(static_cast<std::size_t>(count), k_kept_output - output.size()));
  return true;
}

bool has_ended(pid_t pid, int& status) {
  return waitpid(pid, &status, WNOHANG) == pid;
}

// Ends with the process, whoever else holds its output open.
End follow(pid_t pid, FileDescriptor& out, Clock::time_point deadline, std::string& output, int& status) {
  while (!has_ended(pid, status)) {
    if (Clock::now() >= deadline) return End::timed_out;
    pollfd watched{out.get(), POLLIN, 0};
    if (poll(&watched, 1, static_cast<int>(k_between_looks.count())) <= 0) continue;
    if (!read_some(out.get(), output)) out.close();
  }
  pollfd watched{out.get(), POLLIN, 0};
  while (out.is_open() && poll(&watched, 1, 0) > 0 && read_some(out.get(), output)) {
  }
  return End::exited;
}

}  // namespace

ChildOutcome run_child(const std::vector<std::string>& words, std::string_view input, milliseconds limit) {
  ChildOutcome outcome;
  const auto deadline = Clock::now() + limit;
  const auto in = input_file(input);
  std::array<int, 2> ends{};
  if (in == nullptr || pipe2(ends.data(), O_CLOEXEC) != 0) {
    outcome.code = errno;
    return outcome;
  }
  FileDescriptor out{ends[0]};
  FileDescriptor write_end{ends[1]};
  pid_t pid = 0;
  outcome.code = start(words, fileno(in.get()), write_end.get(), pid);
  if (outcome.code != 0) return outcome;
  write_end.close();

  int status = 0;
  outcome.end = follow(pid, out, deadline, outcome.output, status);
  if (outcome.end == End::timed_out) {
    kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return outcome;
  }
  outcome.end = WIFSIGNALED(status) ? End::signalled : End::exited;
  outcome.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return outcome;
}

}  // namespace cli
