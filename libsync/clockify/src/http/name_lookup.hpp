// SPDX-License-Identifier: MIT
//
// A name lookup that can be given up. getaddrinfo cannot be interrupted and may take minutes, so it runs in a thread of
// its own that is left behind when nobody waits for it any more.
#pragma once

#include <sys/socket.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace libsync::clockify {

struct SocketAddress {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

struct LookupAnswer {
  int error = 0;  // of getaddrinfo; 0 for success
  std::vector<SocketAddress> addresses;
};

// Looks up a host and port. Runs in another thread and may outlive whoever asked, so it must own all that it uses.
using LookupFunction = std::function<LookupAnswer(const std::string& host, const std::string& port)>;

// Asks the system.
[[nodiscard]] LookupAnswer system_lookup(const std::string& host, const std::string& port);

class NameLookup {
 public:
  // Starts the lookup. Throws std::system_error when the system has no thread or descriptor left.
  NameLookup(std::string host, std::string port, LookupFunction lookup = system_lookup);

  // A descriptor that becomes readable when the answer is there; lives as long as this object.
  [[nodiscard]] int done_descriptor() const;

  // Blocks until done_descriptor() is readable.
  [[nodiscard]] const LookupAnswer& answer() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

// "there is no host `api.example`"
[[nodiscard]] std::string lookup_problem(int error, const std::string& host);

}  // namespace libsync::clockify
