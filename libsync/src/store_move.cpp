// SPDX-License-Identifier: MIT
#include "store_access.hpp"

#include <libsync/loop/failure.hpp>
#include <libsync/store/movable_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store_move.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync {
namespace {

using store::StoreContent;

bool is_address(const std::string& place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

// Every store of ours can be moved.
store::MovableStore& movable(store::TrackingStore& tracking) {
  return dynamic_cast<store::MovableStore&>(tracking);
}

Failure refused(const std::string& to, const std::string& cause) {
  return {FailureKind::usage, fmt::format("cannot move the store to {}: {}", to, cause), {}, {}};
}

StoreMove count(const StoreContent& content) {
  StoreMove move;
  move.sessions = content.sessions.size();
  move.rows = content.rows();
  for (const auto& table : content.tables) {
    if (table.table == "day_plans") move.days = table.rows.size();
  }
  return move;
}

// To the second, as the older tool counts.
bool is_same(const store::SessionStore::LegacySession& one, const store::SessionStore::LegacySession& other) {
  return one.session.source_path == other.session.source_path && one.session.project == other.session.project &&
         floor_seconds(one.session.start) == floor_seconds(other.session.start) &&
         floor_seconds(one.session.end) == floor_seconds(other.session.end) && one.duration == other.duration &&
         one.session.tokens == other.session.tokens;
}

// The machines of a server may have brought more sessions; what is moved is all there, and as it was.
bool holds(const StoreContent& there, const StoreContent& moved) {
  const auto has_session = [&](const Session& session) {
    const auto found = std::ranges::lower_bound(there.sessions, session.source_path, {}, &Session::source_path);
    return found != there.sessions.end() && *found == session;
  };
  return there.tables == moved.tables && there.sources == moved.sources && there.settings == moved.settings &&
         std::ranges::all_of(moved.sessions, has_session) &&
         std::ranges::equal(there.older_sessions, moved.older_sessions, is_same);
}

}  // namespace

Result<StoreMove, Failure> move_store(const Settings& settings, const std::string& to, bool dry_run) {
  const bool to_server = is_address(to);
  Settings target = settings;
  if (to_server) {
    if (settings.server) return refused(to, "it is on a server already; move it to a file first");
    target.server = server_at(settings, to);
    target.database = target.server->machine_file;
  } else {
    if (!settings.server) return refused(to, "it is in a file already; copy that while no run is under way");
    target.server.reset();
    target.database = std::filesystem::absolute(to);
    target.database_is_named = true;
    std::error_code unknown;
    if (!dry_run && std::filesystem::exists(target.database, unknown)) return refused(to, "there is a file already");
  }
  try {
    const auto lock = lock_store(settings);
    const auto from = dry_run ? look_at_store(settings) : open_store(settings);
    const StoreContent content = movable(*from).content();
    StoreMove move = count(content);
    move.from = settings.server ? settings.server->address : settings.database.string();
    move.to = to_server ? to : target.database.string();
    if (dry_run) return move;
    const auto there = open_store(target);
    const StoreContent before = movable(*there).content();
    // One that was interrupted after its days were written has them already.
    if (before.has_days() && before.tables != content.tables) return refused(to, "there are days already");
    if (!before.has_days()) movable(*there).take_over(content);
    if (!holds(movable(*there).content(), content)) {
      throw store::StoreError{
          store::StoreErrorKind::corrupt,
          fmt::format("cannot move the store to {}: what was written there is not what was read", move.to),
          {}};
    }
    movable(*from).mark_as_moved(move.to);
    return move;
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

}  // namespace libsync
