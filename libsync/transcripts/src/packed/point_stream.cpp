// SPDX-License-Identifier: MIT
#include "packed/point_stream.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::transcripts {
namespace {

bool later(const PointStream::Item& a, const PointStream::Item& b) {
  return std::tie(a.entry.point.time, a.entry.point.key, a.source) >
         std::tie(b.entry.point.time, b.entry.point.key, b.source);
}

}  // namespace

PointStream::PointStream(const std::vector<PackedTranscript>& sources) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Item item{{}, i};
    if (readers_.emplace_back(sources[i]).next(item.entry)) heads_.push_back(item);
  }
  std::make_heap(heads_.begin(), heads_.end(), later);
}

bool PointStream::next(Item& item) {
  if (heads_.empty()) return false;
  std::pop_heap(heads_.begin(), heads_.end(), later);
  item = heads_.back();
  if (readers_[item.source].next(heads_.back().entry)) {
    std::push_heap(heads_.begin(), heads_.end(), later);
  } else {
    heads_.pop_back();
  }
  return true;
}

}  // namespace libsync::transcripts
