#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/classifier/onnx_session.hpp"

namespace nilgrad {

/// Of ng.model.load. What is empty is read from the file's metadata, or found from its shapes.
struct ClassifierOptions {
  std::string path;
  std::optional<std::int64_t> threads;
  std::string layout, channel_order;
  std::vector<double> range, mean, std;
  std::vector<double> input_shape;  ///< of one image, as predict is given it
  std::optional<std::int64_t> batch;
  std::string output;
  std::string head;    ///< "classes" or "sigmoid"
  std::string scores;  ///< "logits" or "probabilities"

  std::string compute = "float32";  ///< of a language model
  std::string stream;
  bool stream_sync = true;
};

/// The options with what the user left out taken from the file's metadata_props: nilgrad.layout, .channel_order,
/// .range, .mean, .std, .input_shape, .output, .head and .scores; ONNX's own Image.BitmapPixelFormat and
/// Image.NominalPixelRange. Throws Error(file) for a value that is not understood, naming its key.
ClassifierOptions with_metadata(ClassifierOptions options, const OnnxSession& session);

}  // namespace nilgrad
