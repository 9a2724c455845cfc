// SPDX-License-Identifier: MIT
//
// Any answer of a server, as "POST 404", its Date and its Retry-After (a line each, empty for none), and the body. What
// the classifier must never do is to call an entry refused that may exist.
#include "answer_policy.hpp"
#include "fuzzing.hpp"
#include "http/retry_after.hpp"
#include "json_codec.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>
#include <string>

namespace {

using namespace libsync;
using namespace libsync::clockify;
using fuzzing::require;

// Each of them says that nothing was done; the reasons are in docs/exactly-once.md.
const std::set<int> k_refusals{400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 429, 451};

bool contains_word(std::string_view text, std::string_view word) {
  const auto found = std::search(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  });
  return found != text.end();
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  return std::string{*text};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzzing::text_of(data, size);
  std::string_view line = fuzzing::take_line(rest);
  const Method method = line.starts_with("GET ") ? Method::get : Method::post;
  line.remove_prefix(std::min(line.size(), line.find(' ') + 1));
  HttpAnswer answer;
  std::from_chars(line.data(), line.data() + line.size(), answer.status);
  answer.date = owned(fuzzing::take_field(rest));
  answer.retry_after = owned(fuzzing::take_field(rest));
  answer.body = std::string{rest};

  const auto error = failure_of(method, answer);
  const bool success = answer.status == 200 || (method == Method::post && answer.status == 201);
  require(error.has_value() != success);
  if (error) {
    const bool denied = method == Method::post && contains_word(rest, "timeentry") && contains_word(rest, "not found");
    const bool refused = k_refusals.count(answer.status) == 1 && !denied;
    require(error->delivery == (refused ? Delivery::answered : Delivery::unknown));
    require((error->kind == ErrorKind::rate_limited) == (refused && answer.status == 429));
    require(error->http_status == answer.status && error->api_code >= 0 && !error->cause.empty());
    require(error->server_text.size() <= k_longest_message);
    require(answer.retry_after || !error->retry_after);
    if (error->retry_after) require(seconds{0} <= *error->retry_after && *error->retry_after <= k_longest_wait);
  }

  const ApiError odd = incomprehensible(answer, "odd");
  require(odd.delivery == Delivery::unknown && odd.http_status == answer.status);
  return 0;
}
