// SPDX-License-Identifier: MIT
#include "paging.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace libsync::clockify {
namespace {

using testing::ElementsAre;

const WorkspaceId k_workspace = *WorkspaceId::parse("64a687e29ae1f428e7ebe303");
const UserId k_user = *UserId::parse("5a0ab5acb07987125438b60f");
const UtcTime k_midnight = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2};
const ListingScope k_scope{k_workspace, k_user, {k_midnight, k_midnight + std::chrono::days{1}}};

// Number `n` starts n minutes after midnight.
Entry entry(int n) {
  const UtcTime start = k_midnight + std::chrono::minutes{n};
  return {.id = *EntryId::parse(fmt::format("{:024x}", 0x10000 + n)),
          .workspace = k_workspace,
          .user = k_user,
          .project = std::nullopt,
          .start = start,
          .end = start + std::chrono::minutes{1},
          .description = {}};
}

// A server that holds entries and gives them out by position, newest first. `before_request` may change them.
struct Shelf {
  std::vector<Entry> entries;
  std::size_t page_size = 2;
  bool says_last = true;
  int requests = 0;
  std::function<void(Shelf&)> before_request{};

  Result<Page<Entry>, ApiError> page(int number) {
    ++requests;
    if (before_request) before_request(*this);
    std::vector<Entry> sorted = entries;
    std::sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) { return a.start > b.start; });
    const std::size_t from = std::min(sorted.size(), static_cast<std::size_t>(number - 1) * page_size);
    const std::size_t to = std::min(sorted.size(), from + page_size);
    Page<Entry> page;
    page.items.assign(sorted.begin() + static_cast<std::ptrdiff_t>(from),
                      sorted.begin() + static_cast<std::ptrdiff_t>(to));
    if (says_last) page.last = to == sorted.size();
    page.server_date = k_midnight + seconds{requests};
    page.requested_at = BootTime{milliseconds{1000 * requests}};
    page.took = milliseconds{requests};
    return page;
  }

  Result<Listing, ApiError> list(std::size_t asked_page_size = 2) {
    return read_listing(
        k_scope, [this](int number) { return page(number); }, asked_page_size);
  }
};

std::vector<int> numbers(const Result<Listing, ApiError>& listing) {
  std::vector<int> result;
  if (!listing) return result;
  for (const Entry& item : listing->entries) {
    result.push_back(static_cast<int>((item.start - k_midnight) / std::chrono::minutes{1}));
  }
  return result;
}

TEST(ReadListing, IsDoneAfterOnePageThatSaysItIsTheLast) {
  Shelf shelf{.entries = {entry(2), entry(1)}};
  EXPECT_THAT(numbers(shelf.list()), ElementsAre(1, 2));
  EXPECT_EQ(shelf.requests, 1);
}

TEST(ReadListing, IsDoneAfterAShortPageWithoutTheHeader) {
  Shelf shelf{.entries = {entry(1)}, .says_last = false};
  EXPECT_THAT(numbers(shelf.list()), ElementsAre(1));
  EXPECT_EQ(shelf.requests, 1);
}

TEST(ReadListing, ReadsOnAfterAFullPageWithoutTheHeader) {
  Shelf shelf{.entries = {entry(1), entry(2)}, .says_last = false};
  EXPECT_THAT(numbers(shelf.list()), ElementsAre(1, 2));
  EXPECT_EQ(shelf.requests, 4) << "two pages, read twice";
}

TEST(ReadListing, ReadsOnWhenTheServerGivesSmallerPagesThanAskedFor) {
  Shelf shelf{.entries = {entry(1), entry(2), entry(3)}};
  EXPECT_THAT(numbers(shelf.list(5000)), ElementsAre(1, 2, 3));
}

TEST(ReadListing, OfNothingIsEmpty) {
  Shelf shelf;
  const auto listing = shelf.list();
  ASSERT_TRUE(listing);
  EXPECT_TRUE(listing->entries.empty());
  EXPECT_EQ(shelf.requests, 1);
}

TEST(ReadListing, ReadsSeveralPagesTwiceAndIsAsOldAsTheFirstPass) {
  Shelf shelf{.entries = {entry(1), entry(2), entry(3)}};
  const auto listing = shelf.list();
  EXPECT_THAT(numbers(listing), ElementsAre(1, 2, 3));
  EXPECT_EQ(shelf.requests, 4);
  EXPECT_EQ(listing->server_date, k_midnight + seconds{1});
  EXPECT_EQ(listing->requested_at, BootTime{milliseconds{1000}});
  EXPECT_EQ(listing->took, milliseconds{1});
}

TEST(ReadListing, FindsAnEntryThatADeletionMovedToThePageBefore) {
  Shelf shelf{.entries = {entry(1), entry(2), entry(3), entry(4)}};
  shelf.before_request = [](Shelf& self) {
    if (self.requests == 2) std::erase(self.entries, entry(4));
  };
  EXPECT_THAT(numbers(shelf.list()), ElementsAre(1, 2, 3));
  EXPECT_EQ(shelf.requests, 6);
}

TEST(ReadListing, CountsAnEntryOnceThatAnInsertionMovedToTheNextPage) {
  Shelf shelf{.entries = {entry(1), entry(2), entry(3)}};
  shelf.before_request = [](Shelf& self) {
    if (self.requests == 2) self.entries.push_back(entry(9));
  };
  EXPECT_THAT(numbers(shelf.list()), ElementsAre(1, 2, 3, 9));
}

