#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace nilgrad::transformer {

/// The JSON of a file. Throws Error(file) naming the path and the line, and for an object that has a name twice, which
/// JSON readers otherwise let pass.
nlohmann::json read_json(const std::filesystem::path& path);

/// A value in a file that knows where it stands, so that what is wrong with it is said by name.
class JsonField {
 public:
  JsonField(const nlohmann::json& value, std::string place) : value_(value), place_(std::move(place)) {}

  const nlohmann::json& value() const { return value_; }
  const std::string& place() const { return place_; }
  bool absent() const { return value_.is_null(); }

  /// Of an object; absent when it has no such field.
  JsonField operator[](const std::string& name) const;
  JsonField element(std::size_t i) const;
  JsonField element(const std::string& name) const;  ///< of an object whose names are data: place['name']

  std::size_t elements() const;  ///< of a list
  std::string text() const;
  std::int64_t integer() const;
  bool flag(bool otherwise) const;
  void require_object() const;

  /// "tokenizer.json: model.type must be 'BPE', not 'WordPiece'"
  [[noreturn]] void refuse(const std::string& expected) const;

 private:
  const nlohmann::json& value_;
  std::string place_;  // "…/tokenizer.json: model"
};

}  // namespace nilgrad::transformer
