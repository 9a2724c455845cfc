// SPDX-License-Identifier: MIT
#include "process.hpp"

#include "run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

namespace cli {
namespace {

// What the signal handler needs. The process has one set of signals, so there is one of each.
volatile std::sig_atomic_t g_may_leave_at_once = 1;
volatile std::sig_atomic_t g_interrupted = 0;
volatile std::sig_atomic_t g_echo_is_off = 0;
int g_interrupt_fd = -1;
termios g_terminal_before{};

void restore_echo() {
  if (g_echo_is_off == 0) return;
  tcsetattr(STDIN_FILENO, TCSANOW, &g_terminal_before);
  g_echo_is_off = 0;
}

// The first signal of a run that has begun to send asks it to stop after the request it is in. Any other ends the
// process: every change of the store is one transaction, so it is never left half done.
void on_signal(int) {
  const int errno_before = errno;
  if (g_may_leave_at_once != 0 || g_interrupted != 0) {
    restore_echo();
    constexpr char k_message[] = "\nclaude-tracker: interrupted\n";
    [[maybe_unused]] const auto written = write(STDERR_FILENO, k_message, sizeof k_message - 1);
    _exit(static_cast<int>(ExitCode::interrupted));
  }
  g_interrupted = 1;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(g_interrupt_fd, &one, sizeof one);
  errno = errno_before;
}

void handle_signals() {
  g_interrupt_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    const bool unwanted = sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;  // nohup
    if (!unwanted) sigaction(signal, &action, nullptr);
  }
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);  // a reader that went away is a failed write,
  sigaction(SIGXFSZ, &action, nullptr);  // and so is a file that may not grow
}

// A closed standard stream would be given to the next file that is opened, the store for one. Its place is taken in a
// way that makes writing to it fail.
void occupy_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
      [[maybe_unused]] const int taken = open("/dev/null", O_RDONLY);
    }
  }
}

// The key is in the memory and the environment of this process: no core file, which the limit alone does not prevent
// where cores go into a pipe, and no reading of them by the user's other processes.
void keep_memory_private() {
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

// This program runs what the configuration says and writes where the environment says, both of which the caller
// chooses: set-user-id, it would do so with the rights of its owner.
bool has_rights_of_somebody_else() {
  return getuid() != geteuid() || getgid() != getegid();
}

std::optional<std::string> read_hidden_line() {
  if (tcgetattr(STDIN_FILENO, &g_terminal_before) != 0) return std::nullopt;
  termios hidden = g_terminal_before;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  g_echo_is_off = 1;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  // Only now: what is typed before would be shown, and lost.
  std::cerr << "Clockify API key (it is not shown): " << std::flush;
  std::string line;
  char c = 0;
  ssize_t got = 0;
  while ((got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') line += c;
  restore_echo();
  if (got != 1 && line.empty()) return std::nullopt;
  return line;
}

std::size_t terminal_width() {
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) return size.ws_col;
  }
  return 80;
}

bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

int run_process(int argc, char** argv) try {
  occupy_standard_streams();
  keep_memory_private();
  if (has_rights_of_somebody_else()) {
    std::cerr << "claude-tracker: error: cannot run with the rights of somebody else\n"
                 "hint: take the set-user-id and set-group-id bits off the program\n";
    return static_cast<int>(ExitCode::unexpected);
  }
  handle_signals();
  Console console{.in = std::cin,
                  .out = std::cout,
                  .err = std::cerr,
                  .in_is_terminal = isatty(STDIN_FILENO) == 1,
                  .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                  .err_is_terminal = isatty(STDERR_FILENO) == 1,
                  .width = terminal_width(),
                  .read_hidden_line = read_hidden_line,
                  .reader_is_gone = reader_is_gone,
                  .interrupt_fd = g_interrupt_fd,
                  .before_first_request = [] { g_may_leave_at_once = 0; }};
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(run(arguments, libsync::Environment::of_this_process(), console));
} catch (...) {
  // run() catches what it can tell about; what gets here had not even the memory to do so.
  constexpr char k_message[] =
      "claude-tracker: error: cannot go on, probably for want of memory\nhint: running it again is safe\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, k_message, sizeof k_message - 1);
  return static_cast<int>(ExitCode::unexpected);
}

}  // namespace cli
