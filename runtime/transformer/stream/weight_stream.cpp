#include "runtime/transformer/stream/weight_stream.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "runtime/random/directions.hpp"
#include "runtime/tensor/buffer.hpp"
#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/kernels/kernels.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t most_waiting_terms = 4096;  // of updates that are told again from a journal
constexpr std::size_t copied_at_once = 65536;     // elements: what a thread takes

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 32;
}

std::uint64_t mixed(std::uint64_t hash, const Key& key) {
  return mixed(mixed(mixed(hash, key.stream_key), key.step), key.round_query);
}

std::uint64_t hash_of(const StreamedTensors& x, std::span<const Term> terms, double factor, const Key& rounding) {
  std::uint64_t hash = mixed(mixed(x.hash, std::bit_cast<std::uint64_t>(factor)), rounding);
  for (const Term& term : terms) {
    hash = mixed(mixed(hash, std::bit_cast<std::uint64_t>(term.scale)), term.direction.key);
    hash = mixed(mixed(hash, std::bit_cast<std::uint64_t>(term.direction.scale)), term.direction.axis);
  }
  return hash;
}

/// 16-bit elements moved as add_terms moves those of a point.
void move_halves(std::span<std::uint16_t> elements, DType dtype, const Slice& slice, std::span<const Term> terms,
                 double factor, const Key& rounding) {
  std::array<float, largest_chunk> floats;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
  const bool brain = dtype == DType::bfloat16;
  for (std::size_t done = 0; done < elements.size(); done += largest_chunk) {
    const auto here = elements.subspan(done, std::min(largest_chunk, elements.size() - done));
    const Slice part{slice.tensor, slice.first + done, slice.flat_first + done};
    const std::span<float> wide(floats.data(), here.size());
    const LayerKernels& kernels = layer_kernels();
    (brain ? kernels.widen_bfloat16 : kernels.widen_float16)(here.data(), wide.data(), wide.size());
    add_terms(part, wide, terms, factor);
    (brain ? round_bfloat16 : round_float16)(rounding, part.tensor, part.first, wide, here.data());
  }
}

void chunks_of(std::uint32_t tensor, std::size_t size, std::uint64_t flat_first,
               const std::function<void(const Slice&, std::size_t)>& f) {
  parallel_for((size + largest_chunk - 1) / largest_chunk, 4, [&](std::size_t begin, std::size_t end) {
    for (std::size_t c = begin; c < end; ++c)
      f({tensor, c * largest_chunk, flat_first + c * largest_chunk}, std::min(size - c * largest_chunk, largest_chunk));
  });
}

void chunks_in_memory(const StreamedTensors& x, const std::function<void(const Slice&, std::size_t)>& f) {
  for (std::uint32_t t = 0; t < x.in_memory.tensors.size(); ++t)
    chunks_of(t, x.in_memory.tensors[t].size(), x.flat_first[t], f);
}

}  // namespace

WeightStream::WeightStream(const std::filesystem::path& path, const WeightSource& source, bool sync)
    : file_(path, source), forms_(source.tensors), sync_(sync) {
  const auto& slots = file_.layout().slots;
  std::vector<bool> taken(slots.size());
  for (std::size_t g = 0; g < file_.layout().groups.size(); ++g) {
    const auto& mark = file_.marks()[g];
    groups_.push_back({file_.map(mark.slot), mark.slot, mark.history});
    taken[mark.slot] = true;
  }
  for (std::uint64_t s = 0; s < slots.size(); ++s)
    if (!taken[s]) free_.push_back(s);
  if (at_rest()) told_ = groups_[0].history;
}

WeightStream::~WeightStream() {
  try {
    finish_written();
    if (sync_) file_.sync();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the group is then as it was before
  }
}

bool WeightStream::at_rest() const {
  return std::all_of(groups_.begin(), groups_.end(),
                     [&](const Group& group) { return group.history == groups_[0].history; });
}

std::vector<NamedTensor> WeightStream::tensors() {
  std::vector<NamedTensor> tensors;
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    const auto& place = file_.layout().places[i];
    std::byte* const data = groups_[place.group].mapping.data() + place.offset;
    tensors.push_back({forms_[i].name, Tensor::over(shared_from_this(), data, forms_[i].shape, forms_[i].dtype)});
  }
  return tensors;
}

std::size_t WeightStream::most_resident() const {
  const auto& groups = file_.layout().groups;
  std::size_t most = groups.front().bytes + 2 * groups.back().bytes;
  for (std::size_t g = 1; g < groups.size(); ++g) most = std::max(most, 2 * groups[g].bytes);
  return most;
}

