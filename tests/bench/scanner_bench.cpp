// SPDX-License-Identifier: MIT
//
// Speed of the record scanner on text in memory, beside the least that reading lines can cost: looking for line feeds.
#include "agents/agent.hpp"
#include "json/structure.hpp"
#include "made_text.hpp"
#include "packed/packed_format.hpp"
#include "read/file_scan.hpp"

#include <benchmark/benchmark.h>

namespace libsync::transcripts {
namespace {

using bench::for_each_line;
using bench::report;
using bench::text;

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
    FileScan scan{agent_of(AgentKind::claude_code), {"session"}, transcript, problems};
    lines = for_each_line(text(), [&](std::string_view line) { scan.add({line, 0, true, false}); });
    transcript.tidy();
    benchmark::DoNotOptimize(pack(transcript));
  }
  report(state, lines);
}
BENCHMARK(scan_file);

}  // namespace
}  // namespace libsync::transcripts
