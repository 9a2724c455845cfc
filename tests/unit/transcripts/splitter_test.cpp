// SPDX-License-Identifier: MIT
//
// Documents and journals as lines.
#include "json/splitter.hpp"

#include "read/byte_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace libsync::transcripts {
namespace {

using Text = RecordArrays::Text;

const RecordArrays k_list{Text::document, {{}}};
const RecordArrays k_document{Text::document, {{"messages"}}};
const RecordArrays k_journal{Text::journal, {{"v"}, {"v", "requests"}}};

std::string split(const RecordArrays& records, std::string_view text, std::size_t at_a_time = 1) {
  Splitter splitter{records};
  std::string lines;
  for (; !text.empty(); text.remove_prefix(std::min(at_a_time, text.size()))) {
    splitter.feed(text.substr(0, at_a_time), lines);
  }
  splitter.finish(lines);
  return lines;
}

TEST(Splitter, MakesALineOfEachElementOfAList) {
  EXPECT_EQ(split(k_list, R"([{"a":[1,{"b":"]"}]},{"c":2}])"), "{\"a\":[1,{\"b\":\"]\"}]}\n{\"c\":2}\n");
  EXPECT_EQ(split(k_list, "[]"), "");
  EXPECT_EQ(split(k_list, "[ 1 , \"x,y\" , null ]"), "1 \n\"x,y\" \nnull \n");
}

TEST(Splitter, MakesOneObjectBeforeTheElementsAndOneBehind) {
  EXPECT_EQ(split(k_document, R"({"a":1,"messages":[{"x":1},{"y":[]}],"b":{"messages":[3]}})"),
            "{\"a\":1,\"messages\":[]}\n{\"x\":1}\n{\"y\":[]}\n{\"b\":{\"messages\":[3]}}\n");
  EXPECT_EQ(split(k_document, R"({"messages":[]})"), "{\"messages\":[]}\n{}\n");
}

TEST(Splitter, LeavesOtherObjectsAsTheyAre) {
  EXPECT_EQ(split(k_document, R"({"messages":{"a":[1]},"b":["messages",[]]})"),
            "{\"messages\":{\"a\":[1]},\"b\":[\"messages\",[]]}\n");
  EXPECT_EQ(split(k_document, R"({"a":"messages","b":[{"messages":[1]}]})"),
            "{\"a\":\"messages\",\"b\":[{\"messages\":[1]}]}\n");
  EXPECT_EQ(split(k_document, R"([{"messages":[1]}])"), "[{\"messages\":[1]}]\n");
}

TEST(Splitter, TakesLineFeedsInADocumentForBlanks) {
  EXPECT_EQ(split(k_document, "{\n  \"messages\": [\n    {\n      \"x\": 1\n    },\n    {}\n  ],\n  \"b\": 2\n}\n"),
            "{   \"messages\": []}\n{       \"x\": 1     }\n{}\n{   \"b\": 2 }\n ");
}

TEST(Splitter, FindsTheRecordsInsideTheLinesOfAJournal) {
  EXPECT_EQ(split(k_journal,
                  "{\"kind\":0,\"v\":{\"n\":3,\"requests\":[{\"r\":1},{\"r\":2}],\"z\":1}}\n"
                  "{\"kind\":1,\"k\":[\"a\"],\"v\":{\"b\":[1]}}\n"
                  "{\"kind\":2,\"k\":[\"requests\"],\"v\":[{\"r\":3}],\"i\":2}\n"),
            "{\"kind\":0,\"v\":{\"n\":3,\"requests\":[]}}\n{\"r\":1}\n{\"r\":2}\n{\"v\":{\"z\":1}}\n"
            "{\"kind\":1,\"k\":[\"a\"],\"v\":{\"b\":[1]}}\n"
            "{\"kind\":2,\"k\":[\"requests\"],\"v\":[]}\n{\"r\":3}\n{\"i\":2}\n");
}

TEST(Splitter, BeginsAnewWithEachLineOfAJournal) {
  EXPECT_EQ(split(k_journal, "{\"v\":[{\"r\":1},{\"r\":\"[{\n{\"v\":[{\"r\":2}]}\n"),
            "{\"v\":[]}\n{\"r\":1}\n{\"r\":\"[{\n{\"v\":[]}\n{\"r\":2}\n{}\n");
}

TEST(Splitter, MakesNothingWholeOfATextThatEndsBeforeItsEnd) {
  const std::string whole = R"({"a":1,"messages":[{"x":1},2],"b":2})";
  const std::string lines = split(k_document, whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string part = split(k_document, whole.substr(0, size));
    const auto complete = part.rfind('\n') + 1;
    EXPECT_EQ(part.substr(0, complete), lines.substr(0, complete)) << size;
    EXPECT_NE(size == 0, part.size() > complete) << size << part;
  }
}

TEST(Splitter, NeedsNoMoreOfATextAtOnceThanAByte) {
  const std::string text = R"({"v":{"\u0061\\\"":"\\","requests":[{"\\\"]":"\\\\"}, "\"", {"a":"}"}]}} )";
  for (std::size_t at_a_time = 1; at_a_time < text.size(); ++at_a_time) {
    EXPECT_EQ(split(k_journal, text, at_a_time), split(k_journal, text)) << at_a_time;
  }
}

// Hands out its text in pieces of some bytes, as a file does that is read by parts.
class Memory final : public ByteSource {
 public:
  explicit Memory(std::string text) : text_(std::move(text)) {}
  ssize_t read(char* to, std::size_t size, std::int64_t offset) override {
    const auto from = static_cast<std::size_t>(offset);
    const std::size_t count = std::min({size, std::size_t{1000}, text_.size() - std::min(from, text_.size())});
    std::memcpy(to, text_.data() + from, count);
    return static_cast<ssize_t>(count);
  }

 private:
  std::string text_;
};

TEST(SplitSource, HandsOutTheLinesInPiecesOfAnySize) {
  std::string text = "[";
  std::string lines;
  for (int i = 0; i < 5000; ++i) {
    const std::string element = R"({"ts":)" + std::to_string(i) + "}";
    text.append(i == 0 ? "" : ",").append(element);
    lines.append(element).append("\n");
  }
  Memory memory{text + "]"};
  SplitSource source{memory, k_list};
  std::string read;
  std::string piece(777, '\0');
  while (const auto count = source.read(piece.data(), piece.size(), 0)) {
    read.append(piece, 0, static_cast<std::size_t>(count));
  }
  EXPECT_EQ(read, lines);
}

}  // namespace
}  // namespace libsync::transcripts
