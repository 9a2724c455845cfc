// SPDX-License-Identifier: MIT
#include "fake_clockify.hpp"

#include "fault_plan.hpp"
#include "http_reply.hpp"
#include "temp_dir.hpp"
#include "tls_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace libsync::support {

struct FakeClockify::Impl {
  struct Limit {
    std::int64_t requests;
    seconds per;
    std::deque<UtcTime> served;
  };
  explicit Impl(FakeOptions options)
      : service(options.service ? std::move(*options.service) : ClockifyService{options.time_zone}),
        identity(options.identity ? *options.identity : make_identity(options.certificate)),
        server(identity, options.only_tls_1_1, options.port,
               {[this](std::int64_t connection) { return connected(connection); }, [this] { handshake_failed(); },
                [this] { note_close(); }, [this](std::string_view bytes) { note_bytes(bytes); },
                [this](Request request, std::int64_t connection) { return answer(std::move(request), connection); }}) {
    write_file(folder / "ca.pem", identity.authority_pem);
  }

  std::optional<ConnectionFault> connected(std::int64_t connection) {
    const std::lock_guard lock{mutex};
    counts.connections = connection;
    const auto found = connection_faults.find(connection);
    return found == connection_faults.end() ? std::nullopt : std::optional{found->second};
  }

  void handshake_failed() {
    const std::lock_guard lock{mutex};
    ++counts.failed_handshakes;
  }

  void note_close() {
    const std::lock_guard lock{mutex};
    ++closed;
    a_close.notify_all();
  }

  void note_bytes(std::string_view bytes) {
    const std::lock_guard lock{mutex};
    before_tls += bytes;
  }

  // Everything that happens to a request between arrival and answer.
  Reply answer(Request request, std::int64_t connection) {
    std::function<void()> act;
    {
      const std::lock_guard lock{mutex};
      ++counts.requests;
      if (const auto found = plan.acts.find(counts.requests); found != plan.acts.end()) act = found->second;
    }
    if (act) act();

    Reply reply;
    {
      const std::lock_guard lock{mutex};
      plan.deliver_due(service, counts.requests, now());
      const Fault fault = fault_for(request);
      const Answer answer = handle(request, fault);
      const std::string date = fault.dated.empty() ? http_date(now() + fault.date_off_by) : fault.dated;
      reply = to_reply(answer, fault, date == "-" ? "" : date);
      received.push_back({connection, std::move(request), answer.status});
      act = after_each;
    }
    if (act) act();
    return reply;
  }

  // A copy: what happens in between may change the plan.
  Fault fault_for(const Request& request) {
    if (is_post_of_an_entry(request)) return plan.find(&plan.posts, ++counts.posts, counts.requests);
    if (is_delete_of_an_entry(request)) return plan.find(&plan.deletes, ++counts.deletes, counts.requests);
    if (is_listing_of_entries(request)) return plan.find(&plan.listings, ++counts.listings, counts.requests);
    return plan.find(nullptr, 0, counts.requests);
  }

  Answer handle(const Request& request, const Fault& fault) {
    if (over_limit()) return error_answer(429, 0, "Too many requests");
    Request asked = request;
    const std::int64_t page = page_number(request.target);
    if (fault.page) asked.target = with_page_number(request.target, *fault.page);
    if (fault.never_the_last_page) asked.target = with_page_number(request.target, 1);
    auto [answer, created, deleted] = service.handle(asked, now(), fault.hides_younger_than);
    if (fault.never_the_last_page) renumber(answer, page);
    if (created) {
      StoredEntry told = *created;
      plan.take_effect(service, std::move(*created), fault, counts.requests, now());
      if (fault.echo) fault.echo(told);
      if (fault.echo) answer = ClockifyService::created(told);
    }
    if (deleted) plan.take_away(service, *deleted, fault, counts.requests);
    if (fault.twice) {
      if (auto again = service.handle(asked, now()).created) {
        plan.take_effect(service, std::move(*again), fault, counts.requests, now());
      }
    }
    if (fault.replacement) answer = *fault.replacement;
    for (const auto& edit : fault.edits) edit(answer);
    return answer;
  }

  // Gives the entries of a page other ids than those of the page before, and promises more.
  static void renumber(Answer& answer, std::int64_t page) {
    constexpr std::string_view k_id = R"("id":")";
    for (auto at = answer.body.find(k_id); at != std::string::npos; at = answer.body.find(k_id, at + 1)) {
      answer.body.replace(at + k_id.size(), 8, fmt::format("{:08x}", page));
    }
    for (auto& [name, value] : answer.headers) {
      if (name == "Last-Page") value = "false";
    }
  }

  bool over_limit() {
    const bool over = std::any_of(limits.begin(), limits.end(), [this](Limit& limit) {
      while (!limit.served.empty() && limit.served.front() <= now() - limit.per) limit.served.pop_front();
      return static_cast<std::int64_t>(limit.served.size()) >= limit.requests;
    });
    if (!over) {
      for (Limit& limit : limits) limit.served.push_back(now());
    }
    return over;
  }

  [[nodiscard]] UtcTime now() const {
    return clock ? *clock : std::chrono::floor<seconds>(std::chrono::system_clock::now());
  }

  std::mutex mutex;  // guards all but the last three members
  ClockifyService service;
  std::optional<UtcTime> clock;
  std::vector<Limit> limits;
  FaultPlan plan;
  std::map<std::int64_t, ConnectionFault> connection_faults;
  std::function<void()> after_each;
  Counts counts;
  std::int64_t closed = 0;  // connections on which TLS had come about
  std::condition_variable a_close;
  std::vector<Received> received;
  std::string before_tls;

  TempDir folder;
  ServerIdentity identity;
  TlsServer server;  // last: its thread uses the rest
};