void WeightStream::bring(std::size_t part) {
  if (part != current_) groups_[current_].mapping.release(0, groups_[current_].mapping.size());
  current_ = part;
  catch_up(part);
  require_here(part);
  groups_[(part + 1) % groups_.size()].mapping.ask_ahead();
}

void WeightStream::require_here(std::size_t g) const {
  const History& history = groups_[g].history;
  if (!told_) refuse_middle();
  if (history == *told_) return;
  if (history.updates > told_->updates)
    throw_error(ErrorKind::state,
                "{}: its weights are {} updates on, {} more than the run that is repeated; remove it to go through the "
                "run from the checkpoint",
                path().string(), history.updates, history.updates - told_->updates);
  throw_error(ErrorKind::state, "{}: the last update could not be written; resume the run from its journal",
              path().string());
}

void WeightStream::refuse_middle() const {
  throw_error(ErrorKind::state,
              "{}: its weights are in the middle of a step, where a run was killed; resume that run from its journal "
              "(ng.resume), or remove the file to begin again from the checkpoint",
              path().string());
}

void WeightStream::begin() {
  settle();
  if (!told_) refuse_middle();
  for (std::size_t g = 0; g < groups_.size(); ++g) require_here(g);
  file_.set_mark(groups_.size(), *told_);
  if (sync_) file_.sync();
}

void WeightStream::repeat() {
  abandon();
  told_ = file_.marks().back().history;
}

void WeightStream::abandon() noexcept {
  waiting_.clear();
  waiting_terms_ = 0;
}

std::string WeightStream::fingerprint() const { return fmt::format("{:016x}", file_.marks().back().history.hash); }

/// The next update is told of. Its place in the history must be that of the groups that have had it already.
void WeightStream::advance(std::uint64_t hash) {
  if (!told_) refuse_middle();
  const History next{told_->updates + 1, mixed(told_->hash, hash)};
  for (const Group& group : groups_)
    if (group.history.updates == next.updates && group.history != next)
      throw_error(ErrorKind::file,
                  "{}: its weights were moved by another run than this one; remove it to go through the run from the "
                  "checkpoint",
                  path().string());
  told_ = next;
}

void WeightStream::add(const std::shared_ptr<const StreamedTensors>& x, std::span<const Term> terms, double factor,
                       const Key& rounding) {
  advance(hash_of(*x, terms, factor, rounding));
  chunks_in_memory(*x, [&](const Slice& slice, std::size_t count) {
    add_terms(x->in_memory, slice, count, terms, factor, rounding);
  });
  if (std::all_of(groups_.begin(), groups_.end(),
                  [&](const Group& group) { return group.history.updates >= told_->updates; }))
    return;
  waiting_.push_back({*told_, x, {terms.begin(), terms.end()}, factor, rounding});
  waiting_terms_ += terms.size();
  if (waiting_terms_ > most_waiting_terms ||
      !std::all_of(terms.begin(), terms.end(), [](const Term& term) { return term.direction.distribution->keyed(); }))
    settle();
}

void WeightStream::settle() {
  for (std::size_t g = 0; g < groups_.size() && !waiting_.empty(); ++g) {
    if (missing(g).empty()) continue;
    catch_up(g);
    groups_[g].mapping.release(0, groups_[g].mapping.size());
  }
  finish_written();
  if (!retiring_.empty()) free_retiring();
  for (std::size_t g = 0; g < groups_.size(); ++g) require_here(g);
}

/// The updates that group g lacks.
std::span<const WeightStream::Waiting> WeightStream::missing(std::size_t g) const {
  const auto first = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& update) {
    return update.after.updates > groups_[g].history.updates;
  });
  if (first == waiting_.end()) return {};
  return {&*first, static_cast<std::size_t>(waiting_.end() - first)};
}

bool WeightStream::changes(std::size_t g, const StreamedTensors& x) const {
  const auto& tensors = file_.layout().groups[g].tensors;
  return std::any_of(tensors.begin(), tensors.end(),
                     [&](std::size_t i) { return x.place[i] != StreamedTensors::nowhere; });
}

