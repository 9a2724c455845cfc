// SPDX-License-Identifier: MIT
#include "in_memory_api.hpp"
#include "world.hpp"

#include <map>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
using support::InMemoryApi;

class MemoryWorld final : public World {
 public:
  clockify::Api& api(const std::string& key) override { return clients_.try_emplace(key, server_, key).first->second; }

  void set_clock(UtcTime server_time) override { server_.set_clock(server_time); }
  void next_post(const support::Fault& fault) override { server_.on_next_post(fault); }
  void next_delete(const support::Fault& fault) override { server_.on_next_delete(fault); }
  void next_listing(const support::Fault& fault) override { server_.on_next_listing(fault); }
  void go_offline() override { server_.set_offline(true); }
  void revoke(const std::string& key) override { server_.revoke(key); }
  void set_gone_is_404(bool gone_is_404) override { server_.set_gone_is_404(gone_is_404); }
  void require(clockify::Requirement what) override { server_.require(what); }

  clockify::Entry user_creates(const clockify::NewEntry& entry, const UserId& user) override {
    return server_.user_creates(entry, user);
  }
  void user_edits(const EntryId& id, const std::function<void(clockify::Entry&)>& change) override {
    server_.user_edits(id, change);
  }
  void user_deletes(const EntryId& id) override { server_.user_deletes(id); }

  std::vector<clockify::Entry> stored() override { return server_.entries(); }
  std::int64_t posts_received() override { return server_.counts().posts; }
  std::int64_t requests_received() override { return server_.counts().requests; }

 private:
  support::ManualClock clock_{UtcTime{1'770'000'000s}};
  support::InMemoryClockify server_{clock_};
  std::map<std::string, InMemoryApi> clients_;
};

}  // namespace

std::unique_ptr<World> make_memory_world() {
  return std::make_unique<MemoryWorld>();
}

}  // namespace libsync::contract
