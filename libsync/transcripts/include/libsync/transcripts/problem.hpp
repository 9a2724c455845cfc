// SPDX-License-Identifier: MIT
//
// What can be wrong with a transcript. Nothing of it stops an import; it is counted and named in the report.
#pragma once

#include <cstdint>
#include <string>

namespace libsync::transcripts {

enum class ProblemKind {
  unreadable,       // the file or folder cannot be opened or read
  vanished,         // it was there when the folder was listed
  not_a_file,       // a symbolic link that leads nowhere or in circles, a FIFO, a device
  same_file,        // reached under another name as well, read there
  bad_line,         // not a JSON object
  bad_row,          // likewise, in a database
  torn_line,        // a line with a broken record, or more than one, in it; the sound ones count
  bad_time,         // a message without a time, or with one that cannot be
  unfinished_line,  // the last line has no end yet; read again next time
  untimed_line,     // a message of a format that tells no times
  no_folder,        // nothing in or beside the file tells the folder of its session
  not_text,         // the file as a whole is UTF-16 or compressed; the cause says which
  unknown_format,   // no message in the file, but lines or rows of a kind that is not known; the cause has the version
};

// "bad line": for people.
[[nodiscard]] std::string describe(ProblemKind kind);

struct Problem {
  std::string file;
  ProblemKind kind;
  std::int64_t count = 1;
  std::int64_t first_line = 0;  // from 1; 0 when the file as a whole is meant
  std::string cause;            // in words, for unreadable, not_text and unknown_format; may be empty

  friend bool operator==(const Problem&, const Problem&) = default;
};

}  // namespace libsync::transcripts
