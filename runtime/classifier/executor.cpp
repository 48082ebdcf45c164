#include "runtime/classifier/executor.hpp"

#include <dlfcn.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <string>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

constexpr const char* plugin_name = "onnx_ort.so";
constexpr const char* remedy = "./bootstrap build fetches ONNX Runtime and builds it";

}  // namespace

std::vector<std::filesystem::path> plugin_folders() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program sets it
  if (const char* folder = std::getenv("NILGRAD_PLUGINS"); folder && *folder) return {folder};
  std::error_code ignored;  // without /proc there is no program folder to look in
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  return {program / "lib" / "nilgrad", program.parent_path() / "lib" / "nilgrad"};
}

const onnx_executor& open_onnx_executor(const std::vector<std::filesystem::path>& folders) {
  std::vector<std::string> tried;
  for (const auto& folder : folders) {
    const std::filesystem::path file = folder / plugin_name;
    tried.push_back(folder.string());
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) continue;
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): glibc keeps the text per thread
    if (!library) throw_error(ErrorKind::unavailable, "cannot open the ONNX plug-in: {}; {}", dlerror(), remedy);
    const auto get = reinterpret_cast<decltype(&onnx_executor_get)>(dlsym(library, "onnx_executor_get"));
    if (!get || get()->abi != onnx_executor_abi)
      throw_error(ErrorKind::unavailable, "{} is not this program's ONNX plug-in; {}", file.string(), remedy);
    return *get();
  }
  throw_error(ErrorKind::unavailable, "ONNX models need the plug-in {}, which is not in {}; {}", plugin_name,
              fmt::join(tried, " or "), remedy);
}

const onnx_executor& onnx_executor_instance() {
  static const onnx_executor& executor = open_onnx_executor(plugin_folders());
  return executor;
}

}  // namespace nilgrad
