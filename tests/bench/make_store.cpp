// SPDX-License-Identifier: MIT
//
// Makes a tracking store: make_store FILE DAYS SESSIONS, with SESSIONS sessions on each of the DAYS days before
// 2026-01-01, each of eight stretches in one of fifty folders.
#include <libsync/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using namespace libsync;
using namespace std::chrono_literals;

Session session_of(LocalDate date, std::uint64_t number, std::uint64_t of) {
  Session session;
  session.source_path = fmt::format("/home/me/.claude/projects/-home-me-work-p{}/{:08x}-0000-4000-8000-{:012x}.jsonl",
                                    number % 50, std::chrono::sys_days{date}.time_since_epoch().count(), number);
  session.agent = "claude-code";
  session.project = fmt::format("/home/me/work/p{}", number % 50);
  // Between 08:00 and 17:00 UTC.
  session.start = Instant{std::chrono::sys_days{date}} + 8h + 9h * number / of;
  session.end = session.start;
  for (int i = 0; i < 8; ++i) {
    const Instant start = session.end + 60'123ms;
    session.end = start + 240'456ms;
    session.active.push_back({{start, session.end}, session.project, i % 4 != 0});
  }
  session.tokens = {1000, 2000, 3000, 4000};
  return session;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: make_store FILE DAYS SESSIONS\n";
    return 64;
  }
  const auto days = std::strtoll(argv[2], nullptr, 10);
  const auto sessions = std::strtoull(argv[3], nullptr, 10);
  store::SqliteOptions options;
  options.journal = store::Journal::rollback;  // each program that is measured takes its own
  const auto store = store::open_sqlite_store(argv[1], options);
  for (std::int64_t day = days; day > 0; --day) {
    const LocalDate date = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} - std::chrono::days{day};
    store::ImportBatch batch;
    for (std::uint64_t i = 0; i < sessions; ++i) batch.sessions.push_back(session_of(date, i, sessions));
    store->apply(batch);
  }
}
