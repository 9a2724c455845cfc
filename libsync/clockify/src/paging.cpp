// SPDX-License-Identifier: MIT
#include "paging.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace libsync::clockify {
namespace {

ApiError protocol_error(std::string cause) {
  return ApiError{
      .kind = ErrorKind::protocol,
      .delivery = Delivery::unknown,
      .cause = std::move(cause),
      .http_status = 200,
  };
}

// Without the header a short page is the last one. With it, a short page is not: the server may cap the page size.
template <class Item>
bool is_last(const Page<Item>& page, std::size_t page_size) {
  return page.items.empty() || page.last.value_or(page.items.size() < page_size);
}

// Calls `take` for each page, first to last. Returns the number of pages.
template <class Item, class Take>
Result<int, ApiError> for_each_page(const FetchPage<Item>& fetch, std::size_t page_size, Take take) {
  for (int number = 1; number <= k_most_pages; ++number) {
    auto page = fetch(number);
    if (!page) return page.error();
    const bool last = is_last(*page, page_size);
    if (auto error = take(number, *std::move(page))) return *std::move(error);
    if (last) return number;
  }
  return protocol_error(fmt::format("the list has more than {} pages", k_most_pages));
}

struct Pass {
  Listing listing;
  int pages = 0;
  bool consistent = true;  // no id came twice with different contents
};

std::optional<ApiError> stranger(const ListingScope& scope, const Entry& entry) {
  if (entry.user != scope.user) return protocol_error("the list holds an entry of another user");
  if (entry.workspace != scope.workspace) return protocol_error("the list holds an entry of another workspace");
  return std::nullopt;
}

Result<Pass, ApiError> read_once(const ListingScope& scope, const FetchPage<Entry>& fetch, std::size_t page_size) {
  Pass pass;
  std::map<EntryId, Entry> entries;
  const auto pages =
      for_each_page<Entry>(fetch, page_size, [&](int number, Page<Entry> page) -> std::optional<ApiError> {
        if (number == 1) {
          pass.listing.server_date = page.server_date;
          pass.listing.requested_at = page.requested_at;
          pass.listing.took = page.took;
        }
        for (Entry& entry : page.items) {
          if (auto error = stranger(scope, entry)) return error;
          const EntryId id = entry.id;
          const auto [known, is_new] = entries.try_emplace(id, entry);
          if (!is_new && known->second != entry) pass.consistent = false;
        }
        return std::nullopt;
      });
  if (!pages) return pages.error();
  pass.pages = *pages;

  for (auto& [id, entry] : entries) {
    if (scope.window.contains(entry.start)) pass.listing.entries.push_back(std::move(entry));
  }
  std::stable_sort(pass.listing.entries.begin(), pass.listing.entries.end(),
                   [](const Entry& left, const Entry& right) { return left.start < right.start; });
  return pass;
}

// Everything on the pages, each id once, by name and then id.
template <class Item>
Result<std::vector<Item>, ApiError> read_by_name(const FetchPage<Item>& fetch, std::size_t page_size) {
  std::map<decltype(Item::id), Item> found;
  const auto pages = for_each_page<Item>(fetch, page_size, [&](int, Page<Item> page) -> std::optional<ApiError> {
    for (Item& item : page.items) {
      const auto id = item.id;
      found.insert_or_assign(id, std::move(item));
    }
    return std::nullopt;
  });
  if (!pages) return pages.error();

  std::vector<Item> items;
  items.reserve(found.size());
  for (auto& [id, item] : found) items.push_back(std::move(item));
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& left, const Item& right) { return left.name < right.name; });
  return items;
}

}  // namespace

std::optional<bool> parse_last_page(std::string_view value) {
  const std::string text = ascii_lower(value);
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

Interval widened(const Interval& window) {
  return {window.start - std::chrono::days{1}, window.end + std::chrono::days{1}};
}

Result<Listing, ApiError> read_listing(const ListingScope& scope, const FetchPage<Entry>& fetch,
                                       std::size_t page_size) {
  std::optional<Pass> before;
  for (int passes = 0; passes < k_most_passes; ++passes) {
    auto pass = read_once(scope, fetch, page_size);
    if (!pass) return pass.error();
    if (pass->consistent) {
      if (pass->pages == 1) return std::move(pass->listing);
      if (before && before->listing.entries == pass->listing.entries) return std::move(before->listing);
      before = *std::move(pass);
    } else {
      before.reset();
    }
  }
  return protocol_error(fmt::format("the list kept changing while it was read {} times", k_most_passes));
}

Result<std::vector<Project>, ApiError> read_projects(const FetchPage<Project>& fetch, std::size_t page_size) {
  return read_by_name(fetch, page_size);
}

Result<std::vector<Task>, ApiError> read_tasks(const FetchPage<Task>& fetch, std::size_t page_size) {
  return read_by_name(fetch, page_size);
}

}  // namespace libsync::clockify
