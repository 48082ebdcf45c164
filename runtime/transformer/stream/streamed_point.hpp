#pragma once
#include "runtime/algorithm/deferred_updates.hpp"
#include "runtime/transformer/stream/weight_stream.hpp"

namespace nilgrad::transformer {

/// The steps of a point whose tensors lie in a working file, some or all of them.
class StreamedPoint final : public DeferredUpdates {
 public:
  /// Null where none of them does. `indices`: which of the model's tensors the point's are; those of the working file
  /// are the model's first.
  static std::shared_ptr<StreamedPoint> of(const std::shared_ptr<WeightStream>& stream, const Point& point,
                                           std::span<const std::size_t> indices);

  void add(std::span<const Term> terms, double factor, const Key& rounding) override {
    stream_->add(tensors_, terms, factor, rounding);
  }
  void rewrite(const std::function<void(const Slice&, std::size_t)>& f) override { stream_->rewrite(tensors_, f); }
  void settle() override { stream_->settle(); }
  void abandon() noexcept override { stream_->abandon(); }
  void repeat() override { stream_->repeat(); }
  bool durable() const override { return stream_->synced(); }

 private:
  StreamedPoint(std::shared_ptr<WeightStream> stream, std::shared_ptr<const StreamedTensors> tensors)
      : stream_(std::move(stream)), tensors_(std::move(tensors)) {}

  std::shared_ptr<WeightStream> stream_;
  std::shared_ptr<const StreamedTensors> tensors_;
};

}  // namespace nilgrad::transformer
