// SPDX-License-Identifier: MIT
#include "process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace libsync::support {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  return {ends[0], ends[1]};
}

void close_file(int& file) {
  if (file >= 0) ::close(file);
  file = -1;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

int milliseconds_until(std::chrono::steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

bool ends_before(pid_t pid, std::chrono::steady_clock::time_point deadline) {
  // By its number: the C library's wrapper has no C linkage in its own header.
  pollfd file{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)), POLLIN, 0};
  int ended = 0;
  while ((ended = ::poll(&file, 1, milliseconds_until(deadline))) < 0 && errno == EINTR) {
  }
  ::close(file.fd);
  return ended == 1;
}

// In the child: becomes the program, or ends with 127.
[[noreturn]] void become(std::vector<char*>& argv, std::vector<char*>& environment, const std::string& directory,
                         std::optional<uid_t> user) {
  // What gtest and the fake's thread have set up is not the child's business.
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  if (user && (::setgroups(0, nullptr) != 0 || ::setgid(*user) != 0 || ::setuid(*user) != 0)) ::_exit(127);
  if (!directory.empty() && ::chdir(directory.c_str()) != 0) ::_exit(127);
  ::execvpe(argv[0], argv.data(), environment.data());
  ::_exit(127);
}

}  // namespace

Process::Process(std::vector<std::string> argv, ProcessOptions options)
    : options_(std::move(options)), deadline_(std::chrono::steady_clock::now() + options_.timeout) {
  std::signal(SIGPIPE, SIG_IGN);  // a program need not read its input
  // Everything that allocates happens before the fork: another thread may hold the allocator's lock.
  if (const char* path = std::getenv("PATH"); path != nullptr) options_.environment.emplace("PATH", path);
  std::vector<std::string> variables;
  for (const auto& [name, value] : options_.environment) variables.push_back(name + "=" + value);
  auto arguments = pointers(argv);
  auto environment = pointers(variables);
  const std::string directory = options_.directory.string();

  if (options_.terminal) {
    const winsize size{30, options_.columns, 0, 0};
    pid_ = ::forkpty(&out_, nullptr, nullptr, &size);
    if (pid_ == 0) become(arguments, environment, directory, options_.user);
    if (pid_ < 0) throw std::runtime_error("cannot start " + argv[0]);
    in_ = ::fcntl(out_, F_DUPFD_CLOEXEC, 0);
  } else {
    Pipe in = make_pipe();
    Pipe out = make_pipe();
    Pipe err = make_pipe();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(in.read_end, STDIN_FILENO);
      ::dup2(out.write_end, STDOUT_FILENO);
      ::dup2(err.write_end, STDERR_FILENO);
      become(arguments, environment, directory, options_.user);
    }
    for (int* end : {&in.read_end, &out.write_end, &err.write_end}) close_file(*end);
    if (pid_ < 0) throw std::runtime_error("cannot start " + argv[0]);
    in_ = in.write_end;
    out_ = out.read_end;
    err_ = err.read_end;
  }
  ::fcntl(in_, F_SETFL, O_NONBLOCK);
}

Process::~Process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  for (int* file : {&in_, &out_, &err_}) close_file(*file);
}

void Process::send_signal(int signal) const {
  if (pid_ > 0) ::kill(pid_, signal);
}

void Process::give_input() {
  if (input_given_ < options_.input.size()) {
    const ssize_t size = ::write(in_, options_.input.data() + input_given_, options_.input.size() - input_given_);
    if (size > 0) input_given_ += static_cast<std::size_t>(size);
    if (size < 0 && errno != EAGAIN && errno != EINTR) input_given_ = options_.input.size();
  }
  // A terminal stays open: closing it would hang up on the program.
  if (input_given_ == options_.input.size() && !options_.terminal) close_file(in_);
}

void Process::read_into(int& file, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t size = ::read(file, buffer.data(), buffer.size());
  if (size > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  } else if (size == 0 || errno != EINTR) {
    close_file(file);  // a terminal ends with EIO
  }
}

bool Process::pump() {
  if (out_ < 0 && err_ < 0) return false;
  const int left = milliseconds_until(deadline_);
  if (left == 0) {
    result_.timed_out = true;
    return false;
  }
  const bool has_input = in_ >= 0 && (input_given_ < options_.input.size() || !options_.terminal);
  std::array<pollfd, 3> files{{{has_input ? in_ : -1, POLLOUT, 0}, {out_, POLLIN, 0}, {err_, POLLIN, 0}}};
  if (::poll(files.data(), files.size(), left) < 0) return true;
  if (files[0].revents != 0) give_input();
  if (files[1].revents != 0) read_into(out_, result_.out);
  if (files[2].revents != 0) read_into(err_, result_.err);
  return true;
}

bool Process::wait_for(const std::string& text) {
  const auto seen = [&] {
    return result_.out.find(text) != std::string::npos || result_.err.find(text) != std::string::npos;
  };
  while (!seen() && pump()) {
  }
  return seen();
}

ProcessResult Process::wait() {
  while (pump()) {
  }
  if (!result_.timed_out) result_.timed_out = !ends_before(pid_, deadline_);
  if (result_.timed_out) ::kill(pid_, SIGKILL);
  int status = 0;
  rusage used{};
  while (::wait4(pid_, &status, 0, &used) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (WIFEXITED(status)) result_.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) {
    result_.signal = WTERMSIG(status);
    result_.dumped_core = WCOREDUMP(status);
  }
  result_.peak_kib = used.ru_maxrss;
  return std::move(result_);
}

ProcessResult run_process(std::vector<std::string> argv, ProcessOptions options) {
  return Process{std::move(argv), std::move(options)}.wait();
}

}  // namespace libsync::support
