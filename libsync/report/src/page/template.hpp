// SPDX-License-Identifier: MIT
//
// Text with places to be filled: `{{name}}` is replaced by a text, escaped for HTML, `{{{name}}}` by the text as it is,
// and what stands between `{{#name}}` and `{{/name}}` is repeated for each element of a list. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::report {

// What the places are filled with. Inside a list, a name that an element lacks is looked for around it.
struct View {
  std::map<std::string, std::string, std::less<>> texts{};
  std::map<std::string, std::vector<View>, std::less<>> lists{};
};

// std::logic_error for a name that nobody gave, or a list that does not end.
[[nodiscard]] std::string fill(std::string_view pattern, const View& view);

// Fit for the text of an element and the value of an attribute in double quotes. Controls, bidi marks and what is no
// UTF-8 are spelled out.
[[nodiscard]] std::string escaped_for_html(std::string_view text);

}  // namespace libsync::report
