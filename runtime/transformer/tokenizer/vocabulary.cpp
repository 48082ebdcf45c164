#include "runtime/error.hpp"
#include "runtime/transformer/tokenizer/definition.hpp"

namespace nilgrad::transformer {

void Vocabulary::add(const std::string& token, std::int64_t id, const std::string& place) {
  if (token.empty()) throw_error(ErrorKind::file, "{}: the token of id {} is empty", place, id);
  if (id < 0 || id >= most_ids)
    throw_error(ErrorKind::file, "{}: token '{}' has the id {}; ids are from 0 to {}", place, token, id, most_ids - 1);
  const auto number = static_cast<std::int32_t>(id);
  const auto [known, made] = ids_.emplace(token, number);
  if (!made && known->second != number)
    throw_error(ErrorKind::file, "{}: token '{}' has two ids, {} and {}", place, token, known->second, number);
  const auto slot = static_cast<std::size_t>(id);
  if (made && has(slot))
    throw_error(ErrorKind::file, "{}: tokens '{}' and '{}' have one id, {}", place, tokens_[slot], token, number);
  if (slot >= tokens_.size()) {
    tokens_.resize(slot + 1);
    present_.resize(slot + 1, false);
  }
  tokens_[slot] = token;
  present_[slot] = true;
}

std::int32_t Vocabulary::find(const std::string& token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? -1 : found->second;
}

Merges::Merge merge_of(const Vocabulary& vocabulary, const std::string& left, const std::string& right,
                       const std::function<std::string()>& place) {
  const auto id_of = [&](const std::string& token) {
    const std::int32_t id = vocabulary.find(token);
    if (id < 0)
      throw_error(ErrorKind::file, "{}: merges '{}' and '{}', but the vocabulary has no token '{}'", place(), left,
                  right, token);
    return id;
  };
  return {id_of(left), id_of(right), id_of(left + right)};
}

}  // namespace nilgrad::transformer
