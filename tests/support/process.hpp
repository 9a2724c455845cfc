// SPDX-License-Identifier: MIT
//
// Programs under test as processes: with their own arguments, environment and input, and never longer than allowed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::support {

struct ProcessOptions {
  std::map<std::string, std::string> environment;  // all of it: nothing is inherited but PATH
  std::string input;                               // on stdin, which then ends
  std::filesystem::path directory;                 // to run in; empty for the current one
  std::chrono::milliseconds timeout{30'000};       // killed then
  bool terminal = false;                           // stdin, stdout and stderr are one terminal
  unsigned short columns = 100;                    // of that terminal
  std::optional<uid_t> user{};                     // to run as, with the group of that number; for root to say
};

struct ProcessResult {
  int exit_code = -1;  // -1 when a signal ended it
  int signal = 0;
  bool dumped_core = false;
  bool timed_out = false;
  long peak_kib = 0;  // of resident memory
  std::string out;    // on a terminal: everything
  std::string err;
};

// A process that runs; killed if it still does when this object goes.
class Process {
 public:
  // argv[0] is the program, looked up in PATH. Throws std::runtime_error when it cannot be started.
  Process(std::vector<std::string> argv, ProcessOptions options = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const { return pid_; }
  void send_signal(int signal) const;
  // More of stdin; for a terminal, where it may wait for a question.
  void type(const std::string& text) { options_.input += text; }
  // Reads on until `text` was seen in stdout or stderr; false when the process ended or the time was up before.
  bool wait_for(const std::string& text);
  // Reads on until it ends.
  [[nodiscard]] ProcessResult wait();

 private:
  // One turn of reading and writing; false when there is nothing left to wait for.
  bool pump();
  void give_input();
  static void read_into(int& file, std::string& text);

  ProcessOptions options_;
  std::chrono::steady_clock::time_point deadline_;
  pid_t pid_ = -1;
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::size_t input_given_ = 0;
  ProcessResult result_;
};

// Starts it and waits for its end.
[[nodiscard]] ProcessResult run_process(std::vector<std::string> argv, ProcessOptions options = {});

}  // namespace libsync::support
