// SPDX-License-Identifier: MIT
//
// Why a request to Clockify brought no usable answer. Three questions, three fields: what went wrong (`kind`), can the
// server have acted on it (`delivery`), and whose words are these (`cause` is ours, `server_text` is Clockify's and may
// hold anything).
#pragma once

#include <libsync/model/time.hpp>

#include <optional>
#include <string>

namespace libsync::clockify {

enum class ErrorKind {
  offline,       // name lookup, connect, or a connection that broke
  timed_out,     // the deadline of the request passed
  tls,           // no safe connection: version, host name, a certificate out of its time
  untrusted,     // the certificate was signed by nobody who is trusted here: waiting does not help
  unauthorized,  // 401: the key is missing or refused
  forbidden,     // 403
  not_found,     // 404
  rejected,      // any other complete 4xx that is a refusal
  rate_limited,  // 429
  server_fault,  // 5xx, or a 4xx that says nothing certain (408, 409, 425)
  protocol,      // an answer that is not what the API sends: bad JSON, wrong ids, a redirect, too large
  cancelled,     // before_send said no, or the run was interrupted
};

// What is known about the request's effect. Only the code that drove the connection can tell, so only it sets this.
enum class Delivery {
  not_sent,  // not one byte of the request left: it has no effect
  answered,  // a complete, understood refusal: it has no effect
  unknown,   // anything else: it may have taken effect, or may still do so
};

struct ApiError {
  ErrorKind kind;
  Delivery delivery;
  std::string act{};                     // what was tried: "create a time entry"
  std::string cause{};                   // in our words: "the connection was closed before an answer came"
  int http_status = 0;                   // 0 without an answer
  int api_code = 0;                      // Clockify's own code; 0 without one
  std::string server_text{};             // Clockify's message as received: print it escaped and labelled, or not at all
  std::optional<seconds> retry_after{};  // how long the server asked us to wait, if it did
};

}  // namespace libsync::clockify
