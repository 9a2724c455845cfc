// SPDX-License-Identifier: MIT
//
// The importer's side of the tracking store: sessions and what was read of which transcript.
#pragma once

#include <libsync/model/session.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace libsync::store {

// What the importer needs to find a file unchanged, grown or rewritten. One per transcript file; the store keeps the
// values as they are and gives them no meaning, `points` least of all.
struct SourceState {
  std::string source_path;  // the session's key
  std::string file;         // absolute path of the file that was read
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;         // bytes
  std::int64_t modified_ns = 0;  // since the epoch
  std::int64_t read_to = 0;      // offset after the last complete line that was read
  std::uint64_t checksum = 0;    // of the bytes before read_to, by the importer's own rule
  std::string points;            // every message ever seen in this transcript, packed by the importer
  std::int64_t changed_ns = 0;   // of the inode (ctime), since the epoch; 0 when it was not looked at

  friend bool operator==(const SourceState&, const SourceState&) = default;
};

// A change of the store that happens as a whole or not at all.
struct ImportBatch {
  std::vector<SourceState> sources;               // inserted, or replaced by `file`
  std::vector<Session> sessions;                  // inserted, or replaced by `source_path`, intervals included
  std::map<std::string, std::string> settings{};  // inserted, or replaced by name
  std::vector<std::string> gone{};  // keys of sessions that turned out to be none; removed if they are there
};

// Threads and lifetimes as of TrackingStore. Every call may throw StoreError.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // All source states, ordered by file. Points::leave_out leaves `points` empty, which is much cheaper.
  enum class Points { leave_out, load };
  [[nodiscard]] virtual std::vector<SourceState> sources(Points points) = 0;

  // What the importer noted about itself, by name: with which settings the sessions were computed.
  [[nodiscard]] virtual std::map<std::string, std::string> importer_settings() = 0;

  // Rows that came from the older tool: no intervals, so `active` is empty and the row's own duration is given beside.
  struct LegacySession {
    Session session;
    seconds duration;  // as stored; may be nonsense (negative, longer than end - start)

    friend bool operator==(const LegacySession&, const LegacySession&) = default;
  };
  [[nodiscard]] virtual std::vector<LegacySession> legacy_sessions() = 0;

  // Applies the batch in one transaction. Rows of the older tool are never removed. broken_rule, and nothing is
  // written, when the intervals of a session are not sorted, disjoint and inside it.
  virtual void apply(const ImportBatch& batch) = 0;
};

}  // namespace libsync::store
