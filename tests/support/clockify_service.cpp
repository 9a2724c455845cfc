// SPDX-License-Identifier: MIT
#include "clockify_service.hpp"

#include "clockify_wire.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <variant>

namespace libsync::support {
namespace {

namespace json = boost::json;

constexpr std::int64_t k_default_page_size = 50;
constexpr std::int64_t k_largest_page_size = 5000;

ClockifyService::Outcome domain_error(std::string_view message) {
  return {error_answer(400, 501, message), std::nullopt};
}

ClockifyService::Outcome json_answer(int status, const json::value& body) {
  return {{status, {{"Content-Type", "application/json"}}, json::serialize(body)}, std::nullopt};
}

// The paging parameters, or Clockify's refusal of them.
struct Page {
  std::int64_t number = 1;
  std::int64_t size = k_default_page_size;
};

std::optional<std::int64_t> to_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::variant<Page, Answer> page_of(const Query& query, const WorkspaceSettings& settings) {
  Page page;
  for (auto [name, value] : {std::pair{"page", &page.number}, std::pair{"page-size", &page.size}}) {
    const auto text = query.find(name);
    if (text == query.end()) continue;
    const auto number = to_number(text->second);
    if (!number) {
      return error_answer(400, 3000,
                          fmt::format("Method parameter '{}': Failed to convert value of type 'java.lang.String' to "
                                      "required type 'int'; For input string: \"{}\"",
                                      name, text->second));
    }
    *value = *number;
  }
  page.number = std::max<std::int64_t>(page.number, 1);
  if (page.size < 1) return error_answer(400, 501, "Page size must be a positive value");
  if (page.size > k_largest_page_size) return error_answer(400, 501, "Page size cannot be larger than 5,000.");
  page.size = std::min(page.size, settings.page_cap);
  return page;
}

// One page of `items` as a JSON array, with Last-Page.
template <class Item, class ToJson>
ClockifyService::Outcome paged(const std::vector<Item>& items, const Page& page, ToJson to_json) {
  const auto total = static_cast<std::int64_t>(items.size());
  const auto begin = page.number > total / page.size + 1 ? total : std::min(total, (page.number - 1) * page.size);
  const auto end = std::min(total, begin + page.size);
  json::array body;
  for (auto i = begin; i < end; ++i) body.push_back(to_json(items[static_cast<std::size_t>(i)]));
  auto outcome = json_answer(200, body);
  outcome.answer.headers.emplace_back("Last-Page", end == total ? "true" : "false");
  return outcome;
}

// A bound of a listing: Clockify drops the zone and reads the clock time as the user's (clocks in a gap or an overlap
// are an assumption).
std::optional<UtcTime> wall_clock_bound(const std::string& text, const Zone& zone) {
  const auto instant = parse_rfc3339(text);
  if (!instant) return std::nullopt;
  const UtcTime read = floor_seconds(*instant);
  const auto day = std::chrono::floor<std::chrono::days>(read);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(read - day);
  return zone.to_utc(LocalDate{day}, minutes) + (read - day - minutes);
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return "";
}

std::string iso_duration(seconds duration) {
  const auto total = duration.count();
  std::string text = "PT";
  if (total / 3600 != 0) text += fmt::format("{}H", total / 3600);
  if (total / 60 % 60 != 0) text += fmt::format("{}M", total / 60 % 60);
  if (total % 60 != 0 || total == 0) text += fmt::format("{}S", total % 60);
  return text;
}

Answer error_answer(int status, int code, std::string_view message) {
  return json_answer(status, json::object{{"message", message}, {"code", code}}).answer;
}

struct ClockifyService::Call {
  const Request& request;
  const Query& query;
  const ServiceUser& caller;
  UtcTime now;
  seconds hides_younger_than;
  std::vector<std::string> ids;  // what stood in the place of {...} in the route
};

struct ClockifyService::Route {
  std::vector<std::string_view> path;
  std::vector<std::pair<std::string_view, Outcome (ClockifyService::*)(const Call&)>> methods;
};

const std::vector<ClockifyService::Route>& ClockifyService::routes() {
  using S = ClockifyService;
  static const std::vector<Route> routes{
      {{"user"}, {{"GET", &S::user}}},
      {{"workspaces"}, {{"GET", &S::workspaces}}},
      {{"workspaces", "{}", "projects"}, {{"GET", &S::list_projects}}},
      {{"workspaces", "{}", "projects", "{}", "tasks"}, {{"GET", &S::list_tasks}}},
      {{"workspaces", "{}", "time-entries"}, {{"POST", &S::create}}},
      {{"workspaces", "{}", "time-entries", "status", "in-progress"}, {{"GET", &S::all_running}}},
      {{"workspaces", "{}", "time-entries", "{}"}, {{"GET", &S::get}, {"PUT", &S::replace}, {"DELETE", &S::remove}}},
      {{"workspaces", "{}", "user", "{}", "time-entries"},
       {{"GET", &S::list}, {"POST", &S::create}, {"PATCH", &S::stop_timer}}},
  };
  return routes;
}

ClockifyService::Outcome ClockifyService::handle(const Request& request, UtcTime now, seconds hides_younger_than) {
  const auto header = [&](const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
  };
  if (header("x-api-key").empty() || !header("x-addon-token").empty()) {
    return {error_answer(401, 1000, "Multiple or none auth tokens present"), std::nullopt};
  }
  const ServiceUser* caller = user_with_key(header("x-api-key"));
  if (caller == nullptr) return {error_answer(401, 4003, "Api key does not exist"), std::nullopt};

  const Target target = parse_target(request.target);
  for (const Route& route : routes()) {
    const auto ids = match(target.path, route.path);
    if (!ids) continue;
    if (!ids->empty() && ids->front() != well_known::workspace().str()) {
      return {error_answer(403, 501, "Access Denied"), std::nullopt};
    }
    std::string allowed;
    for (const auto& [method, handler] : route.methods) {
      if (method == request.method) {
        return (this->*handler)({request, target.query, *caller, now, hides_younger_than, *ids});
      }
      allowed += (allowed.empty() ? "" : ",") + std::string{method};
    }
    Answer answer = error_answer(405, 3000, fmt::format("Request method '{}' is not supported", request.method));
    answer.headers.emplace_back("Allow", allowed);
    return {answer, std::nullopt};
  }
  return {error_answer(404, 3000, fmt::format("No static resource {}.", request.target)), std::nullopt};
}

ClockifyService::Outcome ClockifyService::user(const Call& call) {
  return json_answer(200, user_json(call.caller));
}

ClockifyService::Outcome ClockifyService::workspaces(const Call&) {
  return json_answer(200, json::array{workspace_json(settings)});
}

ClockifyService::Outcome ClockifyService::list_projects(const Call& call) {
  const auto page = page_of(call.query, settings);
  if (const auto* refusal = std::get_if<Answer>(&page)) return {*refusal, std::nullopt};
  const auto archived = call.query.find("archived");
  std::vector<ServiceProject> shown;
  for (const ServiceProject& project : projects()) {
    if (archived == call.query.end() || (archived->second == "true") == project.archived) shown.push_back(project);
  }
  return paged(shown, std::get<Page>(page), [](const ServiceProject& p) { return project_json(p); });
}

ClockifyService::Outcome ClockifyService::list_tasks(const Call& call) {
  const auto page = page_of(call.query, settings);
  if (const auto* refusal = std::get_if<Answer>(&page)) return {*refusal, std::nullopt};
  if (project_named(call.ids[1]) == nullptr) return domain_error("Project doesn't belong to Workspace");
  const auto active = call.query.find("is-active");
  std::vector<ServiceTask> shown;
  for (const ServiceTask& task : tasks()) {
    const bool wanted = active == call.query.end() || (active->second == "true") != task.done;
    if (wanted && task.project.str() == call.ids[1]) shown.push_back(task);
  }
  return paged(shown, std::get<Page>(page), [](const ServiceTask& task) { return task_json(task); });
}

Answer ClockifyService::created(const StoredEntry& entry) {
  return json_answer(201, entry_json(entry, EntryShape::written)).answer;
}

ClockifyService::Outcome ClockifyService::create(const Call& call) {
  const auto named = call.ids.size() > 1 ? UserId::parse(call.ids[1]) : call.caller.id;
  if (!named || find(*named) == nullptr) return domain_error("User doesn't belong to Workspace");
  const auto asked = read_entry(call.request.body);
  if (const auto* refusal = std::get_if<Answer>(&asked)) return {*refusal, std::nullopt};
  auto made = compose(std::get<EntryRequest>(asked), *named, call.now);
  if (!made) return {error_answer(made.error()), std::nullopt};
  return {created(*made), *std::move(made)};
}

ClockifyService::Outcome ClockifyService::list(const Call& call) {
  const auto user = UserId::parse(call.ids[1]);
  if (!user || find(*user) == nullptr) return domain_error("User doesn't belong to Workspace");
  const auto page = page_of(call.query, settings);
  if (const auto* refusal = std::get_if<Answer>(&page)) return {*refusal, std::nullopt};

  const Zone zone = *Zone::find(call.caller.time_zone);
  Interval window{UtcTime::min(), UtcTime::max()};
  for (auto [name, bound] : {std::pair{"start", &window.start}, std::pair{"end", &window.end}}) {
    const auto text = call.query.find(name);
    if (text == call.query.end()) continue;
    const auto time = wall_clock_bound(text->second, zone);
    if (!time) {
      return {error_answer(400, 3000, fmt::format("Method parameter '{}': Failed to convert value of type", name)),
              std::nullopt};
    }
    *bound = *time;
  }

  const auto wanted = [&](const char* name, const std::string& value) {
    const auto filter = call.query.find(name);
    return filter == call.query.end() || filter->second == value;
  };
  auto shown = entries(*user, window, stored_by(call.now, call.hides_younger_than));
  std::erase_if(shown, [&](const auto& e) { return !wanted("project", e.project ? e.project->str() : ""); });
  std::stable_sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.start > b.start; });
  return paged(shown, std::get<Page>(page), [](const StoredEntry& e) { return entry_json(e, EntryShape::read); });
}

