#include "runtime/optimizer/point_record.hpp"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <span>
#include <type_traits>

#include "runtime/algorithm/journal_line.hpp"

namespace nilgrad {
namespace {

std::uint32_t checksum_of(const Tensor& tensor) {
  return static_cast<std::uint32_t>(crc32_z(0, static_cast<const Bytef*>(tensor.data()), tensor.bytes()));
}

/// Of the beginning, the middle and the end.
std::uint32_t checksum_of_sample(const Tensor& tensor) {
  constexpr std::size_t part = 4096;
  if (tensor.bytes() <= 3 * part) return checksum_of(tensor);
  uLong sum = 0;
  for (const std::size_t first : {std::size_t{0}, (tensor.bytes() - part) / 2, tensor.bytes() - part})
    sum = crc32_z(sum, static_cast<const Bytef*>(tensor.data()) + first, part);
  return static_cast<std::uint32_t>(sum);
}

template <class T>
using BitsOf = std::conditional_t<sizeof(T) == sizeof(std::uint32_t), std::uint32_t, std::uint64_t>;

/// Of every element, of one if all have the same bits, of none if they are many.
std::string bits_of(const Tensor& tensor) {
  std::string text;
  tensor.visit([&](auto elements) {
    using T = typename decltype(elements)::value_type;
    const auto bits = [](T element) { return std::bit_cast<BitsOf<T>>(element); };
    const bool alike =
        std::all_of(elements.begin(), elements.end(), [&](T element) { return bits(element) == bits(elements[0]); });
    if (!alike && elements.size() > PointRecord::most_numbers) return;
    for (const T element : elements.first(alike ? std::min<std::size_t>(1, elements.size()) : elements.size()))
      journal_line::append_hex(text, bits(element), 2 * sizeof(T));
  });
  return text;
}

/// Throws std::invalid_argument for bits of another number of elements, which no journal of ours has.
void set_bits(const Tensor& tensor, std::string_view text) {
  tensor.visit([&](auto elements) {
    using T = typename decltype(elements)::value_type;
    constexpr std::size_t digits = 2 * sizeof(T);
    const bool one = text.size() == digits;
    if (!one && text.size() != digits * elements.size()) throw std::invalid_argument("bits of another size");
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const auto bits = journal_line::hex(text.substr(one ? 0 : digits * i, digits), digits);
      if (!bits) throw std::invalid_argument("no bits");
      elements[i] = std::bit_cast<T>(static_cast<BitsOf<T>>(*bits));
    }
  });
}

}  // namespace

PointRecord PointRecord::of(const Point& point) {
  PointRecord record;
  for (const Tensor& tensor : point.tensors)
    record.tensors_.push_back({tensor.shape(), tensor.dtype(), bits_of(tensor), checksum_of(tensor)});
  return record;
}

PointRecord PointRecord::of_sample(const Point& point) {
  PointRecord record;
  for (const Tensor& tensor : point.tensors)
    record.tensors_.push_back({tensor.shape(), tensor.dtype(), "", checksum_of_sample(tensor), true});
  return record;
}

nlohmann::json PointRecord::to_json() const {
  nlohmann::json list = nlohmann::json::array();
  for (const TensorRecord& tensor : tensors_)
    list.push_back({{"shape", std::vector<std::int64_t>(tensor.shape.begin(), tensor.shape.end())},
                    {"dtype", std::string(name_of(tensor.dtype))},
                    {"bits", tensor.bits},
                    {tensor.sample ? "sample" : "checksum", tensor.checksum}});
  return list;
}

PointRecord PointRecord::from_json(const nlohmann::json& json) {
  PointRecord record;
  for (const auto& tensor : json) {
    const auto shape = tensor.at("shape").get<std::vector<std::int64_t>>();
    const bool sample = tensor.contains("sample");
    record.tensors_.push_back({Shape(shape.begin(), shape.end()), dtype_from(tensor.at("dtype").get<std::string>()),
                               tensor.at("bits").get<std::string>(),
                               tensor.at(sample ? "sample" : "checksum").get<std::uint32_t>(), sample});
  }
  return record;
}

std::size_t PointRecord::dim() const {
  std::size_t dim = 0;
  for (const TensorRecord& tensor : tensors_) dim += element_count(tensor.shape);
  return dim;
}

bool PointRecord::complete() const {
  return std::all_of(tensors_.begin(), tensors_.end(), [](const TensorRecord& tensor) { return !tensor.bits.empty(); });
}

bool PointRecord::fits(const Point& point) const {
  return std::equal(tensors_.begin(), tensors_.end(), point.tensors.begin(), point.tensors.end(),
                    [](const TensorRecord& record, const Tensor& tensor) {
                      return record.shape == tensor.shape() && record.dtype == tensor.dtype();
                    });
}

std::string PointRecord::form() const {
  constexpr std::size_t most_named = 4;
  std::string text;
  for (const TensorRecord& tensor : std::span(tensors_).first(std::min(tensors_.size(), most_named)))
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name_of(tensor.dtype), to_string(tensor.shape));
  if (tensors_.size() > most_named) text += fmt::format(", … ({} tensors of {} numbers)", tensors_.size(), dim());
  return text;
}

Point PointRecord::make(const std::optional<Point>& given) const {
  if (given && !fits(*given)) throw_error(ErrorKind::option, "the points of the run are {}, not as given", form());
  if (!given && !complete())
    throw_error(ErrorKind::option, "the start point is too large to be in the journal: give it again, {}", form());
  Point point;
  if (given) {
    point.mask = given->mask;
    point.deferred = given->deferred;
  }
  for (std::size_t t = 0; t < tensors_.size(); ++t) {
    const TensorRecord& record = tensors_[t];
    point.tensors.push_back(given ? given->tensors[t] : Tensor::uninitialized(record.shape, record.dtype));
    if (!record.bits.empty())
      set_bits(point.tensors.back(), record.bits);
    else if (!point.deferred &&  // which knows by itself where its elements are
             (record.sample ? checksum_of_sample : checksum_of)(point.tensors.back()) != record.checksum)
      throw_error(ErrorKind::option, "the point given is not where the run began: its numbers are others{}",
                  record.sample ? "; load it afresh" : "");
  }
  return point;
}

}  // namespace nilgrad
