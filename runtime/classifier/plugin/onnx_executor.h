#pragma once
#include <cstddef>
#include <cstdint>

// The C ABI of an ONNX executor: a shared library whose one symbol is onnx_executor_get. No exception and no C++ type
// crosses it, so the program needs neither the executor's headers nor its library until a model is loaded. It runs
// graphs; what their inputs and outputs mean is not its business.

extern "C" {

struct onnx_model;

// ONNX's own numbers (TensorProto.DataType); onnx_no_tensor for sequences, maps and the like.
enum onnx_type : int {
  onnx_no_tensor = 0,
  onnx_float32 = 1,
  onnx_uint8 = 2,
  onnx_int8 = 3,
  onnx_uint16 = 4,
  onnx_int16 = 5,
  onnx_int32 = 6,
  onnx_int64 = 7,
  onnx_string = 8,
  onnx_bool = 9,
  onnx_float16 = 10,
  onnx_float64 = 11,
};

// An input or output as the file declares it. It holds as long as the model.
struct onnx_value {
  const char* name;
  int type;
  const int64_t* extents;  // −1: dynamic
  size_t rank;
};

constexpr size_t onnx_most_extents = 8;

// What a run gave: `values` has room for `capacity` floats.
struct onnx_scores {
  float* values;
  size_t capacity;
  int64_t extents[onnx_most_extents];
  size_t rank;
};

struct onnx_executor {
  int abi;  // onnx_executor_abi

  // A model, or null and the reason in `error`.
  onnx_model* (*load)(const char* path, char* error, size_t error_size);
  void (*close)(onnx_model*);

  size_t (*inputs)(const onnx_model*);
  size_t (*outputs)(const onnx_model*);
  onnx_value (*input)(const onnx_model*, size_t index);
  onnx_value (*output)(const onnx_model*, size_t index);
  // The file's metadata_props under this key, case aside; null where it has none.
  const char* (*metadata)(const onnx_model*, const char* key);

  // Gives the first input `samples`, elements of its type in `extents`, and writes the output's shape and, as floats,
  // its elements if there is room for all: 0, or -1 and the reason in `error`. It computes on the calling thread alone
  // and may be called from several threads at once.
  int (*run)(const onnx_model*, size_t output, const void* samples, const int64_t* extents, size_t rank,
             onnx_scores* scores, char* error, size_t error_size);
};

constexpr int onnx_executor_abi = 2;

__attribute__((visibility("default"))) const onnx_executor* onnx_executor_get();
}
