#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "runtime/transformer/stream/working_file.hpp"

namespace nilgrad::transformer {

/// The groups of a working file in memory, and where each is in the file. A group is written anew to a free slot while
/// its old one stays as it is; when its bytes are on the disk a mark says so, and when the mark is there too the old
/// slot is free. So a crash at any moment leaves each group before or after what it was written for.
class GroupSlots {
 public:
  struct Group {
    WorkingMapping mapping;
    std::uint64_t slot = 0;
    History history;
  };

  /// `sync`: what was written survives a loss of power, and not only a killed process.
  GroupSlots(const std::filesystem::path& path, const WeightSource& source, bool sync);
  ~GroupSlots();
  GroupSlots(const GroupSlots&) = delete;
  GroupSlots& operator=(const GroupSlots&) = delete;

  const WorkingFile& file() const { return file_; }
  bool synced() const { return sync_; }
  const std::vector<Group>& all() const { return groups_; }
  const Group& operator[](std::size_t g) const { return groups_[g]; }

  /// Where the last run began.
  const History& begun() const { return file_.marks().back().history; }
  void set_begun(const History& history);

  /// The group has come so far without a change.
  void pass(std::size_t g, const History& after);
  /// write() fills a free slot, which then takes the group's place, at its address in memory too. The mark that says so
  /// waits until another group is written, or finish().
  void write_anew(std::size_t g, const History& after, const std::function<void(std::uint64_t slot)>& write);
  /// What was written last is not to be marked: the file keeps the group as it was, and here it is no more.
  void lose(std::size_t g);
  /// Marks the group that was written last, and with it puts the marks before on the disk.
  void finish();
  /// The same, and frees all slots that can be.
  void finish_all();

 private:
  /// A group's bytes are in a slot, but no mark says so yet.
  struct Written {
    std::size_t group;
    std::uint64_t old_slot;
    std::uint64_t stamp;
  };

  std::uint64_t take_slot(std::size_t bytes);
  void free_retiring();

  WorkingFile file_;
  bool sync_;
  std::vector<Group> groups_;
  std::vector<std::uint64_t> free_, retiring_;
  std::optional<Written> written_;
};

}  // namespace nilgrad::transformer
