#include "cooperation/lists.h"

#include "cooperation/told.h"

namespace arasha::cooperation {
namespace {

FileId file(std::uint8_t number) { return FileId::from_bytes(std::array<std::uint8_t, 16>{number}).value(); }

CooperationCard card_of_agreement(const char* from, const char* until, const char* prolongation = "none") {
  Told told;
  Agreement one = agreement(from, until);
  one.set_prolongation(prolongation);
  told.add(one);
  return card(told.story());
}

TEST(CooperationLists, AnAgreementRunsOutSixtyDaysBefore) {
  struct Case {
    const char* from;
    const char* until;
    const char* prolongation;
    Validity validity;
  };
  for (const Case& one : std::vector<Case>{
           {"2025-01-01", "", "none", Validity::without_end},
           {"2025-01-01", "2026-11-21", "none", Validity::valid},      // 61 days
           {"2025-01-01", "2026-11-20", "none", Validity::runs_out},   // 60
           {"2025-01-01", "2026-09-21", "none", Validity::runs_out},   // its last day
           {"2025-01-01", "2026-09-20", "none", Validity::over},
           {"2025-01-01", "2026-09-20", "by_agreement", Validity::over},
           {"2025-01-01", "2026-09-20", "by_itself", Validity::prolonged},
           {"2026-09-22", "2027-09-21", "none", Validity::not_yet},
       }) {
    EXPECT_EQ(validity_of(card_of_agreement(one.from, one.until, one.prolongation), kToday), one.validity) << one.until;
  }
  CooperationCard ended = card_of_agreement("2025-01-01", "2027-01-01");
  ended.set_ended("2026-09-21");
  EXPECT_EQ(validity_of(ended, kToday), Validity::ended);
  ended.set_ended("2026-10-01");  // notice was given
  EXPECT_EQ(validity_of(ended, kToday), Validity::valid);
}

TEST(CooperationLists, WhatRunsOutStandsFirst) {
  const Cards cards = {{file(1), card_of_agreement("2025-01-01", "")},
                       {file(2), card_of_agreement("2025-01-01", "2026-10-31")},
                       {file(3), card_of_agreement("2025-01-01", "2026-09-01")},
                       {file(4), card_of_agreement("2025-01-01", "2026-10-01")}};
  std::vector<FileId> order;
  for (const AgreementRow& row : agreement_rows(cards, kToday)) order.push_back(row.file);
  EXPECT_EQ(order, (std::vector<FileId>{file(3), file(4), file(2), file(1)}));
  EXPECT_EQ(*agreement_rows(cards, kToday)[2].days, 40);
}

// A commission with decisions: late, soon, without a day, done; and a report with an action.
class CooperationWork : public ::testing::Test {
 protected:
  void SetUp() override {
    Told told;
    told.add(commission());
    const EntryId old = told.add(meeting("2025-12-02"));
    const EntryId fresh = told.add(meeting("2026-03-02"));
    told.add(meeting("2026-10-02", "planned"));
    told.add(meeting("2026-11-02", "planned"));
    told.add(meeting("2026-10-01", "cancelled"));
    put(told, decision(fresh, ""), "no day");
    put(told, decision(fresh, "2026-10-01"), "soon");
    put(told, decision(old, "2026-01-01"), "long late");
    put(told, decision(fresh, "2026-09-20"), "late");
    MeetingDecision over = decision(fresh, "2026-04-01");
    over.set_text("done");
    over.set_body("Akimat");
    told.add(progress(told.add(over), "2026-04-01", "done", true));
    Told other;
    other.add(report());
    const EntryId aim = other.add(recommendation());
    RecommendedAction one = action(aim, "2026-09-21");
    one.set_text("today");
    one.set_member("me");
    other.add(one);
    cards_ = {{file(1), card(told.story())}, {file(2), card(other.story())}, {file(3), card_of_agreement("2025-01-01", "2026-10-01")}};
  }
  static void put(Told& told, MeetingDecision one, const char* text) {
    one.set_text(text);
    told.add(one);
  }
  std::vector<std::string> texts(const WorkQuery& query) {
    std::vector<std::string> out;
    for (const WorkRow& row : work_rows(cards_, query, kToday)) out.push_back(row.work->text());
    return out;
  }
  Cards cards_;
};

TEST_F(CooperationWork, TheLongestLateStandsFirst) {
  EXPECT_EQ(texts({}), (std::vector<std::string>{"long late", "late", "today", "soon", "no day", "done"}));
}

TEST_F(CooperationWork, FiltersAskForOneThingEach) {
  WorkQuery query;
  query.state = "late";
  EXPECT_EQ(texts(query), (std::vector<std::string>{"long late", "late"}));
  query = {};
  query.state = "done";
  EXPECT_EQ(texts(query), std::vector<std::string>{"done"});
  query = {};
  query.body = "Akimat";
  EXPECT_EQ(texts(query), std::vector<std::string>{"done"});
  query = {};
  query.kind = "action";
  EXPECT_EQ(texts(query), std::vector<std::string>{"today"});
  query = {};
  query.level = "regional";
  EXPECT_EQ(texts(query).size(), 5U);
  query.level = "national";
  EXPECT_TRUE(texts(query).empty());
  query = {};
  query.year = "2025";
  EXPECT_EQ(texts(query), std::vector<std::string>{"long late"});
  query = {};
  query.member = "me";
  EXPECT_EQ(texts(query), std::vector<std::string>{"today"});
  query = {};
  query.of = cards_[0].second.meetings(0).entry();
  EXPECT_EQ(texts(query), std::vector<std::string>{"long late"});
  query = {};
  query.file = file(2).text();
  EXPECT_EQ(texts(query), std::vector<std::string>{"today"});
  EXPECT_EQ(bodies_in(cards_), (std::vector<std::string>{"Akimat", "Our centre", "Police"}));
  EXPECT_EQ(years_in(cards_), (std::vector<std::string>{"2026", "2025"}));
}

TEST_F(CooperationWork, ACommissionShowsItsNextMeetingAndWhatIsOpen) {
  const auto rows = commission_rows(cards_, kToday);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].next->date(), "2026-10-02");
  EXPECT_EQ(rows[0].last->date(), "2026-03-02");
  EXPECT_EQ(rows[0].open, 4U);
  EXPECT_EQ(rows[0].late, 2U);
}

