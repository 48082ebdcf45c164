#pragma once
#include <string>
#include <vector>

#include "runtime/catalog/catalog.hpp"

// What the contract tests loop over: adding an entry to the catalog adds it to them.
namespace nilgrad::contract {

/// A thing with options that it accepts.
struct Variant {
  const catalog::Descriptor* descriptor;
  catalog::Values values;

  std::string to_string() const { return catalog::Recipe{descriptor, values}.to_string(); }
  template <class T>
  std::shared_ptr<T> make() const {
    return catalog::Recipe{descriptor, values}.template make<T>();
  }
};

/// Numbers for options that have no default.
inline catalog::Values required_values(const catalog::Descriptor& descriptor) {
  catalog::Values values;
  for (const catalog::Option& option : descriptor.options)
    if (option.limits.required && option.type == catalog::Type::integer)
      values[option.name] = std::int64_t{2};
    else if (option.limits.required)
      values[option.name] = option.name == "lower" ? -0.5 : 0.5;
  return values;
}

/// Every native entry of a kind: as it is by default, with every choice that an option offers, with every flag turned,
/// and with more queries than the small problems of these tests have dimensions.
inline std::vector<Variant> variants(const std::string& kind) {
  std::vector<Variant> all;
  for (const catalog::Descriptor& descriptor : catalog::entries()) {
    if (descriptor.kind != kind || !descriptor.make) continue;
    const catalog::Values values = required_values(descriptor);
    const auto with = [&](const std::string& name, catalog::Value value) {
      catalog::Values changed = values;
      changed[name] = std::move(value);
      all.push_back({&descriptor, std::move(changed)});
    };
    all.push_back({&descriptor, values});
    for (const catalog::Option& option : descriptor.options) {
      for (const std::string& choice : option.limits.choices) with(option.name, choice);
      if (option.type == catalog::Type::boolean) with(option.name, option.default_text == "false");
      // More orthogonal directions than dimensions are refused.
      if (option.name == "queries" && descriptor.path() != "ng.estimator.orthogonal")
        with(option.name, std::int64_t{9});
    }
    if (descriptor.path() == "ng.update.chain")
      with("updates", catalog::Recipes{catalog::recipe("update", "clip_norm"), catalog::recipe("update", "adam"),
                                       catalog::recipe("update", "weight_decay")});
  }
  return all;
}

/// Every update as runs use it: those that set no rate of their own (clip_norm, …) are followed by one that does, and
/// conservative's is small enough for it to move.
inline std::vector<Variant> rated_updates() {
  std::vector<Variant> all;
  for (const Variant& variant : variants("update")) {
    if (variant.descriptor->option("lr") || variant.descriptor->option("step")) {
      all.push_back(variant);
      if (variant.descriptor->name == "conservative") all.back().values["lr"] = 1e-3;
      continue;
    }
    catalog::Recipes parts{std::make_shared<const catalog::Recipe>(catalog::Recipe{variant.descriptor, variant.values}),
                           catalog::recipe("update", "scale", {{"factor", 0.005}})};
    all.push_back({catalog::find("update", "chain"), {{"updates", std::move(parts)}}});
  }
  return all;
}

}  // namespace nilgrad::contract
