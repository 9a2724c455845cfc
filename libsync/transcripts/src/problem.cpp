// SPDX-License-Identifier: MIT
#include <libsync/transcripts/problem.hpp>

namespace libsync::transcripts {

std::string describe(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::unreadable:
      return "cannot be read";
    case ProblemKind::vanished:
      return "vanished while it was looked for";
    case ProblemKind::not_a_file:
      return "is no regular file";
    case ProblemKind::same_file:
      return "is the same file as another one";
    case ProblemKind::bad_line:
      return "a line that is no record";
    case ProblemKind::bad_row:
      return "a row that is no record";
    case ProblemKind::torn_line:
      return "a line with broken or several records";
    case ProblemKind::bad_time:
      return "a message without a possible time";
    case ProblemKind::unfinished_line:
      return "a last line that is not finished yet";
    case ProblemKind::untimed_line:
      return "a message of a format without times";
    case ProblemKind::no_folder:
      return "does not tell its folder";
    case ProblemKind::not_text:
      return "is not plain text in UTF-8";
    case ProblemKind::unknown_format:
      return "has no message that is understood";
  }
  return "";
}

}  // namespace libsync::transcripts
