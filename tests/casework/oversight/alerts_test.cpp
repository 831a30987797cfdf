// Signs in the reading record: the rules at their edges, surnames across scripts, and what is kept of the walk.
#include "casework/oversight/alerts.h"

#include "casework/browser.h"

namespace arasha::casework {
namespace {

using vault::Action;
using vault::CircleKind;

class Signs : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    rules_.files = {3, 2, 1, 2};
  }
  // On the clock of the machine.
  static Time at(int day, int hour, int minute = 0) {
    std::tm parts{};
    parts.tm_year = 126;
    parts.tm_mon = 8;
    parts.tm_mday = day;
    parts.tm_hour = hour;
    parts.tm_min = minute;
    parts.tm_isdst = -1;
    return Time(std::chrono::seconds(std::mktime(&parts)));
  }
  void line(Time time, FileId file, Action action = Action::opened, MemberId member = MemberId()) {
    lines_.push_back({lines_.size() + 1, {member, time, action, file, 1}});
  }
  static FileId file(std::uint8_t number) {
    std::array<std::uint8_t, FileId::kSize> bytes{};
    bytes[0] = number;
    return FileId::from_array(bytes);
  }
  std::vector<Alert> found() { return find_alerts(rules_, lines_); }

  AlertRules rules_;
  std::vector<vault::RecordedReading> lines_;
};

TEST_F(Signs, ManyDifferentFilesWithinAnHourThatSlides) {
  line(at(10, 9, 59), file(1));
  line(at(10, 10, 10), file(2));
  line(at(10, 10, 58), file(3));
  line(at(10, 11, 5), file(4));
  const auto all = found();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].sign, Sign::many_files);
  EXPECT_EQ(all[0].first, 1U);
  EXPECT_EQ(all[0].count, 4U);
  EXPECT_EQ(all[0].until, at(10, 11, 5));
}

TEST_F(Signs, TheSameFileAgainAndListsAreNotMany) {
  for (int i = 0; i < 20; ++i) line(at(10, 10, i), file(static_cast<std::uint8_t>(i % 2)));
  for (std::uint8_t i = 0; i < 20; ++i) line(at(10, 11), file(i), Action::listed);
  EXPECT_TRUE(found().empty());
}

TEST_F(Signs, AnHourLaterIsAnotherHour) {
  line(at(10, 9, 0), file(1));
  line(at(10, 9, 30), file(2));
  line(at(10, 10, 0), file(3));
  EXPECT_TRUE(found().empty());
}

TEST_F(Signs, EachMemberForHerself) {
  const MemberId other = crypto::random_id<MemberId>();
  line(at(10, 10), file(1));
  line(at(10, 10), file(2), Action::opened, other);
  line(at(10, 10), file(3));
  line(at(10, 10), file(4), Action::opened, other);
  EXPECT_TRUE(found().empty());
}

TEST_F(Signs, TheNightIsOnePieceOverMidnight) {
  line(at(10, 21, 59), file(9));
  line(at(10, 23), file(1));
  line(at(11, 5, 59), file(2));
  line(at(11, 6, 0), file(8));
  auto all = found();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].sign, Sign::night);
  EXPECT_EQ(all[0].count, 2U);
  rules_.night_from = rules_.night_until;
  EXPECT_TRUE(found().empty());
  rules_.night_from = 5;
  rules_.night_until = 22;
  EXPECT_EQ(found()[0].count, 3U) << "21:59, 5:59 and 6:00 lie between one noon and the next";
}

TEST_F(Signs, SwitchedOffIsSilent) {
  for (std::uint8_t i = 0; i < 50; ++i) {
    line(at(10, 23), file(i));
    line(at(10, 23), file(i), Action::same_name);
    line(at(10, 23), file(i), Action::after_closing);
  }
  EXPECT_EQ(found().size(), 4U);
  rules_.files = {0, 0, 0, 0};
  EXPECT_TRUE(found().empty());
}