void WeightStream::catch_up(std::size_t g) {
  const auto updates = missing(g);
  if (updates.empty()) return;
  // One that was dropped cannot be made up for: require_here tells.
  if (updates.front().after.updates != groups_[g].history.updates + 1) return;
  const History after = updates.back().after;
  if (std::any_of(updates.begin(), updates.end(), [&](const Waiting& update) { return changes(g, *update.x); })) {
    write_anew(g, after, [&](std::uint64_t slot) { apply(g, updates, slot); });
  } else {
    file_.set_mark(g, after);
    groups_[g].history = after;
  }
  const auto behind = std::min_element(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
                        return a.history.updates < b.history.updates;
                      })->history.updates;
  const auto needed = std::find_if(waiting_.begin(), waiting_.end(),
                                   [&](const Waiting& update) { return update.after.updates > behind; });
  for (auto update = waiting_.begin(); update != needed; ++update) waiting_terms_ -= update->terms.size();
  waiting_.erase(waiting_.begin(), needed);
}

/// write() fills a free slot, which then takes the group's place; its mark waits until the bytes are on
/// the disk.
void WeightStream::write_anew(std::size_t g, const History& after,
                              const std::function<void(std::uint64_t slot)>& write) {
  finish_written();
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

/// Copies the group piece by piece, each moved by all updates while it is in cache.
void WeightStream::apply(std::size_t g, std::span<const Waiting> updates, std::uint64_t slot) {
  const WorkingMapping& from = groups_[g].mapping;
  for (const std::size_t i : file_.layout().groups[g].tensors) {
    const DType dtype = forms_[i].dtype;
    const std::size_t offset = file_.layout().places[i].offset, size = element_count(forms_[i].shape);
    const std::size_t width = size_of(dtype);
    parallel_for((size + copied_at_once - 1) / copied_at_once, 1, [&](std::size_t begin, std::size_t end) {
      const auto piece = allocate_buffer(copied_at_once * width);
      for (std::size_t b = begin; b < end; ++b) {
        const std::size_t first = b * copied_at_once, count = std::min(copied_at_once, size - first);
        std::memcpy(piece.get(), from.data() + offset + first * width, count * width);
        for (const Waiting& update : updates) {
          const std::uint32_t t = update.x->place[i];
          if (t == StreamedTensors::nowhere) continue;
          const Slice slice{t, first, update.x->flat_first[t] + first};
          if (dtype == DType::float32)
            add_terms(slice, std::span(static_cast<float*>(piece.get()), count), update.terms, update.factor);
          else
            move_halves({static_cast<std::uint16_t*>(piece.get()), count}, dtype, slice, update.terms, update.factor,
                        update.rounding);
        }
        file_.write_slot(slot, offset + first * width, piece.get(), count * width);
      }
    });
    from.release(offset, size * width);
  }
}

void WeightStream::rewrite(const std::shared_ptr<const StreamedTensors>& x,
                           const std::function<void(const Slice&, std::size_t)>& f) {
  settle();
  advance(mixed(x->hash, 1));
  chunks_in_memory(*x, f);
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    if (changes(g, *x)) {
      rewrite_group(g, *x, f);
    } else {
      file_.set_mark(g, *told_);
      groups_[g].history = *told_;
    }
  }
  settle();
}

/// f reads and writes the point's own tensors: the copy takes their place before.
void WeightStream::rewrite_group(std::size_t g, const StreamedTensors& x,
                                 const std::function<void(const Slice&, std::size_t)>& f) {
  const auto& group = file_.layout().groups[g];
  write_anew(g, *told_, [&](std::uint64_t slot) { file_.write_slot(slot, 0, groups_[g].mapping.data(), group.bytes); });
  try {
    for (const std::size_t i : group.tensors)
      if (const auto t = x.place[i]; t != StreamedTensors::nowhere)
        chunks_of(t, element_count(forms_[i].shape), x.flat_first[t], f);
  } catch (...) {
    written_.reset();  // the file keeps the group as it was; here it is no more
    groups_[g].history = {~std::uint64_t{0}, 0};
    told_.reset();
    throw;
  }
  groups_[g].mapping.release(0, groups_[g].mapping.size());
}

std::uint64_t WeightStream::take_slot(std::size_t bytes) {
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

/// Marks the group that was written last, and with it puts the marks before on the disk.
void WeightStream::finish_written() {
  if (!written_) return;
  free_retiring();
  const auto [g, old_slot, stamp] = *written_;
  file_.set_mark(g, groups_[g].slot, groups_[g].history, stamp);
  retiring_.push_back(old_slot);
  written_.reset();
}

/// Slots whose groups have left them, by marks that are on the disk: then they may be written to.
void WeightStream::free_retiring() {
  if (sync_) file_.sync();
  for (const std::uint64_t slot : retiring_) file_.forget(slot);
  free_.insert(free_.end(), retiring_.begin(), retiring_.end());
  retiring_.clear();
}

}  // namespace nilgrad::transformer
