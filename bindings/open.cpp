#include "bindings/open.hpp"

#include <csignal>

#include "bindings/catalog.hpp"
#include "bindings/data.hpp"
#include "bindings/estimate.hpp"
#include "bindings/info.hpp"
#include "bindings/model.hpp"
#include "bindings/native.hpp"
#include "bindings/objective.hpp"
#include "bindings/run.hpp"
#include "bindings/tokenizer.hpp"

namespace nilgrad::bindings {
namespace {

/// From here on a limit on the size of files is an error of the write, which names the file. Lua alone is ended by it.
void ignore_file_size_signal() { std::signal(SIGXFSZ, SIG_IGN); }

int open_all(lua_State* L) {
  ignore_file_size_signal();
  lua_newtable(L);
  open_info(L);
  open_tensor(L);
  open_random(L);
  open_json(L);
  open_catalog(L);
  open_objective(L);
  open_estimate(L);
  open_run(L);
  open_resume(L);
  open_model(L);
  open_data(L);
  open_tokenizer(L);
  return 1;
}

}  // namespace

int open_native(lua_State* L) { return native<open_all>(L); }

}  // namespace nilgrad::bindings
