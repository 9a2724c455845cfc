// SPDX-License-Identifier: MIT
//
// The same lines read by simdjson, for comparison: what docs/adr/0005 rests on.
#include "made_text.hpp"

#include <benchmark/benchmark.h>
#include <simdjson.h>

namespace libsync::transcripts {
namespace {

using bench::for_each_line;
using bench::report;
using bench::text;

// The members that a record is made of, in whatever order they come.
void read_records_with_simdjson(benchmark::State& state) {
  namespace ondemand = simdjson::ondemand;
  const simdjson::padded_string padded{text()};
  ondemand::parser parser;
  std::size_t lines = 0;
  for (auto _ : state) {
    lines = for_each_line({padded.data(), padded.size()}, [&](std::string_view line) {
      const auto room =
          static_cast<std::size_t>(padded.data() + padded.size() - line.data()) + simdjson::SIMDJSON_PADDING;
      ondemand::document document;
      if (parser.iterate(simdjson::padded_string_view{line.data(), line.size(), room}).get(document)) return;
      ondemand::object object;
      if (document.get_object().get(object)) return;
      for (auto field : object) {
        std::string_view key;
        if (field.unescaped_key().get(key)) return;
        if (key == "type" || key == "timestamp" || key == "cwd" || key == "uuid" || key == "sessionId") {
          std::string_view value;
          if (!field.value().get_string().get(value)) benchmark::DoNotOptimize(value);
        } else if (key == "isMeta" || key == "isSidechain") {
          bool value = false;
          if (!field.value().get_bool().get(value)) benchmark::DoNotOptimize(value);
        }
      }
    });
  }
  report(state, lines);
}
BENCHMARK(read_records_with_simdjson);

}  // namespace
}  // namespace libsync::transcripts
