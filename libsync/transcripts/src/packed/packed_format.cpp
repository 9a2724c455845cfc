// SPDX-License-Identifier: MIT
#include "packed/packed_format.hpp"

namespace libsync::transcripts {
namespace {

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

std::optional<TranscriptHead> get_head(std::string_view& in, bool is_older) {
  TranscriptHead head;
  std::uint64_t agent = 0;
  std::uint64_t flags = 0;
  std::uint64_t projects = 0;
  if (!get(in, agent) || !get(in, flags) || !get_signed(in, head.lines) || !get(in, projects)) return std::nullopt;
  head.agent = static_cast<AgentKind>(agent);
  head.not_a_session = (flags & k_not_a_session) != 0;
  head.has_origin = (flags & k_has_origin) != 0;
  for (std::uint64_t i = 0; i < projects; ++i) {
    if (!get_text(in, head.projects.emplace_back())) return std::nullopt;
  }
  std::uint64_t last_project = 0;
  if (!get(in, last_project) || last_project > projects) return std::nullopt;
  head.last_project = static_cast<std::uint32_t>(last_project);
  if (!is_older && (!get_fixed<8>(in, head.last_message) || !get_text(in, head.label))) return std::nullopt;
  if ((flags & k_has_span) != 0) {
    head.span.emplace();
    if (!get_time(in, head.span->start) || !get_time(in, head.span->end)) return std::nullopt;
  }
  if ((flags & k_has_legacy) != 0 && !get_legacy(in, head.legacy.emplace())) return std::nullopt;
  return head;
}

}  // namespace

namespace {

void pack_points_to(Packer& out, const Transcript& transcript) {
  for (const auto& point : transcript.points) {
    out.point(point, point.tokens != 0 ? transcript.tokens[point.tokens - 1].full() : TokenCounts{});
  }
}

constexpr std::size_t k_usual_point = 24;  // bytes

}  // namespace

std::string pack(const Transcript& transcript) {
  Packer out{64 + transcript.points.size() * k_usual_point};
  out.head(transcript, transcript.points.size());
  pack_points_to(out, transcript);
  return out.take();
}

std::string pack_points(const Transcript& transcript) {
  Packer out{transcript.points.size() * k_usual_point};
  pack_points_to(out, transcript);
  return out.take();
}

std::string repack(const TranscriptHead& head, const PackedTranscript& points) {
  Packer out{64 + points.bytes()};
  out.head(head, points.size());
  points.for_each([&](const PackedTranscript::Entry& entry) { out.point(entry.point, entry.tokens); });
  return out.take();
}

std::optional<PackedTranscript> PackedTranscript::open(std::string_view packed) {
  if (packed.empty() || (packed.front() != k_format && packed.front() != k_older_format)) return std::nullopt;
  PackedTranscript result;
  result.is_older_ = packed.front() == k_older_format;
  packed.remove_prefix(1);

  const std::string_view whole = packed;
  if (!get_head(packed, result.is_older_)) return std::nullopt;
  result.head_ = whole.substr(0, whole.size() - packed.size());
  if (!get(packed, result.count_)) return std::nullopt;
  result.points_ = packed;
  return result;
}

TranscriptHead PackedTranscript::head() const {
  std::string_view packed = head_;
  return get_head(packed, is_older_).value_or(TranscriptHead{});
}

bool PackedTranscript::is_sound() const {
  const std::size_t projects = head().projects.size();
  bool sound = true;
  const bool complete = for_each([&](const Entry& entry) { sound = sound && entry.point.project <= projects; });
  return complete && sound;
}

bool PackedTranscript::Reader::next(Entry& entry) {
  if (left_ == 0) return false;
  auto& point = entry.point;
  std::uint64_t head = 0;
  std::int64_t step = 0;
  std::uint64_t response = 0;
  entry.tokens = {};
  if (!get(rest_, head) || !get_signed(rest_, step) || !get_fixed<8>(rest_, point.key)) return false;
  if ((head & k_has_response) != 0 && !get_fixed<4>(rest_, response)) return false;
  if ((head & k_has_tokens) != 0 && !get_tokens(rest_, entry.tokens)) return false;
  point.project = static_cast<std::uint32_t>(head >> (is_older_ ? k_older_project_shift : k_project_shift));
  point.typed = is_older_ || (head & k_typed) != 0;
  point.native = (head & k_native) != 0;
  point.response = static_cast<std::uint32_t>(response);
  point.tokens = (head & k_has_tokens) != 0 ? 1 : 0;
  point.time = time_ + milliseconds{step};
  time_ = point.time;
  --left_;
  return true;
}

std::optional<Transcript> unpack(std::string_view packed) {
  const auto opened = PackedTranscript::open(packed);
  if (!opened || !opened->is_sound()) return std::nullopt;
  Transcript transcript;
  static_cast<TranscriptHead&>(transcript) = opened->head();
  opened->for_each([&](const PackedTranscript::Entry& entry) {
    Point point = entry.point;
    if (point.tokens != 0) {
      transcript.tokens.emplace_back(entry.tokens);
      point.tokens = static_cast<std::uint32_t>(transcript.tokens.size());
    }
    transcript.points.push_back(point);
  });
  return transcript;
}

}  // namespace libsync::transcripts
