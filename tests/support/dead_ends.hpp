// SPDX-License-Identifier: MIT
//
// Ports of 127.0.0.1 that lead nowhere, as the kernel does it.
#pragma once

#include <cstdint>

namespace libsync::support {

// Nobody listens here, and nobody else can, while this lives: connections are refused.
class DeafPort {
 public:
  DeafPort();
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;
  ~DeafPort();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 protected:
  int socket_;

 private:
  std::uint16_t port_;
};

// Somebody listens and accepts nothing, and the queue is full: an attempt to connect is not answered at all.
class FullPort : public DeafPort {
 public:
  FullPort();
  ~FullPort();

 private:
  int waiting_[4];
};

}  // namespace libsync::support
