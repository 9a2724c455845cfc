// SPDX-License-Identifier: MIT
#include "read/parallel_reader.hpp"

#include <algorithm>
#include <chrono>

namespace libsync::transcripts {

ParallelReader::ParallelReader(std::deque<Job>& jobs, unsigned threads) : jobs_(jobs) {
  threads = static_cast<unsigned>(std::clamp<std::size_t>(jobs.size(), 1, std::max(threads, 1U)));
  threads_.reserve(threads);
  while (threads_.size() < threads && start_one()) {
  }
  if (threads_.empty()) {
    count(+1);
    work();
  }
}

ParallelReader::~ParallelReader() {
  next_ = jobs_.size();
  join();
}

void ParallelReader::wait(const std::function<void(std::int64_t)>& progress) {
  std::unique_lock lock{mutex_};
  while (!finished_.wait_for(lock, std::chrono::milliseconds{50}, [this] { return running_ == 0; })) {
    lock.unlock();
    if (progress) progress(bytes_.load());
    lock.lock();
  }
  lock.unlock();
  join();
  if (error_) std::rethrow_exception(error_);
}

bool ParallelReader::start_one() {
  count(+1);
  try {
    threads_.emplace_back([this] { work(); });
    return true;
  } catch (const std::exception&) {  // no thread, or no memory for one
    count(-1);
    return false;
  }
}

void ParallelReader::count(int change) {
  const std::lock_guard lock{mutex_};
  running_ += change;
  if (running_ == 0) finished_.notify_one();
}

void ParallelReader::join() {
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void ParallelReader::work() {
  try {
    LineReader reader;
    for (std::size_t i = next_++; i < jobs_.size(); i = next_++) {
      Job& job = jobs_[i];
      const auto on_bytes = [this](std::int64_t bytes) { bytes_ += bytes; };
      job.outcome = agent_of(job.file->agent).as_database() != nullptr
                        ? read_database(*job.file, job.known_sessions, on_bytes)
                        : read_file(*job.file, job.known, reader, on_bytes);
    }
  } catch (...) {
    const std::lock_guard lock{mutex_};
    error_ = std::current_exception();
  }
  count(-1);
}

}  // namespace libsync::transcripts
