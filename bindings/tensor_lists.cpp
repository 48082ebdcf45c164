#include <algorithm>
#include <string>

#include "bindings/tensor.hpp"
#include "runtime/tensor/copies.hpp"

// Lists of numbers as tensors and back.
namespace nilgrad::bindings {
namespace {

/// "[2][1]" of the indices walked so far.
std::string place_of(const Shape& indices) {
  std::string place;
  for (const std::int64_t i : indices) place += fmt::format("[{}]", i);
  return place;
}

[[noreturn]] void refuse(lua_State* L, int index, std::string_view what, const Shape& indices,
                         std::string_view expected) {
  throw_error(ErrorKind::option, "{}{} must be a {}, got {}", what, place_of(indices), expected,
              luaL_typename(L, index));
}

/// The shape of nested lists, as far as their first elements tell.
Shape shape_of_lists(lua_State* L, int index, std::string_view what) {
  Shape shape;
  lua_pushvalue(L, index);
  while (lua_istable(L, -1)) {
    if (shape.size() == Shape::max_rank)
      throw_error(ErrorKind::shape, "{} has more than {} nested lists", what, Shape::max_rank);
    shape.push_back(luaL_len(L, -1));
    if (shape.back() == 0) break;
    lua_geti(L, -1, 1);
    lua_remove(L, -2);
  }
  if (const Tensor* tensor = test_tensor(L, -1))
    for (const std::int64_t extent : tensor->shape()) shape.push_back(extent);
  lua_pop(L, 1);
  return shape;
}

/// Fills a tensor from nested lists of its shape.
class ListReader {
 public:
  ListReader(lua_State* L, Tensor& target, std::string_view what) : L_(L), target_(target), what_(what) {}

  void read(int index) {
    const std::size_t depth = indices_.size();
    if (const Tensor* tensor = test_tensor(L_, index)) return read_tensor(*tensor, depth);
    if (depth == target_.shape().size()) return read_number(index);
    if (!lua_istable(L_, index)) refuse(L_, index, what_, indices_, "list like the ones before it");
    const std::int64_t extent = target_.shape()[depth];
    if (const std::int64_t length = luaL_len(L_, index); length != extent)
      throw_error(ErrorKind::shape, "{}{} has {} elements, the ones before it have {}", what_, place_of(indices_),
                  length, extent);
    for (std::int64_t i = 1; i <= extent; ++i) {
      stop_.check();
      indices_.push_back(i);
      lua_geti(L_, index, i);
      read(lua_gettop(L_));
      lua_pop(L_, 1);
      indices_.erase(indices_.end() - 1);
    }
  }

 private:
  void read_number(int index) {
    if (lua_type(L_, index) != LUA_TNUMBER) refuse(L_, index, what_, indices_, "number");
    target_.set(written_++, lua_tonumber(L_, index));
  }

  void read_tensor(const Tensor& tensor, std::size_t depth) {
    const Shape rest(target_.shape().begin() + depth, target_.shape().end());
    if (tensor.shape() != rest)
      throw_error(ErrorKind::shape, "{}{} has shape {}, the ones before it have {}", what_, place_of(indices_),
                  to_string(tensor.shape()), to_string(rest));
    for (std::size_t i = 0; i < tensor.size(); ++i) target_.set(written_++, tensor.at(i));
  }

  lua_State* L_;
  Tensor& target_;
  std::string_view what_;
  const StopToken stop_{interrupt_flag()};
  Shape indices_;  // from 1, as the message says them
  std::size_t written_ = 0;
};

void push_list(lua_State* L, const Tensor& tensor, bool integers, std::size_t depth, std::size_t& next,
               StopToken stop) {
  const Shape& shape = tensor.shape();
  if (depth == shape.size()) {
    const double value = tensor.at(next++);
    return integers ? lua_pushinteger(L, static_cast<lua_Integer>(value)) : lua_pushnumber(L, value);
  }
  luaL_checkstack(L, 2, "nested lists");
  lua_createtable(L, static_cast<int>(std::min<std::int64_t>(shape[depth], 1 << 26)), 0);
  for (std::int64_t i = 1; i <= shape[depth]; ++i) {
    stop.check();
    push_list(L, tensor, integers, depth + 1, next, stop);
    lua_rawseti(L, -2, i);
  }
}

}  // namespace

Tensor to_tensor(lua_State* L, int index, DType dtype, std::string_view what) {
  if (const Tensor* tensor = test_tensor(L, index))
    return tensor->dtype() == dtype ? *tensor : copied(*tensor, dtype, StopToken(interrupt_flag()));
  if (!lua_istable(L, index)) refuse(L, index, what, {}, "tensor or a list of numbers");
  luaL_checkstack(L, 2 * static_cast<int>(Shape::max_rank), "nested lists");
  Tensor tensor = Tensor::uninitialized(shape_of_lists(L, index, what), dtype);
  ListReader(L, tensor, what).read(lua_absindex(L, index));
  return tensor;
}

Shape to_shape(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TNUMBER) return {luaL_checkinteger(L, index)};
  if (!lua_istable(L, index)) luaL_typeerror(L, index, "shape (a list of extents)");
  Shape shape;
  const lua_Integer rank = luaL_len(L, index);
  for (lua_Integer i = 1; i <= rank; ++i) {
    lua_geti(L, index, i);
    int exact = 0;
    const lua_Integer extent = lua_tointegerx(L, -1, &exact);
    if (!exact || lua_type(L, -1) != LUA_TNUMBER)
      throw_error(ErrorKind::shape, "extent {} of a shape must be an integer, got {}", i,
                  luaL_tolstring(L, -1, nullptr));
    shape.push_back(extent);
    lua_pop(L, 1);
  }
  return shape;
}

DType to_dtype(lua_State* L, int index, DType otherwise) {
  return lua_isnoneornil(L, index) ? otherwise : dtype_from(luaL_checkstring(L, index));
}

void push_list(lua_State* L, const Tensor& tensor, bool integers) {
  std::size_t next = 0;
  push_list(L, tensor, integers, 0, next, StopToken(interrupt_flag()));
}

}  // namespace nilgrad::bindings
