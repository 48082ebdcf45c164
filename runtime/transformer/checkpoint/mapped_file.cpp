#include "runtime/transformer/checkpoint/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/input_file.hpp"

namespace nilgrad::transformer {
namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

std::shared_ptr<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  require_readable_file(path);
  const auto refuse = [&](const char* what) {
    throw_error(ErrorKind::file, "{}: cannot {} it: {}", path.string(), what, std::strerror(errno));
  };
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) refuse("open");
  struct stat status {};
  if (fstat(file.number, &status) != 0) refuse("read");
  const auto size = static_cast<std::size_t>(status.st_size);
  // Not reserved: a model as large as the memory may be mapped; pages count when they are written.
  void* const data = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file.number, 0);
  if (data == MAP_FAILED) refuse("map");
  return std::shared_ptr<MappedFile>(new MappedFile(path, static_cast<std::byte*>(data), size));
}

MappedFile::MappedFile(std::filesystem::path path, std::byte* data, std::size_t size)
    : path_(std::move(path)), data_(data), size_(size) {}

MappedFile::~MappedFile() { munmap(data_, size_); }

}  // namespace nilgrad::transformer
