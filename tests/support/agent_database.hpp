// SPDX-License-Identifier: MIT
//
// Databases of sessions as the agents make them: their own schemas, in WAL mode, with rows in their real shape.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;

namespace libsync::support {

// An open database; the agent at work, as far as the importer can tell.
class AgentDatabase {
 public:
  // Makes the file if it is not there. Throws std::runtime_error, like every call.
  explicit AgentDatabase(const std::filesystem::path& file, const std::string& journal_mode = "WAL");

  // Each statement commits, unless it stands behind BEGIN.
  void run(const std::string& sql);

  // The first column of the first row, as text.
  [[nodiscard]] std::string text(const std::string& sql);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

// The same in a process of its own: locks of files are between processes.
class AgentProcess {
 public:
  explicit AgentProcess(const std::filesystem::path& file);
  AgentProcess(const AgentProcess&) = delete;
  AgentProcess& operator=(const AgentProcess&) = delete;
  ~AgentProcess();

  // Throws std::runtime_error when it fails there.
  void run(const std::string& sql);

 private:
  int process_ = -1;
  int commands_ = -1;
  int answers_ = -1;
};

// 'it''s'
[[nodiscard]] std::string quoted(const std::string& text);

// OpenCode. Times are milliseconds since 1970, 0 for none; an empty parent is none.
namespace opencode {

extern const char* const k_schema_1;  // as 1.2 to 1.18 have it
extern const char* const k_schema_2;  // what 2.0 adds

struct SessionRow {
  std::string id;
  std::string folder;
  std::int64_t created = 0;
  std::string parent = "";
};

[[nodiscard]] std::string session_1(const SessionRow& row);
[[nodiscard]] std::string session_2(const SessionRow& row);

// Version 1: a row of its own for each part.
[[nodiscard]] std::string message_1(const std::string& id, const std::string& session, const std::string& role,
                                    std::int64_t created, std::int64_t completed = 0, const std::string& more = "");
[[nodiscard]] std::string part_1(const std::string& id, const std::string& message, const std::string& session,
                                 std::int64_t written, const std::string& data);

// Version 2: `data` is the JSON of everything but id and type.
[[nodiscard]] std::string message_2(const std::string& id, const std::string& session, const std::string& type,
                                    int number, std::int64_t created, std::int64_t completed = 0,
                                    const std::string& more = "");

}  // namespace opencode

// Goose. Times of messages are seconds or milliseconds since 1970.
namespace goose {

extern const char* const k_schema;         // 17
extern const char* const k_schema_before;  // 1

// What Goose does to the tables of the first schema when it is started, as far as the importer looks at it.
[[nodiscard]] std::string upgrade(int from, int to);

// Nothing is written to a column whose value is empty, or the kind `user`: not every schema has all of them.
[[nodiscard]] std::string session(const std::string& id, const std::string& folder, const std::string& created,
                                  const std::string& type = "user", const std::string& parent = "");
[[nodiscard]] std::string message(const std::string& id, const std::string& session, const std::string& role,
                                  std::int64_t created, const std::string& content = R"([{"type":"text","text":"go"}])",
                                  const std::string& metadata = R"({"userVisible":true,"agentVisible":true})");

}  // namespace goose
}  // namespace libsync::support
