// Double charging and days, as tables.
#include "casework/services/rules.h"

#include <gtest/gtest.h>

#include "casework/services/form.h"
#include "casework/services/words.h"

namespace arasha::casework {
namespace {

ServiceGiven service(const char* item, const char* date, const char* until, const char* funding, const char* project = "") {
  ServiceGiven out;
  out.set_kind("social_domestic");
  out.set_item(item);
  out.set_date(date);
  out.set_until(until);
  out.set_quantity("1");
  out.set_funding(funding);
  out.set_project(project);
  return out;
}

TEST(ServiceRules, NobodyPaysTwice) {
  struct Row {
    const char* what;
    ServiceGiven earlier;
    ServiceGiven now;
    const char* answer;  // the field that is refused; empty: none
  };
  const std::vector<Row> rows = {
      {"same day, another source", service("meals", "2026-09-10", "", "grant_iom"), service("meals", "2026-09-10", "", "state_order"), "funding"},
      {"same day, same source", service("meals", "2026-09-10", "", "grant_iom"), service("meals", "2026-09-10", "", "grant_iom"), "twice"},
      {"same source, another project", service("meals", "2026-09-10", "", "grant_other", "A"), service("meals", "2026-09-10", "", "grant_other", "B"), "funding"},
      {"another item", service("meals", "2026-09-10", "", "grant_iom"), service("bed", "2026-09-10", "", "state_order"), ""},
      {"the day after", service("meals", "2026-09-10", "", "grant_iom"), service("meals", "2026-09-11", "", "state_order"), ""},
      {"a day in a period", service("bed", "2026-09-01", "2026-09-30", "grant_iom"), service("bed", "2026-09-30", "", "state_order"), "funding"},
      {"a period over a day", service("bed", "2026-09-10", "", "grant_iom"), service("bed", "2026-09-01", "2026-09-10", "state_order"), "funding"},
      {"periods that meet", service("bed", "2026-09-01", "2026-09-10", "grant_iom"), service("bed", "2026-09-11", "2026-09-20", "state_order"), ""},
      {"periods that overlap, same source", service("bed", "2026-09-01", "2026-09-10", "grant_iom"), service("bed", "2026-09-10", "2026-09-20", "grant_iom"), "twice"},
      {"one was free", service("meals", "2026-09-10", "", "free"), service("meals", "2026-09-10", "", "state_order"), "twice"},
      {"without an item nobody knows", service("", "2026-09-10", "", "grant_iom"), service("", "2026-09-10", "", "state_order"), ""},
      {"over the turn of a year", service("bed", "2025-12-20", "2026-01-05", "own"), service("bed", "2026-01-01", "", "donation"), "funding"},
  };
  for (const Row& row : rows) {
    const auto charge = double_charge({&row.earlier}, row.now);
    std::string field;
    if (charge) field = charge->kind == Charge::Kind::other_source ? "funding" : "twice";
    EXPECT_EQ(field, row.answer) << row.what;
    EXPECT_TRUE(!charge || charge->earlier == &row.earlier) << row.what;
  }
}

TEST(ServiceRules, ATickAllowsTheSameTwiceAndNeverAnotherSource) {
  const ServiceGiven earlier = service("meals", "2026-09-10", "", "grant_iom");
  ServiceGiven again = earlier;
  again.set_twice("yes");
  EXPECT_FALSE(double_charge({&earlier}, again));
  again.set_funding("state_order");
  EXPECT_TRUE(double_charge({&earlier}, again));
  again.set_twice("no");
  again.set_funding("grant_iom");
  EXPECT_TRUE(double_charge({&earlier}, again));
}

TEST(ServiceRules, AnotherSourceIsNamedBeforeARepetition) {
  const ServiceGiven same = service("meals", "2026-09-10", "", "grant_iom");
  const ServiceGiven other = service("meals", "2026-09-10", "", "state_order");
  const auto charge = double_charge({&same, &other}, same);
  ASSERT_TRUE(charge.has_value());
  EXPECT_EQ(charge->earlier, &other);
  const Catalogue& words = Catalogue::of(Language::en);
  const auto error = charge_error(words, *charge);
  const std::string sentence = words.error(error.error);
  EXPECT_EQ(error.field, "funding");
  EXPECT_NE(sentence.find("State social order"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("2026"), std::string::npos) << sentence;
}

TEST(ServiceRules, DaysThatCannotBe) {
  struct Row {
    const char* date;
    const char* until;
    const char* answer;
  };
  const std::vector<Row> rows = {{"2026-11-24", "", ""},           {"2026-11-25", "", "date"},          {"2026-11-20", "2026-11-24", ""},
                                 {"2026-11-20", "2026-11-25", "until"}, {"2026-11-20", "2026-11-19", "until"}, {"2025-11-24", "2026-11-24", ""},
                                 {"2025-11-23", "2026-11-24", "until"}, {"2026-11-20", "2026-11-20", ""},      {"2026-11-25", "2026-11-26", "date"}};
  for (const Row& row : rows) {
    std::vector<schema::FieldError> errors;
    check_service({}, service("meals", row.date, row.until, "own"), "2026-11-24", errors);
    EXPECT_EQ(errors.empty() ? "" : errors.front().field, row.answer) << row.date << " " << row.until;
    EXPECT_LE(errors.size(), 1U);
  }
  for (const auto& [quantity, wrong] : {std::pair{"1", false}, {"9999", false}, {"10000", true}, {"0", true}, {"000", true}}) {
    ServiceGiven one = service("meals", "2026-11-20", "", "own");
    one.set_quantity(quantity);
    std::vector<schema::FieldError> errors;
    check_service({}, one, "2026-11-24", errors);
    EXPECT_EQ(!errors.empty(), wrong) << quantity;
  }
}

// What was written before there were packs is read with the words of then.
TEST(ServiceWords, AnOldEntryAndOneOfAPackThatIsGone) {
  const Catalogue& english = Catalogue::of(Language::en);
  const Catalogue& russian = Catalogue::of(Language::ru);
  ServiceGiven old;
  old.set_kind("social_legal");
  old.set_item("documents");
  EXPECT_EQ(service_title(english, old), "Restoring documents");
  old.clear_item();
  EXPECT_EQ(service_title(english, old), "Legal");
  ServiceGiven gone;
  gone.set_kind("a_kind");
  gone.set_item("an_item");
  gone.set_pack("nowhere");
  for (const char* line : {"kind en Kind", "kind ru Вид", "kind kk Түрі", "item en Two words", "item ru Два слова", "item kk Екі сөз"}) gone.add_names(line);
  EXPECT_EQ(service_title(english, gone), "Two words");
  EXPECT_EQ(service_title(russian, gone), "Два слова");
  EXPECT_EQ(service_kind_title(russian, gone), "Вид");
  for (const char* line : {"item", "item xx Wrong", "item  ", " ru Wrong"}) {
    ServiceGiven damaged;
    damaged.set_kind("k");
    damaged.set_item("i");
    damaged.add_names(line);
    EXPECT_EQ(service_title(english, damaged), "i") << line;
  }
}

TEST(ServiceForm, ChoicesFollowTheDay) {
  const Catalogue& words = Catalogue::of(Language::en);
  const pack::Pack& kz = *pack::Shelf::built_in().find("kz");
  const auto offers = [&](const char* day, const std::string& code) {
    const auto all = service_choices(words, kz, *date_from_iso(day));
    return std::any_of(all.begin(), all.end(), [&](const web::Choice& one) { return one.value == code; });
  };
  EXPECT_TRUE(offers("2026-11-24", "social_domestic/meals"));
  EXPECT_TRUE(offers("2023-07-01", "social_domestic/meals"));  // the first day of the norm
  EXPECT_TRUE(offers("2018-05-01", "social_domestic/meals"));  // before it: the first list there is
  EXPECT_TRUE(offers("2026-11-24", "social_domestic/"));
  EXPECT_FALSE(offers("2026-11-24", "social_domestic/palace"));
}

TEST(ServiceForm, OnlyWhatPeopleFillInIsListenedTo) {
  const pack::Pack& kz = *pack::Shelf::built_in().find("kz");
  const auto read = [&](const char* form) { return read_service(*schema::parse_urlencoded(form), kz); };
  const std::string good = "service=social_domestic/meals&date=2026-09-10&quantity=2&provider=Shelter&funding=own";
  const ServiceTyped typed = read((good + "&outcome=state_standard&rule=mine&names=item+en+X&pack=other&kind=zzz&item=yyy").c_str());
  EXPECT_TRUE(typed.errors.empty());
  EXPECT_EQ(typed.service.kind(), "social_domestic");
  EXPECT_EQ(typed.service.item(), "meals");
  EXPECT_EQ(typed.service.pack(), "kz");
  EXPECT_EQ(typed.service.unit(), "service");
  EXPECT_EQ(typed.service.names_size(), 6);
  EXPECT_TRUE(typed.service.outcome().empty());
  EXPECT_TRUE(typed.service.rule().empty());
  const auto wrong = [&](const std::string& form) {
    std::string out;
    for (const auto& error : read(form.c_str()).errors) out += error.field + " ";
    return out;
  };
  EXPECT_EQ(wrong("date=2026-09-10&quantity=2&provider=x&funding=own"), "service ");
  EXPECT_EQ(wrong("service=social_domestic/palace&date=2026-09-10&quantity=2&provider=x&funding=own"), "service ");
  EXPECT_EQ(wrong("service=stored&date=2026-09-10&quantity=2&provider=x&funding=own"), "service ");
  EXPECT_EQ(wrong(good + "&service=social_domestic/bed"), "service ");
  EXPECT_EQ(wrong(good + "&funding=free"), "funding ");
  EXPECT_EQ(wrong("service=social_domestic/meals"), "date quantity provider funding ");
}

}  // namespace
}  // namespace arasha::casework
