// SPDX-License-Identifier: MIT
//
// What every engine does with sessions in the same way.
#pragma once

#include <libsync/model/session.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/session_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <string>
#include <vector>

namespace libsync::store {

// broken_rule unless its intervals are sorted, disjoint and inside it. `store`: Database::name.
void require_sound(const std::string& store, const Session& session);

// A session of the older tool: its duration is shared out evenly over the whole of it.
struct OlderSession {
  std::string source_path;
  std::string project;
  Interval whole;
  seconds active;
};

// The columns source_path, project, start_s, end_s and active_s.
[[nodiscard]] OlderSession older_session_in(const Query& row);

// Adds what of it lies in the range, in whole milliseconds. The parts of any partition sum to the whole.
void add_tracked(const OlderSession& session, const Interval& range, std::vector<TrackedTime>& tracked);

// In the order of TrackingStore::query_range.
void sort_tracked(std::vector<TrackedTime>& tracked);

// The columns source_path, file, device, inode, size, modified_ns, read_to, checksum, changed_ns and, with `load`,
// points.
[[nodiscard]] SourceState source_in(const Query& row, SessionStore::Points points);

}  // namespace libsync::store
