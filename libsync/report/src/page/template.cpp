// SPDX-License-Identifier: MIT
#include "page/template.hpp"

#include <libsync/model/text.hpp>

#include <stdexcept>

namespace libsync::report {
namespace {

using Views = std::vector<const View*>;  // the innermost last

const std::string& text_of(std::string_view name, const Views& views) {
  for (auto view = views.rbegin(); view != views.rend(); ++view) {
    if (const auto found = (*view)->texts.find(name); found != (*view)->texts.end()) return found->second;
  }
  throw std::logic_error("a template names a text that nobody gave: " + std::string{name});
}

const std::vector<View>& list_of(std::string_view name, const Views& views) {
  for (auto view = views.rbegin(); view != views.rend(); ++view) {
    if (const auto found = (*view)->lists.find(name); found != (*view)->lists.end()) return found->second;
  }
  throw std::logic_error("a template names a list that nobody gave: " + std::string{name});
}

// Takes what stands before `mark` off `rest`, and the mark.
std::string_view take_to(std::string_view& rest, std::string_view mark) {
  const auto place = rest.find(mark);
  if (place == std::string_view::npos) throw std::logic_error("a template lacks " + std::string{mark});
  const auto before = rest.substr(0, place);
  rest.remove_prefix(place + mark.size());
  return before;
}

void fill_into(std::string& out, std::string_view rest, Views& views) {
  while (rest.find("{{") != std::string_view::npos) {
    out += take_to(rest, "{{");
    if (rest.starts_with('{')) {
      rest.remove_prefix(1);
      out += text_of(take_to(rest, "}}}"), views);
      continue;
    }
    const std::string_view name = take_to(rest, "}}");
    if (!name.starts_with('#')) {
      out += escaped_for_html(text_of(name, views));
      continue;
    }
    const std::string list{name.substr(1)};
    const std::string_view body = take_to(rest, "{{/" + list + "}}");
    for (const View& element : list_of(list, views)) {
      views.push_back(&element);
      fill_into(out, body, views);
      views.pop_back();
    }
  }
  out += rest;
}

}  // namespace

std::string fill(std::string_view pattern, const View& view) {
  std::string out;
  Views views{&view};
  fill_into(out, pattern, views);
  return out;
}

std::string escaped_for_html(std::string_view text) {
  std::string escaped;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace libsync::report
