// SPDX-License-Identifier: MIT
#include "copies.hpp"

#include "hash.hpp"
#include "rough_set.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::transcripts {
namespace {

// How many messages are compared with one another at a time.
constexpr std::uint64_t k_at_a_time = 400'000;

struct Claim {
  std::uint64_t key;
  Instant time;
  std::uint32_t session;
  bool native;
};

// Messages with equal responses at equal times are copies: as a key beside Point::key.
std::uint64_t response_key(const Point& point) {
  return mix(point.response, static_cast<std::uint64_t>(point.time.time_since_epoch().count()));
}

template <class Visit>
void for_each_key(const SessionFiles& session, Visit&& visit) {
  for (const auto& file : session.files) {
    file.for_each([&](const PackedTranscript::Entry& entry) {
      visit(entry.point.key, entry.point);
      if (entry.point.response != 0) visit(response_key(entry.point), entry.point);
    });
  }
}

}  // namespace

Copies::Copies(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted) {
  std::uint64_t keys = 0;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    for (const auto& file : sessions[i].files) keys += wanted[i] ? 2 * file.size() : 0;
  }

  // A first look at all keys tells which may occur twice, so that the others, most of them, need not be held.
  RoughSet interesting{keys};
  RoughSet repeated{keys};
  std::uint64_t repeats = 0;
  const auto repeat = [&](std::uint64_t key) {
    repeated.insert(key);
    ++repeats;
  };
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    if (!wanted[i]) continue;
    for_each_key(sessions[i], [&](std::uint64_t key, const Point&) {
      if (!interesting.insert(key)) repeat(key);
    });
  }
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    if (wanted[i]) continue;
    for_each_key(sessions[i], [&](std::uint64_t key, const Point&) {
      if (interesting.may_hold(key)) repeat(key);
    });
  }
  if (repeats == 0) return;

  const std::uint64_t parts = 2 * repeats / k_at_a_time + 1;  // the first of each key is not among the repeats
  std::vector<Claim> claims;
  for (std::uint64_t part = 0; part < parts; ++part) {
    const std::uint64_t first = part * (~std::uint64_t{0} / parts);
    const std::uint64_t last = part + 1 == parts ? ~std::uint64_t{0} : (part + 1) * (~std::uint64_t{0} / parts) - 1;
    claims.clear();
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
      for_each_key(sessions[i], [&](std::uint64_t key, const Point& point) {
        if (first <= key && key <= last && repeated.may_hold(key)) claims.push_back({key, point.time, i, point.native});
      });
    }
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::tuple{a.key, a.time, !a.native, a.session} < std::tuple{b.key, b.time, !b.native, b.session};
    });
    for (auto group = claims.begin(); group != claims.end();) {
      const auto end = std::find_if(group, claims.end(), [&](const Claim& claim) { return claim.key != group->key; });
      if (end - group > 1) {
        winners_.push_back({group->key, group->time, group->session});
        for (auto claim = group + 1; claim != end; ++claim) {
          if (claim->session != group->session) shared_.emplace_back(group->session, claim->session);
        }
      }
      group = end;
    }
  }
  winners_.shrink_to_fit();
  std::sort(shared_.begin(), shared_.end());
  shared_.erase(std::unique(shared_.begin(), shared_.end()), shared_.end());
}

bool Copies::wins(std::uint64_t key, Instant time, std::uint32_t session) const {
  const auto found = std::lower_bound(winners_.begin(), winners_.end(), key,
                                      [](const Winner& winner, std::uint64_t wanted) { return winner.key < wanted; });
  if (found == winners_.end() || found->key != key) return true;
  return found->session == session && found->time == time;
}

bool Copies::counts(const Point& point, std::uint32_t session) const {
  return wins(point.key, point.time, session) &&
         (point.response == 0 || wins(response_key(point), point.time, session));
}

}  // namespace libsync::transcripts
