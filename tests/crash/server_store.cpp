// SPDX-License-Identifier: MIT
//
// server_store
//
// What a store on a server costs beside one in a file, in one run: round trips to the server and time of posting 100
// entries, and of a run with nothing to do after ten years of days. Clockify is in memory; the server is on a socket of
// this machine, with its files where TMPDIR is.
#include "in_memory_api.hpp"
#include "judge.hpp"
#include "postgres_proxy.hpp"
#include "postgres_server.hpp"
#include "scenario.hpp"
#include "temp_dir.hpp"

#include <libsync/store_postgres/postgres_store.hpp>

#include <chrono>
#include <cstdio>
#include <functional>

namespace libsync {
namespace {

using Seconds = std::chrono::duration<double>;

// `count` workdays with five projects each, or with one.
void track(store::TrackingStore& store, const crash::World& world, int count, int projects) {
  store::ImportBatch batch;
  LocalDate date = parse_date("2016-01-04").value();
  int project = 0;
  for (int day = 0; day < count; ++day) {
    const Instant start{world.rules.zone.to_utc(date, world.rules.work_day_start)};
    for (int part = 0; part < projects; ++part) {
      const Instant from = start + std::chrono::minutes{60 * part};
      const auto folder = world.rules.project_mapping.begin();
      auto mapped = folder;
      std::advance(mapped, project++ % static_cast<int>(world.rules.project_mapping.size()));
      const std::string path = format_date(date) + std::to_string(part);
      batch.sessions.push_back({path,
                                "claude-code",
                                mapped->first,
                                from,
                                from + std::chrono::minutes{30},
                                {{{from, from + std::chrono::minutes{30}}, mapped->first}},
                                {}});
    }
    do {
      date = next_day(date);
    } while (std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding() > 5);
  }
  store.apply(batch);
}

struct Figures {
  Seconds posting{};
  Seconds nothing{};
  std::size_t entries = 0;
  int trips_of_posting = 0;
  int trips_of_nothing = 0;
};

// `trips`: how many there were until now.
Figures measure(store::TrackingStore& store, int days, int projects, const std::function<int()>& trips) {
  crash::World world;
  track(store, world, days, projects);
  Figures figures;
  const auto timed = [&](Seconds& time, int& count) {
    const int before = trips();
    const auto begun = std::chrono::steady_clock::now();
    const auto report = crash::run_once(world, store);
    time = std::chrono::steady_clock::now() - begun;
    count = trips() - before;
    if (report.failure) std::printf("%s\n", report.failure->message.c_str());
  };
  timed(figures.posting, figures.trips_of_posting);
  timed(figures.nothing, figures.trips_of_nothing);
  figures.entries = world.clockify.entries().size();
  return figures;
}

Figures on_a_server(int days, int projects, bool count) {
  const auto address = support::PostgresServer::shared().new_database();
  const store::PostgresOptions options{.machine = {"laptop", "laptop"}, .is_run = true};
  if (!count) return measure(*store::open_postgres_store(address, options), days, projects, [] { return 0; });
  support::PostgresProxy proxy{address};
  const auto store = store::open_postgres_store(proxy.address(), options);
  return measure(*store, days, projects, [&] { return proxy.round_trips(); });
}

Figures in_a_file(int days, int projects) {
  const support::TempDir folder;
  return measure(*store::open_sqlite_store(folder / "sessions.db"), days, projects, [] { return 0; });
}

void compare(const char* what, int days, int projects) {
  const Figures file = in_a_file(days, projects);
  const Figures server = on_a_server(days, projects, false);
  const Figures counted = on_a_server(days, projects, true);
  const auto per_entry = [](double all, const Figures& figures) { return all / static_cast<double>(figures.entries); };
  std::printf("%s: %zu entries on %d days\n", what, file.entries, days);
  std::printf("  posting, an entry: file %.2f ms, server %.2f ms, %.1f round trips\n",
              1000 * per_entry(file.posting.count(), file), 1000 * per_entry(server.posting.count(), server),
              per_entry(counted.trips_of_posting, counted));
  std::printf("  nothing to do: file %.1f ms, server %.1f ms, %d round trips\n", 1000 * file.nothing.count(),
              1000 * server.nothing.count(), counted.trips_of_nothing);
}

}  // namespace
}  // namespace libsync

int main() {
  libsync::compare("a backfill", 20, 5);
  libsync::compare("ten years", 2600, 1);
  return 0;
}
