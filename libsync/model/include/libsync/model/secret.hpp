// SPDX-License-Identifier: MIT
//
// A text that must not be seen: the API key, proxy credentials. It has no stream operator, no comparison and no
// conversion; whoever needs the text has to write reveal(), which a reader and a grep can find.
#pragma once

#include <string>
#include <string_view>

namespace libsync {

// What stands in the place of a secret that was found in a text from outside.
inline constexpr std::string_view k_hidden = "(hidden)";

class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();  // overwrites the text before the memory goes back

  [[nodiscard]] const std::string& reveal() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

 private:
  void wipe() noexcept;

  std::string text_;
};

}  // namespace libsync
