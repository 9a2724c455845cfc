// SPDX-License-Identifier: MIT
//
// Speed of the record scanner on text in memory, beside the least that reading lines can cost: looking for line feeds.
#include "agent.hpp"
#include "file_scan.hpp"
#include "made_lines.hpp"
#include "structure.hpp"

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

namespace libsync::transcripts {
namespace {

const std::string& text() {
  static const std::string made = [] {
    bench::LineMaker lines{1};
    std::string result;
    while (result.size() < std::size_t{16} << 20U) result += lines.next();
    return result;
  }();
  return made;
}

template <class Visit>
std::size_t for_each_line(std::string_view rest, Visit&& visit) {
  std::size_t count = 0;
  while (const void* end = std::memchr(rest.data(), '\n', rest.size())) {
    const auto size = static_cast<std::size_t>(static_cast<const char*>(end) - rest.data());
    visit(rest.substr(0, size));
    rest.remove_prefix(size + 1);
    ++count;
  }
  return count;
}

void report(benchmark::State& state, std::size_t lines) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(text().size()));
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(lines));
}

void find_line_feeds(benchmark::State& state) {
  std::size_t lines = 0;
  for (auto _ : state) {
    lines = for_each_line(text(), [](std::string_view line) { benchmark::DoNotOptimize(line.size()); });
  }
  report(state, lines);
}
BENCHMARK(find_line_feeds);

void skip_objects(benchmark::State& state) {
  std::size_t lines = 0;
  for (auto _ : state) {
    lines = for_each_line(text(), [](std::string_view line) {
      benchmark::DoNotOptimize(skip_container(line.data(), line.data() + line.size()));
    });
  }
  report(state, lines);
}
BENCHMARK(skip_objects);

void read_records(benchmark::State& state) {
  const auto& agent = agent_of(AgentKind::claude_code);
  std::size_t lines = 0;
  for (auto _ : state) {
    lines = for_each_line(text(), [&](std::string_view line) {
      JsonCursor cursor{line};
      benchmark::DoNotOptimize(agent.read(cursor));
    });
  }
  report(state, lines);
}
BENCHMARK(read_records);

void scan_file(benchmark::State& state) {
  std::size_t lines = 0;
  for (auto _ : state) {
    Transcript transcript;
    ProblemCounter problems;
    FileScan scan{agent_of(AgentKind::claude_code), "session", transcript, problems};
    lines = for_each_line(text(), [&](std::string_view line) { scan.add({line, 0, true, false}); });
    transcript.tidy();
    benchmark::DoNotOptimize(pack(transcript));
  }
  report(state, lines);
}
BENCHMARK(scan_file);

}  // namespace
}  // namespace libsync::transcripts
