// SPDX-License-Identifier: MIT
#include "run_command.hpp"

#include "file_descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace libsync::credentials {
namespace {

using Clock = std::chrono::steady_clock;
using End = CommandOutcome::End;

constexpr std::size_t k_kept_output = 4096;  // more than any key; the rest is read and dropped

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;
};

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  Pipe made{FileDescriptor{ends[0]}, FileDescriptor{ends[1]}};
  fcntl(made.read_end.get(), F_SETFL, O_NONBLOCK);
  return made;
}

// Signals wait as long as this lives, but for where it lets them in: one that comes between the start of a command and
// the wait for it would be lost on the wait.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  // poll(2) that a signal ends.
  int poll(std::span<pollfd> files, std::chrono::milliseconds limit) const {
    const timespec time{.tv_sec = limit.count() / 1000, .tv_nsec = limit.count() % 1000 * 1'000'000};
    return ::ppoll(files.data(), files.size(), &time, &before_);
  }

 private:
  sigset_t before_{};
};

// What came out of one pipe. The memory is fixed, so that no copy of a key is left behind by growth.
class Output {
 public:
  explicit Output(FileDescriptor source) : source_(std::move(source)) { text_.reserve(k_kept_output); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { explicit_bzero(text_.data(), text_.size()); }

  [[nodiscard]] int descriptor() const { return source_.get(); }
  [[nodiscard]] std::string_view text() const { return text_; }

  // Takes what is there without waiting; closes the pipe at its end.
  void read() {
    std::array<char, k_kept_output> buffer;
    ssize_t count = 0;
    while ((count = ::read(source_.get(), buffer.data(), buffer.size())) > 0) {
      const auto wanted = std::min(static_cast<std::size_t>(count), k_kept_output - text_.size());
      text_.append(buffer.data(), wanted);
    }
    explicit_bzero(buffer.data(), buffer.size());
    if (count == 0) source_.close();
  }

 private:
  FileDescriptor source_;
  std::string text_;
};

// Starts /bin/sh -c `command`; 0 or an errno.
int start(const std::string& command, int out, int err, pid_t& pid) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
  sigset_t defaults;
  sigemptyset(&defaults);
  posix_spawnattr_setsigmask(&attributes, &defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string shell = "sh";
  std::string option = "-c";
  std::string line = command;
  const std::array<char*, 4> arguments{shell.data(), option.data(), line.data(), nullptr};
  const int error = posix_spawn(&pid, "/bin/sh", &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

// Reads both outputs until the process has ended, the time is up, or a signal arrives.
End follow(int process, Output& out, Output& err, Clock::time_point deadline, const HeldSignals& signals) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return End::timed_out;
    std::array<pollfd, 3> watched{{{out.descriptor(), POLLIN, 0}, {err.descriptor(), POLLIN, 0}, {process, POLLIN, 0}}};
    if (signals.poll(watched, left) < 0) return End::interrupted;
    if (watched[0].revents != 0) out.read();
    if (watched[1].revents != 0) err.read();
    if (watched[2].revents != 0) {
      out.read();
      err.read();
      return End::exited;
    }
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view first_line(std::string_view text) {
  return trimmed(text.substr(0, text.find('\n')));
}

std::string_view last_line(std::string_view text) {
  text = trimmed(text);
  const auto feed = text.rfind('\n');
  return feed == std::string_view::npos ? text : text.substr(feed + 1);
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"+=_-"}.find(c) != std::string_view::npos;
}

}  // namespace

std::string without_keys(std::string text, const std::string& key) {
  for (auto at = text.find(key); !key.empty() && at != std::string::npos; at = text.find(key, at + k_hidden.size())) {
    text.replace(at, key.size(), k_hidden);
  }
  constexpr std::size_t shortest_suspect = 32;
  std::string shown;
  for (auto from = text.cbegin(); from != text.cend();) {
    const auto word_end = std::find_if_not(from, text.cend(), is_key_character);
    if (static_cast<std::size_t>(word_end - from) >= shortest_suspect) {
      shown += k_hidden;
    } else {
      shown.append(from, word_end);
    }
    from = std::find_if(word_end, text.cend(), is_key_character);
    shown.append(word_end, from);
  }
  return shown;
}

CommandOutcome run_command(const std::string& command, std::chrono::milliseconds limit) {
  const auto failed = [](int error) { return CommandOutcome{End::not_started, error, Secret{""}, ""}; };
  const auto deadline = Clock::now() + limit;
  auto out_pipe = make_pipe();
  auto err_pipe = make_pipe();
  if (!out_pipe || !err_pipe) return failed(errno);
  const HeldSignals signals;
  pid_t pid = 0;
  if (const int error = start(command, out_pipe->write_end.get(), err_pipe->write_end.get(), pid); error != 0) {
    return failed(error);
  }
  out_pipe->write_end.close();
  err_pipe->write_end.close();
  Output out{std::move(out_pipe->read_end)};
  Output err{std::move(err_pipe->read_end)};
  const FileDescriptor process{static_cast<int>(syscall(SYS_pidfd_open, pid, 0))};
  const End end = process.get() < 0 ? End::interrupted : follow(process.get(), out, err, deadline, signals);
  if (end != End::exited) kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }

  CommandOutcome outcome{end, 0, Secret{std::string{first_line(out.text())}}, ""};
  outcome.complaint = without_keys(std::string{last_line(err.text())}, outcome.first_line.reveal());
  if (end == End::exited) {
    outcome.end = WIFSIGNALED(status) ? End::signalled : End::exited;
    outcome.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  }
  return outcome;
}

}  // namespace libsync::credentials
