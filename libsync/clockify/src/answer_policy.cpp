// SPDX-License-Identifier: MIT
#include "answer_policy.hpp"

#include "http/http_date.hpp"
#include "http/retry_after.hpp"
#include "json_codec.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

namespace libsync::clockify {
namespace {

struct Verdict {
  ErrorKind kind;
  Delivery delivery;
  const char* cause;
};

// Every status with which delivery is `answered` means "I will not do this", said before anything was done.
Verdict verdict_on(int status) {
  switch (status) {
    case 401:
      return {ErrorKind::unauthorized, Delivery::answered, "the API key was refused"};
    case 403:
      return {ErrorKind::forbidden, Delivery::answered, "access was denied"};
    case 404:
      return {ErrorKind::not_found, Delivery::answered, "the server does not know what was asked for"};
    case 429:
      return {ErrorKind::rate_limited, Delivery::answered, "too many requests"};
    case 400:
    case 402:
    case 405:
    case 406:
    case 410:
    case 411:
    case 413:
    case 414:
    case 415:
    case 422:
    case 451:
      return {ErrorKind::rejected, Delivery::answered, "the request was refused"};
    default:
      break;
  }
  if (status >= 500) return {ErrorKind::server_fault, Delivery::unknown, "the server failed"};
  if (status >= 400) return {ErrorKind::server_fault, Delivery::unknown, "the answer does not say what was done"};
  if (status >= 300) return {ErrorKind::protocol, Delivery::unknown, "the server redirects, which is never followed"};
  return {ErrorKind::protocol, Delivery::unknown, "the server sent an answer that is not expected here"};
}

// A DELETE has nothing to say but 204: with a 200 it may be something between us and Clockify that answers.
bool is_success(Method method, int status) {
  switch (method) {
    case Method::get:
      return status == 200;
    case Method::post:
      return status == 200 || status == 201;
    case Method::remove:
      break;
  }
  return status == 204;
}

// Clockify has said "TIMEENTRY with ID '...' not found" about the very entry it had just made, so it may say that as
// well of one that is to be deleted.
bool denies_what_it_made(Method method, const HttpAnswer& answer) {
  const std::string text = ascii_lower(answer.body);
  return method != Method::get && text.find("timeentry") != std::string::npos &&
         text.find("not found") != std::string::npos;
}

}  // namespace

std::optional<ApiError> failure_of(Method method, const HttpAnswer& answer) {
  if (is_success(method, answer.status)) return std::nullopt;

  const ServerMessage said = parse_server_message(answer.body);
  Verdict verdict = verdict_on(answer.status);
  if (denies_what_it_made(method, answer)) {
    verdict = {ErrorKind::server_fault, Delivery::unknown, "the server lost sight of the entry while making it"};
  }
  const auto server_date = answer.date ? parse_http_date(*answer.date) : std::nullopt;
  return ApiError{
      .kind = verdict.kind,
      .delivery = verdict.delivery,
      .cause = fmt::format("{} (HTTP {})", verdict.cause, answer.status),
      .http_status = answer.status,
      .api_code = said.code,
      .server_text = said.text,
      .retry_after = answer.retry_after ? parse_retry_after(*answer.retry_after, server_date) : std::nullopt,
  };
}

bool says_gone(Method method, const HttpAnswer& answer) {
  if (answer.status != 400 && answer.status != 404) return false;
  const ServerMessage said = parse_server_message(answer.body);
  const std::string text = ascii_lower(said.text);
  const auto has = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  if (has("time entry") && has("doesn't belong to workspace")) return true;
  if (method != Method::get) return false;
  return (has("timeentry") && has("not found")) || (answer.status == 404 && said.code == 404);
}

ApiError incomprehensible(const HttpAnswer& answer, std::string cause) {
  return ApiError{
      .kind = ErrorKind::protocol,
      .delivery = Delivery::unknown,
      .cause = std::move(cause),
      .http_status = answer.status,
  };
}

}  // namespace libsync::clockify
