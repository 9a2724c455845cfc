// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/loop/ports.hpp>
#include <libsync/settings.hpp>
#include <libsync/store/tracking_store.hpp>
#include <libsync/transcripts/importer.hpp>

namespace libsync {

// The importer as the loop sees it. Everything is borrowed.
class TranscriptSource final : public loop::SessionSource {
 public:
  TranscriptSource(store::TrackingStore& store, const Settings& settings, loop::Observer& observer)
      : store_(store), settings_(settings), observer_(observer) {}

  Result<loop::ImportSummary, Failure> import() override;

  // The import in full.
  Result<transcripts::ImportReport, Failure> import_in_full();

 private:
  store::TrackingStore& store_;
  const Settings& settings_;
  loop::Observer& observer_;
};

}  // namespace libsync
