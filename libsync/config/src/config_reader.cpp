// SPDX-License-Identifier: MIT
//
// The schema of config.toml: which keys there are, where, and what each one sets.
#include "reader.hpp"
#include "sync_keys.hpp"

#include <libsync/config/toml_text.hpp>
#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace libsync::config {

std::optional<std::string> fault_in_store(const std::string& address) {
  if (!address.starts_with("postgresql://") && !address.starts_with("postgres://")) {
    return "be the address of a PostgreSQL server";
  }
  const std::string_view rest = std::string_view{address}.substr(address.find("://") + 3);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  const auto at = authority.rfind('@');
  const bool has_password = at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
  if (has_password || address.find("password=") != std::string::npos) {
    return "not hold a password: `store_password_command` or ~/.pgpass gives it";
  }
  return std::nullopt;
}

namespace {

std::string command(const toml::node& node) {
  const std::string& line = text(node);
  if (line.find_first_not_of(" \t\n") == std::string::npos) throw BadValue{"must not be empty"};
  if (line.find('\0') != std::string::npos) throw BadValue{"must not hold a NUL character"};
  return line;
}

constexpr int k_most_patience = 366;

std::string server(const toml::node& node) {
  const std::string& address = text(node);
  if (const auto fault = fault_in_store(address)) {
    throw BadValue{"must " + *fault, {Step::write_value_like, "store = \"postgresql://ann@db.example/tracker\""}};
  }
  return address;
}

// A key that belongs elsewhere may have slipped into one.
bool has_a_table(const toml::node& list) {
  const auto* items = list.as_array();
  return items != nullptr && std::ranges::any_of(*items, [](const toml::node& item) { return item.is_table(); });
}

// The first line that is left out, and the first of those that may be about the server.
struct LeftOut {
  std::optional<Problem> first;
  std::optional<Problem> of_the_server;
};

class Reader {
 public:
  // What is wrong is left out where there is a `left_out`; else the first such thing is thrown.
  Reader(std::filesystem::path folder, std::filesystem::path home, LeftOut* left_out)
      : folder_(std::move(folder)),
        home_(std::move(home)),
        left_out_(left_out),
        top_(top_rules()),
        sync_(sync_rules()) {}

  Config read(const toml::table& document) {
    read_section(document, "", top_);
    return std::move(config_);
  }

  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (const auto& [key, rule] : top_) all.emplace_back(key);
    for (const auto& [key, rule] : sync_) all.push_back(fmt::format("sync.{}", key));
    std::ranges::sort(all);
    return all;
  }

 private:
  Rules top_rules();
  Rules sync_rules();

  // `place` completes "unknown key `x`"; `general_hint` is for a key that resembles none.
  void read_section(const toml::table& section, std::string_view place, const Rules& rules,
                    const Hint& general_hint = {}) const;
  void read_sync(const toml::node& node);
  void read_mapping(const toml::node& node);
  void read_mapped(const toml::key& key, const toml::node& node);
  ProjectTarget target(const toml::node& node, const std::string& folder) const;
  TranscriptFolder transcript_folder(const toml::node& node) const;
  std::optional<Hint> where_it_belongs(std::string_view key) const;

  // Goes on without what has the problem, or throws it.
  void leave_out(const Problem& problem, bool may_be_the_server) const;

  // A path of the file itself: relative ones start at its folder.
  std::filesystem::path path(const toml::node& node) const { return folder_ / parse_path(text(node), home_); }

  std::filesystem::path folder_;
  std::filesystem::path home_;
  LeftOut* left_out_;
  Config config_;
  Rules top_;
  Rules sync_;
};

Rules Reader::top_rules() {
  return {
      {"idle_timeout_minutes",
       [this](const toml::node& node) {
         config_.idle_timeout = std::chrono::minutes{whole_number(node, 1, k_minutes_of_a_day)};
       }},
      {"database", [this](const toml::node& node) { config_.database = path(node); }},
      {"store", [this](const toml::node& node) { config_.store = server(node); }},
      {"store_password_command", [this](const toml::node& node) { config_.store_password_command = command(node); }},
      {"machine_patience_days",
       [this](const toml::node& node) {
         config_.machine_patience = std::chrono::days{whole_number(node, 1, k_most_patience)};
       }},
      {"transcripts",
       [this](const toml::node& node) {
         read_items(node, "transcripts",
                    [this](const toml::node& item) { config_.transcripts.push_back(transcript_folder(item)); });
       }},
      {"ignore_projects",
       [this](const toml::node& node) {
         config_.ignore_projects = {};
         read_items(node, "ignore_projects", [this](const toml::node& item) {
           config_.ignore_projects.patterns.push_back(parse_folder(text(item), home_));
         });
       }},
      {"agents",
       [this](const toml::node& node) {
         if (list(node).empty()) throw BadValue{"must name an agent; without this key all of them count"};
         read_items(node, "agents",
                    [this](const toml::node& item) { config_.agents.push_back(agent_name(parse_agent(text(item)))); });
       }},
      {"api_key_command", [this](const toml::node& node) { config_.api_key_command = command(node); }},
      {"notify_command", [this](const toml::node& node) { config_.notify_command = command(node); }},
      {"sync", [this](const toml::node& node) { read_sync(node); }},
  };
}

