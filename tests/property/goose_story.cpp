// SPDX-License-Identifier: MIT
#include "goose_story.hpp"

#include "agent_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace libsync::testing {
namespace {

namespace goose = support::goose;

class Teller {
 public:
  explicit Teller(Copies copies) : copies_(copies) {}

  std::vector<std::string> tell(const Story& story) {
    for (const auto& event : story) tell(event);
    return std::move(transactions_);
  }

 private:
  struct Message {
    std::string id;
    std::string role;
    int time;
    std::string content;
  };
  struct Session {
    std::string id;
    std::string folder;
    bool counts = true;
    bool is_fork = false;
    std::vector<Message> messages{};
  };

  void tell(const Event& event) {
    using Kind = Event::Kind;
    if (event.kind == Kind::new_version) return upgrade();
    Session* const meant = meant_by(event, sessions_);
    if (event.kind == Kind::session || meant == nullptr) return begin(event.time, "user", "");
    Session& session = *meant;
    switch (event.kind) {
      case Kind::child:
        return begin(event.time, "sub_agent", is_15_ ? session.id : "");
      case Kind::question:
        return say(session, {fmt::format("msg_{}", ++ids_), "user", event.time, text()});
      case Kind::answer:
        return say(session, {fmt::format("gen-{}", ++ids_), "assistant", event.time, text()});
      case Kind::tool:
        return say(session, {fmt::format("msg_{}", ++ids_), "user", event.time, R"([{"type":"toolResponse"}])"});
      case Kind::done:
        return say(session, {session.messages.back().id, "assistant", event.time, text()});
      case Kind::fork:
        return fork(session, event.time);
      case Kind::forgotten:
        return transactions_.push_back(fmt::format("DELETE FROM messages WHERE session_id = '{}'", session.id));
      default:
        return;
    }
  }

  [[nodiscard]] std::string text() { return fmt::format(R"([{{"type":"text","text":"No. {}"}}])", ++ids_); }

  void begin(int time, const std::string& type, const std::string& parent) {
    const auto forks = std::ranges::count_if(sessions_, &Session::is_fork);
    Session& session = add(time, type, parent, fmt::format("/p{}", (std::ssize(sessions_) - forks) % 3));
    say(session, {fmt::format("msg_{}", ++ids_), "user", time, text()});
  }

  Session& add(int time, const std::string& type, const std::string& parent, const std::string& folder) {
    const auto id = fmt::format("20260202_{}", sessions_.size() + 1);
    const auto created = format_utc(floor_seconds(k_eight) + seconds{time});
    transactions_.push_back(goose::session(id, folder, created.substr(0, created.size() - 1), type, parent));
    return sessions_.emplace_back(Session{id, folder, type == "user" || !parent.empty()});
  }

  void say(Session& session, Message message) {
    const auto time = floor_seconds(k_eight).time_since_epoch().count() + message.time;
    transactions_.push_back(goose::message(message.id, session.id, message.role, time, message.content));
    session.messages.push_back(std::move(message));
  }

  void fork(const Session& session, int time) {
    if (copies_ == Copies::left_out || !session.counts) return;
    const auto messages = session.messages;
    Session& copy = add(time, "user", "", session.folder);
    copy.is_fork = true;
    for (const auto& message : messages) say(copy, message);
  }

  void upgrade() {
    if (!is_15_) transactions_.push_back(goose::upgrade(14, 15));
    is_15_ = true;
  }

  Copies copies_;
  bool is_15_ = false;
  int ids_ = 0;
  std::vector<Session> sessions_;
  std::vector<std::string> transactions_;
};

}  // namespace

std::vector<std::string> tell_as_goose(const Story& story, Copies copies) {
  return Teller{copies}.tell(story);
}

}  // namespace libsync::testing
