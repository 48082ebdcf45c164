#pragma once
#include <fmt/format.h>

#include <concepts>
#include <optional>

#include "runtime/catalog/catalog.hpp"

/// Stands at the end of the file that defines a thing; cmake/catalog.cmake finds it there.
#define NILGRAD_DESCRIBE(kind, name)     \
  namespace nilgrad::catalog {           \
  Descriptor describe_##kind##_##name(); \
  }                                      \
  nilgrad::catalog::Descriptor nilgrad::catalog::describe_##kind##_##name()

namespace nilgrad::catalog {

/// An option that is itself a described thing: a recipe given by the user or the default's name.
template <class T>
class Part {
 public:
  Part() = default;
  Part(const char* default_name)
      : default_name_(default_name) {}  // NOLINT(google-explicit-constructor): reads as a default
  explicit Part(std::shared_ptr<const Recipe> recipe) : recipe_(std::move(recipe)) {}

  explicit operator bool() const { return recipe_ || default_name_; }
  std::shared_ptr<T> make() const { return recipe_ ? recipe_->make<T>() : catalog::make<T>(default_name_); }
  std::string to_string() const {
    if (recipe_) return recipe_->to_string();
    return default_name_ ? fmt::format("{}", default_name_) : "none";
  }

 private:
  std::shared_ptr<const Recipe> recipe_;
  const char* default_name_ = nullptr;
};

template <class T>
using Parts = std::vector<Part<T>>;

// How the member's C++ type decides what the option accepts, and how a checked value gets there.
template <class T>
struct Slot;

template <>
struct Slot<bool> {
  static constexpr Type type = Type::boolean;
  static void assign(bool& to, const Value& from) { to = std::get<bool>(from); }
  static std::string text(bool value) { return value ? "true" : "false"; }
};

template <std::integral T>
struct Slot<T> {
  static constexpr Type type = Type::integer;
  static void assign(T& to, const Value& from) {
    // By way of int64, as Lua's integers are: −1 as an unsigned seed is 2^64 − 1, whether written −1 or −1.0.
    const auto* number = std::get_if<double>(&from);
    to = static_cast<T>(number ? static_cast<std::int64_t>(*number) : std::get<std::int64_t>(from));
  }
  static std::string text(T value) { return fmt::format("{}", value); }
};

template <>
struct Slot<double> {
  static constexpr Type type = Type::number;
  static void assign(double& to, const Value& from) {
    to = std::holds_alternative<double>(from) ? std::get<double>(from)
                                              : static_cast<double>(std::get<std::int64_t>(from));
  }
  static std::string text(double value) { return fmt::format("{}", value); }
};

template <>
struct Slot<std::string> {
  static constexpr Type type = Type::text;
  static void assign(std::string& to, const Value& from) { to = std::get<std::string>(from); }
  static std::string text(const std::string& value) { return "'" + value + "'"; }
};

/// A number stands for all coordinates alike: a vector of one element.
template <>
struct Slot<std::vector<double>> {
  static constexpr Type type = Type::numbers;
  static void assign(std::vector<double>& to, const Value& from) {
    if (const auto* list = std::get_if<std::vector<double>>(&from)) {
      to = *list;
    } else {
      to.resize(1);
      Slot<double>::assign(to[0], from);
    }
  }
  static std::string text(const std::vector<double>& value) {
    return value.empty() ? "none" : fmt::format("{}", fmt::join(value, ", "));
  }
};

/// One text, or a list of them: which of the two may mean something.
template <>
struct Slot<std::variant<std::string, std::vector<std::string>>> {
  static constexpr Type type = Type::texts;
  static void assign(std::variant<std::string, std::vector<std::string>>& to, const Value& from) {
    if (const auto* list = std::get_if<std::vector<std::string>>(&from))
      to = *list;
    else
      to = std::get<std::string>(from);
  }
  static std::string text(const std::variant<std::string, std::vector<std::string>>& value) {
    return std::visit([](const auto& texts) { return to_string(Value(texts)); }, value);
  }
};

template <class T>
struct Slot<std::optional<T>> {
  static constexpr Type type = Slot<T>::type;
  static void assign(std::optional<T>& to, const Value& from) { Slot<T>::assign(to.emplace(), from); }
  static std::string text(const std::optional<T>& value) { return value ? Slot<T>::text(*value) : "none"; }
};

template <class T>
struct Slot<Part<T>> {
  static constexpr Type type = Type::recipe;
  static void assign(Part<T>& to, const Value& from) {
    if constexpr (requires { T::from_number; }) {  // a schedule: a plain number is a constant one
      if (!std::holds_alternative<Recipes>(from)) {
        double number = 0;
        Slot<double>::assign(number, from);
        to = Part<T>(catalog::recipe(T::kind, T::from_number, {{"value", number}}));
        return;
      }
    }
    to = Part<T>(std::get<Recipes>(from).front());
  }
  static std::string text(const Part<T>& value) { return value.to_string(); }
};

template <class T>
struct Slot<Parts<T>> {
  static constexpr Type type = Type::recipe;
  static void assign(Parts<T>& to, const Value& from) {
    to.clear();
    for (const auto& recipe : std::get<Recipes>(from)) to.emplace_back(recipe);
  }
  static std::string text(const Parts<T>& value) { return value.empty() ? "none" : "given"; }
};

template <class T>
struct PartOf {
  static std::string kind() { return ""; }
  static constexpr bool many = false;
};
template <class T>
struct PartOf<Part<T>> {
  static std::string kind() { return T::kind; }
  static constexpr bool many = false;
};
template <class T>
struct PartOf<Parts<T>> {
  static std::string kind() { return T::kind; }
  static constexpr bool many = true;
};

/// describe<Estimator, TwoPoint>("two_point", "…").option("queries", &TwoPoint::Options::queries, "…", {.low = 1})
/// Thing has a nested struct Options, whose member initialisers are the defaults, and is constructed from one.
template <class Options>
class Described {
 public:
  Described(std::string kind, std::string name, std::string summary) {
    descriptor_.kind = std::move(kind);
    descriptor_.name = std::move(name);
    descriptor_.summary = std::move(summary);
  }

