// SPDX-License-Identifier: MIT
#include "connect.hpp"
#include "failures.hpp"
#include "system_clock.hpp"

#include <libsync/loop/failure.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace libsync {

Result<clockify::User, Failure> check_key(const Settings& settings, const Secret& key, int interrupt_fd) {
  if (!is_plausible_key(key)) {
    return Failure{FailureKind::key_refused,
                   fmt::format("cannot use this as an API key: {}", k_key_rule),
                   {Step::copy_key_whole},
                   {}};
  }
  auto api = connect_with(settings, key, interrupt_fd);
  if (!api) return api.error();
  auto user = (*api)->current_user();
  if (!user) return loop::api_failure(user.error(), user.error().act, SystemClock{interrupt_fd}.now());
  return std::move(*user);
}

Result<bool, Failure> has_keyring() {
  const auto open = credentials::has_open_keyring();
  if (!open) return failure_of(open.error());
  return *open;
}

Result<void, Failure> keep_key(const Settings& settings, const Secret& key, credentials::KeySource place) {
  const auto kept = place == credentials::KeySource::secret_service
                        ? credentials::store_in_keyring(key)
                        : credentials::store_api_key(settings.key_places.file, key);
  if (!kept) return failure_of(kept.error());
  return {};
}

}  // namespace libsync
