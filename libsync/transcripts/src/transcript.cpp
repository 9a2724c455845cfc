// SPDX-License-Identifier: MIT
#include "transcript.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace libsync::transcripts {
namespace {

constexpr char k_format = 1;  // first byte of the packed form

void put(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) out.push_back(static_cast<char>(value | 0x80U));
  out.push_back(static_cast<char>(value));
}

// Small numbers of either sign stay short.
void put_signed(std::string& out, std::int64_t value) {
  put(out, static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63U));
}

template <unsigned Bytes>
void put_fixed(std::string& out, std::uint64_t value) {
  char bytes[Bytes];
  for (unsigned i = 0; i < Bytes; ++i) bytes[i] = static_cast<char>(value >> (8 * i));
  out.append(bytes, Bytes);
}

void put_text(std::string& out, std::string_view text) {
  put(out, text.size());
  out.append(text);
}

void put_tokens(std::string& out, const TokenCounts& tokens) {
  for (const auto count : {tokens.input, tokens.output, tokens.cache_creation, tokens.cache_read}) {
    put_signed(out, count);
  }
}

bool get(std::string_view& in, std::uint64_t& value) {
  if (!in.empty() && static_cast<unsigned char>(in.front()) < 0x80) {
    value = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    return true;
  }
  value = 0;
  for (unsigned shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool get_signed(std::string_view& in, std::int64_t& value) {
  std::uint64_t bits = 0;
  if (!get(in, bits)) return false;
  value = static_cast<std::int64_t>(bits >> 1U ^ (0 - (bits & 1U)));
  return true;
}

template <unsigned Bytes>
bool get_fixed(std::string_view& in, std::uint64_t& value) {
  if (in.size() < Bytes) return false;
  value = 0;
  for (unsigned i = 0; i < Bytes; ++i) value |= std::uint64_t{static_cast<unsigned char>(in[i])} << (8 * i);
  in.remove_prefix(Bytes);
  return true;
}

bool get_text(std::string_view& in, std::string& text) {
  std::uint64_t size = 0;
  if (!get(in, size) || size > in.size()) return false;
  text = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

bool get_tokens(std::string_view& in, TokenCounts& tokens) {
  return get_signed(in, tokens.input) && get_signed(in, tokens.output) && get_signed(in, tokens.cache_creation) &&
         get_signed(in, tokens.cache_read);
}

template <class Time>
bool get_time(std::string_view& in, Time& time) {
  std::int64_t count = 0;
  if (!get_signed(in, count)) return false;
  time = Time{typename Time::duration{count}};
  return true;
}

bool get_legacy(std::string_view& in, LegacyRow& row) {
  std::int64_t duration = 0;
  if (!get_text(in, row.project) || !get_time(in, row.start) || !get_time(in, row.end) || !get_signed(in, duration)) {
    return false;
  }
  row.duration = seconds{duration};
  return get_tokens(in, row.tokens);
}

enum HeadFlag : unsigned { k_not_a_session = 1, k_has_span = 2, k_has_legacy = 4 };
enum PointFlag : unsigned { k_native = 1, k_has_response = 2, k_has_tokens = 4, k_project_shift = 3 };

SmallCounts larger(const SmallCounts& a, const SmallCounts& b) {
  return SmallCounts{{std::max(a.input, b.input), std::max(a.output, b.output),
                      std::max(a.cache_creation, b.cache_creation), std::max(a.cache_read, b.cache_read)}};
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

std::uint32_t Transcript::project_index(std::string_view folder) {
  auto found = std::find(projects.begin(), projects.end(), folder);
  if (found == projects.end()) found = projects.insert(projects.end(), std::string{folder});
  return static_cast<std::uint32_t>(found - projects.begin()) + 1;
}

void Transcript::widen_span(Instant time) {
  if (!span) span = {time, time};
  span->start = std::min(span->start, time);
  span->end = std::max(span->end, time);
}

void Transcript::tidy() {
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return std::tie(a.key, a.time, a.project, a.response) < std::tie(b.key, b.time, b.project, b.response);
  });
  auto kept = points.begin();
  for (auto next = points.begin(); next != points.end(); ++next) {
    if (next == points.begin()) continue;
    if (next->key != kept->key) {
      *++kept = *next;
      continue;
    }
    kept->native = kept->native || next->native;
    if (kept->tokens == 0) {
      kept->tokens = next->tokens;
    } else if (next->tokens != 0) {
      tokens[kept->tokens - 1] = larger(tokens[kept->tokens - 1], tokens[next->tokens - 1]);
    }
  }
  if (!points.empty()) points.erase(kept + 1, points.end());
  std::sort(points.begin(), points.end(),
            [](const Point& a, const Point& b) { return std::tie(a.time, a.key) < std::tie(b.time, b.key); });
}

std::string pack(const Transcript& transcript) {
  std::string out(1, k_format);
  out.reserve(64 + transcript.points.size() * 16);
  put(out, static_cast<std::uint64_t>(transcript.agent));
  put(out, (transcript.not_a_session ? k_not_a_session : 0U) | (transcript.span ? k_has_span : 0U) |
               (transcript.legacy ? k_has_legacy : 0U));
  put_signed(out, transcript.lines);
  put(out, transcript.projects.size());
  for (const auto& project : transcript.projects) put_text(out, project);
  put(out, transcript.last_project);
  if (transcript.span) {
    put_signed(out, transcript.span->start.time_since_epoch().count());
    put_signed(out, transcript.span->end.time_since_epoch().count());
  }
  if (const auto& legacy = transcript.legacy) {
    put_text(out, legacy->project);
    put_signed(out, legacy->start.time_since_epoch().count());
    put_signed(out, legacy->end.time_since_epoch().count());
    put_signed(out, legacy->duration.count());
    put_tokens(out, legacy->tokens);
  }
  put(out, transcript.points.size());
  Instant before{};
  for (const auto& point : transcript.points) {
    const std::uint64_t project = point.project;
    put(out, project << k_project_shift | (point.native ? k_native : 0U) | (point.response != 0 ? k_has_response : 0U) |
                 (point.tokens != 0 ? k_has_tokens : 0U));
    put_signed(out, (point.time - before).count());
    put_fixed<8>(out, point.key);
    if (point.response != 0) put_fixed<4>(out, point.response);
    if (point.tokens != 0) put_tokens(out, transcript.tokens[point.tokens - 1].full());
    before = point.time;
  }
  return out;
}

std::optional<PackedTranscript> PackedTranscript::open(std::string_view packed) {
  if (packed.empty() || packed.front() != k_format) return std::nullopt;
  packed.remove_prefix(1);

  PackedTranscript result;
  Transcript& head = result.head_;
  std::uint64_t agent = 0;
  std::uint64_t flags = 0;
  std::uint64_t projects = 0;
  if (!get(packed, agent) || !get(packed, flags) || !get_signed(packed, head.lines) || !get(packed, projects))
    return std::nullopt;
  head.agent = static_cast<AgentKind>(agent);
  head.not_a_session = (flags & k_not_a_session) != 0;
  for (std::uint64_t i = 0; i < projects; ++i) {
    if (!get_text(packed, head.projects.emplace_back())) return std::nullopt;
  }
  std::uint64_t last_project = 0;
  if (!get(packed, last_project) || last_project > projects) return std::nullopt;
  head.last_project = static_cast<std::uint32_t>(last_project);
  if ((flags & k_has_span) != 0) {
    head.span.emplace();
    if (!get_time(packed, head.span->start) || !get_time(packed, head.span->end)) return std::nullopt;
  }
  if ((flags & k_has_legacy) != 0 && !get_legacy(packed, head.legacy.emplace())) return std::nullopt;
  if (!get(packed, result.count_)) return std::nullopt;
  result.points_ = packed;
  return result;
}

bool PackedTranscript::read(Position& position, Entry& entry) {
  auto& in = position.rest;
  auto& point = entry.point;
  std::uint64_t head = 0;
  std::int64_t step = 0;
  std::uint64_t response = 0;
  if (!get(in, head) || !get_signed(in, step) || !get_fixed<8>(in, point.key)) return false;
  if ((head & k_has_response) != 0 && !get_fixed<4>(in, response)) return false;
  if ((head & k_has_tokens) != 0 && !get_tokens(in, entry.tokens)) return false;
  point.project = static_cast<std::uint32_t>(head >> k_project_shift);
  point.native = (head & k_native) != 0;
  point.response = static_cast<std::uint32_t>(response);
  point.tokens = (head & k_has_tokens) != 0 ? 1 : 0;
  point.time = position.time + milliseconds{step};
  position.time = point.time;
  return true;
}

std::optional<Transcript> unpack(std::string_view packed) {
  const auto opened = PackedTranscript::open(packed);
  if (!opened) return std::nullopt;
  Transcript transcript = opened->head();
  bool sound = true;
  const bool complete = opened->for_each([&](const PackedTranscript::Entry& entry) {
    Point point = entry.point;
    sound = sound && point.project <= transcript.projects.size();
    if (point.tokens != 0) {
      transcript.tokens.emplace_back(entry.tokens);
      point.tokens = static_cast<std::uint32_t>(transcript.tokens.size());
    }
    transcript.points.push_back(point);
  });
  if (!complete || !sound) return std::nullopt;
  return transcript;
}

}  // namespace libsync::transcripts
