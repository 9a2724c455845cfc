// SPDX-License-Identifier: MIT
//
// The real client, set up for a FakeClockify.
#pragma once

#include "fake_clockify.hpp"

#include <libsync/clockify/https_api.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace libsync::contract {

// Deadlines: for what is quick unless the machine is busy, for what waits in vain from the beginning, and for what does
// so only after a request was sent, which has to be done in that time.
inline constexpr milliseconds k_long{20'000};
inline constexpr milliseconds k_short{300};
inline constexpr milliseconds k_enough_to_send{2'000};

// `options` as given but for what is left at its default: where the fake is, whom to trust, and how long to wait.
inline std::unique_ptr<clockify::Api> client_of(const support::FakeClockify& fake, clockify::HttpsOptions options = {},
                                                const std::string& key = support::well_known::k_key) {
  const clockify::HttpsOptions defaults;
  if (options.base_url == defaults.base_url) options.base_url = fake.base_url();
  if (options.ca_file.empty()) options.ca_file = fake.ca_file();
  if (options.deadline == defaults.deadline) options.deadline = k_long;
  auto api = clockify::make_https_api(Secret{key}, std::move(options));
  if (!api) throw std::runtime_error("cannot use " + api.error().object + ": " + api.error().cause);
  return *std::move(api);
}

}  // namespace libsync::contract
