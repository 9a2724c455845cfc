// SPDX-License-Identifier: MIT
//
// What must hold for any transcripts. RC_PARAMS="max_success=100000" runs more cases than the usual hundred.
#include "agents/agent.hpp"
#include "assemble.hpp"
#include "copies/attribution.hpp"
#include "packed/packed_format.hpp"
#include "packed/transcript_builder.hpp"
#include "partition.hpp"
#include "read/file_scan.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace libsync::transcripts {
namespace {

constexpr Instant k_eight = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};
constexpr milliseconds k_idle = std::chrono::minutes{15};
constexpr SessionRules k_rules{k_idle, std::chrono::minutes{30}};

// --- transcripts made up --------------------------------------------------------------------------------------------

std::string stamp(int seconds_after) {
  const std::string whole = format_utc(floor_seconds(k_eight + seconds{seconds_after}));
  return whole.substr(0, whole.size() - 1) + ".000Z";
}

// Few ids, times, folders and answers, so that copies of every kind are common.
std::string any_record_of_claude_code() {
  const int time = *rc::gen::inRange(0, 40) * 300;
  switch (*rc::gen::weightedElement<int>({{12, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}})) {
    case 1:
      return fmt::format(R"({{"type":"progress","timestamp":"{}","data":{{"type":"user"}}}})", stamp(time));
    case 2:
      return std::string{"not a record"};
    case 3:
      return fmt::format(R"({{"type":"user","isMeta":true,"cwd":"/m","timestamp":"{}"}})", stamp(time));
    case 4:
      return fmt::format(R"({{"type":"user","timestamp":"{}"}})", stamp(time));
    default:
      break;
  }
  const int answer = *rc::gen::inRange(0, 6);
  const int folder = *rc::gen::inRange(0, 4);
  const std::string cwd = folder == 3 ? "" : fmt::format(R"("cwd":"/p{}",)", folder);
  return fmt::format(R"({{"type":"assistant",{}"sessionId":"s{}","message":{{"id":"m{}","usage":)"
                     R"({{"input_tokens":{}}}}},"requestId":"r{}","uuid":"u{}","timestamp":"{}"}})",
                     cwd, *rc::gen::inRange(0, 3), answer, *rc::gen::inRange(0, 9), answer, *rc::gen::inRange(0, 25),
                     stamp(time));
}

std::string any_record_of_qwen_code() {
  const std::string time = stamp(*rc::gen::inRange(0, 40) * 300);
  const auto type = *rc::gen::weightedElement<std::string>(
      {{4, "user"}, {6, "assistant"}, {4, "tool_result"}, {2, "system"}, {1, "turn"}});
  const auto more = *rc::gen::weightedElement<std::string>(
      {{6, ""},
       {1, R"("isSidechain":true,)"},
       {1, R"("provenance":"system","subtype":"notification",)"},
       {1, R"("forkedFrom":{"sessionId":"s0","messageUuid":"u"},)"},
       {1, R"("usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":1},)"}});
  return fmt::format(R"({{"uuid":"u{}","sessionId":"s{}","timestamp":"{}","type":"{}","cwd":"/p{}",{}"message":{{}}}})",
                     *rc::gen::inRange(0, 25), *rc::gen::inRange(0, 3), time, type, *rc::gen::inRange(0, 3), more);
}

std::string any_record_of_copilot_cli() {
  const std::string time = stamp(*rc::gen::inRange(0, 40) * 300);
  const int folder = *rc::gen::inRange(0, 3);
  const auto [type, data] = *rc::gen::weightedElement<std::pair<std::string, std::string>>(
      {{4, {"user.message", R"("content":"x")"}},
       {1, {"user.message", R"("content":"y","source":"skill-pdf")"}},
       {6, {"assistant.message", R"("content":"x","outputTokens":3)"}},
       {3, {"tool.execution_complete", R"("success":true)"}},
       {1, {"session.shutdown", ""}},
       {1, {"session.start", fmt::format(R"("context":{{"cwd":"/p{}"}})", folder)}},
       {1, {"session.resume", fmt::format(R"("context":{{"cwd":"/p{}"}})", folder)}},
       {1, {"session.context_changed", fmt::format(R"("cwd":"/p{}")", folder)}}});
  return fmt::format(R"({{"type":"{}","data":{{{}}},"id":"u{}","timestamp":"{}","parentId":null}})", type, data,
                     *rc::gen::inRange(0, 25), time);
}

