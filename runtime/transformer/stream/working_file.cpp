#include "runtime/transformer/stream/working_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/checkpoint/output_file.hpp"
#include "runtime/transformer/stream/working_head.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t record_distance = 512;  // a sector: a torn write leaves the other record as it was

struct Record {
  std::uint64_t index, slot, stamp, updates, hash, sequence;
  std::uint32_t checksum;
};
static_assert(sizeof(Record) == 56);

struct Stamp {
  std::uint64_t magic = 0x706d617473676e2e, group = 0, number = 0, inverse = 0;
};
static_assert(sizeof(Stamp) == stamp_bytes);

std::uint32_t checksum_of(const Record& record) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(&record), offsetof(Record, checksum)));
}

}  // namespace

WorkingFile::WorkingFile(std::filesystem::path path, const WeightSource& source) : path_(std::move(path)) {
  layout_ = working_layout(source.tensors, source.layers);
  marks_begin_ = whole_pages(working_head(source, std::string(16, '0')).size());
  try {
    std::filesystem::exists(path_) ? open(source) : make(source);
  } catch (...) {
    if (file_ >= 0) ::close(file_);
    throw;
  }
}

WorkingFile::~WorkingFile() { ::close(file_); }

void WorkingFile::fail(const char* what) const {
  throw_error(ErrorKind::file, "{}: cannot {}: {}", path_.string(), what, std::strerror(errno));
}

void WorkingFile::refuse(const std::string& what) const {
  throw_error(ErrorKind::file, "{}: {}", path_.string(), what);
}

std::uint64_t WorkingFile::mark_offset(std::size_t index, std::uint64_t copy) const {
  return marks_begin_ + (2 * index + copy) * record_distance;
}

std::uint64_t WorkingFile::slots_begin() const { return whole_pages(mark_offset(layout_.groups.size() + 1, 0)); }

void WorkingFile::lock() const {
  if (flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  if (errno != EWOULDBLOCK) fail("lock it");
  throw_error(ErrorKind::state, "{}: a model has this working file open, here or in another process; close it first",
              path_.string());
}

void WorkingFile::open(const WeightSource& source) {
  file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
  if (file_ < 0) fail("open it");
  lock();
  read_head(source);
  struct stat status {};
  if (fstat(file_, &status) != 0) fail("read it");
  if (static_cast<std::uint64_t>(status.st_size) < file_bytes())
    refuse(fmt::format("a working file that ends after {} of {} bytes; remove it to begin again from the checkpoint",
                       status.st_size, file_bytes()));
  sync();  // what a killed process wrote counts from here on
  read_marks();
}

void WorkingFile::read_head(const WeightSource& source) {
  const HeadParts parts = read_working_head([this](auto offset, auto* data, auto n) { return read(offset, data, n); });
  if (!parts.problem.empty()) refuse(parts.problem);
  fingerprint_ = parts.fingerprint;
  const bool same_recipe = parts.made_from == source.made_from;
  const std::string own = same_recipe && source.made_from.empty() ? source.fingerprint() : fingerprint_;
  if (!same_recipe || own != fingerprint_)
    refuse(fmt::format("a working file of another {} ({}); remove it, or give another path for stream",
                       parts.made_from.empty() ? "checkpoint" : "model",
                       parts.made_from.empty() ? "fingerprint " + fingerprint_ : parts.made_from));
  if (parts.text != working_head(source, fingerprint_))
    refuse("a working file whose tensors are laid out in another way; remove it to begin again from the checkpoint");
}

void WorkingFile::read_marks() {
  std::vector<bool> taken(layout_.slots.size());
  for (std::size_t i = 0; i <= layout_.groups.size(); ++i) {
    std::optional<Mark> mark;
    for (const std::uint64_t copy : {0u, 1u}) {
      Record record{};
      if (!read(mark_offset(i, copy), &record, sizeof record) || record.checksum != checksum_of(record) ||
          record.index != i || (mark && record.sequence < mark->sequence))
        continue;
      mark = Mark{record.slot, record.stamp, {record.updates, record.hash}, record.sequence};
    }
    const bool group = i < layout_.groups.size();
    if (!mark || (group && (mark->slot >= taken.size() || taken[mark->slot] ||
                            layout_.slots[mark->slot].bytes != layout_.slots[i].bytes || !is_stamped(i, *mark))))
      refuse(
          fmt::format("damaged: nothing says where part {} of its weights is; remove it to begin again from the "
                      "checkpoint",
                      i + 1));
    if (group) taken[mark->slot] = true;
    marks_.push_back(*mark);
  }
}

bool WorkingFile::is_stamped(std::size_t group, const Mark& mark) const {
  const auto& slot = layout_.slots[mark.slot];
  Stamp found;
  return read(slots_begin() + slot.offset + slot.bytes - sizeof found, &found, sizeof found) &&
         found.magic == Stamp{}.magic && found.group == group && found.number == mark.stamp &&
         found.inverse == ~found.number;
}

std::uint64_t WorkingFile::stamp(std::size_t group, std::uint64_t slot) const {
  const std::uint64_t number = marks_[group].stamp + 1;
  const Stamp stamp{Stamp{}.magic, group, number, ~number};
  const auto& place = layout_.slots[slot];
  write(slots_begin() + place.offset + place.bytes - sizeof stamp, &stamp, sizeof stamp);
  return number;
}

void WorkingFile::set_mark(std::size_t index, std::uint64_t slot, const History& history, std::uint64_t stamp) {
  const std::uint64_t sequence = marks_[index].sequence + 1;
  Record record{index, slot, stamp, history.updates, history.hash, sequence, 0};
  record.checksum = checksum_of(record);
  write(mark_offset(index, sequence % 2), &record, sizeof record);
  marks_[index] = {slot, stamp, history, sequence};
}

void WorkingFile::make(const WeightSource& source) {
  const std::filesystem::path target = std::exchange(path_, path_.string() + ".making");
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) fail("make it");
  lock();
  try {
    const auto bytes = static_cast<off_t>(file_bytes());
    if (ftruncate(file_, 0) != 0) fail("empty it");
    if (const int reason = posix_fallocate(file_, 0, bytes); reason != 0) {
      errno = reason;
      fail(fmt::format("make a working file of {} bytes", bytes).c_str());
    }
    fill(source);
    sync();
    if (link(path_.c_str(), target.c_str()) != 0) fail("give it its name");
  } catch (...) {
    unlink(path_.c_str());
    throw;
  }
  unlink(path_.c_str());
  path_ = target;
  sync_folder(path_.has_parent_path() ? path_.parent_path() : std::filesystem::path("."));
}

