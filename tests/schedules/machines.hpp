// SPDX-License-Identifier: MIT
//
// The machines that share the store: who has which transcript, and what the store knows of them. A store of one machine
// is a file, which knows of none.
#pragma once

#include <libsync/model/time.hpp>
#include <libsync/store/day_plan.hpp>
#include <libsync/store/machine_store.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::schedules {

class Machines {
 public:
  // What is in the store, and so is lost with it.
  struct Known {
    UtcTime seen_at;
    std::optional<UtcTime> imported_to{};
    bool is_left_out = false;
  };
  using AllKnown = std::map<std::size_t, Known>;

  [[nodiscard]] std::size_t count() const { return count_; }
  void share(std::size_t count) { count_ = count; }

  // Where the next process runs.
  [[nodiscard]] std::size_t here() const { return here_; }
  void go_to(std::size_t machine) { here_ = machine; }

  // Whose transcript it is: for good that of whom it was given to.
  void give(const std::string& transcript, std::size_t machine) { owners_[transcript] = machine; }
  [[nodiscard]] bool has(std::size_t machine, const std::string& transcript) const;

  // --- what the store knows ---

  [[nodiscard]] const AllKnown& known() const { return known_; }
  void restore(AllKnown known) { known_ = std::move(known); }
  void seen(std::size_t machine, UtcTime now) { known_[machine].seen_at = now; }
  void imported(std::size_t machine, UtcTime began, UtcTime now) { known_[machine] = {now, began, left_out(machine)}; }
  void leave_out(std::size_t machine, bool is_left_out);
  [[nodiscard]] std::vector<store::KnownMachine> as_told_to(std::size_t machine, UtcTime now) const;

 private:
  [[nodiscard]] bool left_out(std::size_t machine) const;

  std::size_t count_ = 1;
  std::size_t here_ = 0;
  std::map<std::string, std::size_t> owners_;
  AllKnown known_;
};

// A day is planned for good only when all have brought what they have of it whom `known` says are waited for.
void check_waited(const store::DayPlan& plan, const std::vector<store::KnownMachine>& known,
                  std::chrono::days patience);

}  // namespace libsync::schedules
