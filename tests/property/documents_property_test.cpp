// SPDX-License-Identifier: MIT
//
// What must hold for sessions whose files are whole documents or journals of changes to one, however they are written
// anew. RC_PARAMS="max_success=100000" runs more cases than the usual hundred.
#include "agents/agent.hpp"
#include "assemble.hpp"
#include "copies/attribution.hpp"
#include "json/splitter.hpp"
#include "packed/packed_format.hpp"
#include "packed/transcript_builder.hpp"
#include "partition.hpp"
#include "read/file_scan.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace libsync::transcripts {
namespace {

constexpr Instant k_eight = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};
constexpr milliseconds k_idle = std::chrono::minutes{15};
constexpr SessionRules k_rules{k_idle, std::chrono::minutes{30}};

// --- files made up --------------------------------------------------------------------------------------------------

using Messages = std::vector<std::string>;

// A form in which an agent keeps a session: of messages by their numbers, and of all messages the file.
struct Form {
  AgentKind agent;
  const char* path;
  std::string (*message)(int number);
  std::string (*file)(const Messages& messages);
};

std::int64_t ms(int number) {
  return (k_eight + std::chrono::minutes{7 * number}).time_since_epoch().count();
}

std::string joined(const Messages& messages, const char* between = ",") {
  std::string text;
  for (const auto& one : messages) text += (text.empty() ? "" : between) + one;
  return text;
}

std::string of_gemini(int number) {
  const auto time = [number](int later) {
    return format_utc(floor_seconds(k_eight + std::chrono::minutes{7 * number + later}));
  };
  const std::string message =
      fmt::format(R"({{"id":"m{0}","timestamp":"{1}","type":"{2}","content":[{{"text":"\"[{{{0}"}}])", number, time(0),
                  number % 3 == 0 ? "user" : "gemini");
  if (number % 3 == 0) return message + "}";
  return message + fmt::format(R"(,"thoughts":[{{"timestamp":"{}"}}],"toolCalls":[{{"id":"]","timestamp":"{}"}},)"
                               R"({{"timestamp":"{}"}}]}})",
                               time(-2), time(5), time(11));
}

std::string of_cline(int number) {
  return fmt::format(R"({{"ts":{},"type":"say","say":"{}","text":"]\\"}})", ms(number),
                     number % 3 == 0 ? "user_feedback" : "reasoning");
}

std::string of_copilot(int number) {
  return fmt::format(R"({{"requestId":"r{}","message":{{}},"response":[{{"value":"}}"}}],"timestamp":{},"modelState":)"
                     R"({{"value":1,"completedAt":{}}}}})",
                     number, ms(number), ms(number) + 60'000);
}

std::string gemini_document(const Messages& messages) {
  return "{\n  \"sessionId\": \"s\",\n  \"messages\": [\n" + joined(messages, ",\n") +
         "\n  ],\n  \"summary\": \"x\"\n}";
}

std::string gemini_journal(const Messages& messages) {
  std::string text = "{\"sessionId\":\"s\",\"projectHash\":\"x\"}\n";
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto end = messages.begin() + static_cast<std::ptrdiff_t>(i + 1);
    text += i % 4 == 3 ? "{\"$set\":{\"messages\":[" + joined({messages.begin(), end}) + "]}}\n" : messages[i] + "\n";
    if (i % 5 == 2) text += "{\"$rewindTo\":\"m0\"}\n";
  }
  return text;
}

std::string cline_document(const Messages& messages) {
  return "[" + joined(messages) + "]";
}

std::string copilot_document(const Messages& messages) {
  return R"({"version":3,"requests":[)" + joined(messages) + R"(],"sessionId":"s"})";
}

std::string copilot_journal(const Messages& messages) {
  const auto half = messages.begin() + static_cast<std::ptrdiff_t>(messages.size() / 2);
  std::string text = R"({"kind":0,"v":)" + copilot_document({messages.begin(), half}) + "}\n";
  for (auto one = half; one != messages.end(); ++one) text += R"({"kind":2,"k":["requests"],"v":[)" + *one + "]}\n";
  return text;
}

const std::vector<Form> k_forms{
    {AgentKind::gemini_cli, "/g/api/chats/session-1-s.json", of_gemini, gemini_document},
    {AgentKind::gemini_cli, "/g/api/chats/session-1-s.jsonl", of_gemini, gemini_journal},
    {AgentKind::cline, "/c/tasks/s/ui_messages.json", of_cline, cline_document},
    {AgentKind::copilot_chat, "/w/1/chatSessions/s.json", of_copilot, copilot_document},
    {AgentKind::copilot_chat, "/w/1/chatSessions/s.jsonl", of_copilot, copilot_journal},
};

