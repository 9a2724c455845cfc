// SPDX-License-Identifier: MIT
//
// Clockify without a network: a server that is called directly (InMemoryClockify) and clients of it (InMemoryApi), one
// for each key or process that a test plays. The contract suite shows that a client cannot be told from HttpsApi.
//
//   ManualClock clock{...};
//   InMemoryClockify clockify{clock};
//   InMemoryApi api{clockify};
//   clockify.on_post(2, fault::drop().applied());
//
// Requests are numbered from 1 over the life of the server; so are POSTs, DELETEs and listings, including those that
// were not sent in the end. Everything lives on one thread.
#pragma once

#include "clockify_state.hpp"
#include "fault_plan.hpp"
#include "manual_clock.hpp"
#include "well_known.hpp"

#include <libsync/clockify/api.hpp>
#include <libsync/clockify/requirement.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace libsync::support {

class InMemoryClockify {
 public:
  // Starts with the well_known users, workspaces and projects and no entries. The server's clock shows what `clock`
  // shows now, goes on with it, and does not follow when the wall clock is set.
  explicit InMemoryClockify(ManualClock& clock);

  // A copy of `other` that goes its own way from here, by a clock that shows the same.
  InMemoryClockify(const InMemoryClockify& other, ManualClock& clock) : InMemoryClockify(other) { clock_ = &clock; }

  [[nodiscard]] UtcTime now() const;
  void set_clock(UtcTime server_time);

  void on_post(std::int64_t nth, Fault fault) { plan_.posts.at.insert_or_assign(nth, std::move(fault)); }
  void on_next_post(Fault fault) { on_post(post_attempts_ + 1, std::move(fault)); }
  void on_delete(std::int64_t nth, Fault fault) { plan_.deletes.at.insert_or_assign(nth, std::move(fault)); }
  // As on_next_delete, for a look at one entry by its id.
  void on_next_find(Fault fault) { plan_.finds.at.insert_or_assign(find_attempts_ + 1, std::move(fault)); }
  void on_next_delete(Fault fault) { on_delete(delete_attempts_ + 1, std::move(fault)); }
  void on_listing(std::int64_t nth, Fault fault) { plan_.listings.at.insert_or_assign(nth, std::move(fault)); }
  void on_next_listing(Fault fault) { on_listing(listing_attempts_ + 1, std::move(fault)); }
  // Runs just before the n-th request is handled: somebody else is at work.
  void before_request(std::int64_t nth, std::function<void()> act) { plan_.acts[nth] = std::move(act); }
  // Nobody can connect while this is set.
  void set_offline(bool offline) { offline_ = offline; }
  // No faults any more, and online.
  void heal();
  // The key is deleted in the user's profile.
  void revoke(const std::string& key) { state_.revoke(key); }
  void delete_project(const ProjectId& id) { state_.delete_project(id); }  // see ClockifyState
  void restore_projects() { state_.restore_projects(); }
  // From now on an entry that lacks it is refused, in Clockify's words.
  void require(clockify::Requirement what);
  // How the second DELETE of an entry is answered: a 404, or else a 400.
  void set_gone_is_404(bool gone_is_404) { state_.settings.gone_is_404 = gone_is_404; }

  // What a person does in the web page, at once and uncounted.
  clockify::Entry user_creates(const clockify::NewEntry& entry, UserId user = well_known::ann());
  void user_edits(const EntryId& id, const std::function<void(clockify::Entry&)>& change);
  void user_deletes(const EntryId& id);
  // The entry stands there once more, under the id that it had.
  void user_restores(const clockify::Entry& entry) { state_.put({entry, false, {}, {}, {}}, now()); }

  // By start, then id.
  [[nodiscard]] std::vector<clockify::Entry> entries() const;
  // POSTs that were sent but take effect later.
  [[nodiscard]] std::size_t in_flight() const { return plan_.in_flight(); }

  struct Counts {
    std::int64_t requests = 0;
    std::int64_t posts = 0;  // sent: refused and lost ones too
    std::int64_t deletes = 0;
    std::int64_t listings = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  friend class InMemoryApi;

  InMemoryClockify(const InMemoryClockify&) = default;

  void begin_request();

  ManualClock* clock_;
  UtcTime server_start_;
  clockify::BootTime boot_start_;
  ClockifyState state_;
  FaultPlan plan_;
  std::int64_t post_attempts_ = 0;
  std::int64_t delete_attempts_ = 0;
  std::int64_t find_attempts_ = 0;
  std::int64_t listing_attempts_ = 0;
  bool offline_ = false;
  Counts counts_;
};

class InMemoryApi : public clockify::Api {
 public:
  static constexpr const char* k_base_url = "https://clockify.invalid/api/v1";

  explicit InMemoryApi(InMemoryClockify& server, std::string key = well_known::k_key);

  std::vector<Result<clockify::Entry, clockify::ApiError>> create_entries(
      std::span<const clockify::NewEntry> entries, const clockify::BeforeSend& before_send) override;
  Result<clockify::Deletion, clockify::ApiError> delete_entry(const WorkspaceId& workspace,
                                                              const EntryId& entry) override;
  Result<std::optional<clockify::Entry>, clockify::ApiError> find_entry(const WorkspaceId& workspace,
                                                                        const EntryId& entry) override;
  Result<clockify::Listing, clockify::ApiError> list_entries(const WorkspaceId& workspace, const UserId& user,
                                                             const Interval& window) override;
  Result<clockify::User, clockify::ApiError> current_user() override;
  Result<std::vector<clockify::Workspace>, clockify::ApiError> list_workspaces() override;
  Result<std::vector<clockify::Project>, clockify::ApiError> list_projects(const WorkspaceId& workspace) override;
  Result<std::vector<clockify::Task>, clockify::ApiError> list_tasks(const WorkspaceId& workspace,
                                                                     const ProjectId& project) override;

  const std::string& account() const override { return account_; }
  const std::string& base_url() const override { return base_url_; }
  clockify::Traffic traffic() const override { return traffic_; }

 private:
  // Connects if need be. An error when nobody answers.
  std::optional<clockify::ApiError> connect(const char* act, std::size_t connections = 1);
  // The POST of that number.
  Result<clockify::Entry, clockify::ApiError> create(const clockify::NewEntry& entry, std::int64_t number);
  // What every request must pass: a valid key and a workspace of the key's user.
  std::optional<clockify::ApiError> authorise(const char* act, const WorkspaceId* workspace) const;
  // What the client hears instead of the real answer; nothing when that comes through.
  std::optional<clockify::ApiError> spoilt(const char* act, const Fault& fault);
  void sent();

  InMemoryClockify& server_;
  std::string key_;
  std::string account_;
  std::string base_url_ = k_base_url;
  clockify::Traffic traffic_;
  std::size_t connected_ = 0;
};

}  // namespace libsync::support
