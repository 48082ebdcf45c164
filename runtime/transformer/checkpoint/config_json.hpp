#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/tensor/tensor.hpp"
#include "runtime/transformer/config.hpp"

namespace nilgrad::transformer {

/// What a config.json says, field by field as the library does: fields that change the numbers are honoured or, where
/// we cannot, refused; absent ones have the library's defaults (sizes must be there); unknown ones do not matter.
/// Throws Error(file) naming the file and the field.
Config read_config(const std::filesystem::path& path);
/// `where` begins the errors.
Config config_from_json(const nlohmann::json& json, const std::string& where);

/// A config.json from which Hugging Face makes the same model, its weights mostly of `dtype`.
std::string config_json(const Config& config, DType dtype);

}  // namespace nilgrad::transformer
