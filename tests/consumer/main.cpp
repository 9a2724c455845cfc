// SPDX-License-Identifier: MIT
//
// What `claude-tracker sync --dry-run` does, in another program: every workday that is not in Clockify yet, with the
// time each project would get. Writes nothing and asks nobody.
#include <libsync/tracker.hpp>

#include <iostream>

int main() {
  const auto settings = libsync::load_settings(libsync::Environment::of_this_process(), {});
  if (!settings) {
    std::cerr << settings.error().message << '\n';
    return 1;
  }
  libsync::loop::Observer nobody;
  const auto report = libsync::sync(*settings, {.dry_run = true}, nobody);
  for (const auto& day : report.days) {
    for (const auto& entry : day.entries) {
      std::cout << libsync::format_date(day.date) << ' ' << entry.project << ' ' << entry.interval << '\n';
    }
  }
  return report.failure ? 1 : 0;
}
