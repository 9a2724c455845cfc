// SPDX-License-Identifier: MIT
#include "postgres_statement.hpp"

#include "server_session.hpp"
#include "spelling.hpp"

#include <cctype>
#include <charconv>
#include <new>
#include <utility>

namespace libsync::store {
namespace {

// Type numbers that are the same in every database.
constexpr Oid k_int8 = 20;
constexpr Oid k_text = 25;
constexpr Oid k_bytea = 17;

// `?` and `?1` as `$1`. Nothing between quotes is a parameter.
std::string numbered(std::string_view sql) {
  std::string numbered;
  int count = 0;
  bool is_quoted = false;
  for (std::size_t place = 0; place < sql.size(); ++place) {
    const char letter = sql[place];
    if (letter == '\'') is_quoted = !is_quoted;
    if (letter != '?' || is_quoted) {
      numbered += letter;
      continue;
    }
    numbered += '$';
    const bool has_number = place + 1 < sql.size() && std::isdigit(static_cast<unsigned char>(sql[place + 1])) != 0;
    if (!has_number) numbered += std::to_string(++count);
  }
  return numbered;
}

}  // namespace

Oid type_number(CellType type) {
  switch (type) {
    case CellType::integer:
      return k_int8;
    case CellType::bytes:
      return k_bytea;
    case CellType::text:
      break;
  }
  return k_text;
}

PostgresStatement::PostgresStatement(ServerSession& session, std::string_view sql, std::string name)
    : session_(session), sql_(numbered(sql)), name_(std::move(name)) {}

PostgresStatement::Parameter& PostgresStatement::at(int parameter) {
  const auto place = static_cast<std::size_t>(parameter);
  if (parameters_.size() < place) parameters_.resize(place);
  return parameters_[place - 1];
}

void PostgresStatement::bind(int parameter, std::int64_t value) {
  at(parameter) = {CellType::integer, std::to_string(value), {}};
}

void PostgresStatement::bind(int parameter, const std::string& value) {
  at(parameter) = {CellType::text, spelling_of(value), {}};
}

void PostgresStatement::bind(int parameter, Blob value) {
  at(parameter) = {CellType::bytes, std::nullopt, value.bytes};
}

void PostgresStatement::bind_null(int parameter, CellType type) {
  at(parameter) = {type, std::nullopt, {}};
}

bool PostgresStatement::step() {
  if (result_ == nullptr) {
    result_ = session_.converse(this);
    row_ = -1;
  }
  return ++row_ < libpq().PQntuples(result_.get());
}

void PostgresStatement::run(Look look) {
  session_.wait_with(*this, std::move(look));
}

void PostgresStatement::reset() noexcept {
  result_.reset();
  parameters_.clear();
}

bool PostgresStatement::is_null(int column) const {
  return libpq().PQgetisnull(result_.get(), row_, column) != 0;
}

std::int64_t PostgresStatement::integer(int column) const {
  std::int64_t value = 0;
  const char* const cell = libpq().PQgetvalue(result_.get(), row_, column);
  std::from_chars(cell, cell + libpq().PQgetlength(result_.get(), row_, column), value);
  return value;
}

std::string PostgresStatement::text(int column) const {
  const char* const cell = libpq().PQgetvalue(result_.get(), row_, column);
  if (libpq().PQftype(result_.get(), column) != k_bytea) {
    return bytes_of({cell, static_cast<std::size_t>(libpq().PQgetlength(result_.get(), row_, column))});
  }
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(Libpq::PQfreemem)> bytes{
      libpq().PQunescapeBytea(reinterpret_cast<const unsigned char*>(cell), &size), libpq().PQfreemem};
  if (bytes == nullptr) throw std::bad_alloc{};
  return {bytes.get(), bytes.get() + size};
}

}  // namespace libsync::store
