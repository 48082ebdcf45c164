#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/transformer/stream/working_file.hpp"

namespace nilgrad::transformer {

WorkingMapping::WorkingMapping(WorkingMapping&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}

WorkingMapping& WorkingMapping::operator=(WorkingMapping&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

WorkingMapping::~WorkingMapping() {
  if (data_) munmap(data_, size_);
}

void WorkingMapping::take_place_of(WorkingMapping& other) {
  void* const moved = mremap(data_, size_, size_, MREMAP_MAYMOVE | MREMAP_FIXED, other.data_);
  if (moved == MAP_FAILED)
    throw_error(ErrorKind::file, "cannot map {} bytes of weights: {}", size_, std::strerror(errno));
  data_ = std::exchange(other.data_, nullptr);
}

void WorkingMapping::release(std::size_t offset, std::size_t bytes) const {
  const std::size_t first = offset / working_page * working_page;
  madvise(data_ + first, std::min<std::size_t>(whole_pages(offset + bytes), size_) - first, MADV_DONTNEED);
}

void WorkingMapping::ask_ahead() const { madvise(data_, size_, MADV_WILLNEED); }

}  // namespace nilgrad::transformer
