// SPDX-License-Identifier: MIT
#include "json/splitter.hpp"

#include <algorithm>

namespace libsync::transcripts {
namespace {

// No name that is looked for is as long.
constexpr std::size_t k_longest_name = 64;

// NULs are what a crash leaves.
bool is_blank(char c) {
  return c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '\0';
}

bool begins_with(const RecordArrays::Path& path, const std::vector<std::string_view>& names) {
  return path.size() >= names.size() && std::equal(names.begin(), names.end(), path.begin());
}

}  // namespace

void Splitter::feed(std::string_view piece, std::string& lines) {
  const bool is_journal = records_->text == RecordArrays::Text::journal;
  for (std::size_t at = 0; at < piece.size();) {
    const char c = piece[at];
    if (c == '\n' && is_journal) {
      finish(lines);
      lines.push_back('\n');
      *this = Splitter{*records_};
      ++at;
    } else if (in_string_) {
      at = take_string(piece, at, lines);
    } else {
      take(c, lines);
      ++at;
    }
  }
}

// A bracket, so that a line is not mistaken for whole that ends between two elements.
void Splitter::finish(std::string& lines) {
  if (between_elements() && !in_scalar_) lines.push_back('[');
}

// To its end, or to where it needs a closer look. Returns the place behind.
std::size_t Splitter::take_string(std::string_view piece, std::size_t at, std::string& lines) {
  std::size_t end = at;
  while (end < piece.size() && piece[end] != '"' && piece[end] != '\\' && piece[end] != '\n') ++end;
  if (end > at) {
    escaped_ = false;
    const auto text = piece.substr(at, end - at);
    lines.append(text);
    if (around()) text_.append(text.substr(0, k_longest_name - std::min(text_.size(), k_longest_name)));
    return end;
  }
  const char c = piece[at];
  lines.push_back(c == '\n' ? ' ' : c);
  if (c == '"' && !escaped_) {
    in_string_ = false;
  } else if (around() && text_.size() < k_longest_name) {
    text_.push_back(c);
  }
  escaped_ = c == '\\' && !escaped_;
  return at + 1;
}

void Splitter::take(char c, std::string& lines) {
  switch (c) {
    case '{':
    case '[':
      open(c, lines);
      return;
    case '}':
    case ']':
      close(c, lines);
      return;
    case ',':
      if (between_elements()) {
        end_scalar(lines);
        return;
      }
      if (around()) {
        is_value_ = false;
        if (drop_comma_) {
          drop_comma_ = false;
          return;
        }
      }
      break;
    case ':':
      if (around()) is_value_ = true;
      break;
    case '"':
      in_string_ = true;
      escaped_ = false;
      if (around()) text_.clear();
      in_scalar_ = in_scalar_ || between_elements();
      break;
    default:
      if (!between_elements()) break;
      if (!in_scalar_ && is_blank(c)) return;
      in_scalar_ = true;
      break;
  }
  lines.push_back(c == '\n' ? ' ' : c);
}

Splitter::Member Splitter::enter_member(char bracket) {
  std::vector<std::string_view> names = names_;
  if (depth_ > 0) {
    if (!is_value_) return Member::value;
    const auto level = names.size();
    for (const auto& path : records_->arrays) {
      if (path.size() > level && path[level] == text_ && begins_with(path, names_)) names.push_back(path[level]);
      if (names.size() > level) break;
    }
    if (names.size() == level) return Member::value;
  }
  const auto fits = [&](const RecordArrays::Path& path) {
    return begins_with(path, names) && (path.size() == names.size()) == (bracket == '[');
  };
  if (std::none_of(records_->arrays.begin(), records_->arrays.end(), fits)) return Member::value;
  names_ = std::move(names);
  return bracket == '[' ? Member::records : Member::leads_on;
}

void Splitter::open(char bracket, std::string& lines) {
  const auto member = opaque_ != 0 || in_array_ ? Member::value : enter_member(bracket);
  is_value_ = false;
  if (member == Member::records) {
    in_array_ = true;
    if (depth_ > 0) {
      lines.append("[]").append(static_cast<std::size_t>(depth_), '}');
      lines.push_back('\n');
    }
  } else {
    lines.push_back(bracket);
    if (member == Member::leads_on) drop_comma_ = false;
    if (member == Member::value && opaque_ == 0) opaque_ = depth_ + 1;
  }
  ++depth_;
}

void Splitter::close(char bracket, std::string& lines) {
  if (depth_ == 0) {
    lines.push_back(bracket);
    return;
  }
  --depth_;
  if (between_elements()) {
    end_scalar(lines);
    in_array_ = false;
    if (depth_ == 0) return;
    lines.push_back('{');
    names_.pop_back();
    for (const auto name : names_) lines.append(1, '"').append(name).append("\":{");
    drop_comma_ = true;
    return;
  }
  lines.push_back(bracket);
  if (opaque_ == 0) {
    drop_comma_ = false;
    is_value_ = false;
    if (!names_.empty()) names_.pop_back();
  } else if (depth_ < opaque_) {
    opaque_ = 0;
    in_scalar_ = false;
    if (in_array_) lines.push_back('\n');
  }
  // The line feed behind it ends the line of a journal.
  if (depth_ == 0 && records_->text == RecordArrays::Text::document) lines.push_back('\n');
}

void Splitter::end_scalar(std::string& lines) {
  if (in_scalar_) lines.push_back('\n');
  in_scalar_ = false;
}

}  // namespace libsync::transcripts
