// Two checks for our own mistakes, never for input.
//   CHECK(condition)   aborts the process: a broken invariant of crypto or of the record must not go on.
//   REQUIRE(condition) throws Bug: the request in hand fails closed, the process lives.
#pragma once

#include <stdexcept>

namespace arasha {

class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void check_failed(const char* condition, const char* file, int line);
[[noreturn]] void require_failed(const char* condition, const char* file, int line);

}  // namespace arasha

#define CHECK(condition) ((condition) ? static_cast<void>(0) : ::arasha::check_failed(#condition, __FILE__, __LINE__))
#define REQUIRE(condition) ((condition) ? static_cast<void>(0) : ::arasha::require_failed(#condition, __FILE__, __LINE__))
