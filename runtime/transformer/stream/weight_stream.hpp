#pragma once
#include <functional>
#include <optional>

#include "runtime/algorithm/direction.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/stream/group_slots.hpp"

namespace nilgrad::transformer {

/// Which of a point's tensors lie in a working file. The others are the point's own.
struct StreamedTensors {
  static constexpr std::uint32_t nowhere = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> place;       ///< of each tensor of the file: its index in the point, or nowhere
  std::vector<std::uint64_t> flat_first;  ///< of each tensor of the point
  Point in_memory;                        ///< the point with empty tensors for those of the file
  std::uint64_t hash = 0;                 ///< of all this
};

/// Weights in a working file, brought group by group in the order of a sweep: a group's pages are in memory while it is
/// at work, the next one's are asked for, and the last one's are let go.
///
/// Steps of a run are put off and applied to a group when a sweep next needs it, so that a step is one sweep: apply the
/// last one, evaluate the next. A crash at any moment leaves each group before or after an update (group_slots.hpp),
/// and its history (a hash over the scalars and keys of all updates) says which: a run that is repeated from its
/// journal gives each group the updates that it lacks, and none twice.
class WeightStream : public std::enable_shared_from_this<WeightStream> {
 public:
  /// `sync`: what was written survives a loss of power, and not only a killed process.
  WeightStream(const std::filesystem::path& path, const WeightSource& source, bool sync);

  /// The tensors where they are, good as long as somebody holds one of them or this.
  std::vector<NamedTensor> tensors();
  std::size_t tensor_count() const { return forms_.size(); }
  /// Bytes in memory at a time: a group and what becomes of it, or the embeddings beside what follows the last layer.
  std::size_t most_resident() const;
  const std::filesystem::path& path() const { return groups_.file().path(); }
  bool synced() const { return groups_.synced(); }

  /// Makes group `part` ready to be read. Throws Error(state) where it cannot be what it is to be: groups of a file
  /// that a crash left in a step, until their run has been resumed.
  void bring(std::size_t part);

  /// A run is about to begin where the weights are. Throws Error(state) in the middle of a step.
  void begin();
  /// Updates from here on are those of the last run that began, from its first.
  void repeat();
  /// The weights where the last run began, 16 hexadecimal digits: the checkpoint's fingerprint, or a history's hash.
  std::string fingerprint() const;

  /// DeferredUpdates, of a point.
  void add(const std::shared_ptr<const StreamedTensors>& x, std::span<const Term> terms, double factor,
           const Key& rounding);
  void rewrite(const std::shared_ptr<const StreamedTensors>& x,
               const std::function<void(const Slice&, std::size_t)>& f);
  void settle();
  void abandon() noexcept;

 private:
  using Group = GroupSlots::Group;
  struct Waiting {
    History after;
    std::shared_ptr<const StreamedTensors> x;
    std::vector<Term> terms;
    double factor;
    Key rounding;
  };
  void advance(std::uint64_t hash);
  void catch_up(std::size_t g);
  void require_here(std::size_t g) const;
  [[noreturn]] void refuse_middle() const;
  std::span<const Waiting> missing(std::size_t g) const;
  bool changes(std::size_t g, const StreamedTensors& x) const;
  void apply(std::size_t g, std::span<const Waiting> updates, std::uint64_t slot);
  bool at_rest() const;
  void rewrite_group(std::size_t g, const StreamedTensors& x, const std::function<void(const Slice&, std::size_t)>& f);

  GroupSlots groups_;
  std::vector<TensorForm> forms_;
  std::optional<History> told_;   // where the weights are to be; none: groups differ and nobody said
  std::vector<Waiting> waiting_;  // updates that groups lack, in their order
  std::size_t waiting_terms_ = 0;
  std::size_t current_ = 0;
};

}  // namespace nilgrad::transformer