TEST_F(Signs, SurnamesAcrossAlphabets) {
  Identity identity;
  identity.set_family_name("Каримова");
  identity.set_given_name("Дилноза");
  EXPECT_TRUE(has_surname_of("Aziz Karimov", identity));
  EXPECT_TRUE(has_surname_of("Каримов Азиз", identity));
  EXPECT_FALSE(has_surname_of("Дилноза", identity)) << "a first name alone says nothing";
  EXPECT_FALSE(has_surname_of("Saule", identity));
  EXPECT_FALSE(has_surname_of("", identity));
  Identity unknown;
  EXPECT_FALSE(has_surname_of("Aziz Karimov", unknown));
  unknown.add_other_names("Karimova Dilnoza");
  EXPECT_TRUE(has_surname_of("Азиз Каримов", unknown));
}

TEST_F(Signs, OpeningWritesThemBesideTheReading) {
  const CaseFiles files = open_one();
  const vault::Keyring cousin = in("Азиз Каримов", {CircleKind::casework});
  Browser(*site_, &cousin).get("/case/" + files.case_file.text());
  const auto lines = must(vault_->readings(*steward_, UINT64_MAX, 4));
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [&](const auto& one) { return one.reading.action == Action::same_name && one.reading.file == files.case_file; }), 1);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [&](const auto& one) { return one.reading.action == Action::after_closing; }), 0);
  Closure closure;
  closure.set_date("2026-09-20");
  closure.set_reason("returned");
  must(Cases(*vault_).add(*steward_, files.case_file, closure));
  Browser(*site_, &cousin).get("/case/" + files.case_file.text());
  const auto later = must(vault_->readings(*steward_, UINT64_MAX, 4));
  EXPECT_EQ(std::count_if(later.begin(), later.end(), [&](const auto& one) { return one.reading.action == Action::after_closing; }), 1);
}

class AlertPages : public Signs {
 protected:
  void SetUp() override {
    Signs::SetUp();
    files_ = open_one();
    cousin_.emplace(in("Азиз Каримов", {CircleKind::casework}));
    auditor_.emplace(in("Timur", {CircleKind::auditors}));
    Browser(*site_, &*cousin_).get("/case/" + files_.case_file.text());
  }
  CaseFiles files_;
  std::optional<vault::Keyring> cousin_, auditor_;
};

TEST_F(AlertPages, AnAuditorSeesMarksAndIsToldOnTheFirstPage) {
  Browser timur(*site_, &*auditor_);
  EXPECT_NE(timur.get("/").body.find("/readings/alerts"), std::string::npos);
  const auto page = timur.get("/readings/alerts");
  EXPECT_NE(page.body.find("The person has the same surname"), std::string::npos);
  EXPECT_NE(page.body.find("Азиз Каримов"), std::string::npos);
  EXPECT_EQ(page.body.find("Дилноза"), std::string::npos) << "an auditor opens no case";
  const std::string key = Browser::value_of(page.body, "key");
  ASSERT_TRUE(key.starts_with("name/"));
  const std::string field = "note-name-" + key.substr(5);
  EXPECT_EQ(timur.post("/readings/alerts", "key=" + key + "&" + field + "=").status, 400);
  EXPECT_EQ(timur.post("/readings/alerts", "key=name/999999&note-name-999999=x").status, 404);
  EXPECT_EQ(timur.post("/readings/alerts", "key=" + key + "&" + field + "=Not+related").status, 303);
  EXPECT_EQ(timur.get("/").body.find("/readings/alerts\""), std::string::npos);
  EXPECT_EQ(timur.get("/readings/alerts").body.find("Not related"), std::string::npos);
  // Every auditor sees who looked, and what was found.
  Browser saule(*site_, steward_.get());
  const auto all = saule.get("/readings/alerts?show=all");
  EXPECT_NE(all.body.find("Not related"), std::string::npos);
  EXPECT_NE(all.body.find("Timur"), std::string::npos);
}

