// SPDX-License-Identifier: MIT
//
// A prepared statement of a ServerSession, which sends it.
#pragma once

#include "server_connection.hpp"

#include <libsync/store_sql/database.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::store {

class ServerSession;

// PostgreSQL's number of the type that such a parameter is sent as.
[[nodiscard]] Oid type_number(CellType type);

class PostgresStatement final : public Statement {
 public:
  PostgresStatement(ServerSession& session, std::string_view sql, std::string name);

  void bind(int parameter, std::int64_t value) override;
  void bind(int parameter, const std::string& value) override;
  void bind(int parameter, Blob value) override;
  void bind_null(int parameter, CellType type) override;
  bool step() override;
  void run(Look look) override;
  void reset() noexcept override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] std::string text(int column) const override;

 private:
  friend class ServerSession;
  struct Parameter {
    CellType type = CellType::text;
    std::optional<std::string> spelled{};  // as it is sent; NULL without
    std::string_view bytes{};              // in the place of `spelled`, of a blob
  };
  using Parameters = std::vector<Parameter>;
  Parameter& at(int parameter);

  ServerSession& session_;
  std::string sql_;  // with $1, $2
  std::string name_;
  Parameters parameters_;
  std::uint64_t prepared_in_ = 0;  // which connection knows it
  ResultPtr result_;
  int row_ = -1;
};

}  // namespace libsync::store