TEST(ReadListing, GivesUpOnAListThatNeverAgreesWithItself) {
  Shelf shelf{.entries = {entry(1), entry(2), entry(3)}};
  shelf.before_request = [](Shelf& self) {
    if (self.requests % 2 == 0) self.entries.push_back(entry(100 + self.requests));
  };
  const auto listing = shelf.list();
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().kind, ErrorKind::protocol);
  EXPECT_EQ(listing.error().cause, "the list kept changing while it was read 5 times");
}

TEST(ReadListing, RepeatsAPassInWhichOneEntryHasTwoContents) {
  Entry other = entry(1);
  other.description = "edited";
  Shelf shelf{.entries = {entry(1), other}};
  EXPECT_FALSE(shelf.list());
  shelf.before_request = [](Shelf& self) {
    if (self.requests == 14) self.entries.pop_back();
  };
  shelf.requests = 10;
  EXPECT_THAT(numbers(shelf.list(5000)), ElementsAre(1));
}

TEST(ReadListing, IsAnErrorWhenAPageFails) {
  Shelf shelf{.entries = {entry(1), entry(2), entry(3)}};
  const auto listing = read_listing(
      k_scope,
      [&](int number) -> Result<Page<Entry>, ApiError> {
        if (number == 2) {
          return ApiError{.kind = ErrorKind::offline, .delivery = Delivery::unknown, .act = {}, .cause = "gone"};
        }
        return shelf.page(number);
      },
      2);
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().cause, "gone");
}

TEST(ReadListing, StopsAtEndlessPages) {
  int requests = 0;
  const auto listing = read_listing(
      k_scope,
      [&](int) -> Result<Page<Entry>, ApiError> {
        ++requests;
        return Page<Entry>{.items = {entry(1)}, .last = false, .server_date = std::nullopt};
      },
      2);
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().cause, "the list has more than 200 pages");
  EXPECT_EQ(requests, k_most_pages);
}

TEST(ReadListing, RefusesEntriesOfOthers) {
  Entry of_another_user = entry(1);
  of_another_user.user = *UserId::parse("000000000000000000000001");
  EXPECT_EQ(Shelf{.entries = {of_another_user}}.list().error().cause, "the list holds an entry of another user");
  Entry elsewhere = entry(1);
  elsewhere.workspace = *WorkspaceId::parse("000000000000000000000001");
  EXPECT_EQ(Shelf{.entries = {elsewhere}}.list().error().cause, "the list holds an entry of another workspace");
}

TEST(ReadListing, KeepsWhatStartsInsideTheWindow) {
  Shelf shelf{.entries = {entry(-1), entry(0), entry(24 * 60 - 1), entry(24 * 60)}, .page_size = 9};
  EXPECT_THAT(numbers(shelf.list(9)), ElementsAre(0, 24 * 60 - 1));
}

TEST(ReadListing, KeepsRunningTimers) {
  Entry running = entry(5);
  running.end.reset();
  const auto listing = Shelf{.entries = {running}}.list();
  ASSERT_TRUE(listing);
  EXPECT_THAT(listing->entries, ElementsAre(running));
}

TEST(ReadListing, SortsByStartThenId) {
  Entry twin = entry(7);
  twin.start = entry(1).start;
  Shelf shelf{.entries = {twin, entry(3), entry(1)}, .page_size = 9};
  const auto listing = shelf.list(9);
  ASSERT_TRUE(listing);
  EXPECT_THAT(listing->entries, ElementsAre(entry(1), twin, entry(3)));
}

TEST(Widened, AddsADayOnEachSide) {
  EXPECT_EQ(widened(k_scope.window), (Interval{k_midnight - std::chrono::days{1}, k_midnight + std::chrono::days{2}}));
}

TEST(LastPage, IsTrueOrFalseInAnyCase) {
  EXPECT_EQ(parse_last_page("true"), true);
  EXPECT_EQ(parse_last_page("False"), false);
  EXPECT_EQ(parse_last_page("1"), std::nullopt);
  EXPECT_EQ(parse_last_page(""), std::nullopt);
}

TEST(ReadProjects, SortsByNameAndDropsRepetitions) {
  const auto project = [](int n, const char* name) {
    return Project{.id = *ProjectId::parse(fmt::format("{:024x}", n)), .name = name, .client = {}, .archived = false};
  };
  const std::vector<Page<Project>> pages{
      {.items = {project(3, "Gamma"), project(1, "Alpha")}, .last = {}, .server_date = {}},
      {.items = {project(1, "Alpha"), project(2, "Alpha")}, .last = {}, .server_date = {}},
      {.items = {project(4, "Beta")}, .last = {}, .server_date = {}}};
  const auto projects = read_projects(
      [&](int number) -> Result<Page<Project>, ApiError> { return pages[static_cast<std::size_t>(number - 1)]; }, 2);
  ASSERT_TRUE(projects);
  std::vector<std::string> names;
  for (const Project& item : *projects) names.push_back(item.name + item.id.str().back());
  EXPECT_THAT(names, ElementsAre("Alpha1", "Alpha2", "Beta4", "Gamma3"));
}

}  // namespace
}  // namespace libsync::clockify
