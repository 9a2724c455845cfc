// SPDX-License-Identifier: MIT
//
// The completions in the shells that they are for. A test of a shell that is not there is not built.
#include "workplace.hpp"

#include <fstream>
#include <sstream>

namespace e2e {
namespace {

using libsync::support::run_process;
using testing::AllOf;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

class Completion : public testing::Test {
 protected:
  // A file with what the shell reads.
  [[nodiscard]] std::string script_for(const std::string& shell) {
    const auto result = run_process({Workplace::program(), "completion", shell},
                                    {.environment = {{"HOME", "/"}}, .input = {}, .directory = {}});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto file = folder_.path() / shell;
    std::ofstream{file} << result.out;
    return file.string();
  }

  [[nodiscard]] std::vector<std::string> lines_of(std::vector<std::string> argv) const {
    const auto result =
        run_process(std::move(argv), {.environment = {{"HOME", folder_.path().string()}, {"TERM", "xterm"}},
                                      .input = {},
                                      .directory = folder_.path()});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_EQ(result.err, "");
    std::vector<std::string> lines;
    std::istringstream text{result.out};
    for (std::string line; std::getline(text, line);) lines.push_back(line.substr(0, line.find('\t')));
    return lines;
  }

  libsync::support::TempDir folder_;
};

TEST_F(Completion, IsForThreeShells) {
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"completion"}, {"completion", "tcsh"}, {"completion", "bash", "zsh"}}) {
    auto argv = words;
    argv.insert(argv.begin(), Workplace::program());
    EXPECT_EQ(run_process(argv, {.environment = {{"HOME", "/"}}, .input = {}, .directory = {}}).exit_code, 64);
  }
}

#ifdef BASH_SHELL
class BashCompletion : public Completion {
 protected:
  // What there is to choose from behind these words; the last is the one that is typed.
  std::vector<std::string> choices(const std::string& words) {
    return lines_of(
        {BASH_SHELL, "--norc", "-c",
         "source '" + script_for("bash") + "'; COMP_WORDS=(" + words +
             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _claude_tracker; printf '%s\\n' \"${COMPREPLY[@]}\""});
  }
};

TEST_F(BashCompletion, KnowsTheCommands) {
  EXPECT_THAT(choices("claude-tracker ''"), IsSupersetOf({"sync", "doctor", "list-projects", "help"}));
  EXPECT_EQ(choices("claude-tracker --config /x sy"), std::vector<std::string>{"sync"});
  EXPECT_EQ(choices("claude-tracker --config = /x sy"), std::vector<std::string>{"sync"});
}

TEST_F(BashCompletion, KnowsTheFlagsOfEachCommand) {
  EXPECT_EQ(choices("claude-tracker sync --no-"), (std::vector<std::string>{"--no-import", "--no-color"}));
  EXPECT_EQ(choices("claude-tracker status --no-"), std::vector<std::string>{"--no-color"});
}

TEST_F(BashCompletion, KnowsWhatAFlagTakes) {
  std::ofstream{folder_.path() / "my file"} << "";
  EXPECT_EQ(choices("claude-tracker --config my"), std::vector<std::string>{"my file"});
  EXPECT_EQ(choices("claude-tracker --config = my"), std::vector<std::string>{"my file"});
  EXPECT_EQ(choices("claude-tracker --transcripts my"), std::vector<std::string>{""});
  EXPECT_EQ(choices("claude-tracker sync --since y"), std::vector<std::string>{"yesterday"});
  EXPECT_THAT(choices("claude-tracker sync la"), Contains("last-week"));
  EXPECT_EQ(choices("claude-tracker completion ''"), (std::vector<std::string>{"bash", "zsh", "fish"}));
}
#endif

#ifdef FISH_SHELL
class FishCompletion : public Completion {
 protected:
  std::vector<std::string> choices(const std::string& line) {
    return lines_of(
        {FISH_SHELL, "--no-config", "-c", "source '" + script_for("fish") + "'; complete -C '" + line + "'"});
  }
};

TEST_F(FishCompletion, KnowsTheCommands) {
  EXPECT_THAT(choices("claude-tracker "), IsSupersetOf({"sync", "doctor", "projects", "help"}));
  EXPECT_EQ(choices("claude-tracker --config /x sy"), std::vector<std::string>{"sync"});
}

