// SPDX-License-Identifier: MIT
//
// Imports a folder into a store and tells what it cost: import_tree FOLDER DATABASE [THREADS]. The import alone,
// without the rest of `claude-tracker import`.
#include <libsync/store/sqlite_store.hpp>
#include <libsync/transcripts/importer.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: import_tree FOLDER DATABASE [THREADS]\n";
    return 64;
  }
  using namespace libsync;
  const auto start = std::chrono::steady_clock::now();
  const auto store = store::open_sqlite_store(argv[2]);
  transcripts::ImportOptions options;
  options.roots = {{argv[1], AgentKind::claude_code, transcripts::Root::Origin::named}};
  if (argc > 3) options.threads = static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10));
  const auto report = transcripts::import_transcripts(options, *store);
  if (report.has_error()) {
    std::cerr << "import_tree: " << report.error().message << "\n";
    return 1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds_of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  std::cout << fmt::format(
      "{} files, {} read, {} sessions, {} bytes, {} kinds of problems: {:.3f} s, {:.3f} s of processor, {} KiB\n",
      report->files, report->files_read, report->sessions, report->bytes_read, report->problems.size(), took.count(),
      seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), usage.ru_maxrss);
}