rc::Gen<Form> any_form() {
  return rc::gen::map(rc::gen::inRange<std::size_t>(0, k_forms.size()), [](std::size_t i) { return k_forms[i]; });
}

// Each number once at most, in order.
using Numbers = std::vector<int>;
rc::Gen<Numbers> any_numbers() {
  return rc::gen::map(rc::gen::resize(12, rc::gen::container<Numbers>(rc::gen::inRange(0, 30))), [](Numbers numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
  });
}

std::string file_of(const Form& form, const Numbers& numbers) {
  Messages messages;
  for (const int number : numbers) messages.push_back(form.message(number));
  return form.file(messages);
}

// Adds what the file says now to what is known of it, as an import does.
void read(std::string& packed, const Form& form, std::string_view text) {
  const Agent& agent = agent_of(form.agent);
  Splitter splitter{*agent.records(form.path)};
  std::string lines;
  while (!text.empty()) {
    const auto piece = std::min(*rc::gen::inRange<std::size_t>(1, 200), text.size());
    splitter.feed(text.substr(0, piece), lines);
    text.remove_prefix(piece);
  }
  splitter.finish(lines);

  TranscriptBuilder builder{*rc::gen::inRange<std::size_t>(1, 20)};
  if (!packed.empty()) RC_ASSERT(builder.resume(packed));
  builder.transcript().start_over();
  builder.transcript().agent = form.agent;
  ProblemCounter problems;
  const Background background{.session_name = "s"};
  FileScan scan{agent, background, builder.transcript(), problems};
  for (std::string_view rest = lines; !rest.empty();) {
    const auto end = rest.find('\n');
    scan.add({rest.substr(0, end), 0, end != std::string_view::npos, false});
    builder.relieve();
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  packed = builder.finish();
}

std::optional<Session> session_of(const std::string& packed) {
  const std::vector<SessionFiles> files{{"s", {PackedTranscript::open(packed).value()}}};
  const Attribution attribution{files, {true}, k_idle};
  return assemble(files[0], 0, attribution, k_rules);
}

milliseconds active_time(const std::string& packed) {
  const auto session = session_of(packed);
  return session ? session->active_time() : milliseconds{0};
}

// --- properties -----------------------------------------------------------------------------------------------------

RC_GTEST_PROP(Documents, SayTogetherWhatOneOfAllTheirVersionsSaysInWhateverOrder, ()) {
  const Form form = *any_form();
  const auto versions = *rc::gen::resize(5, rc::gen::nonEmpty(rc::gen::container<std::vector<Numbers>>(any_numbers())));
  Numbers all;
  std::string packed;
  for (const auto& numbers : versions) {
    const std::string text = file_of(form, numbers);
    // Now and then it is read while it is written.
    if (*rc::gen::arbitrary<bool>()) {
      read(packed, form, text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size() + 1)));
    }
    read(packed, form, text);
    all.insert(all.end(), numbers.begin(), numbers.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::string at_once;
  read(at_once, form, file_of(form, all));
  RC_ASSERT(session_of(packed) == session_of(at_once));
}

RC_GTEST_PROP(Documents, NeverLoseTimeWhateverBecomesOfTheFile, ()) {
  const Form form = *any_form();
  std::string packed;
  milliseconds before{0};
  for (const auto& numbers : *rc::gen::resize(6, rc::gen::container<std::vector<Numbers>>(any_numbers()))) {
    std::string text = file_of(form, numbers);
    text.resize(*rc::gen::inRange<std::size_t>(0, text.size() + 1));
    if (!text.empty())
      text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::element('"', '\\', '}', '\n', 'x');
    read(packed, form, text);
    const auto now = active_time(packed);
    // A message between two that were too far apart makes time, and none is taken away.
    RC_ASSERT(now >= before);
    before = now;
  }
}

RC_GTEST_PROP(Documents, AreTheSameInAllTheFormsOfAnAgent, ()) {
  const Numbers numbers = *any_numbers();
  for (const auto& [one, other] : {std::pair{0, 1}, std::pair{3, 4}}) {
    std::string packed;
    std::string again;
    read(packed, k_forms[static_cast<std::size_t>(one)], file_of(k_forms[static_cast<std::size_t>(one)], numbers));
    read(again, k_forms[static_cast<std::size_t>(other)], file_of(k_forms[static_cast<std::size_t>(other)], numbers));
    RC_ASSERT(session_of(packed) == session_of(again));
  }
}

RC_GTEST_PROP(Documents, ShareOutTheirTimeOverAnyPartition, ()) {
  const Form form = *any_form();
  std::string packed;
  read(packed, form, file_of(form, *any_numbers()));
  const auto session = session_of(packed);
  if (!session) return;
  testing::require_that_parts_sum(*session, k_eight, seconds{12'000});
}

}  // namespace
}  // namespace libsync::transcripts
