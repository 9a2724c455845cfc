// SPDX-License-Identifier: MIT
//
// What `init` has to know: each answer comes from a flag, else from the person, else it is what is suggested.
#pragma once

#include "commands/commands.hpp"
#include "dialogue.hpp"

#include <libsync/clockify/api.hpp>
#include <libsync/config/initial.hpp>
#include <libsync/loop/ports.hpp>
#include <libsync/loop/sync_report.hpp>
#include <libsync/tracker.hpp>

#include <optional>
#include <string>
#include <vector>

namespace cli {

// Each returns the answer, or why a flag has none; each throws Dialogue::Left when the person leaves.
class InitQuestions {
 public:
  template <class Answer>
  using Or = libsync::Result<Answer, libsync::Failure>;

  // Asks only where `asks`; suggestions are taken otherwise. What the config that is there says is suggested.
  InitQuestions(const Task& task, bool asks) : task_(task), dialogue_(task.console), asks_(asks) {}

  // The flags whose questions a person would have to be asked, "--workspace".
  [[nodiscard]] static std::vector<std::string> flags_missing(const Arguments& arguments, bool zone_is_given);

  [[nodiscard]] Or<libsync::clockify::Workspace> workspace(const libsync::Acquaintance& known) const;

  struct Hours {
    libsync::LocalTime start;
    libsync::LocalTime end;
  };
  [[nodiscard]] Or<Hours> hours() const;

  // `profile`: the zone of the Clockify profile; that of the machine is suggested where it is none.
  [[nodiscard]] Or<libsync::Zone> zone(const std::string& profile) const;

  // Nothing: from the first session on.
  [[nodiscard]] Or<std::optional<libsync::LocalDate>> first_day(libsync::LocalDate today) const;

  struct Mapping {
    std::vector<libsync::config::InitialConfig::Line> lines;
    std::optional<libsync::config::NamedProject> other;
    std::vector<libsync::loop::FolderTime> left_out;  // in no line, longest first
  };
  // Folders that `kept`, a flag or an answer maps, themselves or with one they lie in, are not asked about.
  [[nodiscard]] Or<Mapping> mapping(const std::vector<libsync::loop::FolderTime>& folders,
                                    const std::vector<libsync::clockify::Project>& projects,
                                    const std::vector<libsync::config::KeptKey>& kept) const;

 private:
  [[nodiscard]] Or<libsync::LocalTime> time(std::string_view flag, std::string_view question,
                                            std::string_view usual) const;
  [[nodiscard]] Or<std::vector<libsync::config::InitialConfig::Line>> lines_of_flags(
      const std::vector<libsync::clockify::Project>& projects) const;
  void ask_folders(Mapping& mapping, const std::vector<libsync::loop::FolderTime>& folders,
                   const std::vector<libsync::clockify::Project>& projects) const;
  // A project that is chosen by number or by a part of its name; nothing for an empty answer, and for `o` where
  // `other` is to take that.
  [[nodiscard]] std::optional<libsync::clockify::Project> choose_project(
      const std::string& question, const std::vector<libsync::clockify::Project>& projects, bool* other) const;

  [[nodiscard]] const libsync::config::SyncSection& before() const { return task_.settings.config.sync; }

  const Task& task_;
  Dialogue dialogue_;
  bool asks_;
};

}  // namespace cli
