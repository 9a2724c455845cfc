// SPDX-License-Identifier: MIT
#include "fake_clockify.hpp"
#include "world.hpp"

#include <libsync/clockify/https_api.hpp>

#include <map>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
using support::FakeClockify;

class HttpsWorld final : public World {
 public:
  explicit HttpsWorld(const char* time_zone) : server_({.time_zone = time_zone}) {}

  clockify::Api& api(const std::string& key) override {
    auto& client = clients_[key];
    if (!client) {
      clockify::HttpsOptions options;
      options.base_url = server_.base_url();
      options.ca_file = server_.ca_file();
      options.deadline = 20s;
      client = *clockify::make_https_api(Secret{key}, options);
    }
    return *client;
  }

  void set_clock(UtcTime server_time) override { server_.set_clock(server_time); }
  void next_post(const support::Fault& fault) override { server_.on_post(server_.counts().posts + 1, fault); }
  void next_delete(const support::Fault& fault) override { server_.on_delete(server_.counts().deletes + 1, fault); }
  void next_listing(const support::Fault& fault) override { server_.on_listing(server_.counts().listings + 1, fault); }
  void go_offline() override {
    for (int n = 1; n < 10; ++n) server_.on_connection(n, support::ConnectionFault::closed_at_once);
  }
  void revoke(const std::string& key) override { server_.revoke(key); }
  void set_gone_is_404(bool gone_is_404) override {
    settings_.gone_is_404 = gone_is_404;
    server_.set_settings(settings_);
  }
  void require(clockify::Requirement what) override {
    using clockify::Requirement;
    settings_.force_projects |= what == Requirement::project;
    settings_.force_tasks |= what == Requirement::task;
    settings_.force_tags |= what == Requirement::tag;
    settings_.force_description |= what == Requirement::description;
    server_.set_settings(settings_);
  }

  clockify::Entry user_creates(const clockify::NewEntry& entry, const UserId& user) override {
    return server_.user_creates(entry, user);
  }
  void user_edits(const EntryId& id, const std::function<void(clockify::Entry&)>& change) override {
    server_.user_edits(id, change);
  }
  void user_deletes(const EntryId& id) override { server_.user_deletes(id); }

  std::vector<clockify::Entry> stored() override {
    const auto entries = server_.entries();
    return {entries.begin(), entries.end()};
  }
  std::int64_t posts_received() override { return server_.counts().posts; }
  std::int64_t requests_received() override { return server_.counts().requests; }

 private:
  support::WorkspaceSettings settings_;
  FakeClockify server_;
  std::map<std::string, std::unique_ptr<clockify::Api>> clients_;
};

}  // namespace

std::unique_ptr<World> make_https_world_in_berlin() {
  return std::make_unique<HttpsWorld>("Europe/Berlin");
}

std::unique_ptr<World> make_https_world_in_los_angeles() {
  return std::make_unique<HttpsWorld>("America/Los_Angeles");
}

std::unique_ptr<World> make_https_world_in_auckland() {
  return std::make_unique<HttpsWorld>("Pacific/Auckland");
}

}  // namespace libsync::contract
