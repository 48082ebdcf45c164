#pragma once
#include <string>

namespace nilgrad::study {

/// Unique among processes, machines and times: "lab7:4711:18f3a2c5:9b3c". The last part tells where the number 4711
/// means this process: the machine, since it was started, and the container.
std::string new_worker_name();

/// Whether it is known that a worker of this name, on this machine, runs no more.
bool is_dead(const std::string& worker);

}  // namespace nilgrad::study
