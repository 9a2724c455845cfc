// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace libsync::crash {

Database::Database(const std::filesystem::path& file) {
  if (sqlite3_open(file.c_str(), &database_) == SQLITE_OK) return;
  const std::string why = sqlite3_errmsg(database_);
  sqlite3_close(database_);
  throw std::runtime_error(why);
}

Database::~Database() {
  sqlite3_close(database_);
}

void Database::execute(const std::string& sql) {
  (void)text(sql);
}

std::string Database::text(const std::string& sql) {
  std::string found;
  const auto first_column = [](void* out, int, char** values, char**) {
    *static_cast<std::string*>(out) = values[0] == nullptr ? "" : values[0];
    return 0;
  };
  if (sqlite3_exec(database_, sql.c_str(), first_column, &found, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(database_));
  }
  return found;
}

}  // namespace libsync::crash
