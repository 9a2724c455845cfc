// SPDX-License-Identifier: MIT
//
// The real client, told to trust and to talk to a scripted server.
#pragma once

#include "scripted_server.hpp"

#include <libsync/clockify/https_api.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace libsync::clockify {

inline const WorkspaceId k_workspace = *WorkspaceId::parse("64a687e29ae1f428e7ebe303");
inline const ProjectId k_project = *ProjectId::parse("25b687e29ae1f428e7ebe123");
inline const UserId k_user = *UserId::parse("5a0ab5acb07987125438b60f");
inline const UtcTime k_morning = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};

inline constexpr const char* k_user_json = R"({"id":"5a0ab5acb07987125438b60f","name":"Ann"})";
inline constexpr const char* k_entry_json = R"({"id":"6a507fafde10bd6a51ac37a9","userId":"5a0ab5acb07987125438b60f",
  "workspaceId":"64a687e29ae1f428e7ebe303","projectId":"25b687e29ae1f428e7ebe123","description":"Development",
  "timeInterval":{"start":"2026-02-02T08:00:00Z","end":"2026-02-02T12:48:00Z"}})";

inline NewEntry new_entry() {
  return {.workspace = k_workspace,
          .project = k_project,
          .interval = {k_morning, k_morning + std::chrono::minutes{288}},
          .description = "Development",
          .billable = std::nullopt,
          .tags = {}};
}

inline Proceed go_on() {
  return Proceed::send;
}

inline HttpsOptions options_for(const ScriptedServer& server) {
  HttpsOptions options;
  options.base_url = server.base_url();
  options.ca_file = server.ca_file();
  options.user_agent = "claude-tracker/test";
  return options;
}

inline std::unique_ptr<Api> api_with(HttpsOptions options) {
  auto api = make_https_api(Secret{"canary-key"}, std::move(options));
  if (!api) throw std::runtime_error(api.error().object + ": " + api.error().cause);
  return std::move(*api);
}

inline std::unique_ptr<Api> api_for(const ScriptedServer& server) {
  return api_with(options_for(server));
}

// Answers every request of one connection in the same way.
inline ScriptedServer::Script always(int status, std::string body, std::string fields = "") {
  return [=](Peer& peer) {
    if (!peer.start_tls()) return;
    while (!peer.read_request().empty()) peer.answer(status, body, fields);
  };
}

}  // namespace libsync::clockify