// The agent whose session has that name, by its first letter.
AgentKind agent_of_session(std::string_view name) {
  return name.starts_with('q')   ? AgentKind::qwen_code
         : name.starts_with('c') ? AgentKind::copilot_cli
                                 : AgentKind::claude_code;
}

rc::Gen<std::string> any_record(AgentKind agent) {
  return rc::gen::exec([agent] {
    return agent == AgentKind::qwen_code     ? any_record_of_qwen_code()
           : agent == AgentKind::copilot_cli ? any_record_of_copilot_cli()
                                             : any_record_of_claude_code();
  });
}

// Now and then several records on one line, or their beginnings.
rc::Gen<std::string> any_line(AgentKind agent) {
  return rc::gen::exec([agent] {
    std::string line = *any_record(agent);
    for (int more = *rc::gen::weightedElement<int>({{10, 0}, {1, 1}, {1, 2}, {1, 3}}); more > 0; --more) {
      const bool torn = *rc::gen::arbitrary<bool>();
      if (torn) line.resize(*rc::gen::inRange<std::size_t>(0, line.size()));
      line += *any_record(agent);
    }
    return line;
  });
}

using Content = std::vector<std::string>;           // lines
using Tree = std::map<std::string, Content>;        // by session
using Packed = std::map<std::string, std::string>;  // the same as the store keeps it

// Of an agent, before the names of its sessions.
rc::Gen<char> any_letter() {
  return rc::gen::element('d', 'q', 'c');
}

rc::Gen<Tree> any_tree() {
  return rc::gen::exec([] {
    Tree tree;
    const int files = *rc::gen::inRange(1, 4);
    for (int i = 0; i < files; ++i) {
      const auto name = fmt::format("{}/s{}.jsonl", *any_letter(), i);
      tree[name] = *rc::gen::resize(12, rc::gen::container<Content>(any_line(agent_of_session(name))));
    }
    return tree;
  });
}

