#pragma once
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

// What torch.save writes, put together by hand.
namespace nilgrad::transformer {

template <class T>
std::string little(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

/// A zip of stored members. `zip64` leaves sizes and places to the wide records.
inline std::string zip(const std::vector<std::pair<std::string, std::string>>& members, bool zip64 = false) {
  std::string file, directory;
  const std::uint32_t wide = 0xffffffff;
  for (const auto& [name, content] : members) {
    const auto begin = static_cast<std::uint32_t>(file.size()), size = static_cast<std::uint32_t>(content.size());
    const auto length = static_cast<std::uint16_t>(name.size());
    const std::string extra = little(std::uint16_t{1}) + little(std::uint16_t{24}) + little(std::uint64_t{size}) +
                              little(std::uint64_t{size}) + little(std::uint64_t{begin});
    const std::string sizes = little(zip64 ? wide : size);
    file +=
        "PK\3\4" + std::string(14, '\0') + little(size) + little(size) + little(length) + std::string(2, '\0') + name;
    file += content;
    directory += "PK\1\2" + std::string(16, '\0') + sizes + sizes + little(length) +
                 little(static_cast<std::uint16_t>(zip64 ? extra.size() : 0)) + std::string(10, '\0') +
                 little(zip64 ? wide : begin) + name + (zip64 ? extra : "");
  }
  const std::uint64_t begin = file.size(), size = directory.size(), count = members.size();
  file += directory;
  if (zip64) {
    const std::uint64_t record = file.size();
    file += "PK\6\6" + std::string(20, '\0') + little(count) + little(count) + little(size) + little(begin);
    file += "PK\6\7" + std::string(4, '\0') + little(record) + little(std::uint32_t{1});
  }
  const auto entries = static_cast<std::uint16_t>(zip64 ? 0xffff : count);
  return file + "PK\5\6" + std::string(4, '\0') + little(entries) + little(entries) +
         little(zip64 ? wide : static_cast<std::uint32_t>(size)) +
         little(zip64 ? wide : static_cast<std::uint32_t>(begin)) + std::string(2, '\0');
}

/// Pickle instructions.
namespace op {
inline std::string text(const std::string& s) { return "X" + little(static_cast<std::uint32_t>(s.size())) + s; }
inline std::string number(std::int32_t n) { return "J" + little(n); }
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string tuple(const std::vector<std::int32_t>& numbers) {
  std::string code = "(";
  for (const std::int32_t n : numbers) code += number(n);
  return code + "t";
}
/// A tensor of float32 in storage `key` of `count` elements.
inline std::string tensor(const std::string& key, std::int32_t count, std::int32_t offset,
                          const std::vector<std::int32_t>& size, const std::vector<std::int32_t>& strides) {
  return global("torch._utils", "_rebuild_tensor_v2") + "((" + text("storage") + global("torch", "FloatStorage") +
         text(key) + text("cpu") + number(count) + "tQ" + number(offset) + tuple(size) + tuple(strides) + "\x89" +
         global("collections", "OrderedDict") + ")RtR";
}
}  // namespace op

/// pytorch_model.bin of a dict of (name, instructions) and the storages' bytes.
inline std::string torch_file(const std::vector<std::pair<std::string, std::string>>& entries,
                              const std::vector<std::string>& storages, bool zip64 = false) {
  std::string pickle = "\x80\2}(";
  for (const auto& [name, code] : entries) pickle += op::text(name) + code;
  std::vector<std::pair<std::string, std::string>> members = {{"m/data.pkl", pickle + "u."}};
  for (std::size_t i = 0; i < storages.size(); ++i) members.push_back({"m/data/" + std::to_string(i), storages[i]});
  return zip(members, zip64);
}

}  // namespace nilgrad::transformer
