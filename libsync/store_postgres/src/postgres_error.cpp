// SPDX-License-Identifier: MIT
#include "postgres_error.hpp"

#include <libsync/model/text.hpp>
#include <libsync/store_sql/failures.hpp>

#include <fmt/format.h>

namespace libsync::store {
namespace {

// The first of the lines that libpq and the server write, without its end.
std::string first_line(const std::string& text) {
  return printable(text.substr(0, text.find('\n')));
}

}  // namespace

StoreError postgres_failure(const std::string& name, std::string_view state, const std::string& detail) {
  const auto failure = [&](StoreErrorKind kind, const std::string& cause, Step step) {
    return use_failure(kind, name, cause, {step});
  };
  const std::string_view family = state.substr(0, 2);
  if (state == "55P03" || state == "40001" || state == "40P01") {
    return failure(StoreErrorKind::busy, "another machine is writing to it", Step::run_after_other_use);
  }
  if (state == "57014") {
    return failure(StoreErrorKind::busy, "its server took too long for an answer", Step::run_after_other_use);
  }
  if (state == "53100") return failure(StoreErrorKind::full, "no room is left on its server", Step::make_room);
  if (state == "25006" || state == "42501") {
    return failure(StoreErrorKind::read_only, fmt::format("its server allows no change ({})", first_line(detail)),
                   Step::check_store_server);
  }
  if (family == "23") return broken_rule(name, first_line(detail));
  if (family == "XX") return corrupt_store(name, fmt::format("it is damaged ({})", first_line(detail)));
  if (family == "42") {
    return corrupt_store(name, fmt::format("its tables are not as they should be ({})", first_line(detail)));
  }
  return failure(StoreErrorKind::io, fmt::format("its server failed ({}, {})", first_line(detail), state),
                 Step::check_store_server);
}

StoreError no_libpq() {
  return {StoreErrorKind::io,
          "cannot use a store on a server: PostgreSQL's library (libpq) is not installed",
          {Step::install_libpq}};
}

StoreError bad_address() {
  return {StoreErrorKind::io,
          "cannot use the store: its address is none that PostgreSQL knows",
          {Step::check_store_server}};
}

StoreError unreachable_server(const std::string& name, const std::string& detail) {
  return use_failure(StoreErrorKind::io, name, fmt::format("its server cannot be reached ({})", first_line(detail)),
                     {Step::check_store_server});
}

StoreError unfit_server(const std::string& name, const std::string& cause) {
  return use_failure(StoreErrorKind::io, name, cause, {Step::check_store_server});
}

StoreError lost_connection(const std::string& name) {
  return use_failure(StoreErrorKind::io, name, "the connection to its server was lost", {Step::run_again});
}

StoreError unknown_commit(const std::string& name, const std::string& detail) {
  const std::string why = detail.empty() ? "" : fmt::format(" ({})", detail);
  return use_failure(StoreErrorKind::io, name,
                     "the connection to its server was lost, and whether the last change was made is not known" + why,
                     {Step::run_again});
}

}  // namespace libsync::store
