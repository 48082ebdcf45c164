#include "runtime/classifier/classifier_options.hpp"

#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(model, load) {
  using Options = nilgrad::ClassifierOptions;
  return Described<Options>("model", "load", "an image classifier from an ONNX file, or a language model from a folder")
      .signature(
          "ng.model.load(path: string) -> classifier | language_model; ng.model.load { path = …, … } -> classifier | "
          "language_model")
      .positional({"path"})
      .option("path", &Options::path,
              "an ONNX file with one input of images and an output [batch, classes]; or a Hugging Face\n"
              "folder of OPT, Llama, Mistral or Qwen2: config.json, safetensors or .bin files, a tokenizer",
              {.required = true})
      .option("threads", &Options::threads,
              "most threads that a batch of images is spread over; the logits are the same for any",
              {.low = 1, .high = 1024, .default_text = "the program's"})
      .option("layout", &Options::layout,
              "of the model's input; predict takes [channels, height, width] in any case (metadata: nilgrad.layout)",
              {.choices = {"nchw", "nhwc"}, .default_text = "found: channels are the dimension of 1 or 3"})
      .option("range", &Options::range,
              "what pixels 0 and 1 are to the model: { 0, 255 }, { -1, 1 }. Images given to predict are in [0, 1]\n"
              "(metadata: nilgrad.range, or ONNX's Image.NominalPixelRange)",
              {.default_text = "{ 0, 1 }; { 0, 255 } of an input of bytes, to which pixels are rounded"})
      .option("mean", &Options::mean,
              "taken from the pixels after that, in units of the range: one, or one a channel in the model's order\n"
              "(metadata: nilgrad.mean)",
              {.default_text = "0"})
      .option("std", &Options::std, "divided by last (metadata: nilgrad.std)",
              {.low = 0, .above_low = true, .default_text = "1"})
      .option("channel_order", &Options::channel_order,
              "of the model; images are RGB (metadata: nilgrad.channel_order, or ONNX's Image.BitmapPixelFormat)",
              {.choices = {"rgb", "bgr"}, .default_text = "rgb"})
      .option("input_shape", &Options::input_shape,
              "{ channels, height, width } of the images, where the model leaves them open (metadata:\n"
              "nilgrad.input_shape)",
              {.low = 1, .default_text = "the model's"})
      .option("batch", &Options::batch,
              "images that the model takes at a time, where its file hides it; a short batch is filled up",
              {.low = 1, .high = 65536, .default_text = "the model's; any where it is dynamic"})
      .option("output", &Options::output, "the name of the scores' output (metadata: nilgrad.output)",
              {.default_text = "the only one of floating-point numbers; labels beside it are not used"})
      .option("head", &Options::head,
              "sigmoid: one number z an image decides between two classes, whose scores are { 0, z }, or\n"
              "{ 1 - p, p } of a probability (metadata: nilgrad.head)",
              {.choices = {"classes", "sigmoid"}, .default_text = "classes: a score a class"})
      .option("scores", &Options::scores, "what the output is (metadata: nilgrad.scores)",
              {.choices = {"logits", "probabilities"},
               .default_text = "probabilities where those of a black and a grey image sum to 1, else logits"})
      .option(
          "compute", &Options::compute,
          "products of a language model's bfloat16 matrices: of floats, exactly; or of bfloat16, where the machine\n"
          "has instructions for them (AMX, AVX-512 BF16; else floats): twice as fast by AVX-512 BF16, formed weights "
          "and\n"
          "activations rounded to 8 bits, which changes a directional derivative by some 5 % of its size",
          {.choices = {"float32", "bfloat16"}})
      .option("stream", &Options::stream,
              "of a language model: the path of a working file, a copy of the weights that runs work on instead of in\n"
              "memory, which may then be smaller than they are. It is made where there is none, and opened again by\n"
              "the next run; the folder is read only. Each step is one sweep over the file, which writes it once",
              {.default_text = "none: weights in memory"})
      .option("stream_sync", &Options::stream_sync,
              "a working file survives a loss of power, group of weights by group; false: a killed process only")
      .formula(
          "input = (low + pixel (high - low) - mean) / std, rounded once, then laid out as the model takes it. "
          "PyTorch's,\n"
          "TensorFlow's and scikit-learn's exporters write no metadata about images: say what their documentation does "
          "(docs/classifiers.md)")
      .memory("the weights, of a language model mapped from its files; activations of a batch")
      .example(
          "local model = ng.model.load \"scripts/models/fashion_cnn.onnx\"\n"
          "return model:predict(ng.tensor.zeros({ 2, 1, 28, 28 }, \"float32\"))");
}
