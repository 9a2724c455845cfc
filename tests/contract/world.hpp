// SPDX-License-Identifier: MIT
//
// A Clockify and a client of it, so that one suite can be run on every pair there is.
#pragma once

#include "fault.hpp"
#include "well_known.hpp"

#include <libsync/clockify/api.hpp>
#include <libsync/clockify/requirement.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace libsync::contract {

class World {
 public:
  virtual ~World() = default;

  // A client with the given key; made on its first use, and then the same one.
  virtual clockify::Api& api(const std::string& key = support::well_known::k_key) = 0;

  virtual void set_clock(UtcTime server_time) = 0;
  virtual void next_post(const support::Fault& fault) = 0;
  virtual void next_delete(const support::Fault& fault) = 0;
  virtual void next_listing(const support::Fault& fault) = 0;
  virtual void go_offline() = 0;
  virtual void revoke(const std::string& key) = 0;
  // How the second DELETE of an entry is answered: a 404, or else a 400.
  virtual void set_gone_is_404(bool gone_is_404) = 0;
  // The workspace asks for it from now on.
  virtual void require(clockify::Requirement what) = 0;

  virtual clockify::Entry user_creates(const clockify::NewEntry& entry, const UserId& user) = 0;
  virtual void user_edits(const EntryId& id, const std::function<void(clockify::Entry&)>& change) = 0;
  virtual void user_deletes(const EntryId& id) = 0;

  [[nodiscard]] virtual std::vector<clockify::Entry> stored() = 0;
  [[nodiscard]] virtual std::int64_t posts_received() = 0;
  [[nodiscard]] virtual std::int64_t requests_received() = 0;
};

struct WorldKind {
  const char* name;
  std::unique_ptr<World> (*make)();
};

[[nodiscard]] std::unique_ptr<World> make_memory_world();
// Over TLS, with the users' profiles set to a zone.
[[nodiscard]] std::unique_ptr<World> make_https_world_in_berlin();
[[nodiscard]] std::unique_ptr<World> make_https_world_in_los_angeles();
[[nodiscard]] std::unique_ptr<World> make_https_world_in_auckland();

}  // namespace libsync::contract
