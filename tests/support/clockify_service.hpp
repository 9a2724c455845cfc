// SPDX-License-Identifier: MIT
//
// What Clockify answers to a request, without any network: the routes of API v1 that concern users, workspaces,
// projects and entries, and the answers as the real service gives them (codes and texts included). FakeClockify puts
// this behind TLS; the sandbox keeps it in a file. Not thread-safe.
#pragma once

#include "clockify_state.hpp"

#include <libsync/model/zone.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace libsync::support {

struct Request {
  std::string method;
  std::string target;                          // path and query as sent
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // without the ones that frame the message
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
};

class ClockifyService : public ClockifyState {
 public:
  using ClockifyState::ClockifyState;

  // The state that `saved` (an answer of save()) describes. Nothing when it is not such a text.
  [[nodiscard]] static std::optional<ClockifyService> load(std::string_view saved);
  [[nodiscard]] std::string save() const;

  struct Outcome {
    Answer answer;
    std::optional<StoredEntry> created;  // what a POST makes: in effect only once put() was called with it
    std::optional<EntryId> deleted{};    // what a DELETE takes away: only once erase() was called with it
  };
  // `hides_younger_than`: a listing does not show what was stored less than this long ago.
  [[nodiscard]] Outcome handle(const Request& request, UtcTime now, seconds hides_younger_than = seconds{0});

  // The answer to the POST that made this entry.
  [[nodiscard]] static Answer created(const StoredEntry& entry);

 private:
  struct Call;
  struct Route;

  static const std::vector<Route>& routes();

  Outcome user(const Call& call);
  Outcome workspaces(const Call& call);
  Outcome list_projects(const Call& call);
  Outcome list_tasks(const Call& call);
  Outcome create(const Call& call);
  Outcome list(const Call& call);
  Outcome all_running(const Call& call);
  Outcome stop_timer(const Call& call);
  Outcome get(const Call& call);
  Outcome replace(const Call& call);
  Outcome remove(const Call& call);
};

// "PT2H54M", as java.time.Duration spells it.
[[nodiscard]] std::string iso_duration(seconds duration);

// `Answer` with Clockify's error object.
[[nodiscard]] Answer error_answer(int status, int code, std::string_view message);
[[nodiscard]] inline Answer error_answer(const Refusal& refusal) {
  return error_answer(refusal.status, refusal.code, refusal.message);
}

}  // namespace libsync::support