Rules Reader::sync_rules() {
  Rules rules = keys_of_days(config_.sync);
  rules.merge(keys_of_entries(config_.sync));
  rules.emplace("project_mapping", [this](const toml::node& node) { read_mapping(node); });
  rules.emplace("ca_file", [this](const toml::node& node) { config_.sync.ca_file = path(node); });
  return rules;
}

void Reader::read_section(const toml::table& section, std::string_view place, const Rules& rules,
                          const Hint& general_hint) const {
  for (const auto& [key, value] : members_in_file_order(section)) {
    const std::string_view name = key->str();
    const auto rule = rules.find(name);
    try {
      if (rule == rules.end()) {
        auto hint = where_it_belongs(name);
        if (!hint) {
          const auto known = nearest(name, keys_of(rules));
          hint = known.empty() ? general_hint : Hint{Step::use_known_key, known};
        }
        throw Problem{key->source().begin, fmt::format("unknown key `{}`{}", name, place), *hint};
      }
      read_at(*value, fmt::format("`{}`", name), [&, value = value] { rule->second(*value); });
    } catch (const Problem& problem) {
      if (&rules != &sync_ && &rules != &top_) throw;
      leave_out(problem, rule == rules.end() || name == "base_url" || name == "sync" || name == "project_mapping" ||
                             has_a_table(*value));
    }
  }
}

void Reader::leave_out(const Problem& problem, bool may_be_the_server) const {
  if (left_out_ == nullptr) throw problem;
  if (!left_out_->first) left_out_->first = problem;
  if (may_be_the_server && !left_out_->of_the_server) left_out_->of_the_server = problem;
}

std::optional<Hint> Reader::where_it_belongs(std::string_view key) const {
  if (key == "api_key") return Hint{Step::store_key_elsewhere};
  if (top_.contains(key)) return Hint{Step::move_key_to_top, std::string{key}};
  if (sync_.contains(key)) return Hint{Step::move_key_to_sync, std::string{key}};
  return std::nullopt;
}

void Reader::read_sync(const toml::node& node) {
  const toml::table& section = table(node);
  read_section(section, " in [sync]", sync_);
  SyncSection& sync = config_.sync;
  if (sync.work_day_start && sync.work_day_start == sync.work_day_end) {
    leave_out({section.get("work_day_end")->source().begin,
               "`work_day_end` is the same as `work_day_start`",
               {Step::end_below_start}},
              false);
    sync.work_day_start = sync.work_day_end = std::nullopt;
  }
}

void Reader::read_mapping(const toml::node& node) {
  for (const auto& [key, value] : members_in_file_order(table(node))) {
    try {
      read_mapped(*key, *value);
    } catch (const Problem& problem) {
      // What is no id may be a key of another section that slipped into this one.
      leave_out(problem, problem.hint.step != Step::write_clockify_id);
    }
  }
}

void Reader::read_mapped(const toml::key& key, const toml::node& node) {
  const std::string written{key.str()};
  std::string folder;
  try {
    folder = parse_folder(written, home_);
  } catch (const BadValue& bad) {
    throw Problem{key.source().begin, fmt::format("the folder `{}` {}", written, bad.predicate), bad.hint};
  }
  ProjectMapping& mapping = config_.sync.project_mapping;
  if (const auto first = mapping.find(folder); first != mapping.end()) {
    throw Problem{key.source().begin,
                  fmt::format("the folder `{}` is mapped twice, first in line {}", folder, first->second.place.line)};
  }
  read_at(node, fmt::format("the project of `{}`", written), [&] {
    ProjectTarget mapped = target(node, written);
    mapped.place = place_of(key.source().begin);
    mapping.emplace(folder, std::move(mapped));
  });
}

