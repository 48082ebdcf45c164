#include "runtime/classifier/margin_objective.hpp"

#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/classifier/margin.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t most_at_once = 1024;  // samples materialised

std::size_t class_of(const Classifier& model, const MarginObjective::Options& options) {
  if (options.label.has_value() == options.target.has_value())
    throw_error(ErrorKind::option,
                "ng.objective.margin needs either label = the true class or target = the class to reach");
  const std::int64_t given = options.label ? *options.label : *options.target;
  if (given < 0 || given >= static_cast<std::int64_t>(model.classes()))
    throw_error(ErrorKind::option, "{} has the classes 0 to {}, not {}", model.name(), model.classes() - 1, given);
  return static_cast<std::size_t>(given);
}

}  // namespace

MarginObjective::MarginObjective(Classifier model, const Tensor& image, const Options& options)
    : model_(std::move(model)),
      image_(image.to(DType::float32).clone()),
      targeted_(options.target.has_value()),
      cross_entropy_(options.loss == "cross_entropy"),
      class_(class_of(model_, options)) {
  if (model_.sample_count(image_) != 1)
    throw_error(ErrorKind::shape, "an attack's objective is of one image of shape {}, not {}",
                to_string(model_.input_shape()), to_string(image_.shape()));
  set_bounds({{0}, {1}});
}

std::string MarginObjective::name() const {
  return fmt::format("{} of {}, {} {}", cross_entropy_ ? "cross-entropy" : "margin", model_.name(),
                     targeted_ ? "target" : "label", class_);
}

double MarginObjective::loss(std::span<const float> logits) const {
  if (cross_entropy_) return targeted_ ? cross_entropy(logits, class_) : -cross_entropy(logits, class_);
  return targeted_ ? targeted_margin(logits, class_) : margin(logits, class_);
}

void MarginObjective::evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) {
  evaluate_each(probes, values, stop, {});
}

void MarginObjective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                                    const Finished& finished) {
  const auto extent = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  for (std::size_t first = 0; first < probes.size(); first += most_at_once) {
    const std::size_t count = std::min(most_at_once, probes.size() - first);
    if (batch_.size() != count * dim()) {
      batch_ = Tensor::uninitialized({extent(count), extent(dim())}, DType::float32);
      logits_ = Tensor::uninitialized({extent(count), extent(model_.classes())}, DType::float32);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Probe& probe = probes[first + i];
      Tensor row = batch_.row(i);
      if (probe.base->tensors.at(0).dtype() == DType::float32) {
        Point pixels(row);
        materialise(probe, pixels);
      } else {
        if (wide_.dim() != dim()) wide_ = probe.base->clone();
        materialise(probe, wide_);
        row.copy_from(wide_.tensors[0]);
      }
    }
    model_.logits(batch_, logits_, stop);
    for (std::size_t i = 0; i < count; ++i) values[first + i] = loss(logits_.row(i).as<float>());
    if (finished) finished(first, values.subspan(first, count));
  }
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(objective, margin) {
  using Options = nilgrad::MarginObjective::Options;
  return Described<Options>("objective", "margin",
                            "what an attack on one image minimises: negative when it has succeeded")
      .opaque("model", Type::any, "classifier", "from ng.model.load", {.required = true})
      .opaque("image", Type::any, "", "the image attacked, a tensor of pixels; a run begins there", {.required = true})
      .option("label", &Options::label, "its true class from 0, for an untargeted attack", {.low = 0})
      .option("target", &Options::target, "the class to reach, for a targeted attack", {.low = 0})
      .option("loss", &Options::loss, "margin of logits, or cross-entropy (which has no sign to tell success)",
              {.choices = {"margin", "cross_entropy"}})
      .formula("z_label − max_{k≠label} z_k, or max_{k≠target} z_k − z_target; ∓ log softmax")
      .cost("1 a value, many probes in one batch")
      .reference("Carlini & Wagner 2017, eq. 6")
      .example(
          "local data = ng.data.fashion_mnist { split = \"test\" }\n"
          "local model = ng.model.load \"scripts/models/fashion_cnn.onnx\"\n"
          "local f = ng.objective.margin { model = model, image = data[1].image, label = data[1].label }\n"
          "return f(data[1].image)");
}
