#include "runtime/tensor/buffer.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t line = 64;
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t largest_kept = std::size_t{256} << 10;
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kept_limit = 0;  // reuse would hide a use after release from the sanitizer
#else
constexpr std::size_t kept_limit = std::size_t{16} << 20;
#endif

std::atomic<std::size_t> live_bytes{0};
std::atomic<std::uint64_t> allocated_bytes{0};

std::size_t rounded_up(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

/// Four classes between powers of two: class 4 e + q holds buffers of (4 + q) 2^e lines.
struct SizeClass {
  std::size_t index;
  std::size_t bytes;
};

SizeClass size_class(std::size_t bytes) {
  const std::size_t lines = (bytes + line - 1) / line;
  if (lines <= 4) return {lines - 1, lines * line};
  const auto exponent = static_cast<std::size_t>(std::bit_width(lines - 1)) - 3;
  const std::size_t quarter = (lines - 1) >> exponent;  // 4 … 7
  return {4 * exponent + quarter, ((quarter + 1) << exponent) * line};
}

/// Released buffers of one thread, a linked list for each size class. Buffers may be released while the thread's own
/// objects are being destroyed, hence `closed`, which like the whole object is trivially destructible and so outlives
/// them.
struct Kept {
  struct Link {
    Link* next;
  };
  std::array<Link*, 64> lists{};
  std::size_t bytes = 0;
  bool closed = false;
};
thread_local constinit Kept kept;

struct KeptRelease {
  bool armed = false;
  void arm() noexcept { armed = true; }  // a first use arranges for the destructor to run when the thread ends
  ~KeptRelease() {
    kept.closed = true;
    for (Kept::Link*& list : kept.lists)
      while (list) {
        Kept::Link* next = list->next;
        std::free(list);
        list = next;
      }
  }
};
thread_local KeptRelease kept_release;

void* allocate_small(const SizeClass& size) {
  if (Kept::Link* link = kept.lists[size.index]) {
    kept.lists[size.index] = link->next;
    kept.bytes -= size.bytes;
    return link;
  }
  return std::aligned_alloc(line, size.bytes);
}

/// Linux promises more memory than there is and kills whoever touches it all; a size beyond the machine's memory is
/// refused here.
bool exceeds_machine(std::size_t bytes) {
  return bytes / static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) > static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES));
}

void* allocate_large(std::size_t bytes) {
  if (exceeds_machine(bytes)) return nullptr;
  const std::size_t alignment = bytes >= huge_page ? huge_page : line;
  void* memory = std::aligned_alloc(alignment, rounded_up(bytes, alignment));
  // +13–16 % on passes over big buffers. Whole pages only: the rest of a last one would be resident for nothing, which
  // for a tensor of 2 MB and a header is as much again.
  if (memory && bytes >= huge_page) madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE);
  return memory;
}

void release(void* memory, std::size_t bytes) noexcept {
  live_bytes.fetch_sub(bytes, std::memory_order_relaxed);
  if (bytes <= largest_kept && !kept.closed) {
    const SizeClass size = size_class(bytes);
    if (kept.bytes + size.bytes <= kept_limit) {
      kept_release.arm();
      kept.lists[size.index] = new (memory) Kept::Link{kept.lists[size.index]};
      kept.bytes += size.bytes;
      return;
    }
  }
  std::free(memory);
}

void* allocate(std::size_t bytes) {
  void* memory = bytes <= largest_kept ? allocate_small(size_class(bytes)) : allocate_large(bytes);
  if (!memory) throw_error(ErrorKind::shape, "not enough memory: cannot allocate {} bytes for a tensor", bytes);
  live_bytes.fetch_add(bytes, std::memory_order_relaxed);
  allocated_bytes.fetch_add(bytes, std::memory_order_relaxed);
  return memory;
}

/// Puts the reference count and the elements into one allocation.
template <class T>
struct BufferAllocator {
  using value_type = T;
  BufferAllocator() = default;
  template <class U>
  BufferAllocator(const BufferAllocator<U>&) noexcept {}
  T* allocate(std::size_t count) { return static_cast<T*>(nilgrad::allocate(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) noexcept { release(memory, count * sizeof(T)); }
  bool operator==(const BufferAllocator&) const = default;
};

struct alignas(line) Line {
  std::byte bytes[line];
};

}  // namespace

std::shared_ptr<void> allocate_buffer(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  auto lines = std::allocate_shared_for_overwrite<Line[]>(BufferAllocator<Line>(), (bytes + line - 1) / line);
  void* const memory = lines.get();
  return {std::move(lines), memory};
}

std::size_t live_buffer_bytes() noexcept { return live_bytes.load(std::memory_order_relaxed); }

std::uint64_t allocated_buffer_bytes() noexcept { return allocated_bytes.load(std::memory_order_relaxed); }

}  // namespace nilgrad
