// SPDX-License-Identifier: MIT
#include "frozen_day.hpp"

#include "failures.hpp"

#include <utility>

namespace libsync::loop {

using store::RowState;

std::string FrozenDay::name_of(std::size_t index) const {
  return loop::name_of(plan_, row(index).entry, zone_);
}

store::Posted FrozenDay::posted(std::size_t index) const {
  const store::OutboxRow& it = row(index);
  return {plan_.key_of(it), it.entry, it.entry_id.value(), it.origin.value(), it.mismatch};
}

store::TrackingStore::Intent FrozenDay::intent(std::size_t index, UtcTime sent_at,
                                               std::vector<EntryId> baseline) const {
  return {plan_.key_of(row(index)), row(index), sent_at, std::move(baseline)};
}

void FrozenDay::is_sent(std::size_t index, const store::TrackingStore::Intent& intent) {
  store::OutboxRow& row = plan_.rows[index];
  row.state = RowState::in_flight;
  ++row.attempt;
  row.sent_at = intent.sent_at;
  row.baseline = intent.baseline;
}

bool FrozenDay::readdress(std::size_t index, store::PlannedEntry entry) {
  store::OutboxRow& row = plan_.rows[index];
  if (!store_.readdress(plan_.key_of(row), row.attempt, row.entry, entry)) return false;
  row.entry = std::move(entry);
  show(index, EntryState::planned);
  return true;
}

void FrozenDay::is_answered(std::size_t index, const EntryId& entry, const std::string& mismatch) {
  is_posted(index, entry, store::Origin::created, mismatch);
}

void FrozenDay::is_posted(std::size_t index, const EntryId& entry, store::Origin origin, const std::string& mismatch) {
  store::OutboxRow& row = plan_.rows[index];
  row.state = RowState::posted;
  row.entry_id = entry;
  row.origin = origin;
  row.mismatch = mismatch;
}

void FrozenDay::adopt(std::size_t index, const EntryId& entry, store::Origin origin) {
  store_.write_posted({plan_.key_of(row(index)), row(index).entry, entry, origin, ""});
  is_posted(index, entry, origin, "");
  show_posted(index);
}

void FrozenDay::show_posted(std::size_t index) {
  if (row(index).origin == store::Origin::created) {
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
