#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// The loader of "nilgrad.native.picture": a function picture(image) -> the image, [height, width] or [1 or 3, height,
/// width] in [0, 1], as a PNG in a "data:" URI, which a page in HTML shows without any other file.
int open_native_picture(lua_State* L);

}  // namespace nilgrad::bindings
