// SPDX-License-Identifier: MIT
//
// The looking; doctor_judge.cpp says what follows from it.
#include "connect.hpp"
#include "doctor_facts.hpp"
#include "failures.hpp"
#include "store_access.hpp"
#include "system_clock.hpp"

#include <libsync/loop/failure.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/tracker.hpp>

#include <memory>
#include <utility>

namespace libsync {
namespace {

void look_at_config(const Settings& settings, DoctorFacts& facts) {
  facts.config_file = settings.config_file;
  facts.database = settings.database;
  if (facts.config_failure) return;
  facts.zone = settings.zone;
  const auto rules = sync_rules(settings);
  if (rules) {
    facts.rules = *rules;
  } else {
    facts.config_failure = rules.error();
  }
}

void look_at_transcripts(const Settings& settings, store::TrackingStore& store, DoctorFacts& facts) {
  facts.session_folders = store.projects();
  facts.no_transcripts = no_transcripts(settings);
  auto survey = transcripts::survey(settings.transcripts, store);
  if (survey) {
    facts.transcripts = std::move(*survey);
  } else {
    facts.transcripts_failure = Failure{FailureKind::config, survey.error().message, survey.error().hint, {}};
  }
}

void look_at_store(const Settings& settings, DoctorFacts& facts) {
  try {
    if (settings.server) {
      const auto store = look_at_store(settings);
      facts.server = settings.server->address;
      facts.machines = store->machines();
      return look_at_transcripts(settings, *store, facts);
    }
    facts.store = store::inspect_store(settings.database);
    if (facts.store->damage.empty()) look_at_transcripts(settings, *look_at_store(settings), facts);
  } catch (const store::StoreError& error) {
    facts.store_failure = loop::store_failure(error);
  }
}

void look_at_projects(clockify::Api& api, DoctorFacts& facts) {
  if (!facts.rules) return;
  const auto listed = api.list_projects(facts.rules->workspace);
  if (!listed) {
    facts.projects_failure = loop::api_failure(listed.error(), listed.error().act, facts.now);
    return;
  }
  auto& projects = facts.projects.emplace();
  for (const auto& project : *listed) {
    projects.push_back({project.id, project.name, project.client, project.archived, {}});
  }
}

std::int64_t look_at_clockify(const Settings& settings, int interrupt_fd, DoctorFacts& facts) {
  auto found = credentials::find_api_key(settings.key_places);
  if (!found) {
    facts.key_failure = failure_of(found.error());
    return 0;
  }
  if (!found->has_value()) {
    facts.key_failure = no_key_failure();
    return 0;
  }
  facts.key_source = (*found)->source;
  facts.server_is_known = !settings.server_unknown;
  if (!facts.server_is_known) return 0;
  auto connected = connect_with(settings, (*found)->key, interrupt_fd);
  if (!connected) {
    facts.user_failure = connected.error();
    return 0;
  }
  clockify::Api& api = **connected;
  SystemClock clock{interrupt_fd};
  facts.asked_at = clock.now();
  const auto user = api.current_user();
  facts.answered_at = clock.now();
  if (user) {
    facts.user = *user;
    if (const auto zone = Zone::find(user->time_zone)) facts.profile_zone = *zone;
    look_at_projects(api, facts);
  } else {
    facts.user_failure =
        with_source_of_key(loop::api_failure(user.error(), user.error().act, facts.now), (*found)->source);
  }
  return api.traffic().requests;
}

}  // namespace

Diagnosis examine(const Settings& settings, const std::optional<Failure>& config_failure,
                  const DoctorOptions& options) {
  DoctorFacts facts;
  facts.now = SystemClock{options.interrupt_fd}.now();
  facts.config_failure = config_failure;
  look_at_config(settings, facts);
  look_at_store(settings, facts);
  facts.scheduled = options.scheduled;
  const std::int64_t requests = look_at_clockify(settings, options.interrupt_fd, facts);
  return Diagnosis{judge(facts), requests};
}

}  // namespace libsync
