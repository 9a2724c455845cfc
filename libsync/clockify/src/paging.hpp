// SPDX-License-Identifier: MIT
//
// Many pages to one complete list. Pages are counted by position on the server, so an entry that is made or deleted
// between two pages moves the others; the rules here make sure that nothing is missed for that. Pure but for `fetch`.
#pragma once

#include <libsync/clockify/api.hpp>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace libsync::clockify {

inline constexpr std::size_t k_page_size = 5000;  // the largest that Clockify accepts
inline constexpr int k_most_pages = 200;
inline constexpr int k_most_passes = 5;

template <class Item>
struct Page {
  std::vector<Item> items;
  std::optional<bool> last{};  // Last-Page, when the answer has it
  std::optional<UtcTime> server_date{};
  BootTime requested_at{};
  milliseconds took{};
};

// Reads page `number`, counted from 1.
template <class Item>
using FetchPage = std::function<Result<Page<Item>, ApiError>(int number)>;

// "true" and "false" in any case; nothing for anything else.
[[nodiscard]] std::optional<bool> parse_last_page(std::string_view value);

struct ListingScope {
  WorkspaceId workspace;
  UserId user;
  Interval window;
};

// What goes onto the wire for `window`: Clockify reads the bounds as wall-clock times of the user's profile zone, so
// they are a day wider on each side than what is kept.
[[nodiscard]] Interval widened(const Interval& window);

// The entries that start in the window of `scope`. A list that fits on one page is complete by itself. One with several
// pages is read again as a whole until two passes in a row agree; the listing is then as old as the first of the two.
// An element of another user or workspace is an error.
[[nodiscard]] Result<Listing, ApiError> read_listing(const ListingScope& scope, const FetchPage<Entry>& fetch,
                                                     std::size_t page_size = k_page_size);

// By name, then id; each once.
[[nodiscard]] Result<std::vector<Project>, ApiError> read_projects(const FetchPage<Project>& fetch,
                                                                   std::size_t page_size = k_page_size);
[[nodiscard]] Result<std::vector<Task>, ApiError> read_tasks(const FetchPage<Task>& fetch,
                                                             std::size_t page_size = k_page_size);

}  // namespace libsync::clockify
