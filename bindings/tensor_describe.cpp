#include "runtime/catalog/describe.hpp"

// Help on tensors: ng.tensor, the object with all fields and methods, and each constructor.
namespace nilgrad::catalog {
namespace {

using Entry = Described<NoOptions>;

/// A method of every element and its form in place, NAME_, which allocates nothing.
void describe_elementwise(Entry& d, const std::string& name, const std::string& parameters, const std::string& help) {
  d.member("t:" + name + "(" + parameters + ") -> tensor", help);
  d.member("t:" + name + "_(" + parameters + ") -> tensor", help + "; in place, allocating nothing; returns t");
}

void describe_access(Entry& d) {
  d.member("t[i]", "a number of a tensor of one dimension, else row i as a view; t[i] = number, list or tensor")
      .member("t[{ i, j }]", "an element, or with fewer indices a part as a view; t[{ i, j }] = number")
      .member("#t", "the first extent")
      .member("t.shape: integer[]", "the extents")
      .member("t.dtype: dtype", "'float32' or 'float64'")
      .member("t.size: integer", "how many elements")
      .member("t:slice(first: integer, last: integer?) -> tensor",
              "rows first to last, both included, as a view; last defaults to #t")
      .member("t:gather(rows: integer[]) -> tensor", "copies of these rows, in this order")
      .member("t:reshape(shape: integer[]) -> tensor", "a view of another shape; -1 stands for what is left")
      .member("t:clone() -> tensor", "a copy")
      .member("t:to(dtype: dtype) -> tensor", "a converted copy, or t itself where it has this dtype")
      .member("t:table() -> table", "numbers in nested lists")
      .member("t:copy(source: number | number[] | tensor) -> tensor", "broadcast into t; returns t")
      .member("t:fill(number: number) -> tensor", "sets every element; returns t")
      .member("t:equal(u: tensor) -> boolean", "same shape and same numbers? NaN equals nothing");
}

void describe_arithmetic(Entry& d) {
  d.member("+ - * / ^", "with numbers, lists and tensors, broadcast as numpy does; dtypes mixed give float64");
  const std::string operand = "u: number | number[] | tensor";
  describe_elementwise(d, "add", operand + ", scale: number?", "t + scale·u; scale is 1 unless given");
  for (const auto& [name, help] : {std::pair{"sub", "t − u"},
                                   {"mul", "t·u, element by element"},
                                   {"div", "t/u, element by element"},
                                   {"pow", "t to the power u, element by element"},
                                   {"minimum", "the lesser of each pair; NaN where either is"},
                                   {"maximum", "the greater of each pair; NaN where either is"}})
    describe_elementwise(d, name, operand, help);
  describe_elementwise(d, "clamp", "low: number | number[] | tensor | nil, high: number | number[] | tensor | nil",
                       "no less than low, no more than high; nil for no bound");
  for (const auto& [name, help] : {std::pair{"neg", "−t"},
                                   {"abs", "absolute values"},
                                   {"sign", "−1, 0 or 1"},
                                   {"sqrt", "square roots"},
                                   {"exp", "exponentials"},
                                   {"log", "natural logarithms"},
                                   {"floor", "the integers below"},
                                   {"round", "the nearest integers, ties to even"}})
    describe_elementwise(d, name, "", help);
}

void describe_reductions(Entry& d) {
  for (const auto& [name, help] :
       {std::pair{"sum", "of all elements, a number; along a dimension, a tensor without it"},
        {"mean", "of all elements, or along a dimension"},
        {"min", "of all elements, or along a dimension; NaN where there is one"},
        {"max", "of all elements, or along a dimension; NaN where there is one"}})
    d.member(std::string("t:") + name + "(dimension: integer?) -> number | tensor", help);
  for (const auto& [name, help] : {std::pair{"argmin", "the position of the first least element"},
                                   {"argmax", "the position of the first greatest element"}})
    d.member(std::string("t:") + name + "(dimension: integer?) -> integer | table",
             std::string(help) + "; along a dimension a list of positions");
  d.member("t:norm(p: number?, dimension: integer?) -> number | tensor",
           "p is 0 (count of what is not 0), 1, 2 (unless given) or math.huge")
      .member("t:dot(u: tensor) -> number", "the sum of products");
}

void describe_windows(Entry& d) {
  const std::string corners = "(first: integer[], last: integer[]";
  d.member("t:window" + corners + ") -> tensor",
           "a copy of a box in the last dimensions, from { r1, c1 } to { r2, c2 }, both included")
      .member("t:fill_window" + corners + ", value: number | number[] | tensor) -> tensor",
              "a number, a list of one for each channel (leading index), or a tensor that broadcasts to the box; "
              "returns t")
      .member("t:add_window" + corners + ", value: number | number[] | tensor) -> tensor", "the same, added")
      .member("t:mul_window" + corners + ", value: number | number[] | tensor) -> tensor", "the same, multiplied");
}

}  // namespace
}  // namespace nilgrad::catalog

