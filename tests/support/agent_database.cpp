// SPDX-License-Identifier: MIT
#include "agent_database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

namespace libsync::support {

void AgentDatabase::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

AgentDatabase::AgentDatabase(const std::filesystem::path& file, const std::string& journal_mode) {
  std::filesystem::create_directories(file.parent_path());
  sqlite3* database = nullptr;
  const int result = sqlite3_open(file.c_str(), &database);
  database_.reset(database);
  if (result != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
  run("PRAGMA journal_mode = " + journal_mode + "; PRAGMA synchronous = OFF");
}

void AgentDatabase::run(const std::string& sql) {
  char* message = nullptr;
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
  const std::string cause = message == nullptr ? "no memory" : message;
  sqlite3_free(message);
  throw std::runtime_error(cause + " in " + sql);
}

std::string AgentDatabase::text(const std::string& sql) {
  std::string result;
  const auto take = [](void* to, int /*columns*/, char** values, char** /*names*/) {
    *static_cast<std::string*>(to) = values[0] == nullptr ? "" : values[0];
    return 0;
  };
  if (sqlite3_exec(database_.get(), sql.c_str(), take, &result, nullptr) != SQLITE_OK) {
    throw std::runtime_error("cannot " + sql);
  }
  return result;
}

namespace {

bool read_all(int descriptor, char* to, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const auto count = ::read(descriptor, to + done, size - done);
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

// Each command is a size and that many bytes, each answer a byte.
[[noreturn]] void serve(const std::filesystem::path& file, int commands, int answers) {
  try {
    AgentDatabase database{file};
    for (std::uint64_t size = 0; read_all(commands, static_cast<char*>(static_cast<void*>(&size)), sizeof size);) {
      std::string sql(size, ' ');
      char answer = 'y';
      try {
        if (!read_all(commands, sql.data(), size)) break;
        database.run(sql);
      } catch (const std::exception&) {
        answer = 'n';
      }
      if (::write(answers, &answer, 1) != 1) break;
    }
  } catch (const std::exception&) {
  }
  ::_exit(0);
}

}  // namespace

AgentProcess::AgentProcess(const std::filesystem::path& file) {
  std::array<int, 2> commands{};
  std::array<int, 2> answers{};
  if (::pipe(commands.data()) != 0 || ::pipe(answers.data()) != 0) throw std::runtime_error("cannot make a pipe");
  process_ = ::fork();
  if (process_ == 0) {
    ::close(commands[1]);
    ::close(answers[0]);
    serve(file, commands[0], answers[1]);
  }
  ::close(commands[0]);
  ::close(answers[1]);
  commands_ = commands[1];
  answers_ = answers[0];
}

AgentProcess::~AgentProcess() {
  ::close(commands_);
  ::close(answers_);
  ::waitpid(process_, nullptr, 0);
}

void AgentProcess::run(const std::string& sql) {
  const std::uint64_t size = sql.size();
  std::string command(sizeof size, ' ');
  std::memcpy(command.data(), &size, sizeof size);
  command += sql;
  char answer = 'n';
  for (std::size_t done = 0; done < command.size();) {
    const auto count = ::write(commands_, command.data() + done, command.size() - done);
    if (count <= 0) throw std::runtime_error("the agent is gone");
    done += static_cast<std::size_t>(count);
  }
  if (!read_all(answers_, &answer, 1) || answer != 'y') throw std::runtime_error("the agent could not " + sql);
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string{"''"} : std::string{c};
  return result + "'";
}

namespace {

std::string or_null(const std::string& text) {
  return text.empty() ? "NULL" : quoted(text);
}

std::string times(std::int64_t created, std::int64_t completed) {
  const std::string end = completed == 0 ? "" : fmt::format(R"(,"completed":{})", completed);
  return fmt::format(R"("time":{{"created":{}{}}})", created, end);
}

}  // namespace

namespace opencode {

const char* const k_schema_1 = R"(
  CREATE TABLE `project` (`id` text PRIMARY KEY, `worktree` text NOT NULL, `vcs` text, `name` text,
    `time_created` integer NOT NULL, `time_updated` integer NOT NULL, `sandboxes` text NOT NULL);
  CREATE TABLE `session` (`id` text PRIMARY KEY, `project_id` text NOT NULL, `parent_id` text, `slug` text NOT NULL,
    `directory` text NOT NULL, `title` text NOT NULL, `version` text NOT NULL, `share_url` text,
    `summary_additions` integer, `summary_deletions` integer, `summary_files` integer, `summary_diffs` text,
    `revert` text, `permission` text, `time_created` integer NOT NULL, `time_updated` integer NOT NULL,
    `time_compacting` integer, `time_archived` integer);
  CREATE TABLE `message` (`id` text PRIMARY KEY, `session_id` text NOT NULL, `time_created` integer NOT NULL,
    `time_updated` integer NOT NULL, `data` text NOT NULL,
    CONSTRAINT `fk_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`)
    ON DELETE CASCADE);
  CREATE TABLE `part` (`id` text PRIMARY KEY, `message_id` text NOT NULL, `session_id` text NOT NULL,
    `time_created` integer NOT NULL, `time_updated` integer NOT NULL, `data` text NOT NULL,
    CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`)
    ON DELETE CASCADE);
  CREATE INDEX `message_session_time_created_id_idx` ON `message` (`session_id`,`time_created`,`id`);
  CREATE INDEX `part_message_id_id_idx` ON `part` (`message_id`,`id`);
  CREATE INDEX `part_session_idx` ON `part` (`session_id`);
  CREATE INDEX `session_parent_idx` ON `session` (`parent_id`);
)";

const char* const k_schema_2 = R"(
  CREATE TABLE `session_v2` (`id` text PRIMARY KEY, `project_id` text NOT NULL, `workspace_id` text, `parent_id` text,
    `fork_session_id` text, `fork_boundary` text, `slug` text NOT NULL, `directory` text NOT NULL, `path` text,
    `title` text, `version` text NOT NULL, `metadata` text, `cost` real DEFAULT 0 NOT NULL, `agent` text, `model` text,
    `time_created` integer NOT NULL, `time_updated` integer NOT NULL, `time_idle` integer, `time_viewed` integer,
    `idle_outcome` text, `time_compacting` integer, `time_archived` integer, `time_suspended` integer,
    `resume_attempts` integer DEFAULT 0 NOT NULL);
  CREATE TABLE `session_message` (`id` text PRIMARY KEY, `session_id` text NOT NULL, `type` text NOT NULL,
    `seq` integer NOT NULL, `time_created` integer NOT NULL, `time_updated` integer NOT NULL, `data` text NOT NULL,
    CONSTRAINT `fk_session_message_session_id_session_v2_id_fk` FOREIGN KEY (`session_id`)
    REFERENCES `session_v2`(`id`) ON DELETE CASCADE);
  CREATE UNIQUE INDEX `session_message_session_seq_idx` ON `session_message` (`session_id`,`seq`);
  CREATE INDEX `session_message_session_time_created_id_idx` ON `session_message` (`session_id`,`time_created`,`id`);
)";

std::string session_1(const SessionRow& row) {
  return fmt::format(
      "INSERT INTO session (id, project_id, parent_id, slug, directory, title, version, time_created, time_updated)"
      " VALUES ({}, 'global', {}, 'glowing-wolf', {}, 'A session', '1.15.10', {}, {});",
      quoted(row.id), or_null(row.parent), quoted(row.folder), row.created, row.created);
}

std::string session_2(const SessionRow& row) {
  return fmt::format(
      "INSERT INTO session_v2 (id, project_id, parent_id, slug, directory, title, version, time_created, time_updated)"
      " VALUES ({}, 'global', {}, 'neon-wizard', {}, NULL, '2.0.26', {}, {});",
      quoted(row.id), or_null(row.parent), quoted(row.folder), row.created, row.created);
}

std::string message_1(const std::string& id, const std::string& session, const std::string& role, std::int64_t created,
                      std::int64_t completed, const std::string& more) {
  return fmt::format(
      "INSERT INTO message VALUES ({}, {}, {}, {}, {});", quoted(id), quoted(session), created,
      completed == 0 ? created : completed,
      quoted(fmt::format(R"({{"role":"{}",{},"agent":"build"{}}})", role, times(created, completed), more)));
}

std::string part_1(const std::string& id, const std::string& message, const std::string& session, std::int64_t written,
                   const std::string& data) {
  return fmt::format("INSERT INTO part VALUES ({}, {}, {}, {}, {}, {});", quoted(id), quoted(message), quoted(session),
                     written, written, quoted(data));
}

std::string message_2(const std::string& id, const std::string& session, const std::string& type, int number,
                      std::int64_t created, std::int64_t completed, const std::string& more) {
  return fmt::format("INSERT INTO session_message VALUES ({}, {}, {}, {}, {}, {}, {});", quoted(id), quoted(session),
                     quoted(type), number, created, completed == 0 ? created : completed,
                     quoted(fmt::format("{{{}{}}}", times(created, completed), more)));
}

}  // namespace opencode

namespace goose {

const char* const k_schema = R"(
  CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
  INSERT INTO schema_version (version) VALUES (17);
  CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
    user_set_name BOOLEAN DEFAULT FALSE, session_type TEXT NOT NULL DEFAULT 'user', working_dir TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    extension_data TEXT DEFAULT '{}', schedule_id TEXT, recipe_json TEXT, provider_name TEXT,
    goose_mode TEXT NOT NULL DEFAULT 'auto', archived_at TIMESTAMP, project_id TEXT, parent_session_id TEXT,
    parent_delegation TEXT);
  CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT,
    session_id TEXT NOT NULL REFERENCES sessions(id), role TEXT NOT NULL, content_json TEXT NOT NULL,
    created_timestamp INTEGER NOT NULL, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, tokens INTEGER,
    metadata_json TEXT);
  CREATE INDEX idx_messages_session ON messages(session_id);
  CREATE INDEX idx_messages_session_created ON messages(session_id, created_timestamp, id);
)";

const char* const k_schema_before = R"(
  CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
  INSERT INTO schema_version (version) VALUES (1);
  CREATE TABLE sessions (id TEXT PRIMARY KEY, description TEXT NOT NULL DEFAULT '', working_dir TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    extension_data TEXT DEFAULT '{}', schedule_id TEXT, recipe_json TEXT);
  CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL REFERENCES sessions(id),
    role TEXT NOT NULL, content_json TEXT NOT NULL, created_timestamp INTEGER NOT NULL,
    timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, tokens INTEGER);
  CREATE INDEX idx_messages_session ON messages(session_id);
)";

std::string upgrade(int from, int to) {
  const std::map<int, std::string> steps{
      {3, "ALTER TABLE messages ADD COLUMN metadata_json TEXT;"},
      {5, "ALTER TABLE sessions ADD COLUMN session_type TEXT NOT NULL DEFAULT 'user';"},
      {7,
       "ALTER TABLE messages ADD COLUMN message_id TEXT;"
       "UPDATE messages SET message_id = 'msg_' || session_id || '_' || id;"},
      {15, "ALTER TABLE sessions ADD COLUMN parent_session_id TEXT;"}};
  std::string sql;
  for (int version = from + 1; version <= to; ++version) {
    if (steps.contains(version)) sql += steps.at(version);
    sql += fmt::format("INSERT INTO schema_version (version) VALUES ({});", version);
  }
  return sql;
}

namespace {

// Into the columns whose values are not empty.
std::string insert(const std::string& table, const std::vector<std::pair<std::string, std::string>>& row) {
  std::string columns;
  std::string values;
  for (const auto& [column, value] : row) {
    if (value.empty()) continue;
    columns += (columns.empty() ? "" : ", ") + column;
    values += (values.empty() ? "" : ", ") + quoted(value);
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({});", table, columns, values);
}

}  // namespace

std::string session(const std::string& id, const std::string& folder, const std::string& created,
                    const std::string& type, const std::string& parent) {
  return insert("sessions", {{"id", id},
                             {"working_dir", folder},
                             {"created_at", created},
                             {"session_type", type == "user" ? "" : type},
                             {"parent_session_id", parent}});
}

std::string message(const std::string& id, const std::string& session, const std::string& role, std::int64_t created,
                    const std::string& content, const std::string& metadata) {
  return insert("messages", {{"message_id", id},
                             {"session_id", session},
                             {"role", role},
                             {"content_json", content},
                             {"created_timestamp", std::to_string(created)},
                             {"metadata_json", metadata}});
}

}  // namespace goose
}  // namespace libsync::support
