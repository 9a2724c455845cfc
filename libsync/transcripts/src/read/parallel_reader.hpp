// SPDX-License-Identifier: MIT
//
// Reads files on several threads and keeps the calling one informed.
#pragma once

#include "read/read_database.hpp"
#include "read/read_file.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace libsync::transcripts {

class ParallelReader {
 public:
  struct Job {
    const FoundFile* file;
    const store::SourceState* known;
    ReadOutcome outcome;
    std::span<const store::SourceState> known_sessions{};  // in a database
  };

  // Begins. With fewer threads where the system has no room for that many; with none of its own when it has room for
  // none. `jobs` must outlive this.
  ParallelReader(std::deque<Job>& jobs, unsigned threads);
  ParallelReader(const ParallelReader&) = delete;
  ParallelReader& operator=(const ParallelReader&) = delete;
  // Leaves out what no thread has begun.
  ~ParallelReader();

  // Returns when all jobs are done; throws what a thread or `progress` threw. `progress` may be empty; it hears of the
  // bytes read so far.
  void wait(const std::function<void(std::int64_t)>& progress);

 private:
  bool start_one();
  void count(int change);
  void join();
  void work();

  std::deque<Job>& jobs_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::int64_t> bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable finished_;
  int running_ = 0;           // under mutex_
  std::exception_ptr error_;  // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace libsync::transcripts
