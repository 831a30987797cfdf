#include "base/event.h"

#include <algorithm>
#include <cstdio>

#include "base/time.h"

namespace arasha {

std::string EventField::text() const {
  return std::string(name_) + "=" + (word_ != nullptr ? std::string(word_) : std::to_string(number_) + unit_);
}

void log_event(Level level, const char* name, std::initializer_list<EventField> fields) {
  const char* const levels[] = {"info", "warning", "error"};
  std::string line = to_iso(SystemClock().now()) + " " + levels[static_cast<int>(level)] + " " + name;
  for (const EventField& field : fields) line += " " + field.text();
  line += "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

bool RateLimit::allow() {
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - last_).count();
  if (seconds > 0) {
    left_ = static_cast<int>(std::min<std::int64_t>(burst_, left_ + seconds));
    last_ = now;
  }
  if (left_ <= 0) return false;
  --left_;
  return true;
}

}  // namespace arasha