ProjectTarget Reader::target(const toml::node& node, const std::string& folder) const {
  if (node.is_string()) {
    try {
      return {.project = id<ProjectId>(node)};
    } catch (BadValue& bad) {
      if (const auto hint = where_it_belongs(folder)) bad.hint = *hint;
      throw;
    }
  }
  if (!node.is_table()) {
    throw BadValue{fmt::format("must be a Clockify id or a table with `project_id`, not {}", type_name(node)),
                   where_it_belongs(folder).value_or(Hint{})};
  }
  std::optional<ProjectId> project;
  std::optional<std::string> description;
  std::optional<bool> billable;
  std::optional<TaskId> task;
  read_section(table(node), fmt::format(" for the folder `{}`", folder),
               {{"project_id", [&](const toml::node& value) { project = id<ProjectId>(value); }},
                {"description", [&](const toml::node& value) { description = parse_description(text(value)); }},
                {"billable", [&](const toml::node& value) { billable = flag(value); }},
                {"task_id", [&](const toml::node& value) { task = id<TaskId>(value); }}},
               {Step::quote_folder});
  if (!project) throw BadValue{"must have a `project_id`"};
  return {*project, std::move(description), billable, task};
}

TranscriptFolder Reader::transcript_folder(const toml::node& node) const {
  if (!node.is_table()) return {path(node)};
  TranscriptFolder folder;
  read_section(table(node), " of a folder of transcripts",
               {{"path", [&](const toml::node& value) { folder.path = path(value); }},
                {"label", [&](const toml::node& value) { folder.label = parse_label(text(value)); }}});
  if (folder.path.empty()) throw BadValue{"must have a `path`"};
  return folder;
}

// A folder that is the name of a key and stands without quotes, where TOML takes no such name.
std::optional<Problem> bare_folder(std::string_view text, toml::source_position where) {
  for (toml::source_index line = 1; line < where.line; ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  const std::string_view line = text.substr(0, text.find('\n'));
  const auto begin = line.find_first_not_of(" \t");
  const auto equals = line.find('=');
  if (begin >= equals || equals == std::string_view::npos) return std::nullopt;
  std::string_view name = line.substr(begin, equals - begin);
  name = name.substr(0, name.find_last_not_of(" \t") + 1);
  if (name.find_first_of("/\\~") == std::string_view::npos ||
      name.find_first_of("\"'[]{}#") != std::string_view::npos) {
    return std::nullopt;
  }
  where.column = static_cast<toml::source_index>(count_characters(line.substr(0, begin)) + 1);
  return Problem{where,
                 fmt::format("the folder `{}` stands without quotes", name),
                 {Step::write_value, fmt::format("{} = ...", toml_text(name).value_or("\"...\""))}};
}

template <class Value, class Read>
Result<Value, ConfigError> read_text(std::string_view text, const std::filesystem::path& file, Read read) {
  try {
    return read(toml::parse(text));
  } catch (const Problem& problem) {
    return error_of(file, problem);
  } catch (const toml::parse_error& error) {
    if (const auto bare = bare_folder(text, error.source().begin)) return error_of(file, *bare);
    return error_of(file, Problem{error.source().begin, std::string{error.description()}});
  }
}

}  // namespace

Config read_document(const toml::table& document, const std::filesystem::path& folder,
                     const std::filesystem::path& home) {
  return Reader{folder, home, nullptr}.read(document);
}

ConfigError error_of(const std::filesystem::path& file, const Problem& problem) {
  return {file, static_cast<int>(problem.where.line), static_cast<int>(problem.where.column), problem.cause,
          problem.hint};
}

std::vector<std::string> known_keys() {
  return Reader{{}, {}, nullptr}.keys();
}

std::vector<LibraryVersion> library_versions() {
  return {{"toml++", fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)}};
}

Result<Config, ConfigError> parse_config(std::string_view text, const std::filesystem::path& file,
                                         const std::filesystem::path& home) {
  return read_text<Config>(
      text, file, [&](const toml::table& document) { return read_document(document, file.parent_path(), home); });
}

Result<ReadableConfig, ConfigError> parse_what_is_readable(std::string_view text, const std::filesystem::path& file,
                                                           const std::filesystem::path& home) {
  return read_text<ReadableConfig>(text, file, [&](const toml::table& document) {
    LeftOut left_out;
    ReadableConfig readable{Reader{file.parent_path(), home, &left_out}.read(document), {}, {}};
    if (left_out.first) readable.left_out = error_of(file, *left_out.first);
    if (left_out.of_the_server && !readable.config.sync.base_url) {
      readable.server_in_doubt = error_of(file, *left_out.of_the_server);
    }
    return readable;
  });
}

}  // namespace libsync::config
