#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace nilgrad::transformer {

/// Reads fields of a JSON object, of which nothing is believed. null counts as absent. Errors name the file and field.
class ConfigFields {
 public:
  /// `inside` is what stands before a field's name, "rope_scaling." of those in there.
  ConfigFields(const nlohmann::json& object, const std::string& where, std::string inside = "");

  bool has(const char* name) const;
  /// Also as null.
  bool mentions(const char* name) const { return object_.contains(name); }

  /// An extent, 1 … 2^31 - 1.
  std::int64_t size(const char* name) const;
  std::int64_t size(const char* name, std::int64_t otherwise) const { return has(name) ? size(name) : otherwise; }
  bool flag(const char* name, bool otherwise) const;
  /// Finite and above 0.
  double positive(const char* name) const;
  double positive(const char* name, double otherwise) const { return has(name) ? positive(name) : otherwise; }
  std::string text(const char* name) const;
  std::string text(const char* name, const std::string& otherwise) const { return has(name) ? text(name) : otherwise; }
  /// A token of a vocabulary, the first of a list of them; -1 for null, `otherwise` where absent.
  std::int32_t token(const char* name, std::int32_t otherwise, std::int64_t vocab) const;
  /// A list of strings; empty where absent.
  std::vector<std::string> texts(const char* name) const;
  /// The object in a field.
  ConfigFields object(const char* name) const;

  /// Throws: the field, why it is refused.
  [[noreturn]] void refuse(const char* name, const std::string& why) const;

 private:
  const nlohmann::json& required(const char* name) const;

  const nlohmann::json& object_;
  std::string where_, inside_;
};

}  // namespace nilgrad::transformer
