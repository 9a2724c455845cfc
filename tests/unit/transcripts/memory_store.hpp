// SPDX-License-Identifier: MIT
//
// A SessionStore that keeps what it is given, for tests.
#pragma once

#include <libsync/store/session_store.hpp>

#include <map>
#include <stdexcept>
#include <string>

namespace libsync::testing {

class MemoryStore : public store::SessionStore {
 public:
  std::vector<store::SourceState> sources(Points points) override {
    ++(points == Points::load ? loads : looks);
    std::vector<store::SourceState> result;
    for (const auto& [file, state] : states) {
      result.push_back(state);
      if (points == Points::leave_out) result.back().points.clear();
    }
    return result;
  }

  std::map<std::string, std::string> importer_settings() override { return settings; }

  std::vector<LegacySession> legacy_sessions() override { return legacy; }

  void apply(const store::ImportBatch& batch) override {
    if (batches_left == 0) throw std::runtime_error("the machine stopped");
    --batches_left;
    ++batches;
    for (const auto& state : batch.sources) states[state.file] = state;
    for (const auto& [name, value] : batch.settings) settings[name] = value;
    for (const auto& key : batch.gone) sessions.erase(key);
    for (const auto& one : batch.sessions) {
      sessions[one.source_path] = one;
      std::erase_if(legacy, [&](const LegacySession& row) { return row.session.source_path == one.source_path; });
    }
  }

  std::map<std::string, store::SourceState> states;
  std::map<std::string, std::string> settings;
  std::map<std::string, Session> sessions;
  std::vector<LegacySession> legacy;
  int looks = 0;
  int loads = 0;
  int batches = 0;
  int batches_left = -1;  // before apply() throws
};

}  // namespace libsync::testing
