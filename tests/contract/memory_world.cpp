// SPDX-License-Identifier: MIT
#include "in_memory_api.hpp"
#include "world.hpp"

#include <map>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
using support::InMemoryApi;
using support::ListingFault;
using support::PostFault;

PostFault with_status(const Trouble& trouble) {
  if (trouble.status == 429) return PostFault::throttled(trouble.retry_after);
  const bool is_certain =
      trouble.status < 500 && trouble.status != 408 && trouble.status != 409 && trouble.status != 425;
  return is_certain ? PostFault::refused(trouble.status, trouble.code, "No") : PostFault::server_fault(trouble.status);
}

PostFault post_fault(const Trouble& trouble) {
  switch (trouble.kind) {
    case Trouble::Kind::lost:
      return PostFault::lost();
    case Trouble::Kind::lost_though_made:
      return PostFault::lost_but_applied();
    case Trouble::Kind::late:
      return PostFault::applied_after(1);
    case Trouble::Kind::status_though_made:
      return PostFault::server_fault_but_applied(trouble.status);
    case Trouble::Kind::not_found_though_made:
      return PostFault::not_found_but_applied();
    case Trouble::Kind::other_times:
      return PostFault::echoed([](clockify::Entry& entry) { *entry.end += 1h; });
    default:
      return with_status(trouble);
  }
}

ListingFault listing_fault(const Trouble& trouble) {
  switch (trouble.kind) {
    case Trouble::Kind::stale:
      return ListingFault::stale(1min);
    case Trouble::Kind::undated:
      return ListingFault::no_date();
    default:
      return trouble.status == 429 ? ListingFault::throttled(trouble.retry_after) : ListingFault::fails();
  }
}

class MemoryWorld final : public World {
 public:
  clockify::Api& api(const std::string& key) override { return clients_.try_emplace(key, server_, key).first->second; }

  void set_clock(UtcTime server_time) override { server_.set_clock(server_time); }
  void next_post(const Trouble& trouble) override { server_.on_next_post(post_fault(trouble)); }
  void next_listing(const Trouble& trouble) override { server_.on_next_listing(listing_fault(trouble)); }
  void go_offline() override { server_.set_offline(true); }
  void revoke(const std::string& key) override { server_.revoke(key); }
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
