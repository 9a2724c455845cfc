// SPDX-License-Identifier: MIT
#include <libsync/model/text.hpp>
#include <libsync/store_sql/failures.hpp>

#include <fmt/format.h>

namespace libsync::store {

StoreError use_failure(StoreErrorKind kind, const std::string& name, const std::string& cause, Hint hint) {
  return {kind, fmt::format("cannot use the store {}: {}", printable(name), cause), std::move(hint)};
}

StoreError corrupt_store(const std::string& name, const std::string& cause) {
  return use_failure(StoreErrorKind::corrupt, name, cause, {Step::restore_store});
}

StoreError newer_store(const std::string& name, int version, int known) {
  return use_failure(
      StoreErrorKind::too_new, name,
      fmt::format("it was written by a newer version (format {}, this one knows up to {})", version, known),
      {Step::update_program});
}

StoreError moved_store(const std::string& name, const std::string& where) {
  return use_failure(StoreErrorKind::foreign, name, fmt::format("it was moved to {}", printable(where)),
                     {Step::use_moved_store, where});
}

StoreError broken_rule(const std::string& name, const std::string& cause) {
  return use_failure(StoreErrorKind::broken_rule, name, cause + "; nothing was written", {});
}

}  // namespace libsync::store
