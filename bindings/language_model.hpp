#pragma once
#include <lua.hpp>

#include <memory>
#include <string_view>

#include "bindings/native.hpp"
#include "runtime/transformer/language/examples.hpp"

namespace nilgrad::bindings {

using LanguageModelPointer = std::shared_ptr<transformer::Model>;

template <>
struct TypeName<LanguageModelPointer> {
  static constexpr const char* value = "nilgrad.language_model";
};

/// "float32" or "bfloat16"
transformer::Compute compute_named(std::string_view name);

/// The list of { prompt = ids, options = { ids, … }, answer = i } at `index`, checked against the model.
std::vector<transformer::Example> to_examples(lua_State* L, int index, const transformer::Model& model,
                                              const char* what = "example");

/// model:memory(options)
int language_memory(lua_State* L);

/// Registers the type; adds `random` to the table `model` and `language` to `objective` of the table at the top.
void open_language_model(lua_State* L);

}  // namespace nilgrad::bindings
