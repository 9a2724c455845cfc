// SPDX-License-Identifier: MIT
//
// A database as any other program sees it.
#pragma once

#include <filesystem>
#include <string>

struct sqlite3;

namespace libsync::crash {

// Throws std::runtime_error when SQLite finds fault.
class Database {
 public:
  explicit Database(const std::filesystem::path& file);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  void execute(const std::string& sql);
  // The first column of the last row.
  [[nodiscard]] std::string text(const std::string& sql);

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace libsync::crash