ClockifyService::Outcome ClockifyService::all_running(const Call& call) {
  const auto page = page_of(call.query, settings);
  if (const auto* refusal = std::get_if<Answer>(&page)) return {*refusal, std::nullopt};
  auto shown = entries();
  std::erase_if(shown, [](const StoredEntry& entry) { return entry.end.has_value(); });
  return paged(shown, std::get<Page>(page), [](const StoredEntry& e) { return entry_json(e, EntryShape::read); });
}

ClockifyService::Outcome ClockifyService::stop_timer(const Call& call) {
  const auto read = read_entry(call.request.body);
  if (const auto* refusal = std::get_if<Answer>(&read)) return {*refusal, std::nullopt};
  const auto user = UserId::parse(call.ids[1]);
  StoredEntry* timer = user ? running(*user) : nullptr;
  if (timer == nullptr) {
    return {error_answer(404, 404,
                         fmt::format("Currently running time entry doesn't exist on workspace {} for user {}.",
                                     call.ids[0], call.ids[1])),
            std::nullopt};
  }
  timer->end = std::get<EntryRequest>(read).end.value_or(call.now);
  timer->stored_at = call.now;
  return json_answer(200, entry_json(*timer, EntryShape::written));
}

ClockifyService::Outcome ClockifyService::get(const Call& call) {
  const auto id = EntryId::parse(call.ids[1]);
  const StoredEntry* found = id ? find(*id) : nullptr;
  if (found == nullptr) return domain_error("Time entry doesn't belong to Workspace");
  return json_answer(200, entry_json(*found, EntryShape::read));
}

