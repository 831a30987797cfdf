// What a browser posts: names and values, decoded strictly.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace arasha::schema {

class FormData {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  std::string_view get(std::string_view name) const;  // the first; empty when absent
  std::vector<std::string_view> all(std::string_view name) const;
  bool has(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

inline constexpr std::size_t kFormLimit = 1U << 20U;
inline constexpr std::size_t kFormFields = 2000;

// application/x-www-form-urlencoded. `invalid_input` for a broken escape or bytes that are not UTF-8, `too_large` over
// the limits.
Result<FormData> parse_urlencoded(std::string_view body);
std::string to_urlencoded(const FormData& data);

// The pieces of a text between any of the separators, without the empty ones. They look into `text`.
std::vector<std::string_view> split(std::string_view text, std::string_view separators);

}  // namespace arasha::schema
