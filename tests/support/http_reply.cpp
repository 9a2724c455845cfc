// SPDX-License-Identifier: MIT
#include "http_reply.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace libsync::support {
namespace {

bool ends_with_entries(std::string_view target) {
  constexpr std::string_view k_tail = "/time-entries";
  target = target.substr(0, target.find('?'));
  return target.size() >= k_tail.size() && target.substr(target.size() - k_tail.size()) == k_tail;
}

std::string chunk(std::string_view data) {
  return fmt::format("{:x}\r\n{}\r\n", data.size(), data);
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    default:
      return "Status";
  }
}

std::string headers_of(const Answer& answer, const Fault& fault, const std::string& date) {
  std::string text = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
  if (!date.empty()) text += fmt::format("Date: {}\r\n", date);
  for (const auto& [name, value] : answer.headers) text += fmt::format("{}: {}\r\n", name, value);
  text += "X-Content-Type-Options: nosniff\r\nCache-Control: no-cache, no-store, max-age=0, must-revalidate\r\n";
  if (fault.then == Fault::Then::close_announced) text += "Connection: close\r\n";
  if (fault.chunked) {
    text += "Transfer-Encoding: chunked\r\n";
  } else if (answer.status != 204) {
    const auto length = fault.content_length.value_or(static_cast<std::int64_t>(answer.body.size()));
    text += fmt::format("Content-Length: {}\r\n", length);
  }
  return text + "\r\n";
}

std::string body_of(const Answer& answer, const Fault& fault) {
  if (!fault.chunked) return answer.body;
  const std::string data = answer.body.empty() ? "" : chunk(answer.body);
  return fault.without_last_chunk ? data : data + "0\r\n\r\n";
}

}  // namespace

std::string http_date(UtcTime time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

Reply to_reply(const Answer& answer, const Fault& fault, const std::string& date) {
  const std::string headers = headers_of(answer, fault, date);
  const std::string body = body_of(answer, fault);
  Reply reply;
  reply.per_byte = fault.per_byte;
  reply.then = fault.then;
  switch (fault.written) {
    case Fault::Part::nothing:
      break;
    case Fault::Part::half_the_headers:
      reply.bytes = headers.substr(0, headers.size() / 2);
      reply.filler = "\r\nX-More: " + std::string(1000, 'x');
      break;
    case Fault::Part::headers:
      reply.bytes = headers;
      reply.filler = chunk(std::string(16384, ' '));
      break;
    case Fault::Part::half_the_body:
      reply.bytes = headers + body.substr(0, body.size() / 2);
      break;
    case Fault::Part::everything:
      reply.bytes = headers + body + fault.afterwards;
      break;
  }
  return reply;
}

bool is_post_of_an_entry(const Request& request) {
  return request.method == "POST" && ends_with_entries(request.target);
}

bool is_delete_of_an_entry(const Request& request) {
  return request.method == "DELETE" && request.target.find("/time-entries/") != std::string::npos;
}

bool is_listing_of_entries(const Request& request) {
  return request.method == "GET" && ends_with_entries(request.target) &&
         request.target.find("/user/") != std::string::npos;
}

std::int64_t page_number(std::string_view target) {
  std::int64_t number = 1;
  for (const std::string_view name : {"?page=", "&page="}) {
    const auto at = target.find(name);
    if (at == std::string_view::npos) continue;
    const std::string_view digits = target.substr(at + name.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  }
  return number;
}

std::string with_page_number(const std::string& target, std::int64_t number) {
  const auto question = std::min(target.find('?'), target.size());
  std::string result = target.substr(0, question) + fmt::format("?page={}", number);
  std::string_view rest = std::string_view{target}.substr(std::min(question + 1, target.size()));
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    if (pair.substr(0, 5) != "page=") result += "&" + std::string{pair};
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
  }
  return result;
}

}  // namespace libsync::support
