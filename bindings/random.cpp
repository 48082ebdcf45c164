#include <algorithm>
#include <numeric>
#include <vector>

#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/stop_token.hpp"
#include "runtime/tensor/parallel.hpp"

// ng.random(seed: integer, stream: integer?): numbers in order. Each number takes one position, drawn alone or as an
// element of a tensor or list, so `n` numbers drawn at once are the same as `n` drawn one by one.
namespace nilgrad::bindings {

struct RandomSource {
  lua_Integer seed, stream;
  Key key;
  std::uint64_t position;

  Generator generator() const { return Generator(key, position); }
};

template <>
struct TypeName<RandomSource> {
  static constexpr const char* value = "nilgrad.random";
};

namespace {

constexpr std::size_t grain = std::size_t{1} << 16;
constexpr lua_Integer longest_list = lua_Integer{1} << 27;

/// fill(begin, end) over all elements in parallel blocks, a stop asked for in between.
template <class Fill>
void fill_blocks(std::size_t count, Fill&& fill) {
  const StopToken stop(interrupt_flag());
  parallel_for(count, grain, [&](std::size_t begin, std::size_t end) {
    stop.check();
    fill(begin, end);
  });
}

/// The largest number below 1 that T has: a uniform number may not be rounded up to 1.
template <class T>
constexpr T below_one = sizeof(T) == 4 ? T(1 - 0x1p-24) : T(1 - 0x1p-53);

void fill_uniform(const RandomSource& source, Tensor& tensor) {
  tensor.visit([&]<class T>(std::span<T> x) {
    fill_blocks(x.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        x[i] = std::min(static_cast<T>(uniform_at(source.key, source.position + i)), below_one<T>);
    });
  });
}

/// As Generator::normal has it: position p is element p % 2^34 of the key's tensor p / 2^34.
void fill_normal(const RandomSource& source, Tensor& tensor) {
  tensor.visit([&]<class T>(std::span<T> x) {
    fill_blocks(x.size(), [&](std::size_t begin, std::size_t end) {
      std::ranges::fill(x.subspan(begin, end - begin), T{0});
      while (begin < end) {
        const std::uint64_t position = source.position + begin;
        const std::uint64_t element = position % max_gaussian_elements;
        const std::size_t count = std::min<std::uint64_t>(end - begin, max_gaussian_elements - element);
        add_gaussian(source.key, static_cast<std::uint32_t>(position / max_gaussian_elements), element, 1,
                     x.subspan(begin, count));
        begin += count;
      }
    });
  });
}

/// r:uniform() is a number, r:uniform(n, dtype) and r:uniform({ 2, 3 }, dtype) a tensor.
template <class One, class Fill>
int draw(lua_State* L, One&& one, Fill&& fill) {
  auto& source = check<RandomSource>(L, 1);
  if (lua_isnoneornil(L, 2)) {
    Generator generator = source.generator();
    lua_pushnumber(L, one(generator));
    source.position = generator.position();
    return 1;
  }
  const DType dtype = to_dtype(L, 3, DType::float64);
  Tensor tensor = Tensor::uninitialized(to_shape(L, 2), dtype);
  fill(source, tensor);
  source.position += tensor.size();
  push_tensor(L, std::move(tensor));
  return 1;
}

/// In (0, 1), never 0 or 1.
int uniform(lua_State* L) {
  return draw(
      L, [](Generator& generator) { return generator.uniform(); }, fill_uniform);
}

/// Mean 0, variance 1.
int normal(lua_State* L) {
  return draw(
      L, [](Generator& generator) { return generator.normal(); }, fill_normal);
}

/// A length at argument `index`, for a list that Lua can hold.
lua_Integer to_length(lua_State* L, int index) {
  const lua_Integer n = luaL_checkinteger(L, index);
  if (n < 0 || n > longest_list)
    throw_error(ErrorKind::option, "a list of random integers has 0 to {} elements, not {}", longest_list, n);
  return n;
}

/// r:integer(low, high): one integer, both ends included; r:integer(low, high, n): a list of n.
int integer(lua_State* L) {
  auto& source = check<RandomSource>(L, 1);
  const lua_Integer low = luaL_checkinteger(L, 2), high = luaL_checkinteger(L, 3);
  Generator generator = source.generator();
  if (lua_isnoneornil(L, 4)) {
    lua_pushinteger(L, generator.integer(low, high));
  } else {
    const lua_Integer n = to_length(L, 4);
    lua_createtable(L, static_cast<int>(n), 0);
    const StopToken stop(interrupt_flag());
    for (lua_Integer i = 1; i <= n; ++i) {
      stop.check();
      lua_pushinteger(L, generator.integer(low, high));
      lua_rawseti(L, -2, i);
    }
  }
  source.position = generator.position();
  return 1;
}

/// Generator::permutation, which can be interrupted.
std::vector<std::size_t> permuted(Generator& generator, std::size_t n, StopToken stop) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) {
    stop.check();
    std::swap(order[i - 1], order[static_cast<std::size_t>(generator.integer(0, static_cast<std::int64_t>(i - 1)))]);
  }
  return order;
}

