// SPDX-License-Identifier: MIT
//
// A real store beside the one in memory: it is asked all that that one is, and has to say the same.
#pragma once

#include "ledger.hpp"

#include <libsync/store/movable_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store/tracking_store.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace libsync::schedules {

class Mirror {
 public:
  // `open_empty`: opens it with nothing in it, whatever was there.
  explicit Mirror(std::function<std::unique_ptr<store::TrackingStore>()> open_empty)
      : open_empty_(std::move(open_empty)) {}

  [[nodiscard]] store::TrackingStore& store() { return *store_; }

  void lose() {
    store_.reset();
    store_ = open_empty_();
  }
  void take_backup() { backup_ = movable().content(); }
  void restore_backup() {
    lose();
    movable().take_over(*backup_);
  }

 private:
  [[nodiscard]] store::MovableStore& movable() { return dynamic_cast<store::MovableStore&>(*store_); }

  std::function<std::unique_ptr<store::TrackingStore>()> open_empty_;
  std::unique_ptr<store::TrackingStore> store_;
  std::optional<store::StoreContent> backup_;
};

// What both answer, or that both refuse.
template <class Call>
auto in_both(store::TrackingStore& in_memory, store::TrackingStore& real, const Call& call)
    -> std::invoke_result_t<Call, store::TrackingStore&> {
  using Answer = std::invoke_result_t<Call, store::TrackingStore&>;
  const auto said = [&call](store::TrackingStore& store) {
    if constexpr (std::is_void_v<Answer>) {
      call(store);
      return true;
    } else {
      return call(store);
    }
  };
  std::optional<decltype(said(real))> its_answer;
  try {
    its_answer.emplace(said(real));
  } catch (const store::StoreError& error) {
    demand(error.kind() == store::StoreErrorKind::broken_rule, "the real store cannot be used", error.what());
  }
  try {
    auto answer = said(in_memory);
    demand(its_answer && *its_answer == answer, "the real store says something else");
    if constexpr (!std::is_void_v<Answer>) return answer;
  } catch (const store::StoreError& error) {
    demand(!its_answer, "the real store allows what the one in memory does not", error.what());
    throw;
  }
}

}  // namespace libsync::schedules
