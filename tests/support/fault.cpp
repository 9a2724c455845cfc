// SPDX-License-Identifier: MIT
#include "fault.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <string>
#include <utility>

namespace libsync::support::fault {
namespace {

namespace json = boost::json;

Fault written(Fault::Part part, Fault::Then then) {
  Fault fault;
  fault.written = part;
  fault.then = then;
  return fault;
}

void set_member(json::object& object, const std::string& path, const std::optional<std::string>& value) {
  const auto dot = path.find('.');
  if (dot != std::string::npos) {
    set_member(object.at(path.substr(0, dot)).as_object(), path.substr(dot + 1), value);
  } else if (value) {
    object[path] = json::parse(*value);
  } else {
    object.erase(path);
  }
}

}  // namespace

Fault none() {
  return {};
}

Fault drop() {
  return written(Fault::Part::nothing, Fault::Then::cut).not_applied();
}

Fault reset() {
  return written(Fault::Part::nothing, Fault::Then::reset).not_applied();
}

Fault answer(int status, std::string body, std::string content_type) {
  Fault fault;
  fault.effect = Fault::Effect::never;
  fault.replacement = Answer{status, {{"Content-Type", std::move(content_type)}}, std::move(body)};
  return fault;
}

Fault refuse(int status, int code, const std::string& message) {
  Fault fault;
  fault.effect = Fault::Effect::never;
  fault.replacement = error_answer(status, code, message);
  return fault;
}

Fault html(int status) {
  return answer(status, fmt::format("<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>", status),
                "text/html");
}

Fault throttle() {
  return refuse(429, 0, "Too many requests");
}

Fault throttle(const std::string& retry_after) {
  return throttle().header("Retry-After", retry_after);
}

Fault throttle(seconds retry_after) {
  return throttle(std::to_string(retry_after.count()));
}

Fault redirect(int status, const std::string& location) {
  return answer(status, "", "text/plain").header("Location", location);
}

Fault twice() {
  Fault fault;
  fault.twice = true;
  return fault;
}

Fault echo(std::function<void(clockify::Entry&)> change) {
  Fault fault;
  fault.echo = std::move(change);
  return fault;
}

Fault not_found_though_made(int status) {
  return refuse(status, 501, "TIMEENTRY with ID '6a507fafde10bd6a51ac37a9' not found").applied();
}

Fault cut_in_headers() {
  return written(Fault::Part::half_the_headers, Fault::Then::cut);
}

Fault cut_before_body() {
  return written(Fault::Part::headers, Fault::Then::cut);
}

Fault cut_in_body() {
  return written(Fault::Part::half_the_body, Fault::Then::cut);
}

Fault silent() {
  return written(Fault::Part::nothing, Fault::Then::stall);
}

Fault silent_in_headers() {
  return written(Fault::Part::half_the_headers, Fault::Then::stall);
}

Fault silent_in_body() {
  return written(Fault::Part::half_the_body, Fault::Then::stall);
}

Fault drip(milliseconds per_byte) {
  Fault fault;
  fault.per_byte = per_byte;
  return fault;
}

Fault endless_headers() {
  return written(Fault::Part::half_the_headers, Fault::Then::endless);
}

Fault endless_body() {
  Fault fault = written(Fault::Part::headers, Fault::Then::endless);
  fault.chunked = true;
  return fault;
}

Fault wrong_length(std::int64_t length) {
  Fault fault = close_after();
  fault.content_length = length;
  return fault;
}

Fault chunked() {
  Fault fault;
  fault.chunked = true;
  return fault;
}

Fault last_chunk_missing() {
  Fault fault = close_after();
  fault.chunked = true;
  fault.without_last_chunk = true;
  return fault;
}

Fault close_after() {
  return written(Fault::Part::everything, Fault::Then::close);
}

Fault announced_close() {
  return written(Fault::Part::everything, Fault::Then::close_announced);
}

Fault cut_after() {
  return written(Fault::Part::everything, Fault::Then::cut);
}

Fault followed_by(std::string bytes) {
  Fault fault;
  fault.afterwards = std::move(bytes);
  return fault;
}

Fault member(std::string path, std::optional<std::string> json_text) {
  Fault fault;
  fault.edits.push_back([path = std::move(path), member = std::move(json_text)](Answer& answer) {
    json::value body = json::parse(answer.body);
    if (body.is_array()) {
      for (json::value& element : body.get_array()) set_member(element.as_object(), path, member);
    } else {
      set_member(body.as_object(), path, member);
    }
    answer.body = json::serialize(body);
  });
  return fault;
}

Fault undated() {
  return none().date("-");
}

Fault date_off_by(seconds by) {
  Fault fault;
  fault.date_off_by = by;
  return fault;
}

Fault stale(seconds by) {
  Fault fault;
  fault.hides_younger_than = by;
  return fault;
}

Fault page(std::int64_t number) {
  Fault fault;
  fault.page = number;
  return fault;
}

Fault endless_pages() {
  Fault fault;
  fault.never_the_last_page = true;
  return fault;
}

}  // namespace libsync::support::fault
