#include "base/calendar.h"

#include <fmt/format.h>

namespace arasha {
namespace {

std::string compact(Date date) {
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string moment(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::chrono::hh_mm_ss clock(seconds - std::chrono::floor<std::chrono::days>(seconds));
  return fmt::format("{}T{:02}{:02}{:02}Z", compact(date_of(time)), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

// RFC 5545, 3.3.11: commas, semicolons and backslashes are escaped; a line ends with CRLF and has 75 bytes at most,
// longer ones go on behind a space, never inside a letter. A line end inside the value would begin another property.
std::string line(std::string_view name, std::string_view value) {
  std::string whole(name);
  whole += ':';
  for (const char letter : value) {
    if (letter == '\r' || letter == '\n') {
      whole += ' ';
      continue;
    }
    if (letter == ',' || letter == ';' || letter == '\\') whole += '\\';
    whole += letter;
  }
  std::string out;
  std::size_t room = 75;
  for (std::size_t at = 0; at < whole.size();) {
    std::size_t next = at + 1;
    while (next < whole.size() && (static_cast<unsigned char>(whole[next]) & 0xc0U) == 0x80U) ++next;
    if (next - at > room) {
      out += "\r\n ";
      room = 74;
    }
    out.append(whole, at, next - at);
    room -= next - at;
    at = next;
  }
  return out + "\r\n";
}

}  // namespace

std::string calendar_file(const std::vector<CalendarDay>& days, Time made, std::string_view mark) {
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Arasha//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n";
  for (const CalendarDay& one : days) {
    const Date next(std::chrono::sys_days(one.day) + std::chrono::days(1));
    out += "BEGIN:VEVENT\r\n";
    out += line("UID", one.id + "-" + std::string(mark) + "@arasha");
    out += line("DTSTAMP", moment(made));
    out += line("DTSTART;VALUE=DATE", compact(one.day));
    out += line("DTEND;VALUE=DATE", compact(next));
    out += line("SUMMARY", one.summary);
    out += "TRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n";
  }
  return out + "END:VCALENDAR\r\n";
}

}  // namespace arasha
