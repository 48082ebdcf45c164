#pragma once
#include <string>

namespace nilgrad::study {

/// Unique among processes, machines and times: "lab7:4711:18f3a2".
std::string new_worker_name();

}  // namespace nilgrad::study
