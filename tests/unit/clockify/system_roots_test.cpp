// SPDX-License-Identifier: MIT
#include "http/system_roots.hpp"

#include <gtest/gtest.h>
#include <temp_dir.hpp>

#include <vector>

namespace libsync::clockify {
namespace {

class SystemRoots : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path bundle(const std::string& name) const {
    support::write_file(folder_.path() / name, "certificates");
    return folder_.path() / name;
  }
  [[nodiscard]] std::filesystem::path nothing(const std::string& name) const { return folder_.path() / name; }

  support::TempDir folder_;
};

TEST_F(SystemRoots, AreTheFirstFoundWhereOpensslLooksInVain) {
  const std::vector looked_at = {nothing("cert.pem"), nothing("certs")};
  EXPECT_EQ(roots_elsewhere(looked_at, std::vector{nothing("debian"), bundle("fedora"), bundle("suse")}),
            folder_.path() / "fedora");
}

TEST_F(SystemRoots, AreLeftToOpensslWhereAnyOfItsPlacesIsThere) {
  const std::vector bundles = {bundle("debian")};
  EXPECT_EQ(roots_elsewhere(std::vector{bundle("cert.pem"), nothing("certs")}, bundles), std::filesystem::path{});
  EXPECT_EQ(roots_elsewhere(std::vector{nothing("cert.pem"), folder_.path()}, bundles), std::filesystem::path{});
}

TEST_F(SystemRoots, MayBeNowhere) {
  EXPECT_EQ(roots_elsewhere(std::vector{nothing("certs")}, std::vector{nothing("debian")}), std::filesystem::path{});
}

}  // namespace
}  // namespace libsync::clockify
