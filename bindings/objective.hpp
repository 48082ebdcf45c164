#pragma once
#include <lua.hpp>

#include <memory>
#include <optional>

#include "bindings/native.hpp"
#include "runtime/algorithm/objective.hpp"
#include "runtime/objective/defined.hpp"

namespace nilgrad::bindings {

using ObjectivePointer = std::shared_ptr<Objective>;

template <>
struct TypeName<ObjectivePointer> {
  static constexpr const char* value = "nilgrad.objective";
};

/// A Lua function as an objective. It can be called only while a Scope binds it to a running Lua state.
class LuaObjective final : public VectorObjective {
 public:
  explicit LuaObjective(DefinedOptions options);

  std::string name() const override { return options_.name; }
  std::size_t dim() const override { return static_cast<std::size_t>(options_.dim); }
  Point start() const override;
  double value(std::span<const double> x) override;
  void set_workers(int count) override;

  /// Binds the function at `function` for as long as it lives, and keeps a table for its points on the stack. Scopes
  /// nest (an objective may run a minimization of itself). An error thrown by the function comes through as Lua threw
  /// it.
  class Scope {
   public:
    Scope(LuaObjective& objective, lua_State* L, int function);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    LuaObjective& objective_;
    lua_State* outer_state_;
    int outer_function_, outer_point_;
  };

 private:
  void push_point(std::span<const double> x);
  [[noreturn]] void refuse_result();

  DefinedOptions options_;
  lua_State* L_ = nullptr;
  int function_ = 0, point_ = 0;
};

/// The objective at an argument: an objective, or a Lua function of dimension `dim_of_function`. Valid during the
/// native call: it may keep things on the Lua stack.
class ObjectiveArgument {
 public:
  ObjectiveArgument(lua_State* L, int index, std::optional<std::int64_t> dim_of_function);
  Objective& operator*() const { return *objective_; }
  Objective* operator->() const { return objective_.get(); }

  /// The objective with its definition() set, where it is a Lua function's: by its lines and the checksum of its
  /// bytecode. What its upvalues hold is not covered.
  Objective& defined() const;

 private:
  lua_State* L_;
  int function_ = 0;  // where on the stack it is a Lua function
  ObjectivePointer objective_;
  std::optional<LuaObjective::Scope> scope_;
};

/// Adds `objective` with its constructors to the table at the top of the stack.
void open_objective(lua_State* L);

}  // namespace nilgrad::bindings
