// SPDX-License-Identifier: MIT
#include "assemble.hpp"

#include <algorithm>
#include <deque>
#include <tuple>

namespace libsync::transcripts {
namespace {

struct Moment {
  Instant time;
  std::uint64_t key;
  std::uint32_t project;  // into the session's own list; 0: not known
};

// What the files of a session hold, put together.
struct Collected {
  std::vector<std::string> projects{""};
  std::vector<Moment> moments;     // that count for this session
  std::vector<Instant> all_times;  // copies that count elsewhere included; only for a legacy row
  std::optional<InstantInterval> span;
  std::optional<LegacyRow> legacy;
  TokenCounts tokens;
};

class TokenSum {
 public:
  // Lines of one answer repeat its tokens, sometimes while they are still growing.
  void add(std::uint32_t response, const TokenCounts& tokens) {
    if (response == 0) {
      add_to_sum(tokens);
    } else {
      answers_.emplace_back(response, SmallCounts{tokens});
    }
  }

  TokenCounts sum() {
    std::sort(answers_.begin(), answers_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto answer = answers_.begin(); answer != answers_.end();) {
      TokenCounts largest;
      const auto response = answer->first;
      for (; answer != answers_.end() && answer->first == response; ++answer) {
        const TokenCounts tokens = answer->second.full();
        largest.input = std::max(largest.input, tokens.input);
        largest.output = std::max(largest.output, tokens.output);
        largest.cache_creation = std::max(largest.cache_creation, tokens.cache_creation);
        largest.cache_read = std::max(largest.cache_read, tokens.cache_read);
      }
      add_to_sum(largest);
    }
    return sum_;
  }

 private:
  void add_to_sum(const TokenCounts& tokens) {
    sum_.input += tokens.input;
    sum_.output += tokens.output;
    sum_.cache_creation += tokens.cache_creation;
    sum_.cache_read += tokens.cache_read;
  }

  std::deque<std::pair<std::uint32_t, SmallCounts>> answers_;
  TokenCounts sum_;
};

Collected collect(const SessionFiles& files, std::uint32_t number, const Copies& copies) {
  Collected result;
  TokenSum tokens;
  for (const auto& file : files.files) {
    if (const auto& legacy = file.head().legacy; legacy && !result.legacy) result.legacy = legacy;
  }
  for (const auto& file : files.files) {
    const Transcript& head = file.head();
    if (head.not_a_session) continue;
    std::vector<std::uint32_t> own_index{0};
    for (const auto& project : head.projects) {
      auto found = std::find(result.projects.begin() + 1, result.projects.end(), project);
      if (found == result.projects.end()) found = result.projects.insert(found, project);
      own_index.push_back(static_cast<std::uint32_t>(found - result.projects.begin()));
    }
    if (head.span) {
      if (!result.span) result.span = head.span;
      result.span->start = std::min(result.span->start, head.span->start);
      result.span->end = std::max(result.span->end, head.span->end);
    }
    result.moments.reserve(result.moments.size() + file.size());
    file.for_each([&](const PackedTranscript::Entry& entry) {
      const Point& point = entry.point;
      if (result.legacy) result.all_times.push_back(point.time);
      if (!copies.counts(point, number)) return;
      result.moments.push_back({point.time, point.key, own_index.at(point.project)});
      if (point.tokens != 0) tokens.add(point.response, entry.tokens);
    });
  }
  std::sort(result.moments.begin(), result.moments.end(), [](const Moment& a, const Moment& b) {
    return std::tie(a.time, a.key, a.project) < std::tie(b.time, b.key, b.project);
  });
  std::sort(result.all_times.begin(), result.all_times.end());
  result.tokens = tokens.sum();
  return result;
}

std::vector<ActiveInterval> intervals_of(const Collected& collected, const std::string& first_project,
                                         milliseconds idle_timeout) {
  std::vector<ActiveInterval> intervals;
  std::uint32_t project = 0;  // the last one known
  const Moment* before = nullptr;
  for (const auto& moment : collected.moments) {
    if (moment.project != 0) project = moment.project;
    if (before != nullptr && before->time < moment.time && moment.time - before->time < idle_timeout) {
      const std::string& folder = project == 0 ? first_project : collected.projects[project];
      if (!intervals.empty() && intervals.back().span.end == before->time && intervals.back().project == folder) {
        intervals.back().span.end = moment.time;
      } else {
        intervals.push_back({{before->time, moment.time}, folder});
      }
    }
    before = &moment;
  }
  return intervals;
}

// What sorted `times` amount to inside `range`.
milliseconds active_time(const std::vector<Instant>& times, const InstantInterval& range, milliseconds idle_timeout) {
  milliseconds sum{0};
  for (std::size_t i = 1; i < times.size(); ++i) {
    const InstantInterval gap{times[i - 1], times[i]};
    if (gap.duration() < idle_timeout) sum += gap.clipped_to(range).duration();
  }
  return sum;
}

// The stretches of the older tool's row that the files no longer reach, filled with the time they do not account for.
std::vector<ActiveInterval> time_kept_of(const LegacyRow& row, const Collected& collected, milliseconds idle_timeout) {
  std::vector<ActiveInterval> kept;
  // The row has whole seconds: a fraction of one is not a stretch that is missing.
  const InstantInterval before{row.start, std::min<Instant>(row.end, floor_seconds(collected.span->start))};
  const InstantInterval after{std::max<Instant>(row.start, std::chrono::ceil<seconds>(collected.span->end)), row.end};
  milliseconds missing = std::clamp<milliseconds>(row.duration, seconds{0}, std::max(row.end - row.start, seconds{0}));
  missing -= active_time(collected.all_times, {row.start, row.end}, idle_timeout);
  for (const auto& stretch : {before, after}) {
    const auto length = std::min(missing, stretch.duration());
    if (length <= milliseconds{0}) continue;
    kept.push_back({{stretch.start, stretch.start + length}, row.project});
    missing -= length;
  }
  return kept;
}

}  // namespace

std::optional<Session> assemble(const SessionFiles& files, std::uint32_t number, const Copies& copies,
                                milliseconds idle_timeout) {
  const Collected collected = collect(files, number, copies);
  bool any_message = false;
  for (const auto& file : files.files) any_message = any_message || (file.size() > 0 && !file.head().not_a_session);
  if (!any_message || !collected.span) return std::nullopt;

  Session session;
  session.source_path = files.key;
  session.agent = agent_name(files.files.front().head().agent);
  if (collected.projects.size() > 1) session.project = collected.projects[1];
  session.tokens = collected.tokens;
  if (collected.moments.empty()) {
    session.start = session.end = collected.span->start;
  } else {
    session.start = collected.moments.front().time;
    session.end = collected.moments.back().time;
  }
  session.active = intervals_of(collected, session.project, idle_timeout);

  if (collected.legacy) {
    for (auto& kept : time_kept_of(*collected.legacy, collected, idle_timeout)) {
      session.start = std::min(session.start, kept.span.start);
      session.end = std::max(session.end, kept.span.end);
      session.active.push_back(std::move(kept));
    }
    std::sort(session.active.begin(), session.active.end(),
              [](const ActiveInterval& a, const ActiveInterval& b) { return a.span < b.span; });
  }
  return session;
}

}  // namespace libsync::transcripts
