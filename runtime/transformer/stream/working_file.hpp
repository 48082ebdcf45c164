#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "runtime/transformer/stream/working_layout.hpp"

namespace nilgrad::transformer {

/// How far weights have come: so many updates since they were copied from the checkpoint, and a hash over these
/// updates, which tells one history from another.
struct History {
  std::uint64_t updates = 0;
  std::uint64_t hash = 0;
  bool operator==(const History&) const = default;
};

/// What a working file is made from.
struct WeightSource {
  std::vector<TensorForm> tensors;
  std::size_t layers = 0;
  std::string made_from;                           ///< what the numbers follow from; empty: from a checkpoint
  std::function<void(std::size_t, Tensor&)> fill;  ///< writes tensor i
  std::function<std::string()> fingerprint;        ///< of a checkpoint: passes over it
};

/// Memory mapped from a working file; writing to it writes to the file.
class WorkingMapping {
 public:
  WorkingMapping() = default;
  WorkingMapping(std::byte* data, std::size_t size) : data_(data), size_(size) {}
  WorkingMapping(WorkingMapping&& other) noexcept;
  WorkingMapping& operator=(WorkingMapping&& other) noexcept;
  ~WorkingMapping();
  std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  /// Moves to the address of another of the same size, which ends to be.
  void take_place_of(WorkingMapping& other);
  /// Pages need no longer be in memory (the file has them), or will be needed soon.
  void release(std::size_t offset, std::size_t bytes) const;
  void ask_ahead() const;

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A copy of a model's weights that a run may change: a head with what it was made from, a mark a group that says in
/// which slot the group is and what updates it has had, and the slots. Locked while open.
///
/// A mark is kept in two records with checksums, written in turn: one that was torn leaves the other, and with it the
/// group as it was before, since the slot it was in is not written to until the new mark is on the disk. A slot ends
/// with a stamp, by which a mark that a damaged file brings back is not believed where the slot holds something else.
class WorkingFile {
 public:
  struct Mark {
    std::uint64_t slot = 0;
    std::uint64_t stamp = 0;  ///< which writing of the group the slot holds
    History history;
    std::uint64_t sequence = 0;
  };

  /// Opens what is at the path, or makes it: beside, and linked to the path when all is on the disk. Throws Error(file)
  /// for a file of another checkpoint, a damaged one and no room; Error(state) where it is open already.
  WorkingFile(std::filesystem::path path, const WeightSource& source);
  ~WorkingFile();
  WorkingFile(const WorkingFile&) = delete;
  WorkingFile& operator=(const WorkingFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  const WorkingLayout& layout() const { return layout_; }
  /// Of the checkpoint, 16 hexadecimal digits.
  const std::string& fingerprint() const { return fingerprint_; }

  /// Marks of the groups, and behind them one that says where the last run began.
  const std::vector<Mark>& marks() const { return marks_; }
  /// The group is where it was.
  void set_mark(std::size_t index, const History& history) {
    set_mark(index, marks_[index].slot, history, marks_[index].stamp);
  }
  /// It is in another slot, which was stamped.
  void set_mark(std::size_t index, std::uint64_t slot, const History& history, std::uint64_t stamp);
  /// The group's next writing is in this slot: what a mark must find there. Returns its number.
  std::uint64_t stamp(std::size_t group, std::uint64_t slot) const;

  WorkingMapping map(std::size_t slot) const;
  /// Bytes of a slot. Faster than by way of a mapping, whose pages are found one by one.
  void write_slot(std::size_t slot, std::size_t offset, const void* data, std::size_t bytes) const;
  /// Begins to write a slot's pages to the disk.
  void start_writing(std::size_t slot) const;
  /// Its pages need not be kept in memory.
  void forget(std::size_t slot) const;
  /// All that was written is on the disk.
  void sync() const;

 private:
  void open(const WeightSource& source);
  void make(const WeightSource& source);
  void lock() const;
  void fill(const WeightSource& source);
  std::string fingerprint_of_copy(const WeightSource& source) const;
  void read_head(const WeightSource& source);
  void read_marks();
  bool is_stamped(std::size_t group, const Mark& mark) const;
  void write(std::uint64_t offset, const void* data, std::size_t bytes) const;
  bool read(std::uint64_t offset, void* data, std::size_t bytes) const;
  std::uint64_t mark_offset(std::size_t index, std::uint64_t copy) const;
  std::uint64_t slots_begin() const;
  std::uint64_t file_bytes() const { return slots_begin() + layout_.bytes; }
  [[noreturn]] void fail(const char* what) const;
  [[noreturn]] void refuse(const std::string& what) const;

  std::filesystem::path path_;
  int file_ = -1;
  WorkingLayout layout_;
  std::string fingerprint_;
  std::uint64_t marks_begin_ = 0;
  std::vector<Mark> marks_;
};

}  // namespace nilgrad::transformer
