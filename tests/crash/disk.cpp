// SPDX-License-Identifier: MIT
#include "disk.hpp"

#include <algorithm>
#include <random>

namespace libsync::crash {
namespace {

constexpr std::size_t k_sector = 512;

}  // namespace

// One cut may lose nearly everything, the next nearly nothing: seeds differ in their temper.
class Disk::Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {
    constexpr unsigned k_tempers[] = {0, 10, 50, 90, 100};
    survives_ = k_tempers[below(std::size(k_tempers))];
  }

  bool survives() { return below(100) < survives_; }
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }

 private:
  std::mt19937_64 engine_;
  std::uint64_t survives_ = 0;
};

Disk::Disk(const Files& files) {
  for (const auto& [name, content] : files) names_.emplace(name, std::make_shared<File>(File{content, {}}));
  synced_names_ = names_;
}

void Disk::create(const std::string& name) {
  rename({name, std::make_shared<File>()});
}

void Disk::write(const std::string& name, std::string_view bytes, std::size_t offset) {
  file(name).unsynced.push_back({offset, std::string{bytes}});
}

void Disk::truncate(const std::string& name, std::size_t size) {
  file(name).unsynced.push_back({size, std::nullopt});
}

void Disk::link(const std::string& from, const std::string& to) {
  rename({to, names_.at(from)});
}

void Disk::unlink(const std::string& name) {
  if (names_.contains(name)) rename({name, nullptr});
}

void Disk::sync(const std::string& name) {
  File& synced = file(name);
  for (const Change& change : synced.unsynced) apply(change, synced.synced);
  synced.unsynced.clear();
}

void Disk::sync_folder() {
  synced_names_ = names_;
  unsynced_names_.clear();
}

std::vector<std::string> Disk::unsynced() const {
  std::vector<std::string> names;
  for (const auto& renaming : unsynced_names_) names.push_back(renaming.name);
  for (const auto& [name, file] : names_) {
    if (!file->unsynced.empty()) names.push_back(name);
  }
  return names;
}

Disk::Files Disk::after_power_cut(std::uint64_t seed) const {
  Chance chance{seed};
  Names names = synced_names_;
  for (const Renaming& renaming : unsynced_names_) {
    if (chance.survives()) apply(renaming, names);
  }
  Files files;
  for (const auto& [name, file] : names) {
    std::string content = file->synced;
    for (const Change& change : file->unsynced) {
      if (!chance.survives()) continue;
      if (change.bytes && chance.below(3) == 0) {
        tear(change, content, chance);
      } else {
        apply(change, content);
      }
    }
    files.emplace(name, std::move(content));
  }
  return files;
}

void Disk::rename(Renaming renaming) {
  apply(renaming, names_);
  unsynced_names_.push_back(std::move(renaming));
}

void Disk::apply(const Renaming& renaming, Names& names) {
  if (renaming.file == nullptr) {
    names.erase(renaming.name);
  } else {
    names[renaming.name] = renaming.file;
  }
}

void Disk::apply(const Change& change, std::string& content) {
  if (!change.bytes) {
    content.resize(change.offset);
    return;
  }
  content.resize(std::max(content.size(), change.offset + change.bytes->size()));
  content.replace(change.offset, change.bytes->size(), *change.bytes);
}

void Disk::tear(const Change& change, std::string& content, Chance& chance) {
  for (std::size_t at = 0; at < change.bytes->size();) {
    const std::size_t offset = change.offset + at;
    const std::size_t size = std::min(k_sector - offset % k_sector, change.bytes->size() - at);
    std::string sector = change.bytes->substr(at, size);
    at += size;
    const auto fate = chance.below(8);
    if (fate < 4) continue;  // lost
    if (fate == 7) {
      for (char& byte : sector) byte = static_cast<char>(chance.below(256));
    }
    apply({offset, sector}, content);
  }
}

}  // namespace libsync::crash
