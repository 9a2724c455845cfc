// SPDX-License-Identifier: MIT
//
// From what records say to the points of a transcript, wherever the records stand.
#pragma once

#include "agents/agent.hpp"
#include "packed/project_numbers.hpp"
#include "packed/transcript.hpp"
#include "read/problem_counter.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

class PointWriter {
 public:
  // `session_name` is what the agent calls the session of this file; it tells its own records from copies. The rest is
  // borrowed.
  PointWriter(std::string_view session_name, Transcript& transcript, ProblemCounter& problems);

  // What is known of the file beside what it says.
  void set_background(const Background& background);

  // Problems are counted at the line that the transcript has reached. Whether there is a point more.
  bool use(const Record& record);

  // Further times of the message that the last point is of: then, too, somebody was at work on it.
  void add_times(const std::vector<Instant>& times);

  // The folder of the session, where no record named one; in plain text, unlike that of a record. Empty: it is not
  // known.
  void set_folder(const std::string& folder);

  // Whether a record was of no kind that the agent is known to write.
  [[nodiscard]] bool found_unknown() const { return found_unknown_; }

  // For after the transcript's last_project was set back.
  void forget_folder() { last_cwd_.clear(); }

 private:
  void add_message(const Record& record, Instant time, std::uint32_t project);
  void add_end(Instant time, std::uint32_t project);
  void add_steps(std::string_view steps, std::uint32_t project);
  [[nodiscard]] bool is_typed(const Record& record) const;
  void add_response(const Record& record, std::uint32_t project, Point& point);
  std::uint32_t project_of(std::string_view cwd);
  [[nodiscard]] std::string folder_of(std::uint32_t project) const;

  std::string session_name_;
  Transcript& transcript_;
  ProblemCounter& problems_;
  ProjectNumbers projects_;  // of the transcript
  bool is_part_ = false;     // of another session
  bool nobody_types_ = false;
  bool found_unknown_ = false;
  std::string last_cwd_;  // as the JSON text spells it; its index is transcript_.last_project
};

}  // namespace libsync::transcripts
