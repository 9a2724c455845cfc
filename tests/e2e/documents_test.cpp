// SPDX-License-Identifier: MIT
//
// What README.md and the first steps of the manual show of the program, played with the sample transcripts: it says
// each line that stands there.
#include "workplace.hpp"

#include <fstream>
#include <sstream>

namespace e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Shown {
  std::vector<std::string> words;  // of the command
  std::vector<std::string> lines;
};

// What a text between fences shows, as far as it shows the program at work.
std::vector<std::vector<Shown>> scenes_of(const std::string& file) {
  std::ifstream page{fs::path{PROJECT_FOLDER} / file};
  EXPECT_TRUE(page) << file;
  std::vector<std::vector<Shown>> scenes;
  const std::string prompt = "$ claude-tracker ";
  bool in_scene = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      in_scene = false;
    } else if (line.starts_with(prompt)) {
      if (!in_scene) scenes.emplace_back();
      in_scene = true;
      std::istringstream words{line.substr(prompt.size())};
      scenes.back().push_back({{std::istream_iterator<std::string>{words}, {}}, {}});
    } else if (in_scene && !line.empty() && line != "...") {
      scenes.back().back().lines.push_back(line);
    }
  }
  return scenes;
}

// Without what a person typed, and without a suggestion that goes by the date.
std::string said_in(const std::string& line) {
  for (const char* end : {" [2", "):", "]:"}) {
    if (const auto at = line.find(end); at != std::string::npos) return line.substr(0, at + (end[0] == ' ' ? 0 : 2));
  }
  return line;
}

class Documents : public testing::Test {
 protected:
  Documents() {
    fs::create_directories(place_.home() / ".claude/projects");
    fs::copy(fs::path{PROJECT_FOLDER} / "tests/data/sample-transcripts", place_.home() / ".claude/projects",
             fs::copy_options::recursive);
    place_.environment["NO_COLOR"] = "1";
  }

  void have_the_sample_config() {
    place_.configure_text(libsync::support::read_file(fs::path{PROJECT_FOLDER} / "tests/data/sample-config.toml"));
  }

  void have_nothing() {
    fs::remove_all(place_.home() / ".config");
    place_.environment.erase("CLOCKIFY_API_KEY");
  }

  void play(const std::vector<Shown>& scene, const std::string& last_day) {
    for (const auto& shown : scene) {
      const auto said = shown.words.front() == "init" ? answer_init() : run(shown.words, last_day);
      for (const auto& line : shown.lines) EXPECT_THAT(said, HasSubstr(said_in(line)));
    }
    EXPECT_FALSE(place_.fake.entries().empty());
  }

 private:
  // As on the day after `last_day`, a Friday.
  std::string run(std::vector<std::string> words, const std::string& last_day) {
    if (words.front() == "sync") words.insert(words.end(), {"--until", last_day});
    const auto range = std::ranges::find(words, "last-week");
    if (range != words.end()) *range = libsync::format_date(date(last_day) + -4) + ".." + last_day;
    const auto result = place_.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  }

  std::string answer_init() {
    libsync::support::ProcessOptions options{
        .environment = place_.environment, .input = {}, .directory = place_.home()};
    options.terminal = true;
    options.columns = 100;
    const auto init = std::make_unique<libsync::support::Process>(place_.command_line({"init"}), options);
    const std::vector<std::pair<std::string, std::string>> answers{{"API key (it is not shown): ", known::k_key},
                                                                   {"work day begins at [09:00]: ", ""},
                                                                   {"and ends at [17:00]: ", ""},
                                                                   {"time zone [Europe/Berlin]: ", ""},
                                                                   {"first day to bill", "2026-10-26"},
                                                                   {"checkout-api (22 h 10 min): ", "api"},
                                                                   {"storefront (", "4"},
                                                                   {"cluster (", "infra"},
                                                                   {"dotfiles (", ""},
                                                                   {"all other folders, or nothing", ""},
                                                                   {"Write this to", ""}};
    for (const auto& [question, answer] : answers) {
      EXPECT_TRUE(init->wait_for(question)) << question;
      init->type(answer + "\n");
    }
    const auto result = init->wait();
    EXPECT_EQ(result.exit_code, 0) << result.out;
    return result.out;
  }

  Workplace place_;
};

TEST_F(Documents, ShowADryRunAndARunAsTheyAre) {
  const auto scenes = scenes_of("README.md");
  ASSERT_EQ(scenes.size(), 2U);
  have_the_sample_config();
  play(scenes[0], "2026-11-06");
}

TEST_F(Documents, ShowTheWayFromNothingToAWeekAsItIs) {
  const auto scenes = scenes_of("README.md");
  ASSERT_EQ(scenes.size(), 2U);
  have_nothing();
  play(scenes[1], "2026-10-30");
}

TEST_F(Documents, ShowTheFirstStepsAsTheyAre) {
  const auto scenes = scenes_of("docs/manual/first-steps.md");
  ASSERT_FALSE(scenes.empty());
  have_nothing();
  play(scenes[0], "2026-10-30");
}

}  // namespace
}  // namespace e2e
