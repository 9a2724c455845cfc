// SPDX-License-Identifier: MIT
//
// Clockify without a network: a server that is a few containers (InMemoryClockify) and clients of it (InMemoryApi), one
// for each key or process that a test plays. The contract suite shows that a client cannot be told from HttpsApi.
//
//   ManualClock clock{...};
//   InMemoryClockify clockify{clock};
//   InMemoryApi api{clockify};
//   clockify.on_post(2, PostFault::lost_but_applied());
//
// Posts, listings and requests are numbered from 1 over the life of the server. Everything lives on one thread.
#pragma once

#include "manual_clock.hpp"
#include "well_known.hpp"

#include <libsync/clockify/api.hpp>
#include <libsync/clockify/requirement.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace libsync::support {

// What becomes of one POST: whether and when it takes effect, and what the client hears of it.
struct PostFault {
  enum class Effect { at_once, never, later };

  Effect effect = Effect::never;
  std::int64_t after_requests = 0;  // later: once this many further requests were handled, or
  std::optional<UtcTime> at;        // when the server's clock shows this, if given
  std::optional<clockify::ApiError> error;
  std::function<void(clockify::Entry&)> echo;  // changes the answer, not what is stored

  // No connection: before_send is not called.
  static PostFault offline();
  // The connection breaks after the request was sent; the server never saw it.
  static PostFault lost();
  // Applied, but the answer is lost.
  static PostFault lost_but_applied();
  static PostFault timed_out_but_applied();
  // As lost(), but the request is still on its way and takes effect when `requests` further ones were handled.
  static PostFault applied_after(std::int64_t requests);
  static PostFault applied_at(UtcTime server_time);
  // 5xx, and the 4xx that say nothing certain.
  static PostFault server_fault(int status = 500);
  static PostFault server_fault_but_applied(int status = 500);
  // 400 or 501 "TIMEENTRY with ID ... not found" for the entry just made: applied, outcome unknown.
  static PostFault not_found_but_applied();
  static PostFault refused(int status, int code, std::string text);
  static PostFault throttled(std::optional<seconds> retry_after = std::nullopt);
  // Stored as asked for, answered otherwise.
  static PostFault echoed(std::function<void(clockify::Entry&)> change);
};

// What becomes of one listing.
struct ListingFault {
  std::optional<clockify::ApiError> error;
  seconds hides_younger_than{0};  // entries stored less than this long ago are not shown
  bool without_date = false;
  seconds date_off_by{0};

  static ListingFault fails();
  static ListingFault throttled(std::optional<seconds> retry_after = std::nullopt);
  static ListingFault stale(seconds by);
  static ListingFault no_date();
  static ListingFault date_wrong_by(seconds by);
};

class InMemoryClockify {
 public:
  // Starts with the well_known users, workspaces and projects and no entries. The server's clock shows what `clock`
  // shows now, goes on with it, and does not follow when the wall clock is set.
  explicit InMemoryClockify(ManualClock& clock);

  // A copy of `other` that goes its own way from here, by a clock that shows the same.
  InMemoryClockify(const InMemoryClockify& other, ManualClock& clock) : InMemoryClockify(other) { clock_ = &clock; }

  [[nodiscard]] UtcTime now() const;
  void set_clock(UtcTime server_time);

  void on_post(std::int64_t nth, PostFault fault) { post_faults_[nth] = std::move(fault); }
  void on_next_post(PostFault fault) { on_post(post_attempts_ + 1, std::move(fault)); }
  void on_listing(std::int64_t nth, ListingFault fault) { listing_faults_[nth] = std::move(fault); }
  void on_next_listing(ListingFault fault) { on_listing(listing_attempts_ + 1, std::move(fault)); }
  // Runs just before the n-th request is handled: somebody else is at work.
  void before_request(std::int64_t nth, std::function<void()> act) { acts_[nth] = std::move(act); }
  // Nobody can connect while this is set.
  void set_offline(bool offline) { offline_ = offline; }
  // No faults any more, and online.
  void heal();
  // The key is deleted in the user's profile.
  void revoke(const std::string& key) { keys_.erase(key); }
  // From now on an entry that lacks it is refused, in Clockify's words.
  void require(clockify::Requirement what) { required_.insert(what); }

  // What a person does in the web page, at once and uncounted.
  clockify::Entry user_creates(const clockify::NewEntry& entry, UserId user = well_known::ann());
  void user_edits(const EntryId& id, const std::function<void(clockify::Entry&)>& change);
  void user_deletes(const EntryId& id);

  // By start, then id.
  [[nodiscard]] std::vector<clockify::Entry> entries() const;
  // POSTs that were sent but take effect later.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_.size(); }

  struct Counts {
    std::int64_t requests = 0;
    std::int64_t posts = 0;  // sent: refused and lost ones too
    std::int64_t listings = 0;
    std::int64_t user_reads = 0;
    std::int64_t project_reads = 0;
    std::int64_t task_reads = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  friend class InMemoryApi;

  InMemoryClockify(const InMemoryClockify&) = default;

  struct Stored {
    clockify::Entry entry;
    UtcTime stored_at;
  };
  struct InFlight {
    clockify::Entry entry;
    std::int64_t due_request;
    std::optional<UtcTime> due_time;
  };

  void begin_request();
  clockify::Entry make_entry(const clockify::NewEntry& entry, const UserId& user);
  void store(clockify::Entry entry);
  void deliver_due();

  ManualClock* clock_;
  UtcTime server_start_;
  clockify::BootTime boot_start_;
  std::map<std::string, UserId> keys_;
  std::map<EntryId, Stored> entries_;
  std::vector<InFlight> in_flight_;
  std::map<std::int64_t, PostFault> post_faults_;
  std::map<std::int64_t, ListingFault> listing_faults_;
  std::map<std::int64_t, std::function<void()>> acts_;
  std::int64_t post_attempts_ = 0;
  std::int64_t listing_attempts_ = 0;
  std::int64_t ids_given_ = 0;
  std::set<clockify::Requirement> required_;
  bool offline_ = false;
  Counts counts_;
};

class InMemoryApi final : public clockify::Api {
 public:
  static constexpr const char* k_base_url = "https://clockify.invalid/api/v1";

  explicit InMemoryApi(InMemoryClockify& server, std::string key = well_known::k_key);

  Result<clockify::Entry, clockify::ApiError> create_entry(const clockify::NewEntry& entry,
                                                           const clockify::BeforeSend& before_send) override;
  Result<clockify::Listing, clockify::ApiError> list_entries(const WorkspaceId& workspace, const UserId& user,
                                                             const Interval& window) override;
  Result<clockify::User, clockify::ApiError> current_user() override;
  Result<std::vector<clockify::Project>, clockify::ApiError> list_projects(const WorkspaceId& workspace) override;
  Result<std::vector<clockify::Task>, clockify::ApiError> list_tasks(const WorkspaceId& workspace,
                                                                     const ProjectId& project) override;

  const std::string& account() const override { return account_; }
  const std::string& base_url() const override { return base_url_; }
  clockify::Traffic traffic() const override { return traffic_; }

 private:
  // Connects if need be. An error when nobody answers.
  std::optional<clockify::ApiError> connect(const char* act);
  // What every request must pass: a valid key and a workspace of the key's user.
  std::optional<clockify::ApiError> authorise(const char* act, const WorkspaceId* workspace) const;
  void sent();

  InMemoryClockify& server_;
  std::string key_;
  std::string account_;
  std::string base_url_ = k_base_url;
  clockify::Traffic traffic_;
  bool connected_ = false;
};

}  // namespace libsync::support
