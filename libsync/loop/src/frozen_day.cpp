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

bool FrozenDay::write_intent(std::size_t index, UtcTime sent_at, std::vector<EntryId> baseline) {
  store::OutboxRow& row = plan_.rows[index];
  store::TrackingStore::Intent intent{.row = plan_.key_of(row), .seen = row, .sent_at = sent_at, .baseline = baseline};
  if (kept_) intent.before = posted(*kept_);
  const bool ours = store_.begin_send(intent);
  if (kept_) show_posted(*std::exchange(kept_, std::nullopt));
  if (!ours) return false;
  row.state = RowState::in_flight;
  ++row.attempt;
  row.sent_at = sent_at;
  row.baseline = std::move(baseline);
  return true;
}

bool FrozenDay::readdress(std::size_t index, store::PlannedEntry entry) {
  write_kept();
  store::OutboxRow& row = plan_.rows[index];
  if (!store_.readdress(plan_.key_of(row), row.attempt, row.entry, entry)) return false;
  row.entry = std::move(entry);
  show(index, EntryState::planned);
  return true;
}

void FrozenDay::keep(std::size_t index, const EntryId& entry, const std::string& mismatch) {
  write_kept();
  store::OutboxRow& row = plan_.rows[index];
  row.state = RowState::posted;
  row.entry_id = entry;
  row.origin = store::Origin::created;
  row.mismatch = mismatch;
  kept_ = index;
}

void FrozenDay::write_kept() {
  if (!kept_) return;
  store_.write_posted(posted(*kept_));
  show_posted(*std::exchange(kept_, std::nullopt));
}

void FrozenDay::adopt(std::size_t index, const EntryId& entry, store::Origin origin) {
  write_kept();
  store::OutboxRow& row = plan_.rows[index];
  store_.write_posted({plan_.key_of(row), row.entry, entry, origin, ""});
  row.state = RowState::posted;
  row.entry_id = entry;
  row.origin = origin;
  row.mismatch.clear();
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
  write_kept();
  store::OutboxRow& row = plan_.rows[index];
  if (!store_.write_refused(plan_.key_of(row), row.attempt)) return false;
  row.state = RowState::planned;
  show(index, EntryState::planned);
  return true;
}

void FrozenDay::write_mismatch(std::size_t index, const std::string& mismatch) {
  write_kept();
  store::OutboxRow& row = plan_.rows[index];
  store_.write_mismatch(plan_.key_of(row), mismatch);
  row.mismatch = mismatch;
}

void FrozenDay::write_done() {
  write_kept();
  store_.complete_day(plan_.key());
  report_.is_synced();
}

}  // namespace libsync::loop
