#include "runtime/transformer/stream/group_slots.hpp"

#include <algorithm>
#include <utility>

namespace nilgrad::transformer {

GroupSlots::GroupSlots(const std::filesystem::path& path, const WeightSource& source, bool sync)
    : file_(path, source), sync_(sync) {
  const auto& slots = file_.layout().slots;
  std::vector<bool> taken(slots.size());
  for (std::size_t g = 0; g < file_.layout().groups.size(); ++g) {
    const auto& mark = file_.marks()[g];
    groups_.push_back({file_.map(mark.slot), mark.slot, mark.history});
    taken[mark.slot] = true;
  }
  for (std::uint64_t s = 0; s < slots.size(); ++s)
    if (!taken[s]) free_.push_back(s);
}

GroupSlots::~GroupSlots() {
  try {
    finish();
    if (sync_) file_.sync();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the group is then as it was before
  }
}

void GroupSlots::set_begun(const History& history) {
  file_.set_mark(groups_.size(), history);
  if (sync_) file_.sync();
}

void GroupSlots::pass(std::size_t g, const History& after) {
  file_.set_mark(g, after);
  groups_[g].history = after;
}

void GroupSlots::write_anew(std::size_t g, const History& after, const std::function<void(std::uint64_t slot)>& write) {
  finish();
  Group& group = groups_[g];
  const std::uint64_t slot = take_slot(group.mapping.size());
  try {
    write(slot);
    WorkingMapping fresh = file_.map(slot);
    fresh.take_place_of(group.mapping);
    group.mapping = std::move(fresh);
  } catch (...) {
    free_.push_back(slot);
    throw;
  }
  written_ = Written{g, std::exchange(group.slot, slot), file_.stamp(g, slot)};
  group.history = after;
  file_.start_writing(slot);
}

void GroupSlots::lose(std::size_t g) {
  written_.reset();
  groups_[g].history = {~std::uint64_t{0}, 0};
}

std::uint64_t GroupSlots::take_slot(std::size_t bytes) {
  const auto fits = [&](std::uint64_t slot) { return file_.layout().slots[slot].bytes == bytes; };
  auto found = std::find_if(free_.begin(), free_.end(), fits);
  if (found == free_.end()) {
    free_retiring();
    found = std::find_if(free_.begin(), free_.end(), fits);
  }
  const std::uint64_t slot = *found;
  free_.erase(found);
  return slot;
}

void GroupSlots::finish() {
  if (!written_) return;
  free_retiring();
  const auto [g, old_slot, stamp] = *written_;
  file_.set_mark(g, groups_[g].slot, groups_[g].history, stamp);
  retiring_.push_back(old_slot);
  written_.reset();
}

void GroupSlots::finish_all() {
  finish();
  if (!retiring_.empty()) free_retiring();
}

/// Slots whose groups have left them, by marks that are on the disk: then they may be written to.
void GroupSlots::free_retiring() {
  if (sync_) file_.sync();
  for (const std::uint64_t slot : retiring_) file_.forget(slot);
  free_.insert(free_.end(), retiring_.begin(), retiring_.end());
  retiring_.clear();
}

}  // namespace nilgrad::transformer
