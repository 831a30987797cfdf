#include "casework/tasks/calendar.h"

#include <gmock/gmock.h>

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Date day(int year, unsigned month, unsigned number) { return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(number)}; }
const Time kMade = std::chrono::sys_days(day(2026, 11, 24)) + std::chrono::hours(9) + std::chrono::minutes(5);

TEST(Calendar, OneEventForADayWithItsNumberAlone) {
  const std::string file = to_calendar(Catalogue::of(Language::en), {day(2026, 12, 31), day(2026, 12, 1), day(2026, 12, 31)}, kMade, "mark");
  EXPECT_TRUE(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(file.ends_with("END:VCALENDAR\r\n"));
  EXPECT_THAT(file, HasSubstr("UID:20261201-mark@arasha\r\nDTSTAMP:20261124T090500Z\r\nDTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202\r\nSUMMARY:Arasha: 1 thing to do\r\n"));
  // The day after the last of the year; two things are one event.
  EXPECT_THAT(file, HasSubstr("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:Arasha: 2 things to do\r\n"));
  EXPECT_EQ(file.find("20261201-mark"), file.rfind("20261201-mark"));
}

TEST(Calendar, NothingToDoIsACalendarToo) {
  const std::string file = to_calendar(Catalogue::of(Language::en), {}, kMade, "mark");
  EXPECT_THAT(file, Not(HasSubstr("VEVENT")));
  EXPECT_TRUE(file.ends_with("END:VCALENDAR\r\n"));
}

TEST(Calendar, LinesAreShortAndLettersStayWhole) {
  for (const Language language : kLanguages) {
    const std::string file = to_calendar(Catalogue::of(language), std::vector<Date>(11, day(2026, 12, 1)), kMade, std::string(90, 'm'));
    for (std::size_t at = 0; at < file.size();) {
      const std::size_t end = file.find("\r\n", at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - at, 75U);
      // A line never begins inside a letter.
      EXPECT_NE(static_cast<unsigned char>(file[at]) & 0xc0U, 0x80U);
      at = end + 2;
    }
  }
}

}  // namespace
}  // namespace arasha::casework
