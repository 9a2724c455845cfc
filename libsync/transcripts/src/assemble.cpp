// SPDX-License-Identifier: MIT
#include "assemble.hpp"

#include "packed/project_numbers.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace libsync::transcripts {
namespace {

// What the heads of a session's files say together.
struct Heads {
  std::vector<std::string> projects{""};
  std::vector<std::vector<std::uint32_t>> own_projects;  // for each of the files, from its projects to these
  std::optional<InstantInterval> span;
  std::optional<LegacyRow> legacy;
};

class TokenSum {
 public:
  // Lines of one answer repeat its tokens, sometimes while they are still growing. So do copies of a line in several
  // files, which come one behind the other.
  void add(const Point& point, const TokenCounts& tokens) {
    if (point.response != 0) {
      answers_.emplace_back(point.response, SmallCounts{tokens});
      return;
    }
    if (point.key != line_) add_to_sum(std::exchange(line_tokens_, {}));
    line_ = point.key;
    raise_to(line_tokens_, tokens);
  }

  TokenCounts sum() {
    add_to_sum(std::exchange(line_tokens_, {}));
    std::sort(answers_.begin(), answers_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto answer = answers_.begin(); answer != answers_.end();) {
      TokenCounts largest;
      const auto response = answer->first;
      for (; answer != answers_.end() && answer->first == response; ++answer) {
        raise_to(largest, answer->second.full());
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
  std::uint64_t line_ = 0;  // the last one that is no part of an answer with a name
  TokenCounts line_tokens_;
  TokenCounts sum_;
};

Heads heads_of(const SessionFiles& files) {
  Heads result;
  ProjectNumbers numbers{result.projects};
  for (const auto& file : files.files) {
    const TranscriptHead head = file.head();
    if (head.legacy && !result.legacy) {
      result.legacy = head.legacy;
      result.legacy->project = head.labelled(head.legacy->project);
    }
    auto& own_projects = result.own_projects.emplace_back(1, 0);
    for (const auto& project : head.projects) {
      own_projects.push_back(numbers.of(head.labelled(project)));
    }
    if (head.span) {
      if (!result.span) result.span = head.span;
      result.span->start = std::min(result.span->start, head.span->start);
      result.span->end = std::max(result.span->end, head.span->end);
    }
  }
  return result;
}

// Turns points, which come by time, into intervals.
class IntervalWriter {
 public:
  IntervalWriter(const std::vector<std::string>& projects, const SessionRules& rules, Session& session)
      : projects_(projects), rules_(rules), session_(session) {}

  // `project` is 0 when the point does not know its folder.
  void add(const Point& point, std::uint32_t project, const Attribution::Verdict& verdict) {
    const Instant time = point.time;
    if (project != 0) project_ = project;
    const Instant before = begun_ ? before_ : time;
    begun_ = true;
    before_ = time;
    const InstantInterval gap{std::max(before, verdict.since), time};
    const bool is_active = !gap.empty() && time - before < rules_.idle_timeout;
    if (is_active) add_gap(gap, project_ == 0 ? session_.project : projects_[project_]);
    if (is_active || verdict.counts) reach(is_active ? gap.start : time, time);
    if (point.typed) attended_to_ = time + rules_.attended_window;
  }

 private:
  void add_gap(const InstantInterval& gap, const std::string& folder) {
    const Instant border = std::clamp(attended_to_, gap.start, gap.end);
    add_part({gap.start, border}, folder, true);
    add_part({border, gap.end}, folder, false);
  }

  void add_part(const InstantInterval& part, const std::string& folder, bool attended) {
    if (part.empty()) return;
    auto& active = session_.active;
    if (!active.empty() && active.back().span.end == part.start && active.back().project == folder &&
        active.back().attended == attended) {
      active.back().span.end = part.end;
    } else {
      active.push_back({part, folder, attended});
    }
  }

  void reach(Instant start, Instant end) {
    if (!has_reached_) session_.start = start;
    has_reached_ = true;
    session_.end = end;
  }

  const std::vector<std::string>& projects_;
  const SessionRules& rules_;
  Session& session_;
  Instant attended_to_ = Instant::min();
  std::uint32_t project_ = 0;  // the last one known
  Instant before_;             // time of the last point
  bool begun_ = false;
  bool has_reached_ = false;
};

// What the gaps between times, which come in order, amount to inside a range.
class ActiveSum {
 public:
  ActiveSum(const InstantInterval& range, milliseconds idle_timeout) : range_(range), idle_timeout_(idle_timeout) {}

  void add(Instant time) {
    const InstantInterval gap{begun_ ? before_ : time, time};
    if (gap.duration() < idle_timeout_) sum_ += gap.clipped_to(range_).duration();
    begun_ = true;
    before_ = time;
  }

  [[nodiscard]] milliseconds sum() const { return sum_; }

 private:
  InstantInterval range_;
  milliseconds idle_timeout_;
  Instant before_;
  bool begun_ = false;
  milliseconds sum_{0};
};

// The time of the row that the files hold, as they have it: the older tool knew no copies.
milliseconds accounted_for(const LegacyRow& row, const std::vector<PackedTranscript>& files,
                           milliseconds idle_timeout) {
  ActiveSum sum{{row.start, row.end}, idle_timeout};
  PointStream points{files};
  for (PointStream::Item item; points.next(item);) sum.add(item.entry.point.time);
  return sum.sum();
}

// The stretches of the older tool's row that the files no longer reach, filled with the time they do not account for.
std::vector<ActiveInterval> time_kept_of(const LegacyRow& row, const InstantInterval& span, milliseconds accounted) {
  std::vector<ActiveInterval> kept;
  // The row has whole seconds: a fraction of one is not a stretch that is missing.
  const InstantInterval before{row.start, std::min<Instant>(row.end, floor_seconds(span.start))};
  const InstantInterval after{std::max<Instant>(row.start, std::chrono::ceil<seconds>(span.end)), row.end};
  milliseconds missing = std::clamp<milliseconds>(row.duration, seconds{0}, std::max(row.end - row.start, seconds{0}));
  missing -= accounted;
  for (const auto& stretch : {before, after}) {
    const auto length = std::min(missing, stretch.duration());
    if (length <= milliseconds{0}) continue;
    kept.push_back({{stretch.start, stretch.start + length}, row.project});
    missing -= length;
  }
  return kept;
}

}  // namespace

std::optional<Session> assemble(const SessionFiles& files, std::uint32_t number, const Attribution& attribution,
                                const SessionRules& rules) {
  const Heads heads = heads_of(files);
  const auto has_points = [](const PackedTranscript& file) { return file.size() > 0; };
  if (!std::any_of(files.files.begin(), files.files.end(), has_points) || !heads.span) return std::nullopt;

  Session session;
  session.source_path = files.key;
  session.agent = agent_name(files.files.front().head().agent);
  if (heads.projects.size() > 1) session.project = heads.projects[1];
  session.start = session.end = heads.span->start;  // unless a message counts

  IntervalWriter intervals{heads.projects, rules, session};
  TokenSum tokens;
  SessionStream points = attribution.points_of(files);
  std::uint32_t place = 0;
  for (const auto* item = points.next(); item != nullptr; item = points.next(), ++place) {
    const Point& point = item->entry.point;
    const auto verdict = attribution.verdict(number, place, *item);
    intervals.add(point, heads.own_projects[item->source].at(point.project), verdict);
    if (verdict.counts && point.tokens != 0) tokens.add(point, item->entry.tokens);
  }
  session.tokens = tokens.sum();

  if (heads.legacy) {
    // Beside what the files hold, and beside what they bring by the times of copies in other files.
    const InstantInterval span{std::min(heads.span->start, session.start), heads.span->end};
    const auto accounted = accounted_for(*heads.legacy, files.files, rules.idle_timeout);
    for (auto& kept : time_kept_of(*heads.legacy, span, accounted)) {
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
