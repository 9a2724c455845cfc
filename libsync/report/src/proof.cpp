// SPDX-License-Identifier: MIT
#include <libsync/report/proof.hpp>
#include <libsync/transform/allocate.hpp>
#include <libsync/workday/calendar.hpp>
#include <libsync/workday/draft.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace libsync::report {
namespace {

__extension__ using Wide = __int128;

enum class Side { inside, neighbour, outside };  // of the session window of the day

// The parts of a day that are told apart.
struct Part {
  Interval interval;
  Side side;
};

// The local day and its session window, whichever of them reaches further.
Interval all_of(const Interval& local_day, const Interval& window) {
  return {std::min(local_day.start, window.start), std::max(local_day.end, window.end)};
}

std::vector<Part> parts_of(const Interval& local_day, const Day& day) {
  std::vector<Part> parts{{day.session_window, Side::inside}};
  for (const Interval& around :
       transform::room_in(all_of(local_day, day.session_window), std::span{&day.session_window, 1}).free) {
    const auto room = transform::room_in(around, day.neighbours);
    for (const Interval& interval : room.taken) parts.push_back({interval, Side::neighbour});
    for (const Interval& interval : room.free) parts.push_back({interval, Side::outside});
  }
  return parts;
}

class Prover {
 public:
  Prover(store::TrackingStore& store, const workday::SyncRules& rules, Proof& proof)
      : store_(store), rules_(rules), proof_(proof), parts_(parts_of(proof.local_day, proof.day)) {}

  void add_sessions() {
    const Interval all = all_of(proof_.local_day, proof_.day.session_window);
    for (const Session& session : store_.sessions_in(all)) add(session, {all.start, all.end});
    add_older();
    std::ranges::stable_sort(proof_.sessions, {},
                             [](const SessionProof& session) { return session.stretches.front().span.start; });
  }

 private:
  [[nodiscard]] Stretch stretch(const InstantInterval& span, const std::string& folder, std::string_view agent,
                                bool attended, Side side, milliseconds active) const {
    Stretch made{span, folder, attended, Standing::weighs, workday::project_now(folder, rules_), active};
    if (side != Side::inside) {
      made.standing = side == Side::neighbour ? Standing::other_day : Standing::outside;
    } else if (!transform::counts(agent, rules_.agents) || workday::is_ignored(folder, rules_)) {
      made.standing = Standing::ignored;
    } else if (!made.project) {
      made.standing = Standing::unmapped;
    } else if (!attended && rules_.count == CountedTime::attended) {
      made.standing = Standing::unattended;
    }
    return made;
  }

  void add(const Session& session, const InstantInterval& all) {
    SessionProof made{session.source_path, session.agent, session.start, session.end, {}, {}};
    const auto add_part = [&](const ActiveInterval& interval, const Part& part) {
      const auto span = interval.span.clipped_to({part.interval.start, part.interval.end});
      if (!span.empty()) {
        made.stretches.push_back(
            stretch(span, interval.project, session.agent, interval.attended, part.side, span.duration()));
      }
    };
    const ActiveInterval* before = nullptr;
    for (const ActiveInterval& interval : session.active) {
      for (const Part& part : parts_) add_part(interval, part);
      if (before != nullptr && before->span.end < interval.span.start) {
        const InstantInterval pause{before->span.end, interval.span.start};
        const bool is_idle = proof_.idle_timeout && pause.duration() >= *proof_.idle_timeout;
        if (pause.overlaps(all)) made.pauses.push_back({pause.clipped_to(all), is_idle});
      }
      before = &interval;
    }
    std::ranges::sort(made.stretches, {}, [](const Stretch& part) { return part.span; });
    if (!made.stretches.empty()) proof_.sessions.push_back(std::move(made));
  }

  void add_older() {
    std::map<std::string, SessionProof> older;
    for (const auto& [session, duration] : store_.legacy_sessions()) {
      older.emplace(session.source_path,
                    SessionProof{session.source_path, "", session.start, session.end, {}, {}, true});
    }
    if (older.empty()) return;
    for (const auto& [part, side] : parts_) {
      for (const TrackedTime& time : store_.query_range(part)) {
        const auto found = older.find(time.source_path);
        if (found == older.end()) continue;
        const InstantInterval span{time.first_activity, std::min<Instant>(found->second.end, part.end)};
        found->second.stretches.push_back(stretch(span, time.project, time.agent, true, side, time.active));
      }
    }
    for (auto& [path, session] : older) {
      std::ranges::sort(session.stretches, {}, [](const Stretch& part) { return part.span; });
      if (!session.stretches.empty()) proof_.sessions.push_back(std::move(session));
    }
  }

  store::TrackingStore& store_;
  const workday::SyncRules& rules_;
  Proof& proof_;
  std::vector<Part> parts_;
};

void add_weight(const workday::Draft& draft, Proof& proof) {
  for (const auto& bucket : draft.buckets.buckets) proof.total_weight += bucket.tracked;
}

void add_shares(const workday::Draft& draft, Proof& proof) {
  proof.free = transform::room_in(proof.day.work_hours, proof.day.gaps).free;
  for (const Interval& stretch : proof.free) proof.free_time += stretch.duration();
  milliseconds up_to{0};
  seconds from{0};
  for (const auto& bucket : draft.buckets.buckets) {
    up_to += bucket.tracked;
    const auto part = Wide{proof.free_time.count()} * up_to.count() / proof.total_weight.count();
    const seconds to{static_cast<seconds::rep>(part)};
    proof.shares.push_back({bucket.project, bucket.tracked, up_to, from, to, bucket.first_activity, bucket.sources});
    from = to;
  }
}

std::optional<milliseconds> idle_timeout_of(store::SessionStore& store) {
  const auto settings = store.importer_settings();
  const auto found = settings.find("idle_timeout_ms");
  if (found == settings.end()) return std::nullopt;
  milliseconds::rep count = 0;
  const auto* end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(found->second.data(), end, count);
  return error == std::errc{} && stop == end ? std::optional{milliseconds{count}} : std::nullopt;
}

}  // namespace

std::optional<Proof> prove_day(store::TrackingStore& store, const workday::SyncRules& rules, LocalDate date,
                               UtcTime now, const std::optional<std::string>& account) {
  auto book = read_days(store, rules, {date, date}, now, account);
  if (book.days.empty()) return std::nullopt;
  Proof proof{.day = std::move(book.days.front()),
              .names = std::move(book.names),
              .time_zone = book.time_zone,
              .local_day = rules.zone.whole_day(date),
              .idle_timeout = idle_timeout_of(store),
              .is_sure_whose = book.is_sure_whose};
  Prover{store, rules, proof}.add_sessions();
  const auto draft = workday::draft_day(date, store.query_range(proof.day.session_window), rules);
  add_weight(draft, proof);
  if (!proof.day.is_shared_out()) return proof;
  add_shares(draft, proof);
  proof.entries = workday::entries_in(proof.free, draft.buckets.buckets, rules);
  return proof;
}

}  // namespace libsync::report
