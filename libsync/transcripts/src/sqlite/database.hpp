// SPDX-License-Identifier: MIT
//
// Questions to a Snapshot. Its bytes are anybody's: no schema is trusted, nothing in it is run, and no answer takes
// longer than the size of the database explains.
#pragma once

#include "sqlite/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace libsync::transcripts {

class SnapshotVfs;

// The values of one row as text: a number in digits, NULL as an empty text.
using Row = std::vector<std::string_view>;

// Every call may throw DatabaseError. One thread.
class Database {
 public:
  // Of a row together; one that is longer is no answer.
  static constexpr int k_longest_row = 64 << 20;  // bytes

  // Borrows the snapshot.
  explicit Database(Snapshot& snapshot);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Of a table that is stored as it is; empty when there is none of the name, or it is a view or the like.
  [[nodiscard]] std::set<std::string> columns_of(const std::string& table);

  // Calls `visit` for each row of the answer, which is valid until it returns. `parameter` stands for `?1`.
  void query(const std::string& sql, std::string_view parameter, const std::function<void(const Row&)>& visit);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  void harden();
  void require(int result) const;
  sqlite3_stmt* prepared(const std::string& sql);

  std::unique_ptr<SnapshotVfs> vfs_;
  std::unique_ptr<sqlite3, Close> database_;
  std::map<std::string, Statement> statements_;  // go before the database
  std::int64_t steps_left_ = 0;                  // in thousands
};

}  // namespace libsync::transcripts
