// SPDX-License-Identifier: MIT
//
// A request and an answer as this program needs them, and the text of a request. Pure.
#pragma once

#include <libsync/model/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace libsync::clockify {

enum class Method {
  get,     // may be sent again on a fresh connection when a kept one turns out to be dead
  post,    // is sent once
  remove,  // DELETE; as get
};

struct HttpRequest {
  Method method = Method::get;
  std::string target{};        // path and query, ready for the request line
  std::string body{};          // of a POST
  std::size_t max_answer = 0;  // bytes of the answer's body
  bool past_caches = false;    // asks every cache on the way for the server's own answer
};

// A complete answer. Header fields are trimmed; nothing when the answer does not have them.
struct HttpAnswer {
  int status = 0;
  std::optional<std::string> date{};
  std::optional<std::string> retry_after{};
  std::optional<std::string> last_page{};
  std::string body{};
};

// Who asks whom. make_https_api() has checked all of it, so that no value can break out of its header field.
struct RequestContext {
  std::string host;  // as the Host field has it
  std::string user_agent;
  Secret api_key;
};

// The bytes of `request`. A Secret because the key is in them.
[[nodiscard]] Secret render_request(const HttpRequest& request, const RequestContext& context);

// The bytes that ask a proxy for a tunnel to `authority` ("host:port"). `credentials` is "user:password" or empty.
[[nodiscard]] Secret render_connect(const std::string& authority, const std::string& user_agent,
                                    const Secret& credentials);

}  // namespace libsync::clockify
