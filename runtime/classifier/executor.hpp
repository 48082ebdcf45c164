#pragma once
#include <filesystem>
#include <vector>

#include "runtime/classifier/plugin/onnx_executor.h"

namespace nilgrad {

/// Where plug-ins are looked for: $NILGRAD_PLUGINS alone when it is set, else lib/nilgrad beside the program (a build
/// tree) and ../lib/nilgrad (installed, and the tests' program).
std::vector<std::filesystem::path> plugin_folders();

/// Opens onnx_ort.so from the first of `folders` that has it and keeps it open for good. Throws Error(unavailable),
/// saying what to install, when there is none or it cannot be opened.
const onnx_executor& open_onnx_executor(const std::vector<std::filesystem::path>& folders);

/// The executor from plugin_folders(), opened by the first call that succeeds.
const onnx_executor& onnx_executor_instance();

}  // namespace nilgrad
