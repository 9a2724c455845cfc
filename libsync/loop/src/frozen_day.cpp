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
  const store::TrackingStore::Intent intent{
      .row = plan_.key_of(row), .seen = row, .sent_at = sent_at, .baseline = baseline};
  if (!store_.begin_send(intent)) return false;
  row.state = RowState::in_flight;
  ++row.attempt;
  row.sent_at = sent_at;
  row.baseline = std::move(baseline);
  return true;
}

bool FrozenDay::readdress(std::size_t index, store::PlannedEntry entry) {
  store::OutboxRow& row = plan_.rows[index];
  if (!store_.readdress(plan_.key_of(row), row.attempt, row.entry, entry)) return false;
  row.entry = std::move(entry);
  show(index, EntryState::planned);
  return true;
}

void FrozenDay::write_posted(std::size_t index, const EntryId& entry, store::Origin origin,
                             const std::string& mismatch) {
  store::OutboxRow& row = plan_.rows[index];
  store_.write_posted(plan_.key_of(row), row.entry, entry, origin, mismatch);
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
  if (!store_.write_refused(plan_.key_of(row), row.attempt)) return false;
  row.state = RowState::planned;
  show(index, EntryState::planned);
  return true;
}

void FrozenDay::write_mismatch(std::size_t index, const std::string& mismatch) {
  store::OutboxRow& row = plan_.rows[index];
  store_.write_mismatch(plan_.key_of(row), mismatch);
  row.mismatch = mismatch;
}

void FrozenDay::write_done() {
  store_.complete_day(plan_.key());
  report_.is_synced();
}

}  // namespace libsync::loop
