// SPDX-License-Identifier: MIT
//
// The people and places every fake Clockify starts with, so that a test, the sandbox and the quickstart's configuration
// mean the same ones.
#pragma once

#include <libsync/model/ids.hpp>

#include <array>

namespace libsync::support::well_known {

inline constexpr const char* k_key = "c2FuZGJveC1rZXktb2YtYW5u";        // of Ann
inline constexpr const char* k_other_key = "c2FuZGJveC1rZXktb2YtYm9i";  // of Bob

inline UserId ann() {
  return *UserId::parse("5a0ab5acb07987125438b60f");
}
inline UserId bob() {
  return *UserId::parse("5a0ab5acb07987125438b610");
}

inline WorkspaceId workspace() {
  return *WorkspaceId::parse("5ff748b4abb0e16bed500885");
}
inline constexpr const char* k_workspace_name = "Acme";
// Exists, but neither Ann nor Bob is a member of it.
inline WorkspaceId foreign_workspace() {
  return *WorkspaceId::parse("5ff748b4abb0e16bed500999");
}

inline ProjectId other() {
  return *ProjectId::parse("65b2d73e06de527a7ed67403");
}
inline ProjectId api() {
  return *ProjectId::parse("65b2d73e06de527a7ed67404");
}
inline ProjectId web() {
  return *ProjectId::parse("65b2d73e06de527a7ed67405");
}
inline ProjectId infra() {
  return *ProjectId::parse("65b2d73e06de527a7ed67406");
}
// Archived: Clockify still takes entries for it.
inline ProjectId retired() {
  return *ProjectId::parse("65b2d73e06de527a7ed67407");
}
// In no workspace.
inline ProjectId unknown_project() {
  return *ProjectId::parse("65b2d73e06de527a7ed674ff");
}

// The one tag of the workspace.
inline TagId tag() {
  return *TagId::parse("65b2d73e06de527a7ed67501");
}

// The tasks of the workspace, both of the project API.
inline TaskId review() {
  return *TaskId::parse("65b2d73e06de527a7ed67701");
}
inline TaskId done_task() {
  return *TaskId::parse("65b2d73e06de527a7ed67702");
}

struct NamedTask {
  TaskId id;
  ProjectId project;
  const char* name;
  bool done;
};

inline std::array<NamedTask, 2> tasks() {
  return {{{done_task(), api(), "Kick-off", true}, {review(), api(), "Review", false}}};
}

// With which words Clockify refuses an entry that lacks what its workspace asks for. Those about tags and descriptions
// are a guess: nobody has quoted them.
inline constexpr const char* k_project_required =
    "Time entry couldn't be created. Project is either required field or given project is archived.";
inline constexpr const char* k_task_required =
    "Time entry couldn't be created. Task is either required field or given task is completed.";
inline constexpr const char* k_tag_required = "Time entry couldn't be created. Tag is required field.";
inline constexpr const char* k_description_required = "Time entry couldn't be created. Description is required field.";

struct NamedProject {
  ProjectId id;
  const char* name;
  const char* client;
  bool archived;
};

inline std::array<NamedProject, 5> projects() {
  return {{{api(), "API", "Acme", false},
           {infra(), "Infrastructure", "", false},
           {other(), "Other", "", false},
           {retired(), "Retired", "Acme", true},
           {web(), "Website", "Acme", false}}};
}

}  // namespace libsync::support::well_known
