#pragma once
#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

// Elementwise arithmetic. Each element is computed by itself in the tensor's own precision, so the result does not
// depend on the instruction set or on threads (long passes are split among them); exp, log and power come from libm and
// are promised per machine only. What makes a new tensor can be stopped; a tensor that is written in place is never
// left half done.
namespace nilgrad {

enum class Unary { negate, abs, sign, sqrt, exp, log, floor, round };
enum class Binary { add, subtract, multiply, divide, power, minimum, maximum, assign };

/// A tensor or a number that stands for a tensor of any shape; numbers take the tensor's dtype.
class Operand {
 public:
  Operand(const Tensor& tensor) : tensor_(&tensor) {}
  Operand(double number) : number_(number) {}
  const Tensor* tensor() const noexcept { return tensor_; }
  double number() const noexcept { return number_; }

 private:
  const Tensor* tensor_ = nullptr;
  double number_ = 0;
};

/// op of each element. sign keeps 0 and NaN; round takes ties to even.
Tensor apply(Unary op, const Tensor& x, StopToken stop = {});
void apply_in_place(Unary op, Tensor& x);

/// a op b, broadcast to their common shape; float64 where dtypes differ. One of the two is a tensor. minimum and
/// maximum are NaN where either is; `assign` is b. Throws Error(shape) naming both shapes when they do not fit
/// together.
Tensor apply(Binary op, const Operand& a, const Operand& b, StopToken stop = {});
/// a ← a op b, in a's dtype; b must broadcast to a's shape, and may overlap a in any way.
void apply_in_place(Binary op, Tensor& a, const Operand& b);
/// a ← a + scale b (two roundings, no fused product).
void add_scaled_in_place(Tensor& a, const Operand& b, double scale);
/// Each element no less than low and no more than high; NaN stays. Throws Error(option) for low > high.
void clamp_in_place(Tensor& x, double low, double high);

/// Are the shapes and all elements equal (as numbers: float32 1 equals float64 1; NaN equals nothing)?
bool equal(const Tensor& a, const Tensor& b);

/// Is any element of a also one of b?
bool shares_memory(const Tensor& a, const Tensor& b) noexcept;

}  // namespace nilgrad
