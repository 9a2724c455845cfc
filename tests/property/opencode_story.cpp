// SPDX-License-Identifier: MIT
#include "opencode_story.hpp"

#include "agent_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace libsync::testing {
namespace {

namespace opencode = support::opencode;

std::int64_t ms(int seconds_after_eight) {
  return (k_eight + seconds{seconds_after_eight}).time_since_epoch().count();
}

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
    bool by_agent;
    int created;
    int completed = -1;
    std::vector<std::pair<int, int>> tools{};
  };
  struct Session {
    std::string id;
    std::string parent;
    std::string folder;
    int created;
    bool is_fork = false;
    std::vector<Message> messages{};
  };

  void add(std::string sql) { transactions_.push_back(std::move(sql)); }
  std::string next(const std::string& kind) { return fmt::format("{}_{:04}", kind, ++ids_); }

  void tell(const Event& event) {
    using Kind = Event::Kind;
    if (event.kind == Kind::new_version) return migrate();
    Session* const meant = meant_by(event, sessions_);
    if (event.kind == Kind::session || meant == nullptr) return begin(event.time, "");
    Session& session = *meant;
    switch (event.kind) {
      case Kind::child:
        return begin(event.time, session.id);
      case Kind::question:
        return say(session, {next("msg"), false, event.time});
      case Kind::answer:
        return say(session, {next("msg"), true, event.time});
      case Kind::tool:
        return work(session, event.time);
      case Kind::done:
        return complete(session, event.time);
      case Kind::fork:
        return fork(session, event.time);
      case Kind::forgotten:
        return add(
            fmt::format("DELETE FROM {} WHERE session_id = '{}'", is_2_ ? "session_message" : "message", session.id));
      default:
        return;
    }
  }

  void begin(int time, const std::string& parent) {
    const auto forks = std::ranges::count_if(sessions_, &Session::is_fork);
    const std::string folder = fmt::format("/p{}", (std::ssize(sessions_) - forks) % 3);
    Session& session = sessions_.emplace_back(Session{next("ses"), parent, folder, time});
    write(session);
    say(session, {next("msg"), false, time});
  }

  void write(const Session& session) {
    const opencode::SessionRow row{session.id, session.folder, ms(session.created), session.parent};
    add(is_2_ ? opencode::session_2(row) : opencode::session_1(row));
  }

  void say(Session& session, Message message) {
    session.messages.push_back(message);
    write(session, message, static_cast<int>(session.messages.size()));
  }

  // Version 1 writes a message and its parts in several transactions.
  void write(const Session& session, const Message& message, int number) {
    const std::int64_t done = message.completed < 0 ? 0 : ms(message.completed);
    if (is_2_) {
      add(opencode::message_2(message.id, session.id, message.by_agent ? "assistant" : "user", number,
                              ms(message.created), done, content_of(message)));
      return;
    }
    add(opencode::message_1(message.id, session.id, message.by_agent ? "assistant" : "user", ms(message.created), done,
                            message.by_agent ? k_tokens : ""));
    const auto* const part = R"({"type":"text","text":"go"})";
    add(opencode::part_1(next("prt"), message.id, session.id, ms(message.created), part));
    for (const auto& [from, to] : message.tools) write_tool(session, message, from, to);
  }

  void write_tool(const Session& session, const Message& message, int from, int to) {
    add(opencode::part_1(
        next("prt"), message.id, session.id, ms(to),
        fmt::format(R"({{"type":"tool","state":{{"time":{{"start":{},"end":{}}}}}}})", ms(from), ms(to))));
  }

  static std::string content_of(const Message& message) {
    std::string values;
    for (const auto& [from, to] : message.tools) {
      values += fmt::format(R"({}{{"type":"tool","time":{{"created":{},"completed":{}}}}})", values.empty() ? "" : ",",
                            ms(from), ms(to));
    }
    return (message.by_agent ? k_tokens : "") + (",\"content\":[" + values) + "]";
  }

  void rewrite(const Session& session, const Message& message) {
    add(
        fmt::format("UPDATE session_message SET time_updated = {}, data = '{{\"time\":{{\"created\":{}{}}}{}}}' WHERE "
                    "id = '{}'",
                    ms(++updates_), ms(message.created),
                    message.completed < 0 ? "" : fmt::format(",\"completed\":{}", ms(message.completed)),
                    content_of(message), message.id));
    (void)session;
  }

  [[nodiscard]] static Message* unfinished(Session& session) {
    if (session.messages.empty()) return nullptr;
    Message& last = session.messages.back();
    return last.by_agent && last.completed < 0 ? &last : nullptr;
  }

  void work(Session& session, int time) {
    Message* const message = unfinished(session);
    if (message == nullptr) return;
    message->tools.emplace_back(std::max(message->created, time - 30), time);
    if (is_2_) {
      rewrite(session, *message);
    } else {
      write_tool(session, *message, message->tools.back().first, time);
    }
  }

  void complete(Session& session, int time) {
    Message* const message = unfinished(session);
    if (message == nullptr) return;
    message->completed = time;
    if (is_2_) return rewrite(session, *message);
    add(
        fmt::format("UPDATE message SET time_updated = {}, data = '{{\"role\":\"assistant\",\"time\":{{\"created\":{},"
                    "\"completed\":{}}}{}}}' WHERE id = '{}'",
                    ms(++updates_), ms(message->created), ms(time), k_tokens, message->id));
  }

  void fork(const Session& session, int time) {
    if (copies_ == Copies::left_out) return;
    Session copy{next("ses"), "", session.folder, time, true};
    for (const auto& message : session.messages) {
      if (is_2_ && message.by_agent && message.completed < 0) continue;
      copy.messages.push_back(message);
      copy.messages.back().id = next("msg");
    }
    write(copy);
    for (std::size_t i = 0; i < copy.messages.size(); ++i) write(copy, copy.messages[i], static_cast<int>(i + 1));
    sessions_.push_back(std::move(copy));
  }

  // Copies all there is into tables of its own, which it goes on with.
  void migrate() {
    if (copies_ == Copies::left_out || is_2_) return;
    is_2_ = true;
    add(opencode::k_schema_2);
    for (const auto& session : sessions_) {
      write(session);
      for (std::size_t i = 0; i < session.messages.size(); ++i) {
        write(session, session.messages[i], static_cast<int>(i + 1));
      }
    }
  }

  static constexpr const char* k_tokens =
      R"(,"tokens":{"input":10,"output":4,"reasoning":2,"cache":{"read":40,"write":8}})";

  Copies copies_;
  bool is_2_ = false;
  int ids_ = 0;
  int updates_ = 1'000'000;
  std::vector<Session> sessions_;
  std::vector<std::string> transactions_;
};

}  // namespace

std::vector<std::string> tell_as_opencode(const Story& story, Copies copies) {
  return Teller{copies}.tell(story);
}

}  // namespace libsync::testing