// Adds the text to what is known of a session, as one import does that packs its points whenever there are `many`.
enum class From { start, where_reading_stopped };
void add(std::string& packed, const std::string& name, std::string_view text, From from = From::start,
         std::size_t many = TranscriptBuilder::k_many) {
  TranscriptBuilder builder{many};
  if (!packed.empty()) RC_ASSERT(builder.resume(packed));
  if (from == From::start) builder.transcript().start_over();
  ProblemCounter problems;
  const std::string session_name = name.substr(2, 2);
  FileScan scan{agent_of(agent_of_session(name)), {session_name}, builder.transcript(), problems};
  while (!text.empty()) {
    const auto end = text.find('\n');
    scan.add({text.substr(0, end), 0, end != std::string_view::npos, false});
    builder.relieve();
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  packed = builder.finish();
}

std::string text_of(const Content& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

Packed read_whole(const Tree& tree) {
  Packed packed;
  for (const auto& [name, lines] : tree) add(packed[name], name, text_of(lines));
  return packed;
}

std::vector<SessionFiles> open(const Packed& packed) {
  std::vector<SessionFiles> sessions;
  for (const auto& [name, bytes] : packed) sessions.push_back({name, {PackedTranscript::open(bytes).value()}});
  return sessions;
}

std::map<std::string, Session> sessions_of(const Packed& packed) {
  const auto files = open(packed);
  const Attribution attribution{files, std::vector<bool>(files.size(), true), k_idle};
  std::map<std::string, Session> result;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    if (auto session = assemble(files[i], i, attribution, k_rules)) result[session->source_path] = *session;
  }
  return result;
}

// --- properties -----------------------------------------------------------------------------------------------------

RC_GTEST_PROP(Sessions, AreSoundWhateverTheFilesSay, ()) {
  for (const auto& [name, session] : sessions_of(read_whole(*any_tree()))) {
    Instant reached = session.start;
    for (const auto& interval : session.active) {
      RC_ASSERT(reached <= interval.span.start);
      RC_ASSERT(interval.span.start < interval.span.end);
      reached = interval.span.end;
    }
    RC_ASSERT(reached <= session.end);
    RC_ASSERT(session.active_time() <= session.end - session.start);
  }
}

RC_GTEST_PROP(Sessions, AreTheSameInStepsAndInAnyOrder, ()) {
  const Tree tree = *any_tree();
  const Packed whole = read_whole(tree);

  // Each file in pieces that end anywhere; reading stops behind the last line feed of a piece and goes on there.
  struct Step {
    std::string name;
    std::size_t size;  // of the file then
  };
  std::vector<Step> steps;
  for (const auto& [name, lines] : tree) {
    const std::size_t size = text_of(lines).size();
    for (const auto at : *rc::gen::container<std::vector<std::size_t>>(3, rc::gen::inRange<std::size_t>(0, size + 1))) {
      steps.push_back({name, at});
    }
    steps.push_back({name, size});
  }
  const auto order = *rc::gen::container<std::vector<int>>(steps.size(), rc::gen::arbitrary<int>());
  std::vector<std::size_t> sequence(steps.size());
  for (std::size_t i = 0; i < sequence.size(); ++i) sequence[i] = i;
  std::stable_sort(sequence.begin(), sequence.end(), [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });

  Packed packed;
  std::map<std::string, std::size_t> grown_to;
  std::map<std::string, std::size_t> read_to;
  for (const std::size_t i : sequence) {
    const auto& [name, size] = steps[i];
    if (packed.contains(name) && size <= grown_to[name]) continue;
    grown_to[name] = size;
    const std::string text = text_of(tree.at(name)).substr(0, size);
    add(packed[name], name, std::string_view{text}.substr(read_to[name]), From::where_reading_stopped,
        *rc::gen::inRange<std::size_t>(1, 20));
    read_to[name] = text.rfind('\n') + 1;  // npos + 1 is 0
  }
  RC_ASSERT(packed == whole);
  RC_ASSERT(sessions_of(packed) == sessions_of(whole));
}

RC_GTEST_PROP(Sessions, StayTheSameWhenFilesAreReadAgain, ()) {
  const Tree tree = *any_tree();
  Packed packed = read_whole(tree);
  const auto before = sessions_of(packed);
  for (const auto& [name, lines] : tree) add(packed[name], name, text_of(lines));
  RC_ASSERT(sessions_of(packed) == before);
}

RC_GTEST_PROP(Sessions, NeverLoseTimeToAFileThatShrank, ()) {
  const Tree tree = *any_tree();
  Packed packed = read_whole(tree);
  const auto before = sessions_of(packed);
  for (const auto& [name, lines] : tree) {
    auto kept = lines;
    kept.resize(*rc::gen::inRange<std::size_t>(0, lines.size() + 1));
    add(packed[name], name, text_of(kept), From::start, *rc::gen::inRange<std::size_t>(1, 20));
  }
  RC_ASSERT(sessions_of(packed) == before);
}

RC_GTEST_PROP(Sessions, CountEachMessageOnce, ()) {
  const Packed packed = read_whole(*any_tree());
  const auto files = open(packed);
  const Attribution attribution{files, std::vector<bool>(files.size(), true), k_idle};
  std::map<std::uint64_t, Instant> earliest;
  std::set<std::uint64_t> keys;
  for (const auto& session : files) {
    session.files[0].for_each([&](const PackedTranscript::Entry& entry) {
      const auto [found, fresh] = earliest.try_emplace(entry.point.key, entry.point.time);
      if (!fresh) found->second = std::min(found->second, entry.point.time);
    });
  }
  std::map<std::uint64_t, std::uint32_t> counted;  // the session, by message
  std::set<std::uint64_t> messages;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    SessionStream points = attribution.points_of(files[i]);
    std::uint32_t place = 0;
    for (const auto* item = points.next(); item != nullptr; item = points.next(), ++place) {
      RC_ASSERT(item->entry.point.time == earliest.at(item->entry.point.key));
      messages.insert(item->message);
      if (!attribution.verdict(i, place, *item).counts) continue;
      RC_ASSERT(keys.insert(item->entry.point.key).second);
      RC_ASSERT(counted.try_emplace(item->message, i).first->second == i);
    }
  }
  RC_ASSERT(counted.size() == messages.size());
}

milliseconds total(const std::map<std::string, Session>& sessions) {
  milliseconds sum{0};
  for (const auto& [name, session] : sessions) sum += session.active_time();
  return sum;
}

