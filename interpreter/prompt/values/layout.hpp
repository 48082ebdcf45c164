#pragma once
#include <cstddef>
#include <string>

#include "interpreter/prompt/values/tree.hpp"

namespace nilgrad::interpreter {

/// A value on as few lines as its columns allow, tables filled into indented lines. Tables deeper than `depth` are
/// "{…}".
std::string lay_out(const ValueTree& value, std::size_t columns, std::size_t depth);

/// The same, as deep as fits into so many lines, but one level at least.
std::string lay_out_within(const ValueTree& value, std::size_t columns, std::size_t lines);

}  // namespace nilgrad::interpreter
