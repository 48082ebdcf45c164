#include "interpreter/prompt/values/show.hpp"

#include <unistd.h>

#include <algorithm>

#include "bindings/tensor.hpp"
#include "interpreter/prompt/terminal.hpp"
#include "interpreter/prompt/values/layout.hpp"
#include "interpreter/prompt/width.hpp"
#include "runtime/tensor/excerpt.hpp"

namespace nilgrad::interpreter {

std::string show(lua_State* L, int index) {
  constexpr std::size_t least_lines = 40;
  const std::size_t columns = output_columns();
  if (const auto* tensor = bindings::test<Tensor>(L, index))
    return excerpt(*tensor, columns, StopToken(interrupt_flag()));
  const auto rows = static_cast<std::size_t>(terminal_size(STDOUT_FILENO).rows);
  return lay_out_within(read_value(L, index), columns, std::max(rows, least_lines));
}

}  // namespace nilgrad::interpreter
