// SPDX-License-Identifier: MIT
#include "http/http_message.hpp"

#include "http/base64.hpp"

#include <string_view>

namespace libsync::clockify {
namespace {

// Grows once, so that no copy of the key stays behind in memory that was given back.
class HeaderText {
 public:
  explicit HeaderText(std::size_t room) { text_.reserve(room + 512); }

  HeaderText& line(std::string_view name, std::string_view value) {
    text_.append(name).append(": ").append(value).append("\r\n");
    return *this;
  }
  HeaderText& raw(std::string_view part) {
    text_.append(part);
    return *this;
  }
  [[nodiscard]] Secret finish(std::string_view body = {}) {
    text_.append("\r\n").append(body);
    return Secret{std::move(text_)};
  }

 private:
  std::string text_;
};

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET ";
    case Method::post:
      return "POST ";
    case Method::remove:
      break;
  }
  return "DELETE ";
}

}  // namespace

Secret render_request(const HttpRequest& request, const RequestContext& context) {
  const bool post = request.method == Method::post;
  HeaderText text{request.target.size() + request.body.size() + context.host.size() + context.user_agent.size() +
                  context.api_key.reveal().size()};
  text.raw(name_of(request.method)).raw(request.target).raw(" HTTP/1.1\r\n");
  text.line("Host", context.host)
      .line("User-Agent", context.user_agent)
      .line("Accept", "application/json")
      .line("Accept-Encoding", "identity")
      .line("Content-Type", "application/json")
      .line("X-Api-Key", context.api_key.reveal());
  if (request.past_caches) text.line("Cache-Control", "no-cache");
  if (post) text.line("Content-Length", std::to_string(request.body.size()));
  return text.finish(request.body);
}

Secret render_connect(const std::string& authority, const std::string& user_agent, const Secret& credentials) {
  HeaderText text{2 * authority.size() + user_agent.size() + 2 * credentials.reveal().size()};
  text.raw("CONNECT ").raw(authority).raw(" HTTP/1.1\r\n").line("Host", authority).line("User-Agent", user_agent);
  if (!credentials.empty()) {
    const Secret encoded{base64(credentials.reveal())};
    text.raw("Proxy-Authorization: Basic ").raw(encoded.reveal()).raw("\r\n");
  }
  return text.finish();
}

}  // namespace libsync::clockify
