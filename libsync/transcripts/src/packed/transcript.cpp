// SPDX-License-Identifier: MIT
#include "packed/transcript.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace libsync::transcripts {
namespace {

SmallCounts larger(SmallCounts a, const SmallCounts& b) {
  raise_to(a, b);
  return a;
}

std::uint32_t cut(std::int64_t count) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

SmallCounts::SmallCounts(const TokenCounts& counts)
    : input(cut(counts.input)),
      output(cut(counts.output)),
      cache_creation(cut(counts.cache_creation)),
      cache_read(cut(counts.cache_read)) {}

void TranscriptHead::widen_span(Instant time) {
  if (!span) span = {time, time};
  span->start = std::min(span->start, time);
  span->end = std::max(span->end, time);
}

std::string TranscriptHead::labelled(const std::string& folder) const {
  return label.empty() || folder.empty() ? folder : label + ":" + folder;
}

void TranscriptHead::start_over() {
  last_project = 0;
  last_message = 0;
  lines = 0;
  has_origin = false;
}

namespace {

bool earlier(const Point& a, const Point& b) {
  return std::tie(a.time, a.key) < std::tie(b.time, b.key);
}

bool has_copies(const std::deque<Point>& points) {
  std::vector<std::uint64_t> keys;
  keys.reserve(points.size());
  for (const auto& point : points) keys.push_back(point.key);
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

}  // namespace

void Transcript::tidy() {
  // Most files have no copies and are in order; that is cheaper to find out than to bring about.
  if (has_copies(points)) drop_copies();
  if (!std::is_sorted(points.begin(), points.end(), earlier)) std::sort(points.begin(), points.end(), earlier);
}

void Transcript::drop_copies() {
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return std::tie(a.key, a.time, a.project, a.response) < std::tie(b.key, b.time, b.project, b.response);
  });
  auto kept = points.begin();
  for (auto next = points.begin() + 1; next != points.end(); ++next) {
    if (next->key != kept->key) {
      *++kept = *next;
      continue;
    }
    kept->native = kept->native || next->native;
    kept->typed = kept->typed || next->typed;
    if (kept->tokens == 0) {
      kept->tokens = next->tokens;
    } else if (next->tokens != 0) {
      tokens[kept->tokens - 1] = larger(tokens[kept->tokens - 1], tokens[next->tokens - 1]);
    }
  }
  points.erase(kept + 1, points.end());
}

}  // namespace libsync::transcripts
