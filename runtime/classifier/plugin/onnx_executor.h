#pragma once
#include <cstddef>
#include <cstdint>

// The C ABI of an ONNX executor: a shared library whose one symbol is onnx_executor_get. No exception and no C++ type
// crosses it, so the program needs neither the executor's headers nor its library until a model is loaded.

extern "C" {

struct onnx_model;  // one float32 input, batch first; one float32 output [batch, classes]

struct onnx_executor {
  int abi;  // onnx_executor_abi

  // A model that was run once on two samples, or null and the reason in `error`.
  onnx_model* (*load)(const char* path, char* error, size_t error_size);
  void (*close)(onnx_model*);

  // Writes the extents of one sample (no batch dimension) and returns how many there are; at most `capacity` are
  // written.
  size_t (*sample_shape)(const onnx_model*, int64_t* extents, size_t capacity);
  size_t (*classes)(const onnx_model*);

  // Reads batch * sample floats and writes batch * classes: 0, or -1 and the reason in `error`. It computes on the
  // calling thread alone and may be called from several threads at once.
  int (*run)(const onnx_model*, const float* samples, size_t batch, float* logits, char* error, size_t error_size);
};

constexpr int onnx_executor_abi = 1;

__attribute__((visibility("default"))) const onnx_executor* onnx_executor_get();
}
