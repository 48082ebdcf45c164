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
    : groups_(path, source, sync), forms_(source.tensors) {
  if (at_rest()) told_ = groups_[0].history;
}

bool WeightStream::at_rest() const {
  return std::all_of(groups_.all().begin(), groups_.all().end(),
                     [&](const Group& group) { return group.history == groups_[0].history; });
}

std::vector<NamedTensor> WeightStream::tensors() {
  std::vector<NamedTensor> tensors;
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    const auto& place = groups_.file().layout().places[i];
    std::byte* const data = groups_[place.group].mapping.data() + place.offset;
    tensors.push_back({forms_[i].name, Tensor::over(shared_from_this(), data, forms_[i].shape, forms_[i].dtype)});
  }
  return tensors;
}

std::size_t WeightStream::most_resident() const {
  const auto& groups = groups_.file().layout().groups;
  std::size_t most = groups.front().bytes + 2 * groups.back().bytes;
  for (std::size_t g = 1; g < groups.size(); ++g) most = std::max(most, 2 * groups[g].bytes);
  return most;
}

void WeightStream::bring(std::size_t part) {
  if (part != current_) groups_[current_].mapping.release(0, groups_[current_].mapping.size());
  current_ = part;
  catch_up(part);
  require_here(part);
  groups_[(part + 1) % groups_.all().size()].mapping.ask_ahead();
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
  for (std::size_t g = 0; g < groups_.all().size(); ++g) require_here(g);
  groups_.set_begun(*told_);
}

void WeightStream::repeat() {
  abandon();
  told_ = groups_.begun();
}

void WeightStream::abandon() noexcept {
  waiting_.clear();
  waiting_terms_ = 0;
}

std::string WeightStream::fingerprint() const { return fmt::format("{:016x}", groups_.begun().hash); }

/// The next update is told of. Its place in the history must be that of the groups that have had it already.
void WeightStream::advance(std::uint64_t hash) {
  if (!told_) refuse_middle();
  const History next{told_->updates + 1, mixed(told_->hash, hash)};
  for (const Group& group : groups_.all())
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
  if (std::all_of(groups_.all().begin(), groups_.all().end(),
                  [&](const Group& group) { return group.history.updates >= told_->updates; }))
    return;
  waiting_.push_back({*told_, x, {terms.begin(), terms.end()}, factor, rounding});
  waiting_terms_ += terms.size();
  if (waiting_terms_ > most_waiting_terms ||
      !std::all_of(terms.begin(), terms.end(), [](const Term& term) { return term.direction.distribution->keyed(); }))
    settle();
}

void WeightStream::settle() {
  for (std::size_t g = 0; g < groups_.all().size() && !waiting_.empty(); ++g) {
    if (missing(g).empty()) continue;
    catch_up(g);
    groups_[g].mapping.release(0, groups_[g].mapping.size());
  }
  groups_.finish_all();
  for (std::size_t g = 0; g < groups_.all().size(); ++g) require_here(g);
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
  const auto& tensors = groups_.file().layout().groups[g].tensors;
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
    groups_.write_anew(g, after, [&](std::uint64_t slot) { apply(g, updates, slot); });
  } else {
    groups_.pass(g, after);
  }
  const auto behind = std::min_element(groups_.all().begin(), groups_.all().end(), [](const Group& a, const Group& b) {
                        return a.history.updates < b.history.updates;
                      })->history.updates;
  const auto needed = std::find_if(waiting_.begin(), waiting_.end(),
                                   [&](const Waiting& update) { return update.after.updates > behind; });
  for (auto update = waiting_.begin(); update != needed; ++update) waiting_terms_ -= update->terms.size();
  waiting_.erase(waiting_.begin(), needed);
}

/// Copies the group piece by piece, each moved by all updates while it is in cache.
void WeightStream::apply(std::size_t g, std::span<const Waiting> updates, std::uint64_t slot) {
  const WorkingMapping& from = groups_[g].mapping;
  for (const std::size_t i : groups_.file().layout().groups[g].tensors) {
    const DType dtype = forms_[i].dtype;
    const std::size_t offset = groups_.file().layout().places[i].offset, size = element_count(forms_[i].shape);
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
        groups_.file().write_slot(slot, offset + first * width, piece.get(), count * width);
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
  for (std::size_t g = 0; g < groups_.all().size(); ++g) {
    if (changes(g, *x)) {
      rewrite_group(g, *x, f);
    } else {
      groups_.pass(g, *told_);
    }
  }
  settle();
}

/// f reads and writes the point's own tensors: the copy takes their place before.
void WeightStream::rewrite_group(std::size_t g, const StreamedTensors& x,
                                 const std::function<void(const Slice&, std::size_t)>& f) {
  const auto& group = groups_.file().layout().groups[g];
  groups_.write_anew(g, *told_, [&](std::uint64_t slot) {
    groups_.file().write_slot(slot, 0, groups_[g].mapping.data(), group.bytes);
  });
  try {
    for (const std::size_t i : group.tensors)
      if (const auto t = x.place[i]; t != StreamedTensors::nowhere)
        chunks_of(t, element_count(forms_[i].shape), x.flat_first[t], f);
  } catch (...) {
    groups_.lose(g);
    told_.reset();
    throw;
  }
  groups_[g].mapping.release(0, groups_[g].mapping.size());
}

}  // namespace nilgrad::transformer
