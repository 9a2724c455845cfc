// SPDX-License-Identifier: MIT
//
// A forward proxy on 127.0.0.1, in a thread of its own: CONNECT and nothing else, and that not always.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace libsync::support {

struct ProxyOptions {
  std::string credentials{};         // "user:password" that it wants to see; empty for none
  int refusal = 0;                   // answers every CONNECT with this status, if not 0
  bool silent = false;               // never answers a CONNECT
  std::int64_t refuses_after = 0;    // lets that many CONNECTs through before `refusal` holds
  std::int64_t cuts_in_request = 0;  // of a tunnel: passes on half of it, then resets both sides; 0 for none
};

class ForwardProxy {
 public:
  explicit ForwardProxy(ProxyOptions options = {});
  ForwardProxy(const ForwardProxy&) = delete;
  ForwardProxy& operator=(const ForwardProxy&) = delete;
  ~ForwardProxy();

  [[nodiscard]] std::string url() const;  // "http://127.0.0.1:..."
  [[nodiscard]] std::string url_with(const std::string& credentials) const;
  // The heads of the requests it got, headers included. May be called from any thread.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace libsync::support