  Described& signature(std::string text) { return set(descriptor_.signature, std::move(text)); }
  Described& formula(std::string text) { return set(descriptor_.formula, std::move(text)); }
  Described& cost(std::string text) { return set(descriptor_.cost, std::move(text)); }
  Described& memory(std::string text) { return set(descriptor_.memory, std::move(text)); }
  Described& reference(std::string text) { return set(descriptor_.reference, std::move(text)); }
  Described& example(std::string text) { return set(descriptor_.example, std::move(text)); }
  Described& positional(std::vector<std::string> names) { return set(descriptor_.positional, std::move(names)); }
  /// As Member::of reads it.
  Described& member(std::string text, std::string help) {
    descriptor_.members.push_back(Member::of(std::move(text), std::move(help)));
    return *this;
  }

  template <class T>
  Described& option(std::string name, T Options::*member, std::string help, Limits limits = {}) {
    Option option;
    option.name = std::move(name);
    option.type = Slot<T>::type;
    option.kind = PartOf<T>::kind();
    option.many = PartOf<T>::many;
    if (!limits.required)
      option.default_text = limits.default_text.empty() ? Slot<T>::text(Options{}.*member) : limits.default_text;
    option.limits = std::move(limits);
    option.help = std::move(help);
    option.assign = [member](void* options, const Value& value) {
      Slot<T>::assign(static_cast<Options*>(options)->*member, value);
    };
    descriptor_.options.push_back(std::move(option));
    return *this;
  }

  /// An option that another room reads (a Lua callback, a model): checked by type, assigned nowhere.
  Described& opaque(std::string name, Type type, std::string kind, std::string help, Limits limits = {}) {
    Option option;
    option.name = std::move(name);
    option.type = type;
    option.kind = std::move(kind);
    if (!limits.required) option.default_text = limits.default_text.empty() ? "none" : limits.default_text;
    option.limits = std::move(limits);
    option.help = std::move(help);
    descriptor_.options.push_back(std::move(option));
    return *this;
  }

  operator Descriptor() const { return descriptor_; }  // NOLINT(google-explicit-constructor): ends the chain

 protected:
  template <class T>
  Described& set(T& field, T value) {
    field = std::move(value);
    return *this;
  }
  Descriptor descriptor_;
};

/// For functions that take none.
struct NoOptions {};

/// Fills an Options struct from values that were checked.
template <class Options>
Options read(const Descriptor& descriptor, const Values& values) {
  Options options;
  for (const auto& [name, value] : values) {
    const Option* option = descriptor.option(name);
    if (option && option->assign) option->assign(&options, value);
  }
  return options;
}

template <class Interface, class Thing>
Described<typename Thing::Options> describe(const std::string& name, std::string summary) {
  struct Making : Described<typename Thing::Options> {
    Making(std::string kind, std::string thing_name, std::string thing_summary)
        : Described<typename Thing::Options>(kind, thing_name, std::move(thing_summary)) {
      this->descriptor_.make = [kind, thing_name](const Values& values) -> std::shared_ptr<void> {
        auto options = read<typename Thing::Options>(*find(kind, thing_name), values);
        return std::shared_ptr<Interface>(std::make_shared<Thing>(std::move(options)));
      };
    }
  };
  return Making(Interface::kind, name, std::move(summary));
}

}  // namespace nilgrad::catalog
