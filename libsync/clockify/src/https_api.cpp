// SPDX-License-Identifier: MIT
#include "answer_policy.hpp"
#include "http/http_date.hpp"
#include "http/https_exchange.hpp"
#include "http/proxy.hpp"
#include "http/tls.hpp"
#include "json_codec.hpp"
#include "key_mask.hpp"
#include "paging.hpp"
#include "targets.hpp"

#include <libsync/clockify/account.hpp>
#include <libsync/clockify/boot_clock.hpp>
#include <libsync/clockify/https_api.hpp>
#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace libsync::clockify {
namespace {

bool is_header_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

ApiError api_error(ExchangeFailure failure) {
  return ApiError{
      .kind = failure.kind,
      .delivery = failure.delivery,
      .cause = std::move(failure.cause),
      .http_status = failure.http_status,
  };
}

template <class T>
Result<T, ApiError> while_trying_to(const char* act, Result<T, ApiError> result) {
  if (result) return result;
  ApiError error = result.error();
  error.act = act;
  return error;
}

class HttpsApi : public Api {
 public:
  HttpsApi(BaseUrl base, std::string account, std::size_t max_listing, std::size_t max_answer, ExchangeOptions options)
      : base_(std::move(base)),
        base_url_(base_.text()),
        account_(std::move(account)),
        max_listing_(max_listing),
        max_answer_(max_answer),
        mask_(options.context.api_key),
        exchange_(std::move(options)) {}

  std::vector<Result<Entry, ApiError>> create_entries(std::span<const NewEntry> entries,
                                                      const BeforeSend& before_send) override {
    std::vector<HttpRequest> requests;
    requests.reserve(entries.size());
    for (const NewEntry& entry : entries) {
      if (entry.interval.empty()) throw std::invalid_argument("an entry has to end after it starts");
      requests.push_back({.method = Method::post,
                          .target = new_entry_target(base_, entry.workspace),
                          .body = render_new_entry(entry),
                          .max_answer = max_answer_});
    }
    std::vector<Result<Entry, ApiError>> made;
    for (auto& answer : exchange_.run_together(requests, before_send)) {
      made.push_back(while_trying_to("create a time entry", made_of(entries[made.size()], std::move(answer))));
    }
    return made;
  }

  Result<Deletion, ApiError> delete_entry(const WorkspaceId& workspace, const EntryId& entry) override {
    return while_trying_to("delete a time entry", remove(workspace, entry));
  }

  Result<std::optional<Entry>, ApiError> find_entry(const WorkspaceId& workspace, const EntryId& entry) override {
    return while_trying_to("read a time entry", find(workspace, entry));
  }

  Result<Listing, ApiError> list_entries(const WorkspaceId& workspace, const UserId& user,
                                         const Interval& window) override {
    const ListingScope scope{workspace, user, window};
    const Interval wide = widened(window);
    auto listing = read_listing(scope, [&](int number) {
      return page<Entry>(entries_target(base_, workspace, user, wide, number, k_page_size), parse_entries);
    });
    if (listing && !user_) user_ = user;
    return while_trying_to("list the time entries", std::move(listing));
  }

  Result<User, ApiError> current_user() override {
    auto user = read_user();
    if (user) user_ = user->id;
    return while_trying_to("read the user", std::move(user));
  }

  // Clockify gives all of them at once, whatever page was asked for.
  Result<std::vector<Workspace>, ApiError> list_workspaces() override {
    auto workspaces = read_workspaces();
    if (!workspaces) return while_trying_to("list the workspaces", std::move(workspaces));
    std::vector<Workspace> sorted = *std::move(workspaces);
    std::ranges::sort(sorted, {}, [](const Workspace& workspace) { return std::tie(workspace.name, workspace.id); });
    return sorted;
  }

  Result<std::vector<Project>, ApiError> list_projects(const WorkspaceId& workspace) override {
    return while_trying_to("list the projects", read_projects([&](int number) {
                             return page<Project>(projects_target(base_, workspace, number, k_page_size),
                                                  parse_projects);
                           }));
  }

  Result<std::vector<Task>, ApiError> list_tasks(const WorkspaceId& workspace, const ProjectId& project) override {
    return while_trying_to("list the tasks", read_tasks([&](int number) {
                             return page<Task>(tasks_target(base_, workspace, project, number, k_page_size),
                                               parse_tasks);
                           }));
  }

  const std::string& account() const override { return account_; }
  const std::string& base_url() const override { return base_url_; }
  Traffic traffic() const override { return exchange_.traffic(); }

 private:
  // The answer to `request` when it reports success.
  Result<HttpAnswer, ApiError> ask(const HttpRequest& request) {
    return successful(request.method, exchange_.run(request));
  }

  [[nodiscard]] Result<HttpAnswer, ApiError> successful(Method method,
                                                        Result<HttpAnswer, ExchangeFailure> answer) const {
    if (!answer) return api_error(answer.error());
    if (auto failure = refusal_in(method, *answer)) return *std::move(failure);
    return *std::move(answer);
  }

  std::optional<ApiError> refusal_in(Method method, HttpAnswer& answer) const {
    auto failure = failure_of(method, answer);
    // From the masked body: the message was cut to a length, and may end in a part of the key.
    if (failure) failure->server_text = mask_.hide(parse_server_message(mask_.hide(std::move(answer.body))).text);
    return failure;
  }

