// SPDX-License-Identifier: MIT
//
// What is kept of a line that is too long to be held.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace libsync::transcripts {

// What may stand before and behind a record: NULs from a crash, blanks.
[[nodiscard]] constexpr bool is_padding(char c) {
  return c == '\0' || c == ' ' || c == '\t' || c == '\r';
}

inline constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

// Condenses one line that is fed in pieces, so that the members an agent asks for are still there: strings are cut
// after some kilobytes, and of arrays, of what is more than three brackets deep and of objects with too much in them
// only the brackets are kept.
class Condenser {
 public:
  void feed(std::string_view piece);

  // The line so far.
  [[nodiscard]] std::string_view text() const { return text_; }

  // Behind text() there was something that is no JSON object, or one with too much on its outermost level.
  [[nodiscard]] bool gave_up() const { return gave_up_; }

  void clear() { *this = Condenser{}; }

 private:
  static constexpr int k_kept_depth = 3;

  void take_in_string(char c);
  void take(char c);
  void take_before_record(char c);
  void keep(char c);
  void keep_less();
  [[nodiscard]] std::size_t next_special(std::string_view piece, std::size_t from) const;

  std::string text_;
  int depth_ = 0;   // brackets that are open
  int hidden_ = 0;  // the depth of which, and below which, nothing is kept; 0 if there is none
  std::array<std::size_t, k_kept_depth + 1> opened_{};  // places in text_, by depth, of brackets that are open
  std::size_t mark_ = 0;                                // bytes of a byte-order mark so far
  std::size_t string_length_ = 0;                       // bytes of the string so far; npos: cut
  bool in_string_ = false;
  bool escaped_ = false;  // the next byte belongs to a backslash
  bool gave_up_ = false;
};

}  // namespace libsync::transcripts
