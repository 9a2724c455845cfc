// SPDX-License-Identifier: MIT
//
// What must hold for any bytes that the scanner passes over.
#include "agents/agent.hpp"
#include "json/structure.hpp"
#include "json/structure_loop.hpp"
#include "read/condenser.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace libsync::transcripts {
namespace {

using Content = std::vector<std::string>;

struct NaiveKernel {
  static std::uint64_t equal(const char* block, char c) {
    std::uint64_t result = 0;
    for (unsigned i = 0; i < 64; ++i) result |= std::uint64_t{block[i] == c} << i;
    return result;
  }
  static std::uint64_t equal_folded(const char* block, char c) {
    return equal(block, c) | equal(block, c == '{' ? '[' : ']');
  }
  static std::uint64_t prefix_xor(std::uint64_t bits) {
    std::uint64_t result = 0;
    bool on = false;
    for (unsigned i = 0; i < 64; ++i) {
      on ^= (bits >> i & 1U) != 0;
      result |= std::uint64_t{on} << i;
    }
    return result;
  }
  static const char* pass_text(const char* text, const char* /*end*/) { return text; }
};

// What both skippers do, byte by byte.
const char* skip_slowly(const char* at, const char* end, bool in_string) {
  int depth = 0;
  const bool only_string = in_string;
  for (; at != end; ++at) {
    if (in_string) {
      if (*at == '\\') {
        if (++at == end) return nullptr;
      } else if (*at == '"') {
        if (only_string) return at + 1;
        in_string = false;
      }
      continue;
    }
    if (*at == '\\' && at + 1 != end) {
      ++at;  // no JSON, but it must be the same for all
      if (*at != '"' && *at != '\\') --at;
      continue;
    }
    if (*at == '"') in_string = true;
    if (*at == '{' || *at == '[') ++depth;
    if ((*at == '}' || *at == ']') && --depth == 0) return at + 1;
  }
  return nullptr;
}

rc::Gen<std::string> any_bytes() {
  return rc::gen::scale(5.0, rc::gen::container<std::string>(rc::gen::weightedElement<char>({{8, 'x'},
                                                                                             {2, '"'},
                                                                                             {2, '\\'},
                                                                                             {1, '{'},
                                                                                             {1, '['},
                                                                                             {1, '}'},
                                                                                             {1, ']'},
                                                                                             {1, '\x7B'},
                                                                                             {1, '\xFB'},
                                                                                             {1, '\0'}})));
}

// Long texts with hardly a quote that is not escaped, as most of a transcript is.
rc::Gen<std::string> any_text() {
  const auto parts = rc::gen::container<Content>(rc::gen::weightedElement<std::string>(
      {{20, "some words "}, {20, R"(\")"}, {4, R"(\\)"}, {2, R"(\\\")"}, {1, "\\"}, {1, "\""}, {1, "{"}, {1, "]"}}));
  return rc::gen::map(rc::gen::scale(3.0, parts), [](const Content& content) {
    std::string text;
    for (const auto& part : content) text += part;
    return text;
  });
}

rc::Gen<std::string> any_structure() {
  return rc::gen::oneOf(any_bytes(), any_text());
}

RC_GTEST_PROP(SkipContainer, FindsWhatALookAtEachByteFinds, ()) {
  const std::string text = "{" + *any_structure();
  const char* const end = text.data() + text.size();
  const char* const expected = skip_container_loop<NaiveKernel>(text.data(), end);
  RC_ASSERT(skip_container(text.data(), end) == expected);
  if (text.find('\\') == std::string::npos) RC_ASSERT(skip_slowly(text.data(), end, false) == expected);
}

RC_GTEST_PROP(SkipString, FindsWhatALookAtEachByteFinds, ()) {
  const std::string text = *any_structure();
  const char* const end = text.data() + text.size();
  RC_ASSERT(skip_string(text.data(), end) == skip_slowly(text.data(), end, true));
  RC_ASSERT(skip_string_loop<NaiveKernel>(text.data(), end) == skip_slowly(text.data(), end, true));
}

RC_GTEST_PROP(Condenser, LeavesWhatAnAgentAsksFor, ()) {
  const std::string filler(*rc::gen::inRange<std::size_t>(0, 9000), '\\');
  const std::string text = fmt::format(
      R"({{"a":"{0}{0}","cwd":"/p","message":{{"content":[{{"deep":{{"cwd":"/no","x":"{0}{0}}}"}}}}],"id":"m{1}"}},"type":"user",)"
      R"("toolUseResult":{{"x":[[["{0}{0}"]]]}},"uuid":"u","timestamp":"2026-02-02T08:00:00Z"}})",
      filler, *rc::gen::inRange(0, 99));
  Condenser condenser;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, rest.size() + 1);
    condenser.feed(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  RC_ASSERT(!condenser.gave_up());
  RC_ASSERT(condenser.text().size() < 20000U);
  JsonCursor whole_cursor{text};
  JsonCursor condensed_cursor{condenser.text()};
  const auto& agent = agent_of(AgentKind::claude_code);
  const Record whole = agent.read(whole_cursor);
  const Record condensed = agent.read(condensed_cursor);
  RC_ASSERT(whole_cursor.ok());
  RC_ASSERT(condensed_cursor.ok());
  RC_ASSERT(whole.kind == condensed.kind);
  RC_ASSERT(whole.time == condensed.time);
  RC_ASSERT(whole.cwd == condensed.cwd);
  RC_ASSERT(whole.id == condensed.id);
  RC_ASSERT(whole.response == condensed.response);
}

}  // namespace
}  // namespace libsync::transcripts
