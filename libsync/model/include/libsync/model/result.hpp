// SPDX-License-Identifier: MIT
//
// A value or the reason why there is none. Used where failure depends on the input or on the other side of a wire and
// the caller has to decide what to do; broken storage throws instead (see store/store_error.hpp).
#pragma once

#include <boost/system/result.hpp>

#include <type_traits>
#include <utility>

namespace libsync {

// Ignoring a returned Result is a compiler warning. `*result` requires `result.has_value()`.
template <class T, class E>
class [[nodiscard]] Result : public boost::system::result<T, E> {
  using Base = boost::system::result<T, E>;
  static_assert(!std::is_same_v<std::remove_cv_t<T>, std::remove_cv_t<E>>, "value and error must be told apart");

 public:
  Result(T value) : Base(boost::system::in_place_value, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(E error) : Base(boost::system::in_place_error, std::move(error)) {}  // NOLINT(google-explicit-constructor)
};

template <class E>
class [[nodiscard]] Result<void, E> : public boost::system::result<void, E> {
  using Base = boost::system::result<void, E>;

 public:
  Result() : Base(boost::system::in_place_value) {}
  Result(E error) : Base(boost::system::in_place_error, std::move(error)) {}  // NOLINT(google-explicit-constructor)
};

}  // namespace libsync
