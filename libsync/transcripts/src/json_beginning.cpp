// SPDX-License-Identifier: MIT
#include "json_beginning.hpp"

#include "json_cursor.hpp"

#include <string>

namespace libsync::transcripts {
namespace {

class Beginning {
 public:
  explicit Beginning(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t broken_at() {
    if (!text_.empty() && text_.front() != '{') return 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (blank) {
        ++at_;
      } else if (!take(c)) {
        return at_;
      }
    }
    return std::string_view::npos;
  }

 private:
  enum class Next { value, value_or_end, name, name_or_end, colon, separator };

  bool step() {
    ++at_;
    return true;
  }

  // Takes what begins with `c`; false if nothing may.
  bool take(char c) {
    switch (next_) {
      case Next::value_or_end:
        if (c == ']') return close(c);
        [[fallthrough]];
      case Next::value:
        return take_value(c);
      case Next::name_or_end:
        if (c == '}') return close(c);
        [[fallthrough]];
      case Next::name:
        return c == '"' && take_string(Next::colon);
      case Next::colon:
        next_ = Next::value;
        return c == ':' && step();
      case Next::separator:
        if (c != ',') return close(c);
        next_ = open_.back() == '{' ? Next::name : Next::value;
        return step();
    }
    return false;
  }

  bool take_value(char c) {
    if (c == '"') return take_string(Next::separator);
    if (c == '{' || c == '[') {
      open_.push_back(c);
      next_ = c == '{' ? Next::name_or_end : Next::value_or_end;
      return step();
    }
    const std::size_t start = at_;
    while (at_ < text_.size() && k_in_literals[static_cast<unsigned char>(text_[at_])]) ++at_;
    next_ = Next::separator;
    return at_ != start;
  }

  // Any bytes, as everywhere in this importer.
  bool take_string(Next then) {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
    next_ = then;
    return true;
  }

  // False also for the bracket that ends the object: what is whole is no beginning.
  bool close(char c) {
    if (c != (open_.back() == '{' ? '}' : ']') || open_.size() == 1) return false;
    open_.pop_back();
    next_ = Next::separator;
    return step();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // brackets
  Next next_ = Next::value;
};

}  // namespace

std::size_t broken_at(std::string_view text) {
  return Beginning{text}.broken_at();
}

}  // namespace libsync::transcripts
