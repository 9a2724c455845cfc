// SPDX-License-Identifier: MIT
//
// Which time is attended: that within half an hour of a message that a person typed.
#include "packed/packed_format.hpp"
#include "transcript_tree.hpp"

#include <fmt/format.h>

namespace libsync::testing {
namespace {

constexpr double k_minute = 60;

std::string line(double minutes, const std::string& type, const std::string& more = "",
                 const std::string& content = R"("x")") {
  return fmt::format(
             R"({{"type":"{}","uuid":"{}-{}","cwd":"/w",{}"message":{{"role":"{}","content":{}}},"timestamp":"{}"}})",
             type, type, minutes, more, type, content, stamp(minutes * k_minute)) +
         "\n";
}

class Attended : public TranscriptTree {
 protected:
  // Minutes of attended and of all time in a session of one message and what an agent does for 100 minutes behind it.
  std::pair<double, double> minutes_behind(const std::string& first) {
    std::string content = first;
    for (int i = 1; i <= 10; ++i) content += line(i * 10, "assistant");
    return minutes_of(content);
  }

  std::pair<double, double> minutes_of(const std::string& content) {
    store_ = MemoryStore{};
    write("d/s.jsonl", content);
    import();
    double attended = 0;
    for (const auto& interval : session("d/s.jsonl").active) {
      if (interval.attended) attended += static_cast<double>(interval.span.duration().count()) / 60000;
    }
    return {attended, active_seconds("d/s.jsonl") / k_minute};
  }
};

using Minutes = std::pair<double, double>;

TEST_F(Attended, TimeIsForHalfAnHourBehindATypedMessage) {
  std::string content = line(0, "user");
  for (int i = 1; i <= 10; ++i) content += line(i * 10, "assistant");
  write("d/s.jsonl", content);
  import();
  EXPECT_EQ(session("d/s.jsonl").active,
            (std::vector{ActiveInterval{{at(0), at(30 * k_minute)}, "/w", true},
                         ActiveInterval{{at(30 * k_minute), at(100 * k_minute)}, "/w", false}}));
}

TEST_F(Attended, AnotherTypedMessageBeginsAnotherHalfAnHour) {
  std::string content = line(0, "user");
  for (int i = 1; i <= 5; ++i) content += line(i * 10, "assistant");
  content += line(55, "user");
  for (int i = 6; i <= 9; ++i) content += line(i * 10, "assistant");
  EXPECT_EQ(minutes_of(content), (Minutes{30 + 30, 90}));
}

TEST_F(Attended, ALoopThatNobodyTypedIsNot) {
  EXPECT_EQ(minutes_behind(line(0, "assistant")), (Minutes{0, 100}));
}

TEST_F(Attended, AMessageIsTypedWhenTheAgentSaysSo) {
  for (const char* more : {R"("origin":{"kind":"human"},)", R"("turnOrigin":"human",)", R"("promptSource":"typed",)",
                           R"("promptSource":"queued",)", R"("origin":{"kind":"human"},"promptSource":"sdk",)",
                           R"("sessionKind":"bg","turnOrigin":"human",)"}) {
    EXPECT_EQ(minutes_behind(line(0, "user", more)), (Minutes{30, 100})) << more;
  }
}

TEST_F(Attended, AMessageIsNotTypedThatTheAgentOrAToolMade) {
  for (const char* more : {R"("origin":{"kind":"task-notification"},)", R"("turnOrigin":"sdk",)",
                           R"("promptSource":"system",)", R"("promptSource":"sdk",)", R"("isCompactSummary":true,)",
                           R"("isSidechain":true,)", R"("sessionKind":"bg",)", R"("toolUseResult":{"stdout":""},)",
                           R"("toolUseResult":"Error",)", R"("toolUseResult":{},"turnOrigin":"human",)"}) {
    EXPECT_EQ(minutes_behind(line(0, "user", more)), (Minutes{0, 100})) << more;
  }
  EXPECT_EQ(minutes_behind(line(0, "user", "", R"([{"tool_use_id":"t","type":"tool_result","content":"x"}])")),
            (Minutes{0, 100}));
  EXPECT_EQ(minutes_behind(line(0, "user", "", R"([{"type":"text","text":"tool_result"}])")), (Minutes{30, 100}));
}

TEST_F(Attended, TimeOfACodexSessionIsBehindWhatAPersonSaid) {
  for (const char* item :
       {R"("type":"response_item","payload":{"type":"message","role":"user","content":[]})",
        R"("type":"event_msg","payload":{"type":"user_message","message":"x"})",
        R"("type":"event_msg","payload":{"type":"item_completed","item":{"type":"UserMessage","id":"1"}})"}) {
    store_ = MemoryStore{};
    std::string content = fmt::format(R"({{"timestamp":"{}",{}}})", stamp(0), item) + "\n";
    for (int i = 1; i <= 10; ++i) {
      content += fmt::format(R"({{"timestamp":"{}","type":"response_item","payload":{{"type":"function_call"}}}})",
                             stamp(i * 600)) +
                 "\n";
    }
    write("rollout-1.jsonl", content);
    auto wanted = options();
    wanted.roots[0].agent = AgentKind::codex;
    import(wanted);
    const auto& active = session("codex/rollout-1.jsonl").active;
    ASSERT_EQ(active.size(), 2U) << item;
    EXPECT_EQ(active[0].span, (InstantInterval{at(0), at(1800)}));
    EXPECT_TRUE(active[0].attended);
    EXPECT_FALSE(active[1].attended);
  }
}

TEST_F(Attended, AnotherWindowIsAppliedToAllSessionsWithoutTheirFiles) {
  minutes_behind(line(0, "user"));
  std::filesystem::remove_all(root() / "d");
  auto wanted = options();
  wanted.attended_window = std::chrono::minutes{5};
  import(wanted);
  const auto& active = session("d/s.jsonl").active;
  ASSERT_EQ(active.size(), 2U);
  EXPECT_EQ(active[0].span.end, at(5 * k_minute));
  EXPECT_EQ(import(wanted).sessions_updated, 0);
  wanted.attended_window = std::chrono::minutes{0};
  import(wanted);
  ASSERT_EQ(session("d/s.jsonl").active.size(), 1U);
  EXPECT_FALSE(session("d/s.jsonl").active[0].attended);
}

// As the version before kept it: no typed flag, and a key of every byte of the line.
std::string older_points(const std::vector<std::pair<std::uint64_t, double>>& messages) {
  const auto number = [](std::uint64_t value) {
    std::string out;
    for (; value >= 0x80; value >>= 7U) out += static_cast<char>(value | 0x80U);
    return out + static_cast<char>(value);
  };
  std::string out{"\x01"};
  out += number(0) + number(2) + number(2 * messages.size()) + number(1) + number(2) + "/w" + number(1);
  const auto zigzag = [&](std::int64_t value) { return number(static_cast<std::uint64_t>(value) << 1U); };
  out += zigzag(at(0).time_since_epoch().count()) +
         zigzag(at(messages.back().second * k_minute).time_since_epoch().count());
  out += number(messages.size());
  Instant before{};
  for (const auto& [key, minutes] : messages) {
    const Instant time = at(minutes * k_minute);
    out += number(1U << 3U) + zigzag((time - before).count());
    for (unsigned i = 0; i < 8; ++i) out += static_cast<char>(key >> (8 * i));
    before = time;
  }
  return out;
}

class OlderStore : public Attended {
 protected:
  // A store in which the version before left that file, with messages each 10 minutes up to `last`.
  void plant(const std::string& name, int last, std::uint64_t first_key) {
    std::vector<std::pair<std::uint64_t, double>> messages;
    for (int i = 0; i <= last; i += 10) messages.emplace_back(first_key + static_cast<std::uint64_t>(i), i);
    store::SourceState state;
    state.file = (root() / name).string();
    state.source_path = name;
    state.points = older_points(messages);
    store_.states[state.file] = state;
    store_.settings = {{"idle_timeout_ms", "900000"}, {"rules_version", "2"}};
  }
};

TEST_F(OlderStore, ReadsItsFilesAgainForWhatItDidNotKnow) {
  std::string content = line(0, "user");
  for (int i = 1; i <= 6; ++i) content += line(i * 10, "assistant");
  write("d/s.jsonl", content);
  plant("d/s.jsonl", 60, 1000);
  EXPECT_EQ(import().files_read, 1);
  EXPECT_EQ(active_seconds("d/s.jsonl"), 60 * k_minute);
  ASSERT_EQ(session("d/s.jsonl").active.size(), 2U);
  EXPECT_EQ(session("d/s.jsonl").active[0].span.end, at(30 * k_minute));
  EXPECT_EQ(import().files_read, 0);
}

TEST_F(OlderStore, KeepsWhatItsFilesNoLongerHold) {
  plant("d/gone.jsonl", 60, 1000);
  write("d/shrank.jsonl", line(50, "assistant") + line(60, "assistant"));
  plant("d/shrank.jsonl", 60, 2000);
  import();
  EXPECT_EQ(active_seconds("d/gone.jsonl"), 60 * k_minute);
  EXPECT_TRUE(session("d/gone.jsonl").active.at(0).attended);
  EXPECT_EQ(active_seconds("d/shrank.jsonl"), 60 * k_minute);
}

}  // namespace
}  // namespace libsync::testing
