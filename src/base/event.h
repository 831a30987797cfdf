// The operators' log: typed events on standard error, never sentences, never data about a person.
//
//   log_event(Level::warning, "request_refused", {{"status", 403}, {"took", elapsed}});
//
// A field is a name from the code and a number, a duration, a truth value or a word from the code (const char*
// from a literal). Strings that were built at run time, secrets and messages do not convert; a compile-fail test
// holds that. Whatever an outsider can trigger at will goes through `RateLimit`.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>

namespace arasha {

enum class Level { info, warning, error };

class EventField {
 public:
  template <std::integral T>
  EventField(const char* name, T value) : name_(name), number_(static_cast<std::int64_t>(value)) {}
  template <class Rep, class Period>
  EventField(const char* name, std::chrono::duration<Rep, Period> value)
      : name_(name), number_(std::chrono::duration_cast<std::chrono::microseconds>(value).count()), unit_("us") {}
  template <std::size_t N>
  EventField(const char* name, const char (&word)[N]) : name_(name), word_(word) {}

  std::string text() const;

 private:
  const char* name_;
  std::int64_t number_ = 0;
  const char* unit_ = "";
  const char* word_ = nullptr;
};

void log_event(Level level, const char* name, std::initializer_list<EventField> fields = {});

// Lets `burst` events through at once and then one a second; counts the rest.
class RateLimit {
 public:
  explicit RateLimit(int burst) : burst_(burst), left_(burst) {}
  bool allow();

 private:
  std::mutex mutex_;
  int burst_;
  int left_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace arasha