TEST_F(AlertPages, NobodyElseSeesThem) {
  Browser aziz(*site_, &*cousin_);
  EXPECT_EQ(aziz.get("/readings/alerts").status, 403);
  EXPECT_EQ(aziz.post("/readings/alerts", "key=name/1&note-name-1=mine").status, 403);
  EXPECT_EQ(aziz.get("/").body.find("/readings/alerts"), std::string::npos);
}

TEST_F(AlertPages, NobodyMarksHerOwnReadings) {
  must(vault_->join_circle(*steward_, circle(CircleKind::auditors), cousin_->member(), false));
  must(vault_->refresh(*cousin_));
  Browser aziz(*site_, &*cousin_);
  const auto page = aziz.get("/readings/alerts");
  EXPECT_NE(page.body.find("your own readings"), std::string::npos);
  const Desk desk{*vault_, *tables_, pack::Shelf::built_in()};
  const auto list = must(reading_alerts(desk, *cousin_));
  const std::string key = list.rows.at(0).alert.key();
  EXPECT_EQ(aziz.post("/readings/alerts", "key=" + key + "&note-name-" + key.substr(5) + "=nothing").status, 403);
}

TEST_F(AlertPages, WhatIsOlderThanADayIsFoundOnceAndKept) {
  const Desk desk{*vault_, *tables_, pack::Shelf::built_in()};
  const std::size_t before = must(reading_alerts(desk, *auditor_)).rows.size();
  EXPECT_EQ(before, 1U);
  clock_.advance(std::chrono::hours(24 * 3));
  EXPECT_EQ(must(reading_alerts(desk, *auditor_)).rows.size(), before);  // moves the base
  const auto later = must(reading_alerts(desk, *auditor_));
  EXPECT_EQ(later.rows.size(), before);
  EXPECT_EQ(later.walked, 0U) << "nothing new is there to be walked";
  // Other rules: it is walked anew.
  must(vault_->change_setting(*steward_, "alert_name", "0"));
  EXPECT_TRUE(must(reading_alerts(desk, *auditor_)).rows.empty());
  must(vault_->change_setting(*steward_, "alert_name", "1"));
  EXPECT_EQ(must(reading_alerts(desk, *auditor_)).rows.size(), before);
  clock_.advance(std::chrono::hours(24 * 31));
  EXPECT_TRUE(must(reading_alerts(desk, *auditor_)).rows.empty());
}

TEST_F(AlertPages, ThresholdsAreChecked) {
  Browser saule(*site_, steward_.get());
  const std::string rest = "&alert_night=5&alert_name=1&alert_closed=3&alert_night_from=22&alert_night_until=6";
  for (const char* wrong : {"", "-1", "1.5", "many", "10001", "99999999999999999999", "5x"}) {
    EXPECT_EQ(saule.post("/settings/alerts", std::string("alert_many=") + wrong + rest).status, 400) << wrong;
  }
  EXPECT_EQ(saule.post("/settings/alerts", "alert_many=7&alert_night=5&alert_name=1&alert_closed=3&alert_night_from=24&alert_night_until=6").status, 400);
  EXPECT_EQ(vault_->directory()->setting("alert_many"), "");
  EXPECT_EQ(saule.post("/settings/alerts", "alert_many=7" + rest).status, 303);
  EXPECT_EQ(vault_->directory()->setting("alert_many"), "7");
  EXPECT_EQ(vault_->directory()->setting("alert_night"), "") << "what stays as it is becomes no block";
  Browser aziz(*site_, &*cousin_);
  EXPECT_EQ(aziz.post("/settings/alerts", "alert_many=0" + rest).status, 403);
  EXPECT_EQ(aziz.get("/settings/alerts").status, 403);
}

}  // namespace
}  // namespace arasha::casework
