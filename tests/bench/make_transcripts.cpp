// SPDX-License-Identifier: MIT
//
// Makes a folder of transcripts: make_transcripts FOLDER FILES BYTES, with FILES sessions of together about BYTES
// bytes.
#include "made_lines.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: make_transcripts FOLDER FILES BYTES\n";
    return 64;
  }
  namespace fs = std::filesystem;
  const fs::path folder = argv[1];
  const auto files = std::strtoull(argv[2], nullptr, 10);
  const auto bytes = std::strtoull(argv[3], nullptr, 10);
  std::vector<char> buffer(std::size_t{1} << 20U);
  for (std::uint64_t i = 0; i < files; ++i) {
    const fs::path project = folder / fmt::format("-home-me-work-p{}", i % 50);
    fs::create_directories(project);
    std::ofstream out;
    out.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    out.open(project / fmt::format("{:08x}-0000-4000-8000-000000000000.jsonl", i), std::ios::binary);
    libsync::bench::LineMaker lines{i + 1};
    for (std::uint64_t size = 0; size < bytes / files;) {
      const auto& line = lines.next();
      out << line;
      size += line.size();
    }
    if (!out.flush()) {
      std::cerr << "make_transcripts: cannot write to " << project << "\n";
      return 74;
    }
  }
}
