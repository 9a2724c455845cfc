// SPDX-License-Identifier: MIT
//
// What a disk keeps when the power goes: what was synced, and of the rest whatever chance wants. A model of one folder,
// told what happens there; it reads and writes nothing itself.
//
// A file's writes and truncations last once the file was synced, its name (a creation, a link, an unlink) once the
// folder was. Of the others any subset survives; a write may be torn at the boundaries of sectors, and a torn sector
// may hold anything.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::crash {

class Disk {
 public:
  using Files = std::map<std::string, std::string>;  // name -> content

  // Begins with these files, all synced.
  explicit Disk(const Files& files);

  void create(const std::string& name);
  void write(const std::string& name, std::string_view bytes, std::size_t offset);
  void truncate(const std::string& name, std::size_t size);
  void link(const std::string& from, const std::string& to);
  void unlink(const std::string& name);

  void sync(const std::string& name);
  void sync_folder();
  // The names of the files that a power cut now could change, take away or bring back.
  [[nodiscard]] std::vector<std::string> unsynced() const;

  // What stands there after a power cut now. The same seed gives the same files.
  [[nodiscard]] Files after_power_cut(std::uint64_t seed) const;

 private:
  struct Change {
    std::size_t offset;                // of the write, or the new size
    std::optional<std::string> bytes;  // nothing: a truncation
  };
  struct File {
    std::string synced;
    std::vector<Change> unsynced;
  };
  using Names = std::map<std::string, std::shared_ptr<File>>;
  struct Renaming {
    std::string name;
    std::shared_ptr<File> file;  // null: unlinked
  };
  class Chance;

  static void apply(const Renaming& renaming, Names& names);
  static void apply(const Change& change, std::string& content);
  static void tear(const Change& change, std::string& content, Chance& chance);

  void rename(Renaming renaming);
  [[nodiscard]] File& file(const std::string& name) { return *names_.at(name); }

  Names names_;  // as the running system sees them
  Names synced_names_;
  std::vector<Renaming> unsynced_names_;
};

}  // namespace libsync::crash
