// SPDX-License-Identifier: MIT
#include "office.hpp"
#include "page/template.hpp"

#include <libsync/report/page.hpp>

#include <gmock/gmock.h>

#include <stdexcept>

namespace libsync::report {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(Template, FillsTextsAndRepeatsLists) {
  const View view{{{"name", "<b> & \"c\""}, {"raw", "<i>"}},
                  {{"rows", {{{{"number", "1"}}}, {{{"number", "2"}}}}}, {"none", {}}}};
  EXPECT_EQ(fill("{{name}} {{{raw}}} {{#rows}}[{{number}} {{{raw}}}]{{/rows}}{{#none}}never{{/none}}.", view),
            "&lt;b&gt; &amp; &quot;c&quot; <i> [1 <i>][2 <i>].");
}

TEST(Template, AMistakeIsNoPage) {
  EXPECT_THROW((void)fill("{{absent}}", {}), std::logic_error);
  EXPECT_THROW((void)fill("{{#absent}}{{/absent}}", {}), std::logic_error);
  EXPECT_THROW((void)fill("{{#rows}}", {{}, {{"rows", {}}}}), std::logic_error);
  EXPECT_THROW((void)fill("{{open", {}), std::logic_error);
}

TEST(Template, WhatIsFilledInIsNotFilledAgain) {
  EXPECT_EQ(fill("{{a}}", {{{"a", "{{b}}"}, {"b", "no"}}, {}}), "{{b}}");
}

class Page : public Office {};

TEST_F(Page, IsCompleteInItself) {
  track("2026-02-02", "/work/api", 3h);
  sync("2026-02-02");
  const auto page = page_of(read("2026-02-01", "2026-02-28"));
  EXPECT_THAT(page, testing::StartsWith("<!doctype html>"));
  for (const char* outside : {"http:", "https:", "<script", "<link", "<img", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(page, Not(HasSubstr("{{")));
  EXPECT_THAT(page, HasSubstr("prefers-color-scheme: dark"));
}

TEST_F(Page, ShowsTheDayByProjectAndInATable) {
  track("2026-02-02", "/work/api", 3h);
  track("2026-02-02", "/work/web", 1h, 3h, false);
  sync("2026-02-02");
  const auto page = page_of(read("2026-02-01", "2026-02-28"));
  EXPECT_THAT(page, HasSubstr("<span class=\"p0\" style=\"width:75.00%\" title=\"API 6:00\">A</span>"
                              "<span class=\"p1\" style=\"width:25.00%\" title=\"Website 2:00\">B</span>"));
  EXPECT_THAT(page, HasSubstr("<td>API 6:00, Website 2:00</td>"));
  EXPECT_THAT(page, HasSubstr("8:00 from 4:00 tracked"));
}

TEST_F(Page, EscapesWhatComesFromOutside) {
  store_.remember_projects(timesheet(), {now_, {{api(), "<script>alert(1)</script>", ""}}});
  track("2026-02-02", "/work/api", 3h);
  track("2026-02-02", "/home/\"><img src=x>", 1h, 3h);
  sync("2026-02-02");
  const auto page = page_of(read("2026-02-01", "2026-02-28"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST_F(Page, MarksWhatAPersonShouldKnow) {
  track("2026-02-02", "/work/api", 1h);
  track("2026-02-02", "/home/me/notes", 25min, 1h);
  sync("2026-02-02");
  track("2026-02-02", "/work/web", 1h, 2h);
  track("2026-02-03", "/work/api", 1h, 9h);
  const auto page = page_of(read("2026-02-01", "2026-02-28"));
  EXPECT_THAT(page, HasSubstr("<span class=\"badge warn\">0:25 unmapped</span>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"badge warn\">differs</span>"));
  EXPECT_THAT(page, HasSubstr("/home/me/notes"));
  EXPECT_THAT(page, HasSubstr("1:00 tracked outside of the work hours weigh nothing"));
}

TEST_F(Page, TellsTheAgentsApartWhereThereAreSeveral) {
  track("2026-02-02", "/work/api", 1h);
  EXPECT_THAT(page_of(read("2026-02-01", "2026-02-28")), Not(HasSubstr("tracked with")));
  track("2026-02-02", "/work/api", 2h, 1h, true, "codex");
  const auto page = page_of(read("2026-02-01", "2026-02-28"));
  EXPECT_THAT(page, AllOf(HasSubstr("1:00 tracked with claude-code"), HasSubstr("2:00 tracked with codex")));
}

TEST_F(Page, ShowsDaysOfTheOlderToolAsDone) {
  track("2026-02-02", "/work/api", 3h);
  store_.add_synced_entry(rules_.workspace, date("2026-02-02"), api(), *EntryId::parse(std::string(24, 'c')));
  store_.add_synced_day(rules_.workspace, date("2026-02-02"));
  store_.add_synced_day(rules_.workspace, date("2026-02-03"));
  const auto page = page_of(read("2026-02-01", "2026-02-28"));
  EXPECT_THAT(page, HasSubstr("<div class=\"facts\">done from 3:00 tracked <span class=\"badge \">no times</span>"));
  EXPECT_THAT(page, HasSubstr("<div class=\"facts\">done from - tracked <span class=\"badge \">no times</span>"));
  EXPECT_THAT(page, HasSubstr("<dt>Billed</dt><dd>done</dd>"));
  EXPECT_THAT(page, HasSubstr("done by the older tool, which kept no times"));
}

TEST_F(Page, SaysWhenThereIsNothing) {
  EXPECT_THAT(page_of(read("2026-02-01", "2026-02-28")),
              HasSubstr("Nothing was tracked and nothing is billed in these days."));
}

}  // namespace
}  // namespace libsync::report
