// Result<T>: an expected failure is a value that cannot be dropped unseen.
//
// An Error carries a code for programs, a static sentence for people (English, the key of the catalogue;
// {1} and {2} stand for `arguments`) and a detail for operators. None of them may hold a secret or anything
// that was typed about a person; an argument is a line number, a field label, a file name of ours.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace arasha {

enum class ErrorCode {
  invalid_input,  // what came from outside cannot be understood or is not allowed
  not_found,
  conflict,       // somebody else wrote first; read again
  denied,         // no key, no right, or no session; never says which
  damaged,        // stored bytes fail their check
  unavailable,    // a resource is missing or taken (a lock, a file, a port)
  full,           // no space, quota reached
  busy,           // queue limit or deadline reached; try again
  too_large,
  unsupported,    // a newer version, an unknown format
  internal,
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  const char* text = "Something went wrong.";  // static; the msgid of the catalogue
  std::vector<std::string> arguments;          // for {1}, {2} … in the text
  std::string detail;                          // for operators; not translated

  Error(ErrorCode error_code, const char* sentence, std::vector<std::string> values = {}, std::string operators_detail = {})
      : code(error_code), text(sentence), arguments(std::move(values)), detail(std::move(operators_detail)) {}

  // The English sentence with its arguments, and the detail in brackets: for the command line and the log.
  std::string to_string() const;
};

// Fills {1}, {2} … in a sentence.
std::string fill(std::string_view sentence, const std::vector<std::string>& arguments);

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}  // NOLINT: return an Error directly
  bool is_ok() const { return this->has_value(); }
};

template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
 public:
  using tl::expected<void, Error>::expected;
  Result() = default;
  Result(Error error) : tl::expected<void, Error>(tl::unexpect, std::move(error)) {}  // NOLINT
  bool is_ok() const { return has_value(); }
};

}  // namespace arasha

// TRY(name, expression): declares `name` as the value, or returns the error from the function it stands in.
// TRY_VOID(expression): the same where there is no value. Both may stand inside a lambda that is itself in a TRY.
#define ARASHA_JOIN2(a, b) a##b
#define ARASHA_JOIN(a, b) ARASHA_JOIN2(a, b)
#define ARASHA_TRY(result, name, ...)            \
  auto result = (__VA_ARGS__);                   \
  if (!result) return std::move(result).error(); \
  auto name = std::move(*result)
#define ARASHA_TRY_VOID(result, ...)               \
  do {                                             \
    auto result = (__VA_ARGS__);                   \
    if (!result) return std::move(result).error(); \
  } while (false)
#define TRY(name, ...) ARASHA_TRY(ARASHA_JOIN(try_, __COUNTER__), name, __VA_ARGS__)
#define TRY_VOID(...) ARASHA_TRY_VOID(ARASHA_JOIN(try_, __COUNTER__), __VA_ARGS__)
