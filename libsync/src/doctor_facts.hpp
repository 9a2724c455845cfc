// SPDX-License-Identifier: MIT
//
// What the doctor saw, as values, and what follows from it. Judging looks at nothing but the values.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/credentials/credentials.hpp>
#include <libsync/doctor.hpp>
#include <libsync/loop/sync_loop.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/store/account_store.hpp>
#include <libsync/store/inspection.hpp>
#include <libsync/store/machine_store.hpp>
#include <libsync/transcripts/survey.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace libsync {

struct DoctorFacts {
  UtcTime now{};

  std::filesystem::path config_file{};
  std::optional<Failure> config_failure{};
  std::optional<loop::SyncRules> rules{};  // nothing when the config lacks what a sync needs

  std::filesystem::path database{};
  std::optional<store::Inspection> store{};
  std::optional<std::string> server{};  // that the store is on, in the place of the file, and which can be used
  std::vector<store::KnownMachine> machines{};
  std::optional<Failure> store_failure{};

  std::string no_transcripts{};                      // what to say where there are none
  std::optional<transcripts::Survey> transcripts{};  // nothing when the store cannot be used
  std::optional<Failure> transcripts_failure{};
  std::vector<std::string> session_folders{};

  std::vector<std::string> scheduled{};  // as of DoctorOptions

  std::optional<credentials::KeySource> key_source{};
  std::optional<Failure> key_failure{};

  bool server_is_known = true;  // else nobody was asked

  // Of the request for the user, by this machine's clock.
  UtcTime asked_at{};
  UtcTime answered_at{};
  std::optional<clockify::User> user{};
  std::optional<Failure> user_failure{};

  std::optional<Zone> zone{};          // nothing when the configuration, which may name it, cannot be used
  std::optional<Zone> profile_zone{};  // nothing when the profile's is none that is known here

  std::optional<std::vector<store::RememberedProject>> projects{};
  std::optional<Failure> projects_failure{};
};

[[nodiscard]] std::vector<Finding> judge(const DoctorFacts& facts);

}  // namespace libsync
