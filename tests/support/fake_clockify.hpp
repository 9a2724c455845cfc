// SPDX-License-Identifier: MIT
//
// Clockify on this machine: a ClockifyService behind real TLS on a free port of 127.0.0.1, with a certificate of its
// own making, a clock that can be set, a log of what it received, and faults on demand.
//
//   FakeClockify fake;
//   HttpsOptions options{.base_url = fake.base_url(), .ca_file = fake.ca_file()};
//   fake.on_post(2, fault::drop().applied());
//   ...
//   EXPECT_EQ(fake.counts().posts, 2);
//
// It runs in a thread of its own until it is destroyed; all members may be called from any thread. Requests, POSTs,
// DELETEs, listings (of entries, each page one) and connections are numbered from 1 over its life.
#pragma once

#include "certificates.hpp"
#include "clockify_service.hpp"
#include "fault.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace libsync::support {

struct FakeOptions {
  ServerCertificate certificate = ServerCertificate::good;
  std::optional<ServerIdentity> identity{};  // instead of a fresh one
  bool only_tls_1_1 = false;
  std::string time_zone = "Europe/Berlin";   // of the users' profiles
  std::optional<ClockifyService> service{};  // instead of the well_known state
  std::uint16_t port = 0;                    // a free one
};

// A request as it arrived.
struct Received {
  std::int64_t connection = 0;
  Request request;
  int status = 0;  // of the answer that was made for it, whether or not it was written
};

class FakeClockify {
 public:
  explicit FakeClockify(FakeOptions options = {});
  FakeClockify(const FakeClockify&) = delete;
  FakeClockify& operator=(const FakeClockify&) = delete;
  ~FakeClockify();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string base_url() const;             // by name: https://localhost:.../api/v1
  [[nodiscard]] std::string base_url_by_address() const;  // https://127.0.0.1:.../api/v1
  [[nodiscard]] std::filesystem::path ca_file() const;    // the authority to trust, in a temporary folder
  [[nodiscard]] const ServerIdentity& identity() const;

  // The server's clock: the machine's until set, then it stands still until set or moved again.
  [[nodiscard]] UtcTime now() const;
  void set_clock(UtcTime time);
  void advance(seconds duration);

  // State.
  [[nodiscard]] std::vector<StoredEntry> entries() const;  // by start, then id
  [[nodiscard]] std::size_t in_flight() const;             // POSTs that take effect later
  void set_settings(const WorkspaceSettings& settings);
  void set_projects(std::vector<ServiceProject> projects);
  void delete_project(const ProjectId& id);  // see ClockifyState
  void set_time_zone(const std::string& iana);
  void revoke(const std::string& key);
  [[nodiscard]] std::string save() const;  // see ClockifyService

  // What a person does in the web page, at once and uncounted.
  StoredEntry user_creates(const clockify::NewEntry& entry, UserId user = well_known::ann());
  void user_edits(const EntryId& id, const std::function<void(StoredEntry&)>& change);
  void user_deletes(const EntryId& id);

  // Faults. Those for one POST or listing go before those for one request, and these before those from the n-th on.
  void on_post(std::int64_t nth, Fault fault);
  void on_delete(std::int64_t nth, Fault fault);
  void on_listing(std::int64_t nth, Fault fault);
  void on_request(std::int64_t nth, Fault fault);
  void from_post(std::int64_t nth, Fault fault);
  void from_listing(std::int64_t nth, Fault fault);
  void from_request(std::int64_t nth, Fault fault);
  void on_connection(std::int64_t nth, ConnectionFault fault);
  void heal();  // forgets all of the above
  // Runs just before the n-th request is handled, in the server's thread: somebody else is at work.
  void before_request(std::int64_t nth, std::function<void()> act);
  // Runs when a request was handled and its answer not yet written, in the server's thread.
  void after_each_request(std::function<void()> act);

  // At most `requests` of them in any stretch of `per`, by the server's clock; 429 beyond. Several limits add up.
  void limit_rate(std::int64_t requests, seconds per);

  // Returns when the server has closed that many connections, counted over its life.
  void wait_until_closed(std::int64_t connections);

  struct Counts {
    std::int64_t connections = 0;        // TCP
    std::int64_t failed_handshakes = 0;  // connections on which TLS did not come about
    std::int64_t requests = 0;
    std::int64_t posts = 0;  // of entries
    std::int64_t deletes = 0;
    std::int64_t listings = 0;
  };
  [[nodiscard]] Counts counts() const;
  [[nodiscard]] std::vector<Received> received() const;
  // What clients sent to connections that fail before TLS (see ConnectionFault).
  [[nodiscard]] std::string bytes_before_tls() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace libsync::support