void WorkingFile::fill(const WeightSource& source) {
  for (std::size_t g = 0; g < layout_.groups.size(); ++g) {
    const WorkingMapping mapping = map(g);
    for (const std::size_t i : layout_.groups[g].tensors) {
      Tensor tensor =
          Tensor::over({}, mapping.data() + layout_.places[i].offset, source.tensors[i].shape, source.tensors[i].dtype);
      source.fill(i, tensor);
    }
    start_writing(g);
  }
  fingerprint_ = fingerprint_of_copy(source);
  const History beginning{0, std::stoull(fingerprint_, nullptr, 16)};
  marks_.resize(layout_.groups.size() + 1);
  for (std::size_t g = 0; g < layout_.groups.size(); ++g) set_mark(g, g, beginning, stamp(g, g));
  set_mark(layout_.groups.size(), beginning);
  const std::string head = working_head(source, fingerprint_);
  write(0, head.data(), head.size());
}

std::string WorkingFile::fingerprint_of_copy(const WeightSource& source) const {
  std::vector<WorkingMapping> mappings;
  for (std::size_t g = 0; g < layout_.groups.size(); ++g) mappings.push_back(map(g));
  std::vector<NamedTensor> tensors;
  for (std::size_t i = 0; i < source.tensors.size(); ++i) {
    const TensorForm& form = source.tensors[i];
    std::byte* const data = mappings[layout_.places[i].group].data() + layout_.places[i].offset;
    tensors.push_back({form.name, Tensor::over({}, data, form.shape, form.dtype)});
  }
  std::size_t passed = 0;
  return nilgrad::transformer::fingerprint(tensors, [&](const NamedTensor& named) {
    const auto& place = layout_.places[passed++];
    mappings[place.group].release(place.offset, named.tensor.bytes());
  });
}

WorkingMapping WorkingFile::map(std::size_t slot) const {
  const auto& place = layout_.slots[slot];
  const auto offset = static_cast<off_t>(slots_begin() + place.offset);
  void* const data = mmap(nullptr, place.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_, offset);
  if (data == MAP_FAILED) fail("map it");
  return {static_cast<std::byte*>(data), place.bytes};
}

void WorkingFile::write_slot(std::size_t slot, std::size_t offset, const void* data, std::size_t bytes) const {
  write(slots_begin() + layout_.slots[slot].offset + offset, data, bytes);
}

void WorkingFile::start_writing(std::size_t slot) const {
  const auto& place = layout_.slots[slot];
  sync_file_range(file_, static_cast<off_t>(slots_begin() + place.offset), static_cast<off_t>(place.bytes),
                  SYNC_FILE_RANGE_WRITE);
}

void WorkingFile::forget(std::size_t slot) const {
  const auto& place = layout_.slots[slot];
  posix_fadvise(file_, static_cast<off_t>(slots_begin() + place.offset), static_cast<off_t>(place.bytes),
                POSIX_FADV_DONTNEED);
}

void WorkingFile::sync() const {
  if (fdatasync(file_) != 0) fail("write it to the disk");
}

void WorkingFile::write(std::uint64_t offset, const void* data, std::size_t bytes) const {
  const auto* from = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t written = pwrite(file_, from, bytes, static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write to it");
    from += written;
    offset += static_cast<std::uint64_t>(written);
    bytes -= static_cast<std::size_t>(written);
  }
}

bool WorkingFile::read(std::uint64_t offset, void* data, std::size_t bytes) const {
  return pread(file_, data, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

}  // namespace nilgrad::transformer
