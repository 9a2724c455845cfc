// SPDX-License-Identifier: MIT
//
// The API key in the words of others. A server, or whatever stands in for one, may repeat what it was sent, and its
// words are shown to people and end up in logs and mails.
#pragma once

#include <libsync/model/secret.hpp>

#include <string>
#include <vector>

namespace libsync::clockify {

class KeyMask {
 public:
  explicit KeyMask(const Secret& key);

  // `text` with `(hidden)` in the place of the key, be it as it is, percent-encoded or in base64.
  [[nodiscard]] std::string hide(std::string text) const;

 private:
  std::vector<Secret> forms_;
};

}  // namespace libsync::clockify
