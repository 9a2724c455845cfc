// SPDX-License-Identifier: MIT
//
// What must hold for a snapshot of a database, whatever is written to that meanwhile.
// RC_PARAMS="max_success=100000" runs more cases than the usual hundred.
#include "agent_database.hpp"
#include "fast_dir.hpp"
#include "sqlite/database.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <string>

namespace libsync::transcripts {
namespace {

using support::AgentDatabase;

constexpr const char* k_sum = "SELECT COUNT(*) || ' ' || TOTAL(length(a)) || ' ' || TOTAL(b) FROM t";

// What SQLite says of the snapshot; nothing when it cannot be read.
std::optional<std::string> sum_of(Snapshot& snapshot) {
  try {
    std::string sum;
    Database database{snapshot};
    database.query(k_sum, "", [&](const Row& row) { sum = row[0]; });
    return sum;
  } catch (const DatabaseError&) {
    return std::nullopt;
  }
}

RC_GTEST_PROP(Snapshot, IsWhatWasCommittedAtItsMomentAsLongAsItSaysSo, ()) {
  const support::FastDir folder;
  const std::string journal = *rc::gen::element<std::string>("WAL", "WAL", "WAL", "DELETE", "TRUNCATE", "PERSIST");
  AgentDatabase agent{folder / "a.db", fmt::format("{}; PRAGMA page_size = {}; PRAGMA cache_size = 3", journal,
                                                   *rc::gen::element(512, 4096))};
  agent.run("PRAGMA wal_autocheckpoint = 10; CREATE TABLE t (a, b); CREATE INDEX i ON t (b)");
  bool in_transaction = false;
  std::string committed = agent.text(k_sum);
  const auto change = [&] {
    const int what = *rc::gen::inRange(0, 9);
    const int number = *rc::gen::inRange(0, 20);
    if (what < 3) agent.run(fmt::format("INSERT INTO t VALUES (zeroblob({}), {})", number * 400, number));
    if (what == 3) agent.run(fmt::format("DELETE FROM t WHERE b < {}", number));
    if (what == 4) agent.run(fmt::format("UPDATE t SET b = b + 1, a = zeroblob({})", number * 300));
    if (what == 5 && !in_transaction) in_transaction = (agent.run("BEGIN"), true);
    if (what == 6 && in_transaction) in_transaction = (agent.run(number < 5 ? "ROLLBACK" : "COMMIT"), false);
    if (what == 7 && !in_transaction) agent.run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (what == 8 && !in_transaction) agent.run("PRAGMA wal_checkpoint(RESTART)");
    if (!in_transaction) committed = agent.text(k_sum);
  };
  for (int i = *rc::gen::inRange(0, 12); i > 0; --i) change();

  std::optional<Snapshot> snapshot;
  try {
    snapshot.emplace(folder / "a.db");
  } catch (const DatabaseError& error) {
    RC_ASSERT(error.kind() == DatabaseError::Kind::busy && in_transaction && journal != "WAL");
    return;
  }
  const std::string then = committed;
  RC_ASSERT(snapshot->still_holds());
  const int changes = *rc::gen::inRange(0, 6);
  for (int i = 0; i < changes; ++i) change();
  const auto sum = sum_of(*snapshot);
  if (snapshot->still_holds()) RC_ASSERT(sum == then);
  if (changes == 0) RC_ASSERT(snapshot->still_holds());
}

}  // namespace
}  // namespace libsync::transcripts
