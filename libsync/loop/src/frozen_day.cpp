// SPDX-License-Identifier: MIT
#include "frozen_day.hpp"

#include "failures.hpp"

namespace libsync::loop {

using store::RowState;

std::string FrozenDay::name_of(std::size_t index) const {
  return loop::name_of(plan_, row(index).entry, zone_);
}

bool FrozenDay::write_intent(std::size_t index, UtcTime sent_at, std::vector<EntryId> baseline) {
  store::OutboxRow& row = plan_.rows[index];
  const store::TrackingStore::Intent intent{.date = plan_.date,
                                            .workspace = plan_.workspace,
                                            .project = row.entry.project,
                                            .seen_attempt = row.attempt,
                                            .sent_at = sent_at,
                                            .baseline = baseline,
                                            .seen_interval = row.entry.interval};
  if (!store_.begin_send(intent)) return false;
  row.state = RowState::in_flight;
  ++row.attempt;
  row.sent_at = sent_at;
  row.baseline = std::move(baseline);
  return true;
}

void FrozenDay::write_posted(std::size_t index, const EntryId& entry, store::Origin origin,
                             const std::string& mismatch) {
  store::OutboxRow& row = plan_.rows[index];
  store_.record_posted(plan_.date, plan_.workspace, row.entry.project, entry, origin, mismatch);
  row.state = RowState::posted;
  row.entry_id = entry;
  row.origin = origin;
  row.mismatch = mismatch;
  if (origin == store::Origin::created) {
    show(index, EntryState::posted);
    report_.entry_posted();
  } else {
    show(index, EntryState::adopted);
    report_.entry_adopted();
  }
}

bool FrozenDay::write_refused(std::size_t index) {
  store::OutboxRow& row = plan_.rows[index];
  if (!store_.record_refused(plan_.date, plan_.workspace, row.entry.project, row.attempt)) return false;
  row.state = RowState::planned;
  show(index, EntryState::planned);
  return true;
}

void FrozenDay::write_mismatch(std::size_t index, const std::string& mismatch) {
  store::OutboxRow& row = plan_.rows[index];
  store_.record_mismatch(plan_.date, plan_.workspace, row.entry.project, mismatch);
  row.mismatch = mismatch;
}

void FrozenDay::write_done() {
  store_.complete_day(plan_.date, plan_.workspace);
  report_.is_synced();
}

}  // namespace libsync::loop
