// SPDX-License-Identifier: MIT
//
// Getting past parts of a JSON text without looking into them, 64 bytes at a time. Nothing is checked but quotes,
// escapes and the count of brackets: whoever skips a value does not want to know what is in it.
#pragma once

namespace libsync::transcripts {

// `text` points at an opening bracket. Returns the place after the bracket that closes it, or null when `end` comes
// first. Brackets inside strings do not count; a `]` closes a `{`.
[[nodiscard]] const char* skip_container(const char* text, const char* end);

// `text` points behind an opening quote. Returns the place after the closing one, or null when `end` comes first.
[[nodiscard]] const char* skip_string(const char* text, const char* end);

}  // namespace libsync::transcripts
