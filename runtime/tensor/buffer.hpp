#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>

namespace nilgrad {

/// `bytes` of uninitialised memory, aligned to 64 bytes (in huge pages from 2 MiB on) and padded to a whole
/// number of 64-byte lines; nullptr for 0. Released with the last copy of the pointer. Buffers up to 256 KiB are kept
/// for reuse by the thread that released them (16 MiB a thread at most), since temporaries of an image's size come and
/// go all the time. Throws Error(shape) when there is no such memory.
std::shared_ptr<void> allocate_buffer(std::size_t bytes);

/// Bytes of all buffers in use now. Views share a buffer, so it is counted once.
std::size_t live_buffer_bytes() noexcept;

/// Bytes of all buffers ever allocated: what a collector measures its debt by.
std::uint64_t allocated_buffer_bytes() noexcept;

}  // namespace nilgrad