TEST_F(FishCompletion, KnowsTheFlagsOfEachCommand) {
  EXPECT_THAT(choices("claude-tracker sync --no-"), AllOf(Contains("--no-import"), Contains("--no-color")));
  EXPECT_THAT(choices("claude-tracker status --no-"), AllOf(Not(Contains("--no-import")), Contains("--no-color")));
}

TEST_F(FishCompletion, KnowsWhatAFlagTakes) {
  std::ofstream{folder_.path() / "mine"} << "";
  EXPECT_THAT(choices("claude-tracker --config mi"), Contains("mine"));
  EXPECT_EQ(choices("claude-tracker sync --since y"), std::vector<std::string>{"yesterday"});
  EXPECT_THAT(choices("claude-tracker sync la"), Contains("last-week"));
  EXPECT_THAT(choices("claude-tracker completion "), IsSupersetOf({"bash", "zsh", "fish"}));
}
#endif

#ifdef ZSH_SHELL
class ZshCompletion : public Completion {
 protected:
  // What zsh would offer: its own completion runs on a terminal, where every word that is added is also written down.
  std::vector<std::string> choices(const std::string& line) {
    const auto out = folder_.path() / "choices";
    std::ofstream{folder_.path() / "inner"}
        << "autoload -Uz compinit; compinit -D -u\n"
           "source '"
        << script_for("zsh")
        << "'\n"
           "compadd() {\n"
           "  local -a hits\n"
           "  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then builtin compadd \"$@\"; return; fi\n"
           "  builtin compadd -O hits \"$@\"\n"
           "  print -rl -- $hits >>'"
        << out.string()
        << "'\n"
           "  builtin compadd \"$@\"\n"
           "}\n"
           "done_at_last() { print -r -- end >>'"
        << out.string()
        << "'; exit }\n"
           "zle -N done_at_last; bindkey '^X' done_at_last\n"
           "bindkey '^I' complete-word; PS1='ready'\n";
    std::ofstream{folder_.path() / "outer"} << "zmodload zsh/zpty\n"
                                               "zpty z " ZSH_SHELL
                                               " -f -i\n"
                                               "zpty -w z 'source "
                                            << (folder_.path() / "inner").string()
                                            << "'\n"
                                               "zpty -r -m z log '*ready*'\n"
                                               "zpty -n -w z \"$1\"$'\\t\\x18'\n"
                                               "while zpty -r z log; do :; done\n";
    std::filesystem::remove(out);
    const auto result = run_process({ZSH_SHELL, "-f", (folder_.path() / "outer").string(), line},
                                    {.environment = {{"HOME", folder_.path().string()}, {"TERM", "xterm"}},
                                     .input = {},
                                     .directory = folder_.path()});
    std::ifstream file{out};
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word);) words.push_back(word);
    EXPECT_THAT(words, Contains("end")) << result.out << result.err;
    std::erase(words, "end");
    std::erase(words, "");
    return words;
  }
};

TEST_F(ZshCompletion, KnowsTheCommands) {
  EXPECT_THAT(choices("claude-tracker "), IsSupersetOf({"sync", "doctor", "projects", "help"}));
  EXPECT_THAT(choices("claude-tracker --config /x sy"), Contains("sync"));
}

TEST_F(ZshCompletion, KnowsTheFlagsOfEachCommand) {
  EXPECT_THAT(choices("claude-tracker sync --no-"), AllOf(Contains("--no-import"), Contains("--no-color")));
  EXPECT_THAT(choices("claude-tracker status --no-"), AllOf(Not(Contains("--no-import")), Contains("--no-color")));
}

TEST_F(ZshCompletion, KnowsWhatAFlagTakes) {
  std::ofstream{folder_.path() / "mine"} << "";
  EXPECT_THAT(choices("claude-tracker --config mi"), Contains("mine"));
  EXPECT_THAT(choices("claude-tracker sync --since y"), Contains("yesterday"));
  EXPECT_THAT(choices("claude-tracker sync la"), Contains("last-week"));
  EXPECT_THAT(choices("claude-tracker completion "), IsSupersetOf({"bash", "zsh", "fish"}));
}
#endif

}  // namespace
}  // namespace e2e