ClockifyService::Outcome ClockifyService::replace(const Call& call) {
  const auto id = EntryId::parse(call.ids[1]);
  const StoredEntry* found = id ? find(*id) : nullptr;
  if (found == nullptr) return domain_error("Time entry doesn't belong to Workspace");
  const auto asked = read_entry(call.request.body);
  if (const auto* refusal = std::get_if<Answer>(&asked)) return {*refusal, std::nullopt};
  if (!std::get<EntryRequest>(asked).start) return domain_error("You entered invalid value for field : [start]");
  auto changed = compose(std::get<EntryRequest>(asked), found->user, call.now);
  if (!changed) return {error_answer(changed.error()), std::nullopt};
  changed->id = *id;
  put(*changed, call.now);
  return json_answer(200, entry_json(*changed, EntryShape::written));
}

ClockifyService::Outcome ClockifyService::remove(const Call& call) {
  const auto id = EntryId::parse(call.ids[1]);
  if (id) {
    if (const auto refused = refuses_to_delete(*id)) return {error_answer(*refused), std::nullopt};
    if (find(*id) != nullptr) return {{204, {}, ""}, std::nullopt, id};
  }
  return {error_answer(settings.gone_is_404 ? 404 : 400, 501, "Time entry doesn't belong to Workspace"), std::nullopt};
}

std::string ClockifyService::save() const {
  json::array all;
  for (const StoredEntry& entry : entries()) all.push_back(entry_json(entry, EntryShape::read));
  return json::serialize(
      json::object{{"time_zone", users().front().time_zone}, {"ids_given", ids_given_}, {"entries", std::move(all)}});
}

std::optional<ClockifyService> ClockifyService::load(std::string_view saved) {
  json::error_code error;
  const json::value state = json::parse(saved, error);
  if (error) return std::nullopt;
  try {
    ClockifyService service{json::value_to<std::string>(state.at("time_zone"))};
    service.ids_given_ = state.at("ids_given").to_number<std::int64_t>();
    for (const json::value& item : state.at("entries").as_array()) service.put(entry_from_json(item), UtcTime{});
    return service;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace libsync::support
