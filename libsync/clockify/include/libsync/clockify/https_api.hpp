// SPDX-License-Identifier: MIT
//
// Clockify over HTTPS: HTTP/1.1 on kept-alive TLS connections, one for each entry that is made at once (>= 1.2,
// certificate and host name always checked, no switch to turn that off), no redirects followed, no automatic retries.
// Blocking on the outside.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/model/base_url.hpp>
#include <libsync/model/secret.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace libsync::clockify {

struct HttpsOptions {
  std::string base_url = k_clockify_url;
  std::filesystem::path ca_file{};  // PEM, trusted instead of the system's roots; empty for the system's
  std::string user_agent = "claude-tracker";

  // Whole request: name lookup, connect, proxy, handshake, write and read.
  milliseconds deadline = std::chrono::seconds{60};

  // A connection that was idle longer than this is not used for another request.
  milliseconds idle_limit = std::chrono::seconds{5};

  // "http://[user:password@]host:port" as HTTPS_PROXY has it, or empty; hosts that go direct as NO_PROXY has it.
  Secret proxy{""};
  std::string proxy_origin{};  // where it was set, to be named in errors: "HTTPS_PROXY"
  std::string no_proxy{};

  // A descriptor that becomes readable when the run shall stop (an eventfd, the read end of a pipe a signal handler
  // writes to); -1 for none. A call that runs then ends at once, and every later one as it begins, with
  // ErrorKind::cancelled and the delivery that is true. Not read from and not closed; has to stay open.
  int interrupt_fd = -1;

  std::size_t max_body = std::size_t{64} << 20U;   // of a listing; bytes
  std::size_t max_answer = std::size_t{1} << 20U;  // of anything else; bytes
};

// Why an Api cannot be made, before any socket is opened: a base URL that is not https, a key with characters that do
// not belong into a header, an unreadable ca_file. `cause` completes "cannot use ...: "; never holds the key.
struct OptionsError {
  std::string object;  // "the base URL `http://...`", "the API key", "the CA file `...`"
  std::string cause;
};

[[nodiscard]] Result<std::unique_ptr<Api>, OptionsError> make_https_api(const Secret& api_key, HttpsOptions options);

}  // namespace libsync::clockify
