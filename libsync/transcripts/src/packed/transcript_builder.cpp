// SPDX-License-Identifier: MIT
#include "packed/transcript_builder.hpp"

#include "packed/packed_format.hpp"
#include "packed/point_stream.hpp"
#include "packed/rough_set.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace libsync::transcripts {
namespace {

using Entry = PackedTranscript::Entry;

// A copy adds what it knows to the one that is kept.
void absorb(Entry& kept, const Entry& copy) {
  kept.point.native = kept.point.native || copy.point.native;
  kept.point.typed = kept.point.typed || copy.point.typed;
  if (copy.point.tokens == 0) return;
  kept.point.tokens = 1;
  raise_to(kept.tokens, copy.tokens);
}

// A stream in which copies at the same time are one.
class JoinedStream {
 public:
  explicit JoinedStream(const std::vector<PackedTranscript>& sources)
      : stream_(sources), has_ahead_(stream_.next(ahead_)) {}

  [[nodiscard]] bool next(Entry& entry) {
    if (!has_ahead_) return false;
    entry = ahead_.entry;
    while ((has_ahead_ = stream_.next(ahead_))) {
      const Point& point = ahead_.entry.point;
      if (point.time != entry.point.time || point.key != entry.point.key) break;
      if (std::tie(point.project, point.response) < std::tie(entry.point.project, entry.point.response)) {
        entry.point.project = point.project;
        entry.point.response = point.response;
      }
      absorb(entry, ahead_.entry);
    }
    return true;
  }

 private:
  PointStream stream_;
  PointStream::Item ahead_;
  bool has_ahead_;
};

// Messages with copies at several times: the earliest is kept. They are few, unless everything was stamped anew.
class Copied {
 public:
  explicit Copied(std::vector<std::uint64_t> keys) : keys_(std::move(keys)) {
    std::sort(keys_.begin(), keys_.end());
    keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
    kept_.resize(keys_.size());
  }

  // All copies of the message up to now; null when it has none.
  [[nodiscard]] Entry* find(std::uint64_t key) {
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
    return found != keys_.end() && *found == key ? &kept_[static_cast<std::size_t>(found - keys_.begin())] : nullptr;
  }

 private:
  std::vector<std::uint64_t> keys_;
  std::vector<Entry> kept_;
};

}  // namespace

bool TranscriptBuilder::resume(std::string_view packed, bool by_other_rules) {
  auto opened = PackedTranscript::open(packed);
  const bool is_older = opened && (opened->is_older() || by_other_rules);
  if (opened && !is_older && opened->size() < many_) {
    auto unpacked = unpack(packed);
    if (unpacked) open_ = std::move(*unpacked);
    return unpacked.has_value();
  }
  if (!opened || !opened->is_sound()) return false;
  static_cast<TranscriptHead&>(open_) = opened->head();
  if (is_older) {
    older_ = *opened;
  } else {
    packed_.push_back(*opened);
  }
  return true;
}

void TranscriptBuilder::pack_open() {
  open_.tidy();
  parts_.push_back(pack_points(open_));
  packed_.emplace_back(parts_.back(), open_.points.size());
  open_.points.clear();
  open_.tokens.clear();
}

void TranscriptBuilder::add_older() {
  pack_open();
  std::vector<Instant> times;
  for (const auto& part : packed_) part.for_each([&](const Entry& entry) { times.push_back(entry.point.time); });
  std::sort(times.begin(), times.end());

  Transcript kept;
  older_->for_each([&](const Entry& entry) {
    if (std::binary_search(times.begin(), times.end(), entry.point.time)) return;
    Point& point = kept.points.emplace_back(entry.point);
    if (point.tokens == 0) return;
    kept.tokens.emplace_back(entry.tokens);
    point.tokens = static_cast<std::uint32_t>(kept.tokens.size());
  });
  kept.tidy();
  parts_.push_back(pack_points(kept));
  packed_.emplace_back(parts_.back(), kept.points.size());
}

std::string TranscriptBuilder::finish() {
  if (older_) add_older();
  if (packed_.empty()) {
    open_.tidy();
    return pack(open_);
  }
  pack_open();

  std::uint64_t count = 0;
  std::size_t bytes = 0;
  for (const auto& part : packed_) {
    count += part.size();
    bytes += part.bytes();
  }
  RoughSet seen{count};
  std::vector<std::uint64_t> perhaps_copied;
  Entry entry;
  count = 0;
  for (JoinedStream stream{packed_}; stream.next(entry); ++count) {
    if (!seen.insert(entry.point.key)) perhaps_copied.push_back(entry.point.key);
  }

  constexpr Instant k_unseen{};  // earlier than any message
  Copied copied{std::move(perhaps_copied)};
  for (JoinedStream stream{packed_}; stream.next(entry);) {
    Entry* const kept = copied.find(entry.point.key);
    if (kept == nullptr) continue;
    if (kept->point.time == k_unseen) {
      *kept = entry;
    } else {
      absorb(*kept, entry);
      --count;
    }
  }

  Packer out{256 + bytes};
  out.head(open_, count);
  for (JoinedStream stream{packed_}; stream.next(entry);) {
    const Entry* const kept = copied.find(entry.point.key);
    if (kept == nullptr) {
      out.point(entry.point, entry.tokens);
    } else if (kept->point.time == entry.point.time) {
      out.point(kept->point, kept->tokens);
    }
  }
  return out.take();
}

}  // namespace libsync::transcripts
