#include "directory/hours.h"

#include <algorithm>
#include <array>

namespace arasha::directory {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mo", "tu", "we", "th", "fr", "sa", "su"};

std::optional<int> digits(std::string_view text) {
  if (text.empty() || text.size() > 2) return std::nullopt;
  int out = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

}  // namespace

std::optional<int> minutes_of(std::string_view time) {
  const auto colon = time.find(':');
  if (colon == std::string_view::npos || time.size() != colon + 3) return std::nullopt;
  const auto hours = digits(time.substr(0, colon));
  const auto minutes = digits(time.substr(colon + 1));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > kMinutesOfDay) return std::nullopt;
  return *hours * 60 + *minutes;
}

std::string time_text(int minutes) {
  const auto two = [](int number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  return two(minutes / 60) + ":" + two(minutes % 60);
}

std::optional<int> weekday_of(std::string_view code) {
  const auto found = std::find(kDays.begin(), kDays.end(), code);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<int>(found - kDays.begin());
}

int weekday_of(Date date) { return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding()) - 1; }

std::string_view weekday_code(int weekday) { return kDays[static_cast<std::size_t>(weekday) % kDays.size()]; }

std::vector<int> days_of(const DirectoryService::Hours& hours) {
  std::vector<int> out;
  for (const std::string& code : hours.days()) {
    if (const auto day = weekday_of(code)) out.push_back(*day);
  }
  if (hours.days().empty()) out = {0, 1, 2, 3, 4, 5, 6};
  std::sort(out.begin(), out.end());
  return out;
}

bool is_open(const DirectoryService& service, const Moment& moment) {
  return std::any_of(service.hours().begin(), service.hours().end(), [&](const DirectoryService::Hours& row) {
    const auto opens = minutes_of(row.opens());
    const auto closes = minutes_of(row.closes());
    if (!opens || !closes) return false;
    if (!moment.day.empty() && ((!row.valid_from().empty() && moment.day < row.valid_from()) || (!row.valid_to().empty() && moment.day > row.valid_to()))) return false;
    const auto days = days_of(row);
    const auto has = [&](int day) { return std::find(days.begin(), days.end(), day) != days.end(); };
    if (*closes > *opens) return has(moment.weekday) && *opens <= moment.minutes && moment.minutes < *closes;
    return (has(moment.weekday) && moment.minutes >= *opens) || (has((moment.weekday + 6) % 7) && moment.minutes < *closes);
  });
}

}  // namespace arasha::directory
