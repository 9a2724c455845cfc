// SPDX-License-Identifier: MIT
//
// Between a client and a PostgreSQL server: passes on what each says, counts the client's messages, and cuts the
// connection at one of them. The next connection goes through again.
#pragma once

#include "temp_dir.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace libsync::support {

enum class Cut {
  before,  // the server never gets the message
  within,  // it gets the first half of it
  after,   // it gets all of it, and answers, and the answer is lost
};

// What only the end of a transaction has, and not "READ COMMITTED".
inline const std::string k_commit{"COMMIT\0", 7};

class PostgresProxy {
 public:
  // `server`: an address as PostgresServer has it, with the folder of a socket as its host.
  explicit PostgresProxy(const std::string& server);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  [[nodiscard]] const std::string& address() const { return address_; }

  // The messages from now on count from 1; nothing is cut at 0.
  void cut_at(int message, Cut cut);
  // At the next message that holds these bytes: how many there are before it depends on how they arrive.
  void cut_at(const std::string& bytes, Cut cut);
  [[nodiscard]] int messages() const { return messages_; }

  // Messages that the client waits for an answer to: not the end of a reading, which may arrive alone or with what
  // comes next.
  [[nodiscard]] int round_trips() const { return round_trips_; }

  [[nodiscard]] bool is_cut() const { return is_cut_; }

  // From the cut on nobody gets through any more.
  void stay_away(bool away) { stays_away_ = away; }

 private:
  void serve();
  void pass_on(int client);
  [[nodiscard]] bool is_named(std::string_view message);

  TempDir folder_;
  std::string server_socket_;
  std::string address_;
  int listener_ = -1;
  std::atomic<int> messages_ = 0;
  std::atomic<int> round_trips_ = 0;
  std::atomic<int> cut_at_ = 0;
  std::atomic<Cut> cut_ = Cut::before;
  std::mutex mutex_;
  std::string text_;  // guarded by it
  std::atomic<bool> stays_away_ = false;
  std::atomic<bool> is_cut_ = false;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace libsync::support
