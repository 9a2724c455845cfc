// SPDX-License-Identifier: MIT
//
// A value or the reason why there is none. Used where failure depends on the input or on the other side of a wire and
// the caller has to decide what to do; broken storage throws instead (see store/store_error.hpp). It is what of
// std::expected is needed here, until the language has that.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace libsync {

// Ignoring a returned Result is a compiler warning. `*result` and `->` require has_value(), error() requires
// has_error(); value() throws std::bad_variant_access where there is none.
template <class T, class E>
class [[nodiscard]] Result {
  static_assert(!std::is_same_v<std::remove_cv_t<T>, std::remove_cv_t<E>>, "value and error must be told apart");

 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(E error) : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const noexcept { return content_.index() == 0; }
  [[nodiscard]] bool has_error() const noexcept { return !has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] T& value() & { return std::get<0>(content_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(content_); }
  [[nodiscard]] T value() && { return std::get<0>(std::move(content_)); }

  [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&content_); }
  [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&content_); }
  [[nodiscard]] T operator*() && { return std::move(*std::get_if<0>(&content_)); }
  [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&content_); }
  [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&content_); }

  [[nodiscard]] const E& error() const& noexcept { return *std::get_if<1>(&content_); }
  [[nodiscard]] E error() && { return std::move(*std::get_if<1>(&content_)); }

 private:
  std::variant<T, E> content_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
  [[nodiscard]] bool has_error() const noexcept { return error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] const E& error() const& noexcept { return *error_; }
  [[nodiscard]] E error() && { return std::move(*error_); }

 private:
  std::optional<E> error_;
};

}  // namespace libsync