FakeClockify::FakeClockify(FakeOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

FakeClockify::~FakeClockify() = default;

std::uint16_t FakeClockify::port() const {
  return impl_->server.port();
}

std::string FakeClockify::base_url() const {
  return fmt::format("https://localhost:{}/api/v1", port());
}

std::string FakeClockify::base_url_by_address() const {
  return fmt::format("https://127.0.0.1:{}/api/v1", port());
}

std::filesystem::path FakeClockify::ca_file() const {
  return impl_->folder / "ca.pem";
}

const ServerIdentity& FakeClockify::identity() const {
  return impl_->identity;
}

UtcTime FakeClockify::now() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->now();
}

void FakeClockify::set_clock(UtcTime time) {
  const std::lock_guard lock{impl_->mutex};
  impl_->clock = time;
}

void FakeClockify::advance(seconds duration) {
  const std::lock_guard lock{impl_->mutex};
  impl_->clock = impl_->now() + duration;
}

std::vector<StoredEntry> FakeClockify::entries() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->service.entries();
}

std::size_t FakeClockify::in_flight() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->plan.in_flight();
}

void FakeClockify::set_settings(const WorkspaceSettings& settings) {
  const std::lock_guard lock{impl_->mutex};
  impl_->service.settings = settings;
}

void FakeClockify::set_projects(std::vector<ServiceProject> projects) {
  const std::lock_guard lock{impl_->mutex};
  impl_->service.set_projects(std::move(projects));
}

void FakeClockify::delete_project(const ProjectId& id) {
  const std::lock_guard lock{impl_->mutex};
  impl_->service.delete_project(id);
}

void FakeClockify::set_time_zone(const std::string& iana) {
  const std::lock_guard lock{impl_->mutex};
  impl_->service.set_time_zone(iana);
}

void FakeClockify::revoke(const std::string& key) {
  const std::lock_guard lock{impl_->mutex};
  impl_->service.revoke(key);
}

std::string FakeClockify::save() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->service.save();
}

StoredEntry FakeClockify::user_creates(const clockify::NewEntry& entry, UserId user) {
  const std::lock_guard lock{impl_->mutex};
  StoredEntry made = impl_->service.make(entry, user);
  impl_->service.put(made, impl_->now());
  return made;
}

void FakeClockify::user_edits(const EntryId& id, const std::function<void(StoredEntry&)>& change) {
  const std::lock_guard lock{impl_->mutex};
  if (const StoredEntry* found = impl_->service.find(id)) {
    StoredEntry changed = *found;
    change(changed);
    impl_->service.put(std::move(changed), impl_->now());
  }
}

void FakeClockify::user_deletes(const EntryId& id) {
  const std::lock_guard lock{impl_->mutex};
  impl_->service.erase(id);
}

void FakeClockify::on_post(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.posts.at[nth] = std::move(fault);
}

void FakeClockify::on_delete(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.deletes.at[nth] = std::move(fault);
}

void FakeClockify::on_listing(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.listings.at[nth] = std::move(fault);
}

void FakeClockify::on_request(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.requests.at[nth] = std::move(fault);
}

void FakeClockify::from_post(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.posts.from[nth] = std::move(fault);
}

void FakeClockify::from_listing(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.listings.from[nth] = std::move(fault);
}

void FakeClockify::from_request(std::int64_t nth, Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.requests.from[nth] = std::move(fault);
}

void FakeClockify::wait_until_closed(std::int64_t connections) {
  std::unique_lock lock{impl_->mutex};
  impl_->a_close.wait(lock, [&] { return impl_->closed >= connections; });
}

void FakeClockify::on_connection(std::int64_t nth, ConnectionFault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->connection_faults[nth] = fault;
}

void FakeClockify::heal() {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.heal();
  impl_->connection_faults.clear();
}

void FakeClockify::before_request(std::int64_t nth, std::function<void()> act) {
  const std::lock_guard lock{impl_->mutex};
  impl_->plan.acts[nth] = std::move(act);
}

void FakeClockify::after_each_request(std::function<void()> act) {
  const std::lock_guard lock{impl_->mutex};
  impl_->after_each = std::move(act);
}

void FakeClockify::limit_rate(std::int64_t requests, seconds per) {
  const std::lock_guard lock{impl_->mutex};
  impl_->limits.push_back({requests, per, {}});
}

FakeClockify::Counts FakeClockify::counts() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->counts;
}

std::vector<Received> FakeClockify::received() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->received;
}

std::string FakeClockify::bytes_before_tls() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->before_tls;
}

}  // namespace libsync::support