RC_GTEST_PROP(Sessions, HaveTheSameTimeTogetherWhateverTheirFilesAreCalled, ()) {
  const Packed packed = read_whole(*any_tree());
  std::vector<std::string> order;
  for (const auto& [name, bytes] : packed) order.push_back(name);
  Packed renamed;
  for (const auto& [name, bytes] : packed) {
    const auto at = *rc::gen::inRange<std::size_t>(0, order.size());
    renamed[order[at]] = bytes;
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(at));
  }
  RC_ASSERT(total(sessions_of(renamed)) == total(sessions_of(packed)));
}

// Five minutes each, which is what any_line() makes times of.
using Slots = std::set<int>;

void add_slots(Instant start, Instant end, Slots& slots) {
  for (; start < end; start += seconds{300}) slots.insert(static_cast<int>((start - k_eight) / seconds{300}));
}

RC_GTEST_PROP(Sessions, AreActiveTogetherWhenOneOfThemAloneWouldBe, ()) {
  const Packed packed = read_whole(*any_tree());
  const auto files = open(packed);
  const Attribution attribution{files, std::vector<bool>(files.size(), true), k_idle};
  Slots alone;
  Slots together;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    SessionStream points = attribution.points_of(files[i]);
    std::optional<Instant> before;
    while (const auto* item = points.next()) {
      const Instant time = item->entry.point.time;
      if (before && time - *before < k_idle) add_slots(*before, time, alone);
      before = time;
    }
    if (const auto session = assemble(files[i], i, attribution, k_rules)) {
      for (const auto& interval : session->active) add_slots(interval.span.start, interval.span.end, together);
    }
  }
  RC_ASSERT(together == alone);
}

// As agents do that reopen a session: everything again, and then what follows.
RC_GTEST_PROP(Sessions, AreTheLongestOfThemWhenEachRepeatsTheOneBefore, ()) {
  Content lines;
  Tree chain;
  Tree longest;
  const char letter = *any_letter();
  const AgentKind agent = agent_of_session({&letter, 1});
  const auto names = *rc::gen::container<std::vector<int>>(4, rc::gen::inRange(0, 99));
  for (const int number : names) {
    for (auto& line : *rc::gen::resize(8, rc::gen::container<Content>(any_line(agent))))
      lines.push_back(std::move(line));
    chain[fmt::format("{}/s{}.jsonl", letter, number)] = lines;
  }
  longest[fmt::format("{}/s.jsonl", letter)] = lines;
  RC_ASSERT(total(sessions_of(read_whole(chain))) == total(sessions_of(read_whole(longest))));
}

RC_GTEST_PROP(Sessions, ShareOutTheirTimeOverAnyPartition, ()) {
  for (const auto& [name, session] : sessions_of(read_whole(*any_tree()))) {
    testing::require_that_parts_sum(session, k_eight, seconds{12'000});
  }
}

RC_GTEST_PROP(FileScan, FindsNothingInABeginningThatItDoesNotFindInTheWhole, ()) {
  std::string line;
  const std::string name = fmt::format("{}/s0.jsonl", *any_letter());
  for (const auto& part : *rc::gen::container<Content>(any_line(agent_of_session(name)))) {
    line += part.substr(0, *rc::gen::weightedOneOf<std::size_t>(
                               {{3, rc::gen::just(part.size())}, {1, rc::gen::inRange<std::size_t>(0, part.size())}}));
  }
  std::string whole;
  add(whole, name, line + "\n");
  std::set<std::pair<std::uint64_t, Instant>> found;
  PackedTranscript::open(whole)->for_each(
      [&](const PackedTranscript::Entry& entry) { found.emplace(entry.point.key, entry.point.time); });
  std::string beginning;
  add(beginning, name, line.substr(0, *rc::gen::inRange<std::size_t>(0, line.size() + 1)));
  PackedTranscript::open(beginning)->for_each([&](const PackedTranscript::Entry& entry) {
    RC_ASSERT(std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.first == entry.point.key; }));
  });
}

RC_GTEST_PROP(Transcript, IsUnpackedAsItWasPacked, ()) {
  for (const auto& [name, bytes] : read_whole(*any_tree())) {
    const auto transcript = unpack(bytes);
    RC_ASSERT(transcript.has_value());
    RC_ASSERT(pack(*transcript) == bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) RC_ASSERT(!unpack(bytes.substr(0, size)).has_value());
  }
}

}  // namespace
}  // namespace libsync::transcripts
