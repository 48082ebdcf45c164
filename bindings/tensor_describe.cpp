#include "runtime/catalog/describe.hpp"

// Help on tensors: ng.tensor with all fields and methods, and each constructor.
namespace nilgrad::catalog {
namespace {

using Entry = Described<NoOptions>;

void describe_access(Entry& d) {
  d.member("t.shape", "list of extents; t.dtype 'float32' or 'float64'; t.size number of elements; #t the first extent")
      .member("t[i]", "a number of a tensor of one dimension, else row i as a view; t[i] = number, list or tensor")
      .member("t[{ i, j }]", "an element, or with fewer indices a part as a view; t[{ i, j }] = number")
      .member("t:slice", "t:slice(first, last): rows first to last, both included, as a view; last defaults to #t")
      .member("t:gather", "t:gather { 3, 1, 1 }: copies of these rows, in this order")
      .member("t:reshape", "t:reshape { 2, -1 }: a view of another shape; -1 stands for what is left")
      .member("t:clone", "t:clone() -> a copy")
      .member("t:to", "t:to(dtype) -> a converted copy, or t itself where it has this dtype")
      .member("t:table", "t:table() -> numbers in nested lists")
      .member("t:copy", "t:copy(source): a number, list or tensor, broadcast into t; returns t")
      .member("t:fill", "t:fill(number); returns t")
      .member("t:equal", "t:equal(u): same shape and same numbers? NaN equals nothing");
}

void describe_arithmetic(Entry& d) {
  d.member("+ - * / ^", "with numbers, lists and tensors, broadcast as numpy does; dtypes mixed give float64")
      .member("t:add", "t:add(u, scale) -> t + scale u; also sub, mul, div, pow, without a scale")
      .member("t:minimum", "t:minimum(u), t:maximum(u): elementwise; NaN where either is")
      .member("t:clamp", "t:clamp(low, high): numbers, lists, tensors, or nil for no bound")
      .member("t:abs", "and neg, sign, sqrt, exp, log, floor, round (ties to even): elementwise, without arguments")
      .member("t:NAME_",
              "each elementwise method NAME in place, as t:add_(u, scale): no memory is allocated; returns t");
}

void describe_reductions(Entry& d) {
  d.member("t:sum", "t:sum() of all elements, a number; t:sum(dimension), a tensor without that dimension")
      .member("t:mean", "and min, max: as sum; min and max are NaN where there is one")
      .member("t:argmax",
              "t:argmax(), argmin(): the position of the first extreme; with a dimension a list of positions")
      .member("t:norm", "t:norm(p, dimension): p is 0 (count of what is not 0), 1, 2 (default) or math.huge")
      .member("t:dot", "t:dot(u): the sum of products, a number");
}

void describe_windows(Entry& d) {
  d.member("t:window", "t:window({ r1, c1 }, { r2, c2 }): a copy of a box in the last dimensions, corners included")
      .member("t:fill_window",
              "t:fill_window({ r1, c1 }, { r2, c2 }, value): a number, a list of one for each channel "
              "(leading index), or a tensor that broadcasts to the box; returns t")
      .member("t:add_window", "and mul_window: the same with + and *");
}

}  // namespace
}  // namespace nilgrad::catalog

NILGRAD_DESCRIBE(function, tensor) {
  Entry d("function", "tensor", "a dense array of float32 or float64 numbers");
  d.signature("ng.tensor(elements, dtype) -> tensor")
      .formula(
          "elements: nested lists of numbers or tensors, or a tensor, which is copied; dtype 'float64' unless given\n"
          "sums run in double, in blocks of 4096 over 16 lanes: the same bits for any number of threads")
      .memory("4 or 8 bytes an element, given back by the collector, or at once with `local t <close> = …`")
      .example("local t = ng.tensor { { 1, 2 }, { 3, 4 } }\nreturn (t * 2 + { 10, 20 }):sum(1)");
  describe_access(d);
  describe_arithmetic(d);
  describe_reductions(d);
  describe_windows(d);
  return d;
}

NILGRAD_DESCRIBE(tensor, zeros) {
  return Entry("tensor", "zeros", "zeros of a shape")
      .signature("ng.tensor.zeros(shape, dtype) -> tensor")
      .example("return ng.tensor.zeros({ 2, 3 }, 'float32')");
}

NILGRAD_DESCRIBE(tensor, ones) {
  return Entry("tensor", "ones", "ones of a shape")
      .signature("ng.tensor.ones(shape, dtype) -> tensor")
      .example("return ng.tensor.ones { 2, 3 }");
}

NILGRAD_DESCRIBE(tensor, full) {
  return Entry("tensor", "full", "a shape filled with a number")
      .signature("ng.tensor.full(shape, number, dtype) -> tensor")
      .example("return ng.tensor.full({ 2, 3 }, 0.5)");
}

NILGRAD_DESCRIBE(tensor, uniform) {
  return Entry("tensor", "uniform", "random numbers in (0, 1)")
      .signature("ng.tensor.uniform(shape, random, dtype) -> tensor")
      .example("return ng.tensor.uniform({ 2, 3 }, ng.random(1))");
}

NILGRAD_DESCRIBE(tensor, normal) {
  return Entry("tensor", "normal", "standard normal random numbers")
      .signature("ng.tensor.normal(shape, random, dtype) -> tensor")
      .example("return ng.tensor.normal({ 2, 3 }, ng.random(1))");
}

NILGRAD_DESCRIBE(tensor, stack) {
  return Entry("tensor", "stack", "tensors of one shape as the rows of a new one")
      .signature("ng.tensor.stack { a, b, … } -> tensor")
      .example("return ng.tensor.stack { { 1, 2 }, { 3, 4 } }");
}

NILGRAD_DESCRIBE(tensor, concat) {
  return Entry("tensor", "concat", "tensors joined along a dimension, the first unless given")
      .signature("ng.tensor.concat({ a, b, … }, dimension) -> tensor")
      .example("return ng.tensor.concat({ ng.tensor.zeros { 2, 1 }, ng.tensor.ones { 2, 3 } }, 2)");
}
