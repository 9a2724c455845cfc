// SPDX-License-Identifier: MIT
//
// A text that must not be seen: the API key, proxy credentials. It has no stream operator, no comparison and no
// conversion; whoever needs the text has to write reveal(), which a reader and a grep can find.
#pragma once

#include <string>
#include <string_view>

namespace libsync {

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

// What is shown in the place of a secret.
inline constexpr std::string_view k_hidden = "(hidden)";

// `text`, which somebody else wrote, with k_hidden wherever `secret` stands in it.
[[nodiscard]] std::string without(std::string text, const Secret& secret);

// The rule for a key of Clockify's API, and the same in words.
inline constexpr const char* k_key_rule = "a key is 8 to 256 visible ASCII characters";
[[nodiscard]] bool is_plausible_key(const Secret& key);

}  // namespace libsync
