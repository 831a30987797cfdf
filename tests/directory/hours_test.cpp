#include "directory/hours.h"

#include <gtest/gtest.h>

#include "directory/rules.h"

namespace arasha::directory {
namespace {

DirectoryService open(std::initializer_list<const char*> days, const char* opens, const char* closes) {
  DirectoryService out;
  auto* row = out.add_hours();
  for (const char* day : days) row->add_days(day);
  row->set_opens(opens);
  row->set_closes(closes);
  return out;
}

TEST(Hours, ReadsTimesStrictly) {
  EXPECT_EQ(minutes_of("09:00"), 540);
  EXPECT_EQ(minutes_of("9:30"), 570);
  EXPECT_EQ(minutes_of("24:00"), 1440);
  for (const char* wrong : {"", ":", "9", "24:01", "09:60", "9:5", "009:00", "-1:00", "ab:cd", "09:00:00"}) EXPECT_FALSE(minutes_of(wrong)) << wrong;
  EXPECT_EQ(time_text(545), "09:05");
}

TEST(Hours, OpenFromTheFirstMinuteUntilBeforeTheLast) {
  const auto service = open({"mo", "fr"}, "09:00", "18:00");
  EXPECT_TRUE(is_open(service, {0, 540, ""}));
  EXPECT_FALSE(is_open(service, {0, 539, ""}));
  EXPECT_TRUE(is_open(service, {4, 1079, ""}));
  EXPECT_FALSE(is_open(service, {4, 1080, ""}));
  EXPECT_FALSE(is_open(service, {1, 600, ""}));
}

TEST(Hours, GoOnPastMidnight) {
  const auto service = open({"su"}, "20:00", "08:00");
  EXPECT_TRUE(is_open(service, {6, 1300, ""}));
  EXPECT_TRUE(is_open(service, {0, 479, ""}));  // Monday morning
  EXPECT_FALSE(is_open(service, {6, 479, ""}));
  EXPECT_FALSE(is_open(service, {0, 480, ""}));
}

TEST(Hours, WithoutDaysEveryDayAndRoundTheClock) {
  const auto service = open({}, "00:00", "24:00");
  for (int day = 0; day < 7; ++day) {
    EXPECT_TRUE(is_open(service, {day, 0, ""}));
    EXPECT_TRUE(is_open(service, {day, 1439, ""}));
  }
  EXPECT_FALSE(is_open(DirectoryService(), {0, 600, ""}));
}

TEST(Hours, CountOnlyWhileTheyAreValid) {
  auto service = open({"mo"}, "09:00", "18:00");
  service.mutable_hours(0)->set_valid_from("2026-06-01");
  service.mutable_hours(0)->set_valid_to("2026-08-31");
  EXPECT_TRUE(is_open(service, {0, 600, "2026-06-01"}));
  EXPECT_FALSE(is_open(service, {0, 600, "2026-05-31"}));
  EXPECT_FALSE(is_open(service, {0, 600, "2026-09-01"}));
}

TEST(Rules, RefuseWhatCannotBe) {
  const Date today = Date(std::chrono::year(2026), std::chrono::month(9), std::chrono::day(21));
  auto service = open({}, "9 o'clock", "18:00");
  service.set_age_from("30");
  service.set_age_to("18");
  service.set_website("javascript:alert(1)");
  service.set_email("no at");
  std::vector<std::string> fields;
  for (const auto& error : check(service, today)) fields.push_back(error.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"website", "email", "age_to", "hours-0-opens"}));
  DirectoryVacancy vacancy;
  vacancy.set_least("4");
  vacancy.set_most("2");
  vacancy.set_date("2026-09-22");
  EXPECT_EQ(check(vacancy, today).size(), 2U);
  DirectoryPlace place;
  place.set_latitude("91");
  place.set_longitude("nan");
  EXPECT_EQ(check(place, today).size(), 3U);
  EXPECT_EQ(check(DirectoryContact(), today).size(), 1U);
  DirectoryContact contact;
  contact.add_phones("+7 (701) 000-00-01");
  EXPECT_TRUE(check(contact, today).empty());
  contact.add_phones("call me");
  EXPECT_EQ(check(contact, today).size(), 1U);
}

TEST(Rules, AreDueAfterSixMonths) {
  const auto day = [](const char* text) { return *date_from_iso(text); };
  DirectoryCard card;
  card.mutable_organisation()->set_name("A");
  card.set_recorded("2026-03-21");
  EXPECT_FALSE(is_due(card, day("2026-09-20"), 6));
  EXPECT_TRUE(is_due(card, day("2026-09-21"), 6));
  card.set_checked("2026-05-01");
  EXPECT_FALSE(is_due(card, day("2026-09-21"), 6));
  card.mutable_organisation()->set_ended("2026-06-01");
  EXPECT_FALSE(is_due(card, day("2027-09-21"), 6));
  EXPECT_EQ(months_until_check(""), 6);
  EXPECT_EQ(months_until_check("12"), 12);
  EXPECT_EQ(months_until_check("0"), 6);
  EXPECT_EQ(months_until_check("x"), 6);
}

}  // namespace
}  // namespace arasha::directory
