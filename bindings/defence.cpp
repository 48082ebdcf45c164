#include <array>

#include "bindings/fields.hpp"
#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/image/defence.hpp"
#include "runtime/image/query_detector.hpp"

// What defences do to batches of images: the module "nilgrad.native.defence", for stdlib/nilgrad/defence alone, which
// checks what users give.
namespace nilgrad::bindings {

template <>
struct TypeName<QueryDetector> {
  static constexpr const char* value = "nilgrad.query_detector";
};

namespace {

Tensor images_at(lua_State* L) {
  Tensor images = to_tensor(L, 1, DType::float32, "images");
  if (images.shape().empty() || images.empty())
    throw_error(ErrorKind::shape, "a batch of images [n, …] has one at least, got {}", to_string(images.shape()));
  return images;
}

/// (…, seed, query): a query of nil keys by the image.
DefenceStream stream_at(lua_State* L, int index) {
  DefenceStream stream{static_cast<std::uint64_t>(luaL_checkinteger(L, index)), {}};
  if (!lua_isnoneornil(L, index + 1)) stream.first_query = static_cast<std::uint64_t>(luaL_checkinteger(L, index + 1));
  return stream;
}

/// rounding(images, levels)
int rounding(lua_State* L) {
  push_tensor(L, round_to_levels(images_at(L), static_cast<int>(luaL_checkinteger(L, 2))));
  return 1;
}

/// jpeg(images, quality)
int jpeg(lua_State* L) {
  push_tensor(L, through_jpeg(images_at(L), static_cast<int>(luaL_checkinteger(L, 2))));
  return 1;
}

/// noise(images, sigma, seed, query)
int noise(lua_State* L) {
  push_tensor(L, with_noise(images_at(L), luaL_checknumber(L, 2), stream_at(L, 3)));
  return 1;
}

/// resize(images, smallest, seed, query)
int resize_function(lua_State* L) {
  push_tensor(L, resized_and_padded(images_at(L), luaL_checknumber(L, 2), stream_at(L, 3)));
  return 1;
}

/// features(images, side)
int features(lua_State* L) {
  push_tensor(L, coarse_features(images_at(L), static_cast<std::size_t>(luaL_checkinteger(L, 2))));
  return 1;
}

/// neighbours(features, k) -> tensor of mean distances
int neighbours(lua_State* L) {
  const auto distances = mean_neighbour_distances(images_at(L), static_cast<std::size_t>(luaL_checkinteger(L, 2)));
  Tensor out = Tensor::uninitialized({static_cast<std::int64_t>(distances.size())}, DType::float64);
  std::copy(distances.begin(), distances.end(), out.as<double>().begin());
  push_tensor(L, std::move(out));
  return 1;
}

/// detector(k, threshold, capacity)
int detector(lua_State* L) {
  push<QueryDetector>(L, QueryDetector(static_cast<std::size_t>(luaL_checkinteger(L, 1)), luaL_checknumber(L, 2),
                                       static_cast<std::size_t>(luaL_checkinteger(L, 3))));
  return 1;
}

/// detector:see(features)
int see(lua_State* L) {
  check<QueryDetector>(L, 1).see(to_tensor(L, 2, DType::float32, "features"));
  return 0;
}

int reset(lua_State* L) {
  check<QueryDetector>(L, 1).reset();
  return 0;
}

template <auto member>
int integer_field(lua_State* L) {
  lua_pushinteger(L, (check<QueryDetector>(L, 1).*member)());
  return 1;
}

int first_detection(lua_State* L) {
  const auto first = check<QueryDetector>(L, 1).first_detection();
  if (!first) return 0;
  lua_pushinteger(L, *first);
  return 1;
}

int threshold(lua_State* L) {
  lua_pushnumber(L, check<QueryDetector>(L, 1).threshold());
  return 1;
}

}  // namespace

int open_native_defence(lua_State* L) {
  constexpr std::array<luaL_Reg, 3> methods{{{"see", native<see>}, {"reset", native<reset>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 5> fields{{{"queries", native<integer_field<&QueryDetector::queries>>},
                                            {"detections", native<integer_field<&QueryDetector::detections>>},
                                            {"first_detection", native<first_detection>},
                                            {"threshold", native<threshold>},
                                            {nullptr, nullptr}}};
  register_type<QueryDetector>(L, methods.data());
  add_fields(L, TypeName<QueryDetector>::value, fields.data());
  constexpr std::array<luaL_Reg, 8> functions{{{"rounding", native<rounding>},
                                               {"jpeg", native<jpeg>},
                                               {"noise", native<noise>},
                                               {"resize", native<resize_function>},
                                               {"features", native<features>},
                                               {"neighbours", native<neighbours>},
                                               {"detector", native<detector>},
                                               {nullptr, nullptr}}};
  lua_newtable(L);
  luaL_setfuncs(L, functions.data(), 0);
  return 1;
}

}  // namespace nilgrad::bindings
