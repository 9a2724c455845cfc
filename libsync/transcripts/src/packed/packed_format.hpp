// SPDX-License-Identifier: MIT
//
// The form in which the store keeps a transcript (SourceState::points), and all that writes and reads it: a head, then
// the points by time and key, each with the time since the one before it. A message takes about 15 bytes.
#pragma once

#include "packed/transcript.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace libsync::transcripts {

// First byte of the packed form. The older one has no typed flag; its messages count as typed.
inline constexpr char k_format = 2;
inline constexpr char k_older_format = 1;

enum HeadFlag : unsigned { k_not_a_session = 1, k_has_span = 2, k_has_legacy = 4, k_has_origin = 8 };
enum PointFlag : unsigned { k_native = 1, k_has_response = 2, k_has_tokens = 4, k_typed = 8 };

// The number of the folder stands behind the flags.
inline constexpr unsigned k_project_shift = 4;
inline constexpr unsigned k_older_project_shift = 3;

// The writer. Bytes are put together in a buffer of their own, which is cheaper than adding one by one to a string.
class Packer {
 public:
  explicit Packer(std::size_t expected) { out_.reserve(expected); }

  void head(const TranscriptHead& head, std::uint64_t points) {
    fixed<1>(k_format);
    number(static_cast<std::uint64_t>(head.agent));
    number((head.not_a_session ? k_not_a_session : 0U) | (head.span ? k_has_span : 0U) |
           (head.legacy ? k_has_legacy : 0U) | (head.has_origin ? k_has_origin : 0U));
    signed_number(head.lines);
    number(head.projects.size());
    for (const auto& project : head.projects) text(project);
    number(head.last_project);
    fixed<8>(head.last_message);
    text(head.label);
    if (head.span) {
      signed_number(head.span->start.time_since_epoch().count());
      signed_number(head.span->end.time_since_epoch().count());
    }
    if (const auto& legacy = head.legacy) {
      text(legacy->project);
      signed_number(legacy->start.time_since_epoch().count());
      signed_number(legacy->end.time_since_epoch().count());
      signed_number(legacy->duration.count());
      counts(legacy->tokens);
    }
    number(points);
  }

  // Point::tokens tells no more than whether there are some.
  void point(const Point& point, const TokenCounts& tokens) {
    number(std::uint64_t{point.project} << k_project_shift | (point.native ? k_native : 0U) |
           (point.response != 0 ? k_has_response : 0U) | (point.tokens != 0 ? k_has_tokens : 0U) |
           (point.typed ? k_typed : 0U));
    signed_number((point.time - before_).count());
    fixed<8>(point.key);
    if (point.response != 0) fixed<4>(point.response);
    if (point.tokens != 0) counts(tokens);
    before_ = point.time;
  }

  std::string take() {
    flush();
    return std::move(out_);
  }

 private:
  void number(std::uint64_t value) {
    make_room();
    for (; value >= 0x80; value >>= 7U) *end_++ = static_cast<char>(value | 0x80U);
    *end_++ = static_cast<char>(value);
  }

  // Small numbers of either sign stay short.
  void signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63U));
  }

  template <unsigned Bytes>
  void fixed(std::uint64_t value) {
    make_room();
    for (unsigned i = 0; i < Bytes; ++i) *end_++ = static_cast<char>(value >> (8 * i));
  }

  void text(std::string_view text) {
    number(text.size());
    flush();
    out_.append(text);
  }

  void counts(const TokenCounts& tokens) {
    for (const auto count : {tokens.input, tokens.output, tokens.cache_creation, tokens.cache_read}) {
      signed_number(count);
    }
  }

  static constexpr std::ptrdiff_t k_longest = 10;  // bytes of a number

  void make_room() {
    if (buffer_.data() + buffer_.size() - end_ < k_longest) flush();
  }
  void flush() {
    out_.append(buffer_.data(), static_cast<std::size_t>(end_ - buffer_.data()));
    end_ = buffer_.data();
  }

  std::string out_;
  std::array<char, 1024> buffer_;
  char* end_ = buffer_.data();
  Instant before_{};  // time of the point before
};

[[nodiscard]] std::string pack(const Transcript& transcript);

// The points of it alone, as PackedTranscript takes them.
[[nodiscard]] std::string pack_points(const Transcript& transcript);

// Reads a packed transcript point by point. It keeps nothing of its own in memory, so it is the way to look at many.
class PackedTranscript {
 public:
  // Nothing when the bytes are not what pack() made. Refers to `packed`.
  [[nodiscard]] static std::optional<PackedTranscript> open(std::string_view packed);

  // Points without a head, as pack_points() makes them.
  PackedTranscript(std::string_view points, std::uint64_t count) : count_(count), points_(points) {}

  // All but the points and tokens, read anew by each call.
  [[nodiscard]] TranscriptHead head() const;

  // In the format of an older version.
  [[nodiscard]] bool is_older() const { return is_older_; }

  [[nodiscard]] std::uint64_t size() const { return count_; }
  [[nodiscard]] std::size_t bytes() const { return points_.size(); }  // of the points

  // Whether every point can be read.
  [[nodiscard]] bool is_sound() const;

  struct Entry {
    Point point;
    TokenCounts tokens;  // all 0 when the point carries none
  };

  // The points, by time and key. Borrows the bytes.
  class Reader {
   public:
    explicit Reader(const PackedTranscript& transcript)
        : rest_(transcript.points_), left_(transcript.count_), is_older_(transcript.is_older_) {}

    // False behind the last one, and when the bytes are broken.
    [[nodiscard]] bool next(Entry& entry);

    // Whether the last one was read, and nothing is behind it.
    [[nodiscard]] bool at_end() const { return left_ == 0 && rest_.empty(); }

   private:
    std::string_view rest_;
    std::uint64_t left_;
    bool is_older_;
    Instant time_;  // of the point before
  };

  // Calls `visit(const Entry&)` for each point, by time and key. False if the bytes are broken.
  template <class Visit>
  bool for_each(Visit&& visit) const {
    Reader reader{*this};
    for (Entry entry; reader.next(entry);) visit(static_cast<const Entry&>(entry));
    return reader.at_end();
  }

 private:
  PackedTranscript() = default;

  bool is_older_ = false;
  std::string_view head_;
  std::uint64_t count_ = 0;
  std::string_view points_;
};

// The same points with another head.
[[nodiscard]] std::string repack(const TranscriptHead& head, const PackedTranscript& points);

// Everything, for adding to it. Nothing when the bytes are not what pack() made.
[[nodiscard]] std::optional<Transcript> unpack(std::string_view packed);

}  // namespace libsync::transcripts