/// r:permutation(n): the integers 1 … n in a random order.
int permutation(lua_State* L) {
  auto& source = check<RandomSource>(L, 1);
  const lua_Integer n = to_length(L, 2);
  Generator generator = source.generator();
  const StopToken stop(interrupt_flag());
  const std::vector<std::size_t> order = permuted(generator, static_cast<std::size_t>(n), stop);
  lua_createtable(L, static_cast<int>(n), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    stop.check();
    lua_pushinteger(L, static_cast<lua_Integer>(order[i]) + 1);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  source.position = generator.position();
  return 1;
}

int to_string_method(lua_State* L) {
  const auto& source = check<RandomSource>(L, 1);
  push_string(L, fmt::format("random (seed {}, stream {}, {} drawn)", source.seed, source.stream, source.position));
  return 1;
}

/// ng.random(seed: integer, stream: integer?): seeds and streams are whole 64-bit integers; streams of one seed are
/// independent.
int construct(lua_State* L) {
  const lua_Integer seed = luaL_checkinteger(L, 1), stream = luaL_optinteger(L, 2, 0);
  const Key key = Key::from(static_cast<std::uint64_t>(seed), Purpose::draw, static_cast<std::uint64_t>(stream));
  push(L, RandomSource{seed, stream, key, 0});
  return 1;
}

}  // namespace

void open_random(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"uniform", native<uniform>},
                                  {"normal", native<normal>},
                                  {"integer", native<integer>},
                                  {"permutation", native<permutation>},
                                  {nullptr, nullptr}};
  constexpr luaL_Reg metamethods[] = {{"__tostring", native<to_string_method>}, {nullptr, nullptr}};
  register_type<RandomSource>(L, methods, metamethods);
  lua_pushcfunction(L, native<construct>);
  lua_setfield(L, -2, "random");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(function, random) {
  return Described<NoOptions>("function", "random", "random numbers in order, the same for the same seed and stream")
      .signature("ng.random(seed: integer, stream: integer?) -> random")
      .formula("seed and stream (0 unless given) are whole 64-bit integers; streams of a seed are independent")
      .reference("Philox4x32-10: Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011")
      .example("local r = ng.random(7)\nreturn r:uniform(), r:integer(1, 6), r:normal { 2, 3 }");
}

NILGRAD_DESCRIBE(object, random) {
  return Described<NoOptions>("object", "random",
                              "random numbers in order; n drawn at once are the same as n drawn one by one")
      .member("r:uniform(shape: integer | integer[] | nil, dtype: dtype?) -> number | tensor",
              "in (0, 1); of n or of { 2, 3 }: a tensor of them")
      .member("r:normal(shape: integer | integer[] | nil, dtype: dtype?) -> number | tensor",
              "of mean 0 and variance 1; a tensor as for uniform")
      .member("r:integer(low: integer, high: integer, n: integer?) -> integer | integer[]",
              "both ends included; with n a list of n")
      .member("r:permutation(n: integer) -> integer[]", "the integers 1 to n in a random order")
      .example("local r = ng.random(7)\nreturn r:uniform(), r:normal { 2, 3 }, r:integer(1, 6), r:permutation(4)");
}
