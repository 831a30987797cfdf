// Who may pay: from the case as it stood on the day.
#include "casework/services/standing.h"

#include <gtest/gtest.h>

#include "arasha/services.pb.h"
#include "casework/services/form.h"
#include "pack/shelf.h"
#include "pack/small_pack.h"

namespace arasha::casework {
namespace {

class StandingTest : public ::testing::Test {
 protected:
  template <class MessageType>
  void write(const MessageType& message) {
    Item item;
    item.type = schema::entry_type_of<MessageType>().number;
    item.compartment = schema::entry_type_of<MessageType>().compartment;
    Version version;
    version.seq = story_.length++;
    version.id = EntryId::from_array({static_cast<std::uint8_t>(story_.length)});
    version.message = std::make_shared<MessageType>(message);
    item.versions.push_back(version);
    story_.items.push_back(item);
  }
  void decided(const char* status, const char* body, const char* date) {
    Identification out;
    out.set_status(status);
    out.set_deciding_body(body);
    out.set_date(date);
    write(out);
  }
  void said(const char* group, const char* date) {
    ServiceStanding out;
    out.set_group(group);
    out.set_date(date);
    write(out);
  }
  std::string outcome(const char* day, const Identity* identity) const {
    const Date date = *date_from_iso(day);
    const auto verdict = verdict_on(kz(), standing_on(story_, identity, kz(), date), date, "social_domestic");
    return verdict ? std::string(pack::code(verdict->outcome)) : "none";
  }
  static const pack::Pack& kz() { return *pack::Shelf::built_in().find("kz"); }
  static Identity of(const char* country) {
    Identity out;
    out.add_citizenships(country);
    return out;
  }
  Story story_;
};

TEST_F(StandingTest, WhatIsNotKnownIsSaidAndCountsAsASignal) {
  const Standing nothing = standing_on(story_, nullptr, kz(), *date_from_iso("2026-09-10"));
  EXPECT_FALSE(nothing.group_known);
  EXPECT_EQ(nothing.group, pack::UNKNOWN_GROUP);
  EXPECT_TRUE(nothing.decisions.empty());
  EXPECT_EQ(outcome("2026-09-10", nullptr), "donor_only");
  EXPECT_EQ(outcome("2015-09-10", nullptr), "none");  // before the first rule
}

TEST_F(StandingTest, TheDayDecides) {
  const Identity uzbek = of("UZ");
  const Identity citizen = of("KZ");
  decided("potential", "NGO", "2022-06-01");
  decided("identified_state", "Police", "2022-07-01");
  struct Row {
    const char* day;
    const char* uzbek;
    const char* citizen;
  };
  const std::vector<Row> rows = {{"2022-06-30", "donor_only", "donor_only"},
                                 {"2022-07-01", "donor_only", "state_standard"},      // foreigners: not before 2023
                                 {"2022-12-31", "donor_only", "state_standard"},      // the last day of the old norm
                                 {"2023-01-01", "state_standard", "state_standard"},  // the first of the new
                                 {"2023-06-30", "state_standard", "state_standard"},
                                 {"2023-07-01", "state_standard", "state_standard"}};
  for (const Row& row : rows) {
    EXPECT_EQ(outcome(row.day, &uzbek), row.uzbek) << row.day;
    EXPECT_EQ(outcome(row.day, &citizen), row.citizen) << row.day;
  }
}

TEST_F(StandingTest, EachBodyDecidesForItselfAndTheOneThatOpensMostCounts) {
  const Identity uzbek = of("UZ");
  decided("identified_state", "Police", "2026-09-01");
  decided("identified_ngo", "NGO", "2026-09-10");  // later, of another body: takes nothing away
  EXPECT_EQ(outcome("2026-09-11", &uzbek), "state_standard");
  decided("not_victim", "Police", "2026-09-20");  // the same body changes its mind
  EXPECT_EQ(outcome("2026-09-19", &uzbek), "state_standard");
  EXPECT_EQ(outcome("2026-09-20", &uzbek), "donor_only");
  decided("not_victim", "NGO", "2026-09-25");
  EXPECT_EQ(outcome("2026-09-25", &uzbek), "not_eligible");
  decided("withdrawn", "NGO", "2026-09-05");  // entered late, for an earlier day
  EXPECT_EQ(outcome("2026-09-25", &uzbek), "not_eligible");
}

TEST_F(StandingTest, WhatWasWrittenOfTheStayGoesBeforeTheCitizenship) {
  const Identity uzbek = of("UZ");
  decided("identified_state", "Police", "2018-01-01");
  EXPECT_EQ(outcome("2018-05-01", &uzbek), "donor_only");
  said("candas", "2018-05-01");
  EXPECT_EQ(outcome("2018-04-30", &uzbek), "donor_only");
  EXPECT_EQ(outcome("2018-05-01", &uzbek), "state_standard");
  said("unknown", "2018-06-01");
  EXPECT_FALSE(standing_on(story_, &uzbek, kz(), *date_from_iso("2018-06-01")).group_known);
  EXPECT_EQ(outcome("2018-06-01", &uzbek), "donor_only");
}

TEST_F(StandingTest, WhoMayNotPay) {
  const Identity uzbek = of("UZ");
  decided("identified_state", "Police", "2026-09-10");
  decided("not_victim", "Police", "2026-09-20");
  struct Row {
    const char* funding;
    const char* date;
    const char* until;
    const char* day;  // the first that is refused; empty: none
  };
  const std::vector<Row> rows = {{"state_order", "2026-09-09", "", "2026-09-09"},
                                 {"grant_iom", "2026-09-09", "", ""},
                                 {"state_order", "2026-09-10", "2026-09-19", ""},
                                 {"state_order", "2026-09-08", "2026-09-12", "2026-09-08"},
                                 {"state_order", "2026-09-15", "2026-09-25", "2026-09-20"},
                                 {"grant_iom", "2026-09-15", "2026-09-25", "2026-09-20"},
                                 {"donation", "2026-09-20", "", "2026-09-20"},
                                 {"own", "2026-09-20", "", ""},
                                 {"free", "2026-09-20", "", ""},
                                 {"state_order", "2015-01-01", "", ""}};  // no rule: nothing is forbidden
  for (const Row& row : rows) {
    ServiceGiven service;
    service.set_kind("social_domestic");
    service.set_date(row.date);
    service.set_until(row.until);
    service.set_funding(row.funding);
    const auto forbidden = forbidden_payment(story_, &uzbek, kz(), service);
    EXPECT_EQ(forbidden ? to_iso(forbidden->day) : "", row.day) << row.funding << " " << row.date;
    if (!forbidden) continue;
    for (const Language language : kLanguages) {
      const std::string sentence = Catalogue::of(language).error(forbidden_error(Catalogue::of(language), *forbidden).error);
      EXPECT_NE(sentence.find(pack::in_language(forbidden->verdict.rule->reason(), language)), std::string::npos) << sentence;
    }
  }
}

TEST_F(StandingTest, AnItemOnTheEdgeOfItsNorm) {
  const std::string item = R"(items { id: "soup" title )" + pack::kText + " norm " + pack::norm("2020-01-01", "2020-06-30") + "}";
  const pack::Pack pack = pack::pack_of(pack::base() + "service_kinds { id: \"food\" title " + pack::kText + " norm " + pack::norm("2020-01-01") + item + "}\n");
  const Catalogue& words = Catalogue::of(Language::en);
  ServiceGiven service;
  service.set_pack("small");
  service.set_kind("food");
  service.set_item("soup");
  for (const auto& [date, until, wrong] : std::vector<std::tuple<const char*, const char*, bool>>{
           {"2020-01-01", "", false}, {"2020-06-30", "", false}, {"2020-07-01", "", true}, {"2020-06-30", "2020-07-01", true}, {"2019-12-31", "", false}}) {
    service.set_date(date);
    service.set_until(until);
    EXPECT_EQ(not_in_norms(words, pack, service).has_value(), wrong) << date << " " << until;
  }
  service.set_pack("another");
  EXPECT_FALSE(not_in_norms(words, pack, service));
}

}  // namespace
}  // namespace arasha::casework
