#include "bindings/picture.hpp"

#include <string>
#include <string_view>

#include "bindings/native.hpp"
#include "bindings/tensor.hpp"
#include "runtime/image/png.hpp"

namespace nilgrad::bindings {
namespace {

/// RFC 4648, with padding.
std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) text += i + j < bytes.size() + 1 ? letters[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

int picture(lua_State* L) {
  const Tensor image = to_tensor(L, 1, DType::float32, "an image");
  push_string(L, "data:image/png;base64," + base64(encode_png(image)));
  return 1;
}

}  // namespace

int open_native_picture(lua_State* L) {
  lua_pushcfunction(L, native<picture>);
  return 1;
}

}  // namespace nilgrad::bindings
