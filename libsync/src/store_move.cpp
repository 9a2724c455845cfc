// SPDX-License-Identifier: MIT
#include "store_access.hpp"

#include <libsync/config/config.hpp>
#include <libsync/loop/failure.hpp>
#include <libsync/store/movable_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store_move.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace libsync {
namespace {

using store::StoreContent;

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

// The machines of a server may have brought more, and read further; what is moved is all there, and as it was.
bool holds(const StoreContent& there, const StoreContent& moved) {
  const auto has_session = [&](const Session& session) {
    const auto found = std::ranges::lower_bound(there.sessions, session.source_path, {}, &Session::source_path);
    return found != there.sessions.end() && (*found == session || found->end > session.end);
  };
  const auto has_source = [&](const store::SourceState& source) {
    return std::ranges::find(there.sources, source) != there.sources.end();
  };
  const auto has_setting = [&](const auto& setting) {
    const auto found = there.settings.find(setting.first);
    return found != there.settings.end() && found->second == setting.second;
  };
  const auto has_older = [&](const auto& older) {
    return std::ranges::any_of(there.older_sessions, [&](const auto& each) { return is_same(each, older); });
  };
  return there.tables == moved.tables && std::ranges::all_of(moved.sessions, has_session) &&
         std::ranges::all_of(moved.sources, has_source) && std::ranges::all_of(moved.settings, has_setting) &&
         std::ranges::all_of(moved.older_sessions, has_older);
}

// Where the store is to go.
Result<Settings, Failure> target_of(const Settings& settings, const std::string& to) {
  Settings target = settings;
  if (to.find("://") == std::string::npos) {
    if (!settings.server) return refused(to, "it is in a file already; copy that while no run is under way");
    target.server.reset();
    target.database = std::filesystem::absolute(to);
    target.database_is_named = true;
    return target;
  }
  if (const auto fault = config::fault_in_store(to)) {
    return refused("that place", fmt::format("it must {}; for example postgresql://ann@db.example/tracker", *fault));
  }
  if (settings.server) return refused(to, "it is on a server already; move it to a file first");
  target.server = server_at(settings, to);
  target.database = target.server->machine_file;
  return target;
}

// One of them can be used at any time, or none while this is under way: the mark is on the old one before anything is
// in the new one.
void carry_over(store::MovableStore& from, store::MovableStore& there, const StoreContent& content,
                const std::string& to) {
  const StoreContent before = there.content();
  const bool is_done = before.tables == content.tables && there.moved_to().empty() && before.has_days();
  from.mark_as_moved(to);
  if (!is_done) there.take_over(content);
  if (holds(there.content(), content)) return;
  from.mark_as_moved("");
  throw store::StoreError{store::StoreErrorKind::corrupt,
                          fmt::format("cannot move the store to {}: what was written there is not what was read", to),
                          {}};
}

}  // namespace

Result<StoreMove, Failure> move_store(const Settings& settings, const std::string& to, bool dry_run) {
  const auto target = target_of(settings, to);
  if (!target) return target.error();
  try {
    std::optional<store::RunLock> lock;
    if (!dry_run) lock = lock_store(settings);
    const auto from = dry_run ? look_at_store(settings) : open_store_to_move(settings);
    const std::string place = target->server ? to : target->database.string();
    if (const auto where = movable(*from).moved_to(); !where.empty() && where != place) {
      return refused(to, "it was moved to " + where);
    }
    if (!dry_run) movable(*from).hold_all_runs();
    const StoreContent content = movable(*from).content();
    StoreMove move = count(content);
    move.from = settings.server ? settings.server->address : settings.database.string();
    move.to = place;
    if (dry_run) return move;
    const auto there = open_store_to_move(*target);
    // A store that was moved away says nothing any more of what there is.
    const bool counts = movable(*there).moved_to().empty();
    const StoreContent before = movable(*there).content();
    if (counts && before.has_days() && before.tables != content.tables) return refused(to, "there are days already");
    carry_over(movable(*from), movable(*there), content, place);
    return move;
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

}  // namespace libsync