NILGRAD_DESCRIBE(function, tensor) {
  return Entry("function", "tensor", "a dense array of float32 or float64 numbers")
      .signature("ng.tensor(elements: table | tensor, dtype: dtype?) -> tensor")
      .formula(
          "elements: nested lists of numbers or tensors, or a tensor, which is copied; dtype 'float64' unless given\n"
          "sums run in double, in blocks of 4096 over 16 lanes: the same bits for any number of threads")
      .memory("4 or 8 bytes an element, given back by the collector, or at once with `local t <close> = …`")
      .example("local t = ng.tensor { { 1, 2 }, { 3, 4 } }\nreturn (t * 2 + { 10, 20 }):sum(1)");
}

NILGRAD_DESCRIBE(object, tensor) {
  Entry d("object", "tensor", "a dense array of float32 or float64 numbers, as ng.tensor returns it");
  d.example(
      "local t = ng.tensor { { 1, -2 }, { 3, 4 } }\n"
      "print(t.shape[1], t.dtype, t.size)\n"
      "print(t[2], t[{ 1, 2 }], #t)\n"
      "print(t:slice(2), t:gather { 2, 2, 1 })\n"
      "print(t:reshape { -1 }, t:reshape { 4, 1 })\n"
      "print(t:table()[2][1], t:to \"float32\")\n"
      "print(t:clone():fill(0), t:clone():copy { 5, 6 })\n"
      "print(t:equal(t + 0), t:equal(t + 1))\n"
      "print(t:add({ 10, 20 }, 0.5), t:clone():add_(1))\n"
      "print(t:sub(1), t:clone():sub_ { 1, 1 })\n"
      "print(t:mul(2), t:clone():mul_(t))\n"
      "print(t:div(4), t:clone():div_(4))\n"
      "print(t:pow(2), t:clone():pow_(2))\n"
      "print(t:minimum(0), t:clone():minimum_(0))\n"
      "print(t:maximum(0), t:clone():maximum_(0))\n"
      "print(t:clamp(0, 3), t:clone():clamp_(nil, 3))\n"
      "print(t:neg(), t:clone():neg_())\n"
      "print(t:abs(), t:clone():abs_())\n"
      "print(t:sign(), t:clone():sign_())\n"
      "print(t:abs():sqrt(), t:abs():sqrt_())\n"
      "print(t:exp(), t:clone():exp_())\n"
      "print(t:abs():log(), t:abs():log_())\n"
      "print((t / 2):floor(), (t / 2):floor_())\n"
      "print((t / 2):round(), (t / 2):round_())\n"
      "print(t:sum(), t:sum(1), t:mean(), t:mean(2))\n"
      "print(t:min(), t:max(), t:max(1))\n"
      "print(t:argmin(), t:argmax(), t:argmax(2)[1])\n"
      "print(t:norm(), t:norm(1), t:norm(math.huge, 1))\n"
      "print(t:dot(t))\n"
      "print(t:window({ 1, 1 }, { 2, 1 }), t:clone():fill_window({ 1, 1 }, { 1, 2 }, 0))\n"
      "print(t:clone():add_window({ 2, 1 }, { 2, 2 }, 1), t:clone():mul_window({ 2, 1 }, { 2, 2 }, 10))");
  describe_access(d);
  describe_arithmetic(d);
  describe_reductions(d);
  describe_windows(d);
  return d;
}

NILGRAD_DESCRIBE(tensor, zeros) {
  return Entry("tensor", "zeros", "zeros of a shape")
      .signature("ng.tensor.zeros(shape: integer | integer[], dtype: dtype?) -> tensor")
      .example("return ng.tensor.zeros({ 2, 3 }, 'float32')");
}

NILGRAD_DESCRIBE(tensor, ones) {
  return Entry("tensor", "ones", "ones of a shape")
      .signature("ng.tensor.ones(shape: integer | integer[], dtype: dtype?) -> tensor")
      .example("return ng.tensor.ones { 2, 3 }");
}

NILGRAD_DESCRIBE(tensor, full) {
  return Entry("tensor", "full", "a shape filled with a number")
      .signature("ng.tensor.full(shape: integer | integer[], number: number, dtype: dtype?) -> tensor")
      .example("return ng.tensor.full({ 2, 3 }, 0.5)");
}

NILGRAD_DESCRIBE(tensor, uniform) {
  return Entry("tensor", "uniform", "random numbers in (0, 1)")
      .signature("ng.tensor.uniform(shape: integer | integer[], random: random, dtype: dtype?) -> tensor")
      .example("return ng.tensor.uniform({ 2, 3 }, ng.random(1))");
}

NILGRAD_DESCRIBE(tensor, normal) {
  return Entry("tensor", "normal", "standard normal random numbers")
      .signature("ng.tensor.normal(shape: integer | integer[], random: random, dtype: dtype?) -> tensor")
      .example("return ng.tensor.normal({ 2, 3 }, ng.random(1))");
}

NILGRAD_DESCRIBE(tensor, stack) {
  return Entry("tensor", "stack", "tensors of one shape as the rows of a new one")
      .signature("ng.tensor.stack(tensors: table) -> tensor")
      .example("return ng.tensor.stack { { 1, 2 }, { 3, 4 } }");
}

NILGRAD_DESCRIBE(tensor, concat) {
  return Entry("tensor", "concat", "tensors joined along a dimension, the first unless given")
      .signature("ng.tensor.concat(tensors: table, dimension: integer?) -> tensor")
      .example("return ng.tensor.concat({ ng.tensor.zeros { 2, 1 }, ng.tensor.ones { 2, 3 } }, 2)");
}