  Result<Deletion, ApiError> remove(const WorkspaceId& workspace, const EntryId& entry) {
    auto answer = exchange_.run({.method = Method::remove,
                                 .target = entry_target(base_, workspace, entry),
                                 .body = {},
                                 .max_answer = max_answer_});
    if (!answer) return api_error(answer.error());
    if (says_gone(Method::remove, *answer)) return Deletion::was_gone;
    if (auto failure = refusal_in(Method::remove, *answer)) return *std::move(failure);
    return Deletion::deleted;
  }

  Result<std::optional<Entry>, ApiError> find(const WorkspaceId& workspace, const EntryId& id) {
    auto answer = exchange_.run({.method = Method::get,
                                 .target = entry_target(base_, workspace, id),
                                 .body = {},
                                 .max_answer = max_answer_,
                                 .past_caches = true});
    if (!answer) return api_error(answer.error());
    if (says_gone(Method::get, *answer)) return std::optional<Entry>{};
    if (auto failure = refusal_in(Method::get, *answer)) return *std::move(failure);
    auto found = parse_entry(answer->body);
    if (!found) return incomprehensible(*answer, found.error().cause);
    if (found->id != id) return incomprehensible(*answer, "the answer is about another entry");
    return std::optional{*std::move(found)};
  }

  Result<Entry, ApiError> made_of(const NewEntry& entry, Result<HttpAnswer, ExchangeFailure> answered) const {
    const auto answer = successful(Method::post, std::move(answered));
    if (!answer) return answer.error();
    auto made = parse_entry(answer->body);
    if (!made) return incomprehensible(*answer, made.error().cause);
    if (made->workspace != entry.workspace) {
      return incomprehensible(*answer, "the answer names an entry of another workspace");
    }
    if (user_ && made->user != *user_) return incomprehensible(*answer, "the answer names an entry of another user");
    return *std::move(made);
  }

  Result<User, ApiError> read_user() {
    const auto answer =
        ask({.method = Method::get, .target = user_target(base_), .body = {}, .max_answer = max_answer_});
    if (!answer) return answer.error();
    auto user = parse_user(answer->body);
    if (!user) return incomprehensible(*answer, user.error().cause);
    if (answer->date) user->server_date = parse_http_date(*answer->date);
    return *std::move(user);
  }

  Result<std::vector<Workspace>, ApiError> read_workspaces() {
    const auto answer =
        ask({.method = Method::get, .target = workspaces_target(base_), .body = {}, .max_answer = max_listing_});
    if (!answer) return answer.error();
    auto workspaces = parse_workspaces(answer->body);
    if (!workspaces) return incomprehensible(*answer, workspaces.error().cause);
    return *std::move(workspaces);
  }

  template <class Item, class Parse>
  Result<Page<Item>, ApiError> page(std::string target, Parse parse) {
    const BootTime requested_at = boot_now();
    const auto answer = ask({.method = Method::get,
                             .target = std::move(target),
                             .body = {},
                             .max_answer = max_listing_,
                             .past_caches = true});
    if (!answer) return answer.error();
    const milliseconds took = boot_now() - requested_at;
    auto items = parse(answer->body);
    if (!items) return incomprehensible(*answer, items.error().cause);
    return Page<Item>{.items = *std::move(items),
                      .last = answer->last_page ? parse_last_page(*answer->last_page) : std::nullopt,
                      .server_date = answer->date ? parse_http_date(*answer->date) : std::nullopt,
                      .requested_at = requested_at,
                      .took = took};
  }

  const BaseUrl base_;
  const std::string base_url_;
  const std::string account_;
  const std::size_t max_listing_;
  const std::size_t max_answer_;
  const KeyMask mask_;
  std::optional<UserId> user_;  // whose key this is, once it is known
  HttpsExchange exchange_;
};

}  // namespace

Result<std::unique_ptr<Api>, OptionsError> make_https_api(const Secret& api_key, HttpsOptions options) {
  auto base = parse_base_url(options.base_url);
  if (!base)
    return OptionsError{fmt::format("the base URL `{}`", without_credentials(options.base_url)), base.error().cause};
  if (!is_plausible_key(api_key)) return OptionsError{"the API key", k_key_rule};
  if (!is_header_text(options.user_agent)) {
    return OptionsError{"the user agent", "it holds a character that a header must not have"};
  }
  std::optional<Proxy> proxy;
  if (!options.proxy.empty() && !bypasses_proxy(base->server, options.no_proxy)) {
    auto parsed = parse_proxy(options.proxy);
    if (!parsed) {
      const bool known = !options.proxy_origin.empty();
      return OptionsError{known ? fmt::format("the proxy that is set in {}", options.proxy_origin) : "the proxy",
                          parsed.error().cause};
    }
    proxy = *std::move(parsed);
    proxy->origin = options.proxy_origin;
  }
  auto tls = make_tls_context(options.ca_file);
  if (!tls) {
    return OptionsError{options.ca_file.empty() ? "the CA certificates of this system"
                                                : fmt::format("the CA file `{}`", options.ca_file.string()),
                        tls.error().cause};
  }
  std::string account = account_name(base->text(), api_key);
  ExchangeOptions exchange{
      .server = base->server,
      .proxy = std::move(proxy),
      .tls = *std::move(tls),
      .context = {.host = base->authority(), .user_agent = std::move(options.user_agent), .api_key = api_key},
      .deadline = options.deadline,
      .idle_limit = options.idle_limit,
      .interrupt_fd = options.interrupt_fd,
  };
  return std::unique_ptr<Api>{std::make_unique<HttpsApi>(*std::move(base), std::move(account), options.max_body,
                                                         options.max_answer, std::move(exchange))};
}

}  // namespace libsync::clockify
