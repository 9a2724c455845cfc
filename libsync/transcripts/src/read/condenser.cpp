// SPDX-License-Identifier: MIT
#include "read/condenser.hpp"

namespace libsync::transcripts {
namespace {

constexpr std::size_t k_kept_string = 4096;

// How long the text may become by what is kept at each depth. Less for what is deeper, so that there is always room for
// what an outer object says behind it.
constexpr std::array<std::size_t, 4> k_kept = {std::size_t{1} << 20U, std::size_t{1} << 20U, std::size_t{3} << 18U,
                                               std::size_t{1} << 19U};

}  // namespace

void Condenser::keep(char c) {
  if (hidden_ != 0) return;
  text_.push_back(c);
  if (text_.size() > k_kept[static_cast<std::size_t>(depth_)]) keep_less();
}

// Forgets what is inside the innermost object. Without its outermost level a record is none.
void Condenser::keep_less() {
  if (depth_ > 1) {
    text_.resize(opened_[static_cast<std::size_t>(depth_)] + 1);
    hidden_ = depth_;
  } else {
    if (depth_ == 1) text_.resize(opened_[1]);
    gave_up_ = true;
  }
}

// The next place at which something may change while bytes are dropped.
std::size_t Condenser::next_special(std::string_view piece, std::size_t from) const {
  const auto is_special = [this](char c) {
    return c == '"' || (in_string_ ? c == '\\' : c == '{' || c == '[' || c == '}' || c == ']');
  };
  while (from < piece.size() && !is_special(piece[from])) ++from;
  return from;
}

void Condenser::feed(std::string_view piece) {
  for (std::size_t i = 0; i < piece.size() && !gave_up_; ++i) {
    const bool dropping = hidden_ != 0 || (in_string_ && string_length_ == std::string::npos);
    if (dropping && !escaped_) i = next_special(piece, i);
    if (i == piece.size()) break;
    const char c = piece[i];
    if (in_string_) {
      take_in_string(c);
    } else if (text_.empty() && (c != '{' || mark_ != 0)) {
      take_before_record(c);
    } else {
      take(c);
    }
  }
}

void Condenser::take_in_string(char c) {
  const bool closes = c == '"' && !escaped_;
  // Cut between characters, never between a backslash and what it escapes.
  const bool cut = string_length_ >= k_kept_string && !escaped_ && !closes;
  if (cut) {
    string_length_ = std::string::npos;
  } else if (string_length_ != std::string::npos) {
    ++string_length_;
  }
  if (closes || string_length_ != std::string::npos) keep(c);
  escaped_ = c == '\\' && !escaped_;
  in_string_ = !closes;
}

// What a crash or an editor leaves before a record is skipped; anything else is not a record.
void Condenser::take_before_record(char c) {
  if (c == k_byte_order_mark[mark_]) {
    mark_ = (mark_ + 1) % k_byte_order_mark.size();
  } else {
    gave_up_ = mark_ != 0 || !is_padding(c);
  }
}

void Condenser::take(char c) {
  if (c == '{' || c == '[') {
    keep(c);
    ++depth_;
    if (hidden_ != 0) return;
    if (c == '[' || depth_ > k_kept_depth) {
      hidden_ = depth_;  // no agent reads anything there
    } else {
      opened_[static_cast<std::size_t>(depth_)] = text_.size() - 1;
    }
  } else if ((c == '}' || c == ']') && depth_ > 0) {
    if (hidden_ == depth_) hidden_ = 0;
    --depth_;
    keep(c);
  } else if (is_padding(c) && (depth_ == 0 || (c != '\0' && is_padding(text_.back())))) {
    return;  // of many blanks one is enough
  } else {
    keep(c);
    if (c == '"') {
      in_string_ = true;
      string_length_ = 0;
    }
  }
}

}  // namespace libsync::transcripts