TEST_F(CooperationWork, DaysAheadHoldNoDayBehindAndNothingCancelled) {
  std::vector<std::string> days;
  for (const DayAhead& one : days_ahead(cards_, kToday)) {
    days.push_back(to_iso(one.day) + " " + std::to_string(one.meetings) + std::to_string(one.due) + std::to_string(one.run_out));
  }
  EXPECT_EQ(days, (std::vector<std::string>{"2026-09-21 010", "2026-10-01 011", "2026-10-02 100", "2026-11-02 100"}));
}

TEST_F(CooperationWork, ARecommendationCountsItsOwnActions) {
  const auto rows = aim_rows(cards_, day(2026, 9, 22));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].actions, 1U);
  EXPECT_EQ(rows[0].late, 1U);
  EXPECT_EQ(rows[0].done, 0U);
}

TEST(CooperationCards, LongTextsAreCutBetweenLetters) {
  Told told;
  told.add(report());
  Recommendation one = recommendation();
  std::string text = "a";
  while (text.size() < 900) text += "ы";
  one.set_text(text);
  told.add(one);
  const CooperationCard made = card(told.story());
  EXPECT_LT(made.aims(0).text().size(), 410U);
  EXPECT_NE(made.SerializeAsString().size(), 0U);
  EXPECT_EQ(made.aims(0).text().substr(made.aims(0).text().size() - 6), "ы …");
}

}  // namespace
}  // namespace arasha::cooperation
