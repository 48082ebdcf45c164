#pragma once
#include <cstddef>
#include <functional>

namespace nilgrad {

/// Calls `body(begin, end)` once for each block [k·grain, min((k+1)·grain, count)), on up to threads() threads
/// including the caller's. Blocks do not depend on the number of threads, so a body that writes only what belongs to
/// its block gives the same bits for any number; which thread runs a block, and when, is not fixed. For passes over
/// memory: a grain of 2^14 to 2^18 elements. A block costs an indirect call, waking the workers a few µs.
///
/// The first exception thrown by a body is rethrown here after the running blocks end; later blocks are skipped. Calls
/// from inside a body run inline, and so do calls made while another thread uses the pool. The pool starts with the
/// first call that has work for two threads. `grain` 0 counts as 1.
void parallel_for(std::size_t count, std::size_t grain,
                  const std::function<void(std::size_t begin, std::size_t end)>& body);

/// How many threads passes use. At first the environment variable NILGRAD_THREADS (1 … 1024; anything else is an
/// Error(option)), or else the cores this process may use.
int threads();

/// Whether each thread is tied to a core of its own (the caller's too). Only for measurements: processes that share a
/// machine would all take the same cores, and children would inherit the caller's.
enum class Pinning { off, on };

/// Ends the pool; the next pass starts one of this size. Throws Error(option) outside 1 … 1024 and Error(state) from
/// inside a body.
void set_threads(int count, Pinning pinning = Pinning::off);

}  // namespace nilgrad
