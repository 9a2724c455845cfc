// SPDX-License-Identifier: MIT
//
// What goes wrong with one request to a Clockify of the tests. A Fault is made by a function below and refined in a
// chain:
//
//   fake.on_post(2, fault::drop().applied());                     // it took effect, but no answer came
//   fake.on_post(1, fault::answer(429, "").header("Retry-After", "30"));
//   fake.on_listing(1, fault::stale(45s));
//
// A fault that replaces the answer means that the request had no effect, one that spoils the real answer that it had;
// applied(), not_applied() and applied_after() say otherwise. FakeClockify knows all of them; InMemoryClockify those
// that do not depend on how an answer is spelt, and throws for others.
#pragma once

#include "clockify_service.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace libsync::support {

struct Fault {
  // Whether and when a POST takes effect.
  enum class Effect { at_once, never, later };
  Effect effect = Effect::at_once;
  std::int64_t after_requests = 0;  // later: once this many further requests were answered, or
  std::optional<UtcTime> at;        // when the server's clock shows this, if given
  bool twice = false;               // something on the way sent it again

  // The answer, before it is written.
  std::function<void(clockify::Entry&)>
      echo;  // changes the entry that the answer to a POST tells of, not what is stored
  std::optional<Answer> replacement;
  std::vector<std::function<void(Answer&)>> edits;
  std::string dated;  // the Date header; empty for the server's clock, "-" for none
  seconds date_off_by{0};

  // How a listing is read.
  seconds hides_younger_than{0};
  std::optional<std::int64_t> page;  // this one, whichever was asked for
  bool never_the_last_page = false;  // the first page again and again, with new ids

  // How the answer is written: up to where, and what then.
  enum class Part { nothing, half_the_headers, headers, half_the_body, everything };
  enum class Then {
    keep,             // the connection stays open for the next request
    close,            // properly, as if it had been idle for too long
    close_announced,  // with a Connection: close header
    cut,              // without a TLS close_notify
    reset,            // RST
    stall,            // stays open; not another byte
    endless           // goes on with the same part for ever
  };
  Part written = Part::everything;
  Then then = Then::keep;
  milliseconds per_byte{0};
  std::optional<std::int64_t> content_length;  // instead of the right one
  bool chunked = false;
  bool without_last_chunk = false;
  std::string afterwards;  // bytes that nobody asked for

  Fault applied() && {
    return with([](Fault& f) { f.effect = Effect::at_once; });
  }
  Fault not_applied() && {
    return with([](Fault& f) { f.effect = Effect::never; });
  }
  // Still on its way: takes effect once `requests` further ones were answered.
  Fault applied_after(std::int64_t requests) && {
    return with([=](Fault& f) { f.effect = Effect::later, f.after_requests = requests; });
  }
  Fault applied_at(UtcTime server_time) && {
    return with([=](Fault& f) { f.effect = Effect::later, f.at = server_time; });
  }
  Fault header(std::string name, std::string value) && {
    return with([&](Fault& f) {
      f.edits.push_back([name = std::move(name), value = std::move(value)](Answer& answer) {
        std::erase_if(answer.headers, [&](const auto& header) { return header.first == name; });
        answer.headers.emplace_back(name, value);
      });
    });
  }
  Fault body(std::string text) && {
    return with([&](Fault& f) { f.edits.push_back([text = std::move(text)](Answer& answer) { answer.body = text; }); });
  }
  // The Date header says this; "-" for no such header.
  Fault date(std::string text) && {
    return with([&](Fault& f) { f.dated = std::move(text); });
  }
  Fault resetting() && {
    return with([](Fault& f) { f.then = Then::reset; });
  }
  Fault closing() && {
    return with([](Fault& f) { f.then = Then::close; });
  }

 private:
  template <class Change>
  Fault with(Change change) {
    change(*this);
    return std::move(*this);
  }
};

// What goes wrong with a connection before any request.
enum class ConnectionFault {
  closed_at_once,
  reset_at_once,
  silent,               // accepted, then nothing
  silent_in_handshake,  // the first bytes of a TLS answer, then nothing
  closed_in_handshake,  // the same, then closed
  plain_http,           // a server that does not speak TLS
};

namespace fault {

// The connection ends without a byte.
[[nodiscard]] Fault drop();
// A reset without a byte.
[[nodiscard]] Fault reset();
// This answer instead of the real one.
[[nodiscard]] Fault answer(int status, std::string body, std::string content_type = "application/json");
// Clockify's error object.
[[nodiscard]] Fault refuse(int status, int code, const std::string& message);
// A page for people, as a gateway sends it.
[[nodiscard]] Fault html(int status);
// 429 with Clockify's text.
[[nodiscard]] Fault throttle();
[[nodiscard]] Fault throttle(const std::string& retry_after);
[[nodiscard]] Fault throttle(seconds retry_after);
[[nodiscard]] Fault redirect(int status, const std::string& location);
// Something between the client and Clockify sends the request twice; the answer to the first comes back.
[[nodiscard]] Fault twice();
// Takes effect, and the answer tells of it otherwise.
[[nodiscard]] Fault echo(std::function<void(clockify::Entry&)> change);
// Takes effect, and is answered with: TIMEENTRY with ID ... not found.
[[nodiscard]] Fault not_found_though_made(int status = 400);

// The real answer, cut off.
[[nodiscard]] Fault cut_in_headers();
[[nodiscard]] Fault cut_before_body();
[[nodiscard]] Fault cut_in_body();
// The real answer up to there, then silence.
[[nodiscard]] Fault silent();
[[nodiscard]] Fault silent_in_headers();
[[nodiscard]] Fault silent_in_body();
// One byte at a time.
[[nodiscard]] Fault drip(milliseconds per_byte);
[[nodiscard]] Fault endless_headers();
[[nodiscard]] Fault endless_body();
// The right body with another Content-Length.
[[nodiscard]] Fault wrong_length(std::int64_t length);
[[nodiscard]] Fault chunked();
[[nodiscard]] Fault last_chunk_missing();
// The whole answer, then a proper close that no header announced; or announced.
[[nodiscard]] Fault close_after();
[[nodiscard]] Fault announced_close();
// The whole answer, then a close without close_notify.
[[nodiscard]] Fault cut_after();
// The whole answer and more.
[[nodiscard]] Fault followed_by(std::string bytes);

// The real answer with one member changed in its object, or in every element of its array. `path` may have one dot
// ("timeInterval.start"); `json` is the new value, and nothing takes the member away.
[[nodiscard]] Fault member(std::string path, std::optional<std::string> json);

// An answer without Date, or with one that is wrong.
[[nodiscard]] Fault undated();
[[nodiscard]] Fault date_off_by(seconds by);

// Listings only.
[[nodiscard]] Fault stale(seconds by);
[[nodiscard]] Fault page(std::int64_t number);
[[nodiscard]] Fault endless_pages();

// Nothing goes wrong; the beginning of a chain such as fault::none().header("X-Filler", "x").
[[nodiscard]] Fault none();

}  // namespace fault
}  // namespace libsync::support
