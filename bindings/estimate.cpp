#include "bindings/estimate.hpp"

#include <array>

#include "bindings/fields.hpp"
#include "bindings/objective.hpp"
#include "bindings/options.hpp"
#include "bindings/tensor.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimate_options.hpp"
#include "runtime/evaluation_count.hpp"
#include "runtime/tensor/copies.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad::bindings {

/// An estimate and the estimator whose distribution its directions refer to. The point is the user's own: an estimate
/// stores no vector.
struct OwnedEstimate {
  std::shared_ptr<Estimator> estimator;
  Estimate estimate;
  Point shape;
};

template <>
struct TypeName<OwnedEstimate> {
  static constexpr const char* value = "nilgrad.estimate";
};

namespace {

int estimate(lua_State* L) {
  lua_settop(L, 3);
  const auto& descriptor = *catalog::find("function", "estimate");
  const auto options = catalog::read<EstimateOptions>(descriptor, read_options(L, 3, descriptor));
  const Tensor* tensor = test_tensor(L, 2);
  const Point x(tensor ? *tensor : to_tensor(L, 2, DType::float64, "x"));
  ObjectiveArgument objective(L, 1, static_cast<std::int64_t>(x.dim()));
  if (x.dim() != objective->dim())
    throw_error(ErrorKind::shape, "{} takes a point of dimension {}, not {}", objective->name(), objective->dim(),
                x.dim());
  OwnedEstimate owned{options.estimator.make(), {}, x};
  owned.estimate =
      estimate_gradient(*owned.estimator, owned.shape, options, objective->bounds(), [&](auto probes, auto values) {
        Evaluating now;
        objective->evaluate(probes, values, StopToken(interrupt_flag()));
        now.made(probes.size());
      });
  push<OwnedEstimate>(L, std::move(owned));
  return 1;
}

int scalars(lua_State* L) {
  const auto& terms = check<OwnedEstimate>(L, 1).estimate.terms;
  Tensor list({static_cast<std::int64_t>(terms.size())});
  for (std::size_t j = 0; j < terms.size(); ++j) list.as<double>()[j] = terms[j].scale;
  push_tensor(L, list);
  return 1;
}

int dense(lua_State* L) {
  const auto& owned = check<OwnedEstimate>(L, 1);
  constexpr std::size_t part = std::size_t{1} << 16;  // elements moved between two questions whether to stop
  const StopToken stop(interrupt_flag());
  const Tensor& x = owned.shape.tensors.at(0);
  const Point vector(filled(x.shape(), 0, computed_as(x.dtype()), stop));
  const auto add = [&](std::size_t begin, std::size_t end) {
    stop.check();
    add_terms(vector, Slice{0, begin, begin}, end - begin, owned.estimate.terms, 1, {});
  };
  parallel_for(x.size(), part, add);
  push_tensor(L, vector.tensors[0]);
  return 1;
}

int apply(lua_State* L) {
  const auto& owned = check<OwnedEstimate>(L, 1);
  Tensor& target = check_tensor(L, 2);
  const double factor = luaL_checknumber(L, 3);
  if (target.size() != owned.shape.dim())
    throw_error(ErrorKind::shape, "an estimate in dimension {} cannot move a tensor of {} elements", owned.shape.dim(),
                target.size());
  Point x(target);
  add_terms(x, owned.estimate.terms, factor);
  return 0;
}

int push_evaluations(lua_State* L) {
  lua_pushinteger(L, check<OwnedEstimate>(L, 1).estimate.evaluations);
  return 1;
}

int push_failures(lua_State* L) {
  lua_pushinteger(L, check<OwnedEstimate>(L, 1).estimate.failures);
  return 1;
}

int push_search_evaluations(lua_State* L) {
  lua_pushinteger(L, check<OwnedEstimate>(L, 1).estimate.search_evaluations);
  return 1;
}

int push_h(lua_State* L) {
  const auto& estimate = check<OwnedEstimate>(L, 1).estimate;
  if (!estimate.coordinate_h.empty()) {
    Tensor list({static_cast<std::int64_t>(estimate.coordinate_h.size())});
    std::copy(estimate.coordinate_h.begin(), estimate.coordinate_h.end(), list.as<double>().begin());
    push_tensor(L, list);
  } else if (estimate.h != 0) {
    lua_pushnumber(L, estimate.h);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

int to_string(lua_State* L) {
  const auto& owned = check<OwnedEstimate>(L, 1);
  push_string(L, fmt::format("estimate of a gradient in dimension {}: {} terms from {} evaluations ({} failed)",
                             owned.shape.dim(), owned.estimate.terms.size(), owned.estimate.evaluations,
                             owned.estimate.failures));
  return 1;
}

}  // namespace

void open_estimate(lua_State* L) {
  constexpr std::array<luaL_Reg, 4> methods{
      {{"scalars", native<scalars>}, {"dense", native<dense>}, {"apply", native<apply>}, {nullptr, nullptr}}};
  constexpr std::array<luaL_Reg, 2> metamethods{{{"__tostring", native<to_string>}, {nullptr, nullptr}}};
  register_type<OwnedEstimate>(L, methods.data(), metamethods.data());
  constexpr std::array<luaL_Reg, 5> fields{{{"evaluations", native<push_evaluations>},
                                            {"failures", native<push_failures>},
                                            {"search_evaluations", native<push_search_evaluations>},
                                            {"h", native<push_h>},
                                            {nullptr, nullptr}}};
  add_fields(L, TypeName<OwnedEstimate>::value, fields.data());
  lua_pushcfunction(L, native<estimate>);
  lua_setfield(L, -2, "estimate");
}

}  // namespace nilgrad::bindings

NILGRAD_DESCRIBE(object, estimate) {
  return Described<NoOptions>("object", "estimate",
                              "a gradient as a few scalars and the keys of random directions; a vector only on request")
      .memory("a number and a key for each direction, whatever the dimension")
      .member("e:scalars() -> tensor", "the coefficients, one a direction")
      .member("e:dense() -> tensor", "the vector, of x's shape: sum of coefficients times directions")
      .member("e:apply(x: tensor, scale: number)",
              "x ← x + scale·ĝ in place, directions regenerated in one pass, nothing stored")
      .member("e.evaluations: integer", "evaluations made, failed ones included")
      .member("e.failures: integer", "values among them that were NaN or infinite")
      .member("e.search_evaluations: integer", "evaluations among them that looked for the smoothing step")
      .member("e.h: number | tensor | nil",
              "the smoothing step used; a tensor where each coordinate has its own; 1 for a list along directions")
      .example(
          "local e = ng.estimate(function(x) return x[1]^2 + x[2]^2 end, { 1, 2 }, { seed = 1 })\nlocal x = ng.tensor "
          "{ 1, 2 }\ne:apply(x, -0.1)\nreturn e:scalars(), e:dense(), x");
}
