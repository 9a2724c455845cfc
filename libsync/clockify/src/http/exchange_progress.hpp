// SPDX-License-Identifier: MIT
//
// How far a request got, and why it ended, in words. Pure.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/model/base_url.hpp>

#include <boost/system/error_code.hpp>
#include <openssl/ssl.h>

#include <optional>
#include <string>

namespace libsync::clockify {

enum class Phase { ready, lookup, connect, tunnel, handshake, send, wait, read };

struct Progress {
  HostPort server;          // whose answer is wanted
  HostPort peer;            // being looked up or connected to: the server or a proxy
  std::string named_by{};   // who named that proxy, if it is one: "HTTPS_PROXY"
  milliseconds deadline{};  // of the whole request
  Phase phase = Phase::ready;
  bool handed_over = false;            // a byte of the request was given to the TLS stream
  bool answer_began = false;           // a byte of an answer came
  int status = 0;                      // of the answer, once its header came
  std::optional<ErrorKind> stopped{};  // timed_out or cancelled, when we ended it ourselves
};

struct StopReason {
  ErrorKind kind;
  std::string cause;
};

// The peer in a message: "proxy.example:3128 (set in HTTPS_PROXY)".
[[nodiscard]] std::string peer_name(const Progress& progress);

// "waiting for the answer", to go after "while".
[[nodiscard]] std::string doing(const Progress& progress);

// Why we ended it ourselves. Requires progress.stopped.
[[nodiscard]] StopReason why_stopped(const Progress& progress);

// Throws why_stopped() when we ended it ourselves.
void check_stopped(const Progress& progress);

// What `error`, from Asio, OpenSSL or Beast, means at this point. `session` is the TLS session, if there is one yet.
[[nodiscard]] StopReason explain(const Progress& progress, const boost::system::error_code& error, const SSL* session);

// Whether `error` says that the other side is gone.
[[nodiscard]] bool is_break(const boost::system::error_code& error);

}  // namespace libsync::clockify
