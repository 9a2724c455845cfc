// SPDX-License-Identifier: MIT
//
// Runs a fuzz target on the files of the folders given, for compilers without libFuzzer.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  int inputs = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator{argv[i]}) {
      std::ifstream in{entry.path(), std::ios::binary};
      const std::vector<char> content{std::istreambuf_iterator<char>{in}, {}};
      std::cout << entry.path().string() << std::endl;
      LLVMFuzzerTestOneInput(static_cast<const std::uint8_t*>(static_cast<const void*>(content.data())),
                             content.size());
      ++inputs;
    }
  }
  return inputs > 0 ? 0 : 1;
}
