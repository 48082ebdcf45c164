#include "runtime/image/jpeg_error.hpp"

#include <algorithm>
#include <iterator>

namespace nilgrad {
namespace {

[[noreturn]] void leave(j_common_ptr jpeg) {
  auto& error = *reinterpret_cast<JpegError*>(jpeg->err);
  (*jpeg->err->format_message)(jpeg, error.message);
  std::longjmp(error.back, 1);
}

/// Warnings after which the whole image is there all the same.
constexpr int harmless[] = {JWRN_EXTRANEOUS_DATA, JWRN_ADOBE_XFORM, JWRN_JFIF_MAJOR};

/// Level −1 is a warning: libjpeg would go on and make up what is missing.
void weigh(j_common_ptr jpeg, int level) {
  if (level < 0 && std::find(std::begin(harmless), std::end(harmless), jpeg->err->msg_code) == std::end(harmless))
    leave(jpeg);
}

void say_nothing(j_common_ptr) {}

}  // namespace

jpeg_error_mgr* prepare(JpegError& error) {
  jpeg_std_error(&error.manager);
  error.message[0] = '\0';
  error.manager.error_exit = leave;
  error.manager.emit_message = weigh;
  error.manager.output_message = say_nothing;
  return &error.manager;
}

}  // namespace nilgrad
