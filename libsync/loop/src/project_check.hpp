// SPDX-License-Identifier: MIT
//
// Whether Clockify has what an entry is to be posted to. Clockify takes entries of archived projects without a word,
// and refuses a mistyped id only when it is sent; both are found here before anything is.
#pragma once

#include "first_look.hpp"

#include <libsync/store/account_store.hpp>

#include <optional>
#include <set>

namespace libsync::loop {

// Asks for the projects at most once in a run, and only when what the store remembers is older than a day or does not
// vouch for all that is asked about. Borrows all it is given.
class ProjectCheck {
 public:
  ProjectCheck(const RunContext& context, const Connected& connected, RequestLimit& limit)
      : context_(context), connected_(connected), limit_(limit) {}

  // Throws store::StoreError.
  [[nodiscard]] Stopped check(const std::vector<store::PlannedEntry>& entries);

 private:
  [[nodiscard]] bool vouches_for(const store::PlannedEntry& entry) const;
  [[nodiscard]] const store::RememberedProject* find(const ProjectId& project) const;
  [[nodiscard]] Stopped ask_for_projects();
  [[nodiscard]] Stopped ask_for_tasks(const ProjectId& project);
  [[nodiscard]] Failure complain_of(const store::PlannedEntry& entry) const;

  const RunContext& context_;
  const Connected& connected_;
  RequestLimit& limit_;
  std::optional<store::RememberedProjects> known_;
  bool asked_for_projects_ = false;
  std::set<ProjectId> asked_for_tasks_;
};

}  // namespace libsync::loop
