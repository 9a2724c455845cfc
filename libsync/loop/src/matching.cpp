// SPDX-License-Identifier: MIT
#include "matching.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace libsync::loop {
namespace {

constexpr std::chrono::hours k_absurd{24};
constexpr seconds k_usual_request{1};  // a look seldom takes longer

bool is_exact(const clockify::Entry& entry, const store::PlannedEntry& planned) {
  return entry.project == planned.project && entry.start == planned.interval.start &&
         entry.end == planned.interval.end && entry.description == planned.description;
}

// Every unclaimed exact match, lowest id first.
std::vector<const clockify::Entry*> exact_matches(const clockify::Listing& listing, const store::OutboxRow& row,
                                                  const EntryIds& claimed) {
  std::vector<const clockify::Entry*> matches;
  for (const auto& entry : listing.entries) {
    if (is_exact(entry, row.entry) && !claimed.contains(entry.id)) matches.push_back(&entry);
  }
  std::sort(matches.begin(), matches.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  return matches;
}

bool in_baseline(const store::OutboxRow& row, const EntryId& id) {
  return std::find(row.baseline.begin(), row.baseline.end(), id) != row.baseline.end();
}

std::optional<Interval> extent(const clockify::Entry& entry) {
  if (!entry.end) return std::nullopt;
  return Interval{entry.start, *entry.end};
}

bool touches(const clockify::Entry& entry, const Interval& interval) {
  const auto span = extent(entry);
  return span && span->overlaps(interval);
}

}  // namespace

const clockify::Entry* find_exact(const clockify::Listing& listing, const store::OutboxRow& row,
                                  const EntryIds& claimed) {
  const auto matches = exact_matches(listing, row, claimed);
  const auto fresh =
      std::find_if(matches.begin(), matches.end(), [&](const auto* entry) { return !in_baseline(row, entry->id); });
  if (fresh != matches.end()) return *fresh;
  return matches.empty() ? nullptr : matches.front();
}

std::vector<EntryId> find_twins(const clockify::Listing& listing, const store::OutboxRow& row,
                                const EntryIds& claimed) {
  std::vector<EntryId> twins;
  for (const auto* entry : exact_matches(listing, row, claimed)) {
    if (entry->id != row.entry_id) twins.push_back(entry->id);
  }
  return twins;
}

std::vector<Twins> find_all_twins(const clockify::Listing& listing, const EntryIds& ours, const EntryIds& claimed) {
  const auto looks = [](const clockify::Entry& entry) {
    return std::tie(entry.project, entry.start, entry.end, entry.description);
  };
  std::map<decltype(looks(listing.entries.front())), const clockify::Entry*> first_of_ours;
  for (const auto& entry : listing.entries) {
    if (ours.contains(entry.id)) first_of_ours.try_emplace(looks(entry), &entry);
  }
  std::vector<Twins> twins;
  for (const auto& entry : listing.entries) {
    const auto found = first_of_ours.find(looks(entry));
    if (found != first_of_ours.end() && !claimed.contains(entry.id)) twins.push_back({found->second, &entry});
  }
  return twins;
}

const clockify::Entry* find_edited(const clockify::Listing& listing, const store::OutboxRow& row,
                                   const EntryIds& claimed) {
  const auto found = std::ranges::find_if(listing.entries, [&](const clockify::Entry& entry) {
    return touches(entry, row.entry.interval) && !claimed.contains(entry.id) && !in_baseline(row, entry.id);
  });
  return found == listing.entries.end() ? nullptr : &*found;
}

const clockify::Entry* find_in_the_way(const clockify::Listing& listing, const store::OutboxRow& row,
                                       const EntryIds& own) {
  const auto found = std::ranges::find_if(listing.entries, [&](const clockify::Entry& entry) {
    return touches(entry, row.entry.interval) && !own.contains(entry.id);
  });
  return found == listing.entries.end() ? nullptr : &*found;
}

const clockify::Entry* find_id(const clockify::Listing& listing, const EntryId& id) {
  const auto found = std::find_if(listing.entries.begin(), listing.entries.end(),
                                  [&](const clockify::Entry& entry) { return entry.id == id; });
  return found == listing.entries.end() ? nullptr : &*found;
}

std::vector<EntryId> baseline_for(const clockify::Listing& listing, const store::PlannedEntry& planned,
                                  const EntryIds& claimed) {
  std::vector<EntryId> ids;
  for (const auto& entry : listing.entries) {
    if (touches(entry, planned.interval) && !claimed.contains(entry.id)) ids.push_back(entry.id);
  }
  return ids;
}

std::vector<ForeignEntry> find_foreign(const clockify::Listing& listing, const Interval& work_hours,
                                       const std::vector<store::OutboxRow>& rows, const EntryIds& claimed) {
  EntryIds of_the_day;
  EntryIds taken = claimed;
  for (const auto& row : rows) {
    if (row.entry_id) of_the_day.insert(*row.entry_id);
    if (const auto* ours = find_exact(listing, row, taken); ours != nullptr && !row.entry_id) {
      of_the_day.insert(ours->id);
      taken.insert(ours->id);
    }
  }
  std::vector<ForeignEntry> foreign;
  for (const auto& entry : listing.entries) {
    if (touches(entry, work_hours) && !of_the_day.contains(entry.id)) {
      foreign.push_back({entry.id, *extent(entry), entry.description, claimed.contains(entry.id)});
    }
  }
  return foreign;
}

std::string describe_mismatch(const store::PlannedEntry& planned, const clockify::Entry& stored) {
  if (is_exact(stored, planned)) return "";
  if (stored.project != planned.project) {
    return fmt::format("it stands under project {}, planned was {}", stored.project ? stored.project->str() : "none",
                       planned.project.str());
  }
  if (stored.description != planned.description) {
    return fmt::format("it is described as \"{}\", planned was \"{}\"", stored.description, planned.description);
  }
  return fmt::format("it lasts from {} to {}, planned was {} to {}", format_utc(stored.start),
                     stored.end ? format_utc(*stored.end) : "now", format_utc(planned.interval.start),
                     format_utc(planned.interval.end));
}

bool clocks_agree(const clockify::Listing& listing, clockify::BootTime now, UtcTime wall_clock) {
  if (!listing.server_date) return true;
  const UtcTime server = *listing.server_date + std::chrono::floor<seconds>(now - listing.requested_at);
  return std::chrono::abs(server - wall_clock) <= k_absurd;
}

UtcTime latest_server_time(const clockify::Listing& listing, clockify::BootTime now, UtcTime wall_clock) {
  if (!listing.server_date) return wall_clock + k_absurd;
  // `Date` was written after the request left and is cut to a second: everything since then, and one second more.
  return *listing.server_date + std::chrono::ceil<seconds>(now - listing.requested_at) + seconds{1};
}

bool is_past_quarantine(const clockify::Listing& listing, UtcTime sent_at, seconds quarantine, UtcTime wall_clock) {
  const UtcTime date = listing.server_date.value_or(wall_clock - k_absurd);
  if (date - sent_at > k_absurd && date - wall_clock > k_absurd) return false;
  // The server may have looked at its entries as early as the request could reach it.
  return date - std::chrono::ceil<seconds>(listing.took) >= sent_at + quarantine;
}

UtcTime quarantine_ends_at(const clockify::Listing& listing, UtcTime sent_at, seconds quarantine) {
  return sent_at + quarantine + k_usual_request + (listing.server_date ? seconds{0} : k_absurd);
}

}  // namespace libsync::loop
