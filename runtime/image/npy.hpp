#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/image/stored_numbers.hpp"

// numpy's files: .npy is one array, .npz a zip archive of them.
namespace nilgrad {

/// The array that the bytes of a .npy file hold: any of u1 i1 u2 i2 u4 i4 u8 i8 f2 f4 f8 and b1, either byte order,
/// either memory order. `name` begins the errors, `owner` keeps the bytes. Throws Error(file) for what is no .npy,
/// other types (objects, which would run code, records, complex numbers, texts), a header that contradicts itself or
/// the bytes, and more dimensions than a tensor has.
StoredNumbers parse_npy(std::string_view bytes, std::string name, std::shared_ptr<const void> owner);

StoredNumbers open_npy(const std::filesystem::path& path);

/// The arrays of a .npz, in the order of their names, without their ".npy". Compressed ones are unpacked: at most 4 GiB
/// each, and no more than deflate can pack into the bytes there. Sums of bytes (CRC-32) are checked. Throws Error(file)
/// naming the file and the member. An empty list of `wanted` means all; others are not unpacked, and one that is not
/// there is an error that lists those that are.
std::vector<std::pair<std::string, StoredNumbers>> open_npz(const std::filesystem::path& path,
                                                            std::span<const std::string> wanted = {});

/// What a .npy or .npz is made from: a tensor in its own type (bfloat16 as float32), or whole numbers as int64.
using WrittenArray = std::variant<Tensor, std::vector<std::int64_t>>;

/// Little-endian and row-major, .npy of version 1.0; written beside `path` and renamed, the same bytes every time.
/// Throws Error(file), and Error(option) for a .npz of 4 GiB and more.
void write_npy(const std::filesystem::path& path, const WrittenArray& array);
void write_npz(const std::filesystem::path& path, std::span<const std::pair<std::string, WrittenArray>> arrays);

}  // namespace nilgrad
