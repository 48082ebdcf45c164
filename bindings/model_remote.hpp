#pragma once
#include <functional>
#include <lua.hpp>
#include <memory>
#include <string>

#include "runtime/classifier/remote/remote_classifier.hpp"

namespace nilgrad::bindings {

/// Adds process and http, classifiers that are asked elsewhere, to the table at the top of the stack (ng.model).
void open_remote_models(lua_State* L);

/// ng.model.http's, of the options at argument 1.
std::unique_ptr<RemoteClassifier> http_classifier(lua_State* L, std::function<void(const std::string&)> warn);

}  // namespace nilgrad::bindings
