// SPDX-License-Identifier: MIT
//
// Makes lines of a JSON text whose records are elements of arrays: a document that is rewritten in place, or a journal
// whose lines may hold many of them. Nothing is held of the text but where in it the splitter is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

// Where the records of an agent's text are.
struct RecordArrays {
  enum class Text {
    document,  // line feeds mean nothing
    journal,   // a line is an object of its own, and its end ends whatever was torn in it
  };
  // The names that lead to an array through objects, from the outermost one. No names: the text itself is the array.
  using Path = std::vector<std::string_view>;

  Text text = Text::document;
  std::vector<Path> arrays;
};

// Each element of such an array becomes a line. What stands around the array becomes two, one before and one behind the
// elements, each the same objects with the array empty or left out: {"a":1,"messages":[X,Y],"b":2} is
//
//   {"a":1,"messages":[]}
//   X
//   Y
//   {"b":2}
//
// Everything else stays as it is. What a text lacks at its end, the last line lacks: it has no line feed, and no JSON
// is made of it.
class Splitter {
 public:
  // Borrowed.
  explicit Splitter(const RecordArrays& records) : records_(&records) {}

  // Adds what the next piece of the text makes to `lines`.
  void feed(std::string_view piece, std::string& lines);

  // At the end of the text.
  void finish(std::string& lines);

 private:
  enum class Member { value, leads_on, records };

  [[nodiscard]] bool between_elements() const { return in_array_ && opaque_ == 0; }
  [[nodiscard]] bool around() const { return depth_ > 0 && opaque_ == 0 && !in_array_; }
  // What the array or object is that opens here; `names_` leads to it if it is not a mere value.
  [[nodiscard]] Member enter_member(char bracket);
  void take(char c, std::string& lines);
  std::size_t take_string(std::string_view piece, std::size_t at, std::string& lines);
  void open(char bracket, std::string& lines);
  void close(char bracket, std::string& lines);
  void end_scalar(std::string& lines);

  const RecordArrays* records_;
  std::vector<std::string_view> names_;  // of the members that lead here, as the paths spell them
  std::string text_;                     // of the last string around an array; cut
  std::int64_t depth_ = 0;               // brackets that are open
  std::int64_t opaque_ = 0;              // the depth of what is passed on as it is; 0: nothing is
  bool in_array_ = false;                // of records
  bool in_scalar_ = false;               // an element that is no container
  bool is_value_ = false;                // behind the colon of a member
  bool drop_comma_ = false;              // what stood before it went into another line
  bool in_string_ = false;
  bool escaped_ = false;
};

}  // namespace libsync::transcripts
