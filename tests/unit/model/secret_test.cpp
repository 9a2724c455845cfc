#include <libsync/model/secret.hpp>

#include <gtest/gtest.h>

#include <concepts>
#include <cstring>
#include <new>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

namespace libsync {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);

TEST(Secret, IsReadOnlyByAskingForIt) {
  EXPECT_EQ(Secret{"abc"}.reveal(), "abc");
}

TEST(Secret, LeavesNothingBehindWhenMovedFrom) {
  Secret first{"short"};
  const Secret second = std::move(first);
  EXPECT_EQ(second.reveal(), "short");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): what is left is the subject
}

TEST(Secret, OverwritesItsTextAtTheEnd) {
  alignas(Secret) unsigned char room[sizeof(Secret)];
  auto* secret = new (room) Secret{"canary-key"};  // short enough to live inside the string object
  secret->~Secret();
  const std::string left(reinterpret_cast<const char*>(room), sizeof room);
  EXPECT_EQ(left.find("canary"), std::string::npos);
}

TEST(Without, ShowsThatSomethingStoodThere) {
  EXPECT_EQ(without("a KEY12345 b:KEY12345", Secret{"KEY12345"}), "a (hidden) b:(hidden)");
  EXPECT_EQ(without("nothing", Secret{""}), "nothing");
}

TEST(IsPlausibleKey, AsksForVisibleAsciiOfAReasonableLength) {
  EXPECT_TRUE(is_plausible_key(Secret{"12345678"}));
  EXPECT_TRUE(is_plausible_key(Secret{std::string(256, '~')}));
  EXPECT_TRUE(is_plausible_key(Secret{"NDg2ODM0YTctMjYw+/=!"}));
  for (const std::string& bad : {std::string{}, std::string{"1234567"}, std::string(257, 'x'),
                                 std::string{"with space"}, std::string{"line\nbreak"}, std::string{"nul\0inside", 10},
                                 std::string{"caf\xc3\xa9-caf"}, std::string{"delete\x7f\x7f"}}) {
    EXPECT_FALSE(is_plausible_key(Secret{bad})) << bad;
  }
}

}  // namespace
}  // namespace libsync
