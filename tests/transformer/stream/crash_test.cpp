#include <catch2/catch.hpp>

#include "tests/threads_scope.hpp"
#include "tests/transformer/stream/streaming.hpp"

// What a killed process leaves is what the file holds at that moment: it is copied at many, while groups are written
// and between, and each copy is brought to the end of the steps.
using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

constexpr std::uint64_t steps = 4;

/// Gaussian directions, the drawing of which copies the file now and then.
class Camera final : public Distribution {
 public:
  Camera(const Distribution& gaussian, std::filesystem::path from, std::filesystem::path to)
      : gaussian_(gaussian), from_(std::move(from)), to_(std::move(to)) {}

  bool keyed() const override { return true; }
  void add(const Direction& direction, double scale, const Slice& slice, std::span<float> x) const override {
    gaussian_.add(direction, scale, slice, x);
    if (++calls_ % 5 == 0) shoot();
  }
  void add(const Direction&, double, const Slice&, std::span<double>) const override { FAIL("weights are no doubles"); }
  void shoot() const {
    images.push_back(to_ / std::to_string(images.size()));
    std::filesystem::copy_file(from_, images.back());
  }

  mutable std::vector<std::filesystem::path> images;

 private:
  const Distribution& gaussian_;
  std::filesystem::path from_, to_;
  mutable std::size_t calls_ = 0;
};

std::shared_ptr<Model> on_file(const std::filesystem::path& path) {
  return random_streamed(tiny_config(), DType::bfloat16, 7, {path, false});
}

class Steps {
 public:
  explicit Steps(const Point& shape) {
    for (std::uint64_t step = 0; step < steps; ++step) {
      Directions drawn;
      gaussian_->draw(Key::from(1, Purpose::direction).at_step(step), 1, shape, drawn);
      terms_.push_back({0.01 * static_cast<double>(step + 1), drawn[0][0].direction});
    }
  }
  const Distribution& gaussian() const { return *terms_[0].direction.distribution; }
  void take(Point& x, std::uint64_t step, const Distribution* instead = nullptr) const {
    Term term = terms_[step];
    if (instead) term.direction.distribution = instead;
    add_terms(x, {&term, 1}, 1, Key::from(1, Purpose::rounding).at_step(step));
  }

 private:
  std::shared_ptr<Perturbation> gaussian_ = catalog::make<Perturbation>("gaussian");
  std::vector<Term> terms_;
};

/// The weights that a file has after a run was repeated on it, or what was wrong.
std::string repeated(const std::filesystem::path& path, const Steps& all) {
  try {
    const auto model = on_file(path);
    Point x = objective_on(model)->start();
    x.deferred->repeat();
    for (std::uint64_t step = 0; step < steps; ++step) all.take(x, step);
    return bytes_of(*model);
  } catch (const Error& error) {
    return error.what();
  }
}

/// Sweeps of a run while its file is looked at.
struct Filmed {
  explicit Filmed(const TemporaryFolder& folder) : memory(random_checkpoint(tiny_config(), DType::bfloat16, 7)) {
    const auto objective = objective_on(std::make_shared<Model>(memory));
    Point x = objective->start();
    all = std::make_unique<Steps>(x);
    for (std::uint64_t step = 0; step < steps; ++step) all->take(x, step);
    expected = bytes_of(memory);
    const auto model = on_file(folder.path() / "work");
    Point streamed = objective_on(model)->start();
    const Camera camera(all->gaussian(), folder.path() / "work", folder.path());
    for (std::uint64_t step = 0; step < steps; ++step) {
      all->take(streamed, step, &camera);
      for (std::size_t part = 0; part < model->layout().layers.size() + 2; ++part) {
        model->stream()->bring(part);
        camera.shoot();
      }
    }
    CHECK(bytes_of(*model) == expected);
    images = camera.images;
  }
  Model memory;
  std::unique_ptr<Steps> all;
  std::string expected;
  std::vector<std::filesystem::path> images;
};

}  // namespace

TEST_CASE("whatever moment a process is killed in, a repeated run ends with the same bytes", "[transformer][stream]") {
  const ThreadsScope one(1);
  const TemporaryFolder folder;
  const Filmed filmed(folder);
  CHECK(filmed.images.size() > 40);
  std::size_t middle = 0;
  for (const auto& image : filmed.images) {
    INFO(image);
    try {
      on_file(image)->logits(std::vector<std::int32_t>{5, 6}, StopToken());
    } catch (const Error& error) {
      CHECK_THAT(error.what(), Catch::Contains("in the middle of a step"));
      ++middle;
    }
    CHECK(repeated(image, *filmed.all) == filmed.expected);
    CHECK(repeated(image, *filmed.all) == filmed.expected);
  }
  CHECK(middle > filmed.images.size() / 2);
}

TEST_CASE("a torn mark leaves the one before it, and one that is not to be believed is refused",
          "[transformer][stream]") {
  const ThreadsScope one(1);
  const TemporaryFolder folder;
  const Filmed filmed(folder);
  // Records stand 512 bytes apart behind the head; each of the file is damaged in turn.
  std::size_t recovered = 0, refused = 0;
  const std::string whole = bytes_of(filmed.images.back());
  const std::size_t head = 48 + std::stoul(whole.substr(18)), groups = filmed.memory.layout().layers.size() + 2;
  const std::size_t marks = (head + 4095) / 4096 * 4096;
  for (std::size_t record = 0; record < 2 * groups; ++record) {
    std::string bytes = whole;
    bytes[marks + record * 512 + 20] ^= 0x40;
    const std::string end = repeated(folder.file("torn", bytes), *filmed.all);
    INFO(record << ": " << (end == filmed.expected ? "recovered" : end));
    const bool same = end == filmed.expected;
    same ? ++recovered : ++refused;
    if (!same) CHECK_THAT(end, Catch::Contains("damaged: nothing says where part"));
  }
  CHECK(recovered + refused == 2 * groups);
  CHECK(recovered >= groups);
}

TEST_CASE("bytes of a slot that no mark names do not matter", "[transformer][stream]") {
  const ThreadsScope one(1);
  const TemporaryFolder folder;
  const Filmed filmed(folder);
  const auto work = folder.path() / "fresh";
  { on_file(work); }
  std::string bytes = bytes_of(work);
  const auto layout = [&] {
    std::vector<TensorForm> forms;
    for (const NamedTensor& named : filmed.memory.tensors())
      forms.push_back({named.name, named.tensor.shape(), named.tensor.dtype()});
    return working_layout(forms, filmed.memory.layout().layers.size());
  }();
  const std::size_t slots = bytes.size() - layout.bytes;
  for (std::size_t s = layout.groups.size(); s < layout.slots.size(); ++s)
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(slots + layout.slots[s].offset), layout.slots[s].bytes,
                '?');
  CHECK(repeated(folder.file("torn", bytes), *filmed.all) == filmed.expected);
}
