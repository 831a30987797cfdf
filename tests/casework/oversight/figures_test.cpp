#include "casework/oversight/figures.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace arasha::casework {
namespace {

const FigureQuestion kYear{"2026-01-01", "2026-12-31", "2026-11-29"};

int number(const CaseCard& card, const std::string& key, const FigureQuestion& question = kYear) {
  for (const FigureHit& hit : figures_of(card, question)) {
    if (hit.key == key) return hit.number;
  }
  return -1;
}
bool has(const CaseCard& card, const std::string& key, const FigureQuestion& question = kYear) { return number(card, key, question) >= 0; }

CaseCard closed_on(const std::string& day) {
  CaseCard card;
  card.set_state("closed");
  card.set_closed(day);
  return card;
}
void call(CaseCard& card, const char* day, const char* reached) {
  FollowUpSum& one = *card.add_followed_up();
  one.set_date(day);
  one.set_reached(reached);
}

TEST(Figures, ACaseIsCountedForWhoLooksAfterIt) {
  CaseCard card;
  card.set_state("active");
  card.set_owner("abc");
  card.set_danger("immediate");
  card.set_risk("high");
  EXPECT_TRUE(has(card, "open/abc"));
  EXPECT_TRUE(has(card, "immediate/abc"));
  EXPECT_TRUE(has(card, "risk/abc"));
  EXPECT_FALSE(has(card, "possible/abc"));
  card.set_owner("");
  EXPECT_TRUE(has(card, "open/-"));
  card.set_state("closed");
  EXPECT_FALSE(has(card, "open/-"));
  EXPECT_FALSE(has(card, "immediate/-"));
}

TEST(Figures, SpansCountByTheDayOnWhichTheyEnded) {
  CaseCard card;
  card.set_state("active");
  card.set_opened("2025-12-20");
  card.set_assessed("2026-01-01");
  card.set_planned("2026-12-31");
  EXPECT_EQ(number(card, "time/assessment"), 12);
  EXPECT_EQ(number(card, "time/plan"), 364);
  EXPECT_FALSE(has(card, "time/closure"));
  EXPECT_FALSE(has(card, "time/assessment", {"2026-01-02", "2026-12-31", "2026-12-31"}));
  EXPECT_FALSE(has(card, "time/plan", {"2026-01-01", "2026-12-30", "2026-12-31"}));
  card.set_assessed("2025-12-20");
  EXPECT_EQ(number(card, "time/assessment", {"2025-01-01", "2025-12-31", "2026-12-31"}), 0);
  // Before the first contact: one of the dates is wrong.
  card.set_assessed("2025-12-19");
  EXPECT_FALSE(has(card, "time/assessment", {"2025-01-01", "2025-12-31", "2026-12-31"}));
  card.set_assessed("soon");
  EXPECT_FALSE(has(card, "time/assessment"));
}

// practice.md: identified, assisted and recognised in a criminal case are three counts that never stand for one another.
TEST(Figures, HelpedIdentifiedAndRecognisedAreCountedApart) {
  CaseCard card;
  card.set_state("active");
  card.set_opened("2025-12-20");
  const auto decide = [&](const char* status, const char* date) {
    Finding& one = *card.add_findings();
    one.set_status(status);
    one.set_date(date);
  };
  ServiceSum& given = *card.add_given();
  given.set_month("2026-01");
  given.set_count(4);
  EXPECT_EQ(number(card, "person/assisted"), 1) << "nobody has decided yet, and help was given";
  EXPECT_FALSE(has(card, "person/new")) << "the first contact was the year before";
  EXPECT_FALSE(has(card, "person/identified_ngo"));

  decide("identified_ngo", "2026-02-01");
  decide("identified_state", "2026-03-01");
  decide("identified_ngo", "2026-04-01");
  EXPECT_EQ(number(card, "person/identified_ngo"), 1) << "twice said of one person";
  EXPECT_EQ(number(card, "person/identified_state"), 1) << "one body's decision does not take away the other's";
  EXPECT_FALSE(has(card, "person/recognised"));

  decide("recognised", "2027-01-01");
  EXPECT_FALSE(has(card, "person/recognised")) << "after the period";
  EXPECT_EQ(number(card, "person/recognised", {"2027-01-01", "2027-12-31", "2027-06-01"}), 1);
  EXPECT_FALSE(has(card, "person/assisted", {"2027-01-01", "2027-12-31", "2027-06-01"}));
  EXPECT_FALSE(has(card, "person/identified_ngo", {"2027-01-01", "2027-12-31", "2027-06-01"}));
}

TEST(Figures, AReopenedCaseHasNoTimeToItsClosing) {
  CaseCard card = closed_on("2026-05-01");
  card.set_opened("2026-04-01");
  EXPECT_EQ(number(card, "time/whole"), 30);
  card.set_state("active");
  EXPECT_FALSE(has(card, "time/whole"));
}

TEST(Figures, LateIsWhatLiesBeforeToday) {
  CaseCard card;
  for (const auto& [kind, date] : std::vector<std::pair<const char*, const char*>>{{"task", "2026-11-28"}, {"task", "2026-11-01"}, {"task", "2026-11-29"}, {"permit", "2026-11-30"}, {"consent", ""}}) {
    Due& due = *card.add_dues();
    due.set_kind(kind);
    due.set_date(date);
  }
  EXPECT_EQ(number(card, "overdue/task"), 2);
  EXPECT_FALSE(has(card, "overdue/permit"));
  EXPECT_FALSE(has(card, "overdue/consent"));
}

TEST(Figures, ServicesByMonthKindAndPayer) {
  CaseCard card;
  const auto give = [&](const char* month, const char* kind, const char* funding, unsigned count) {
    ServiceSum& sum = *card.add_given();
    sum.set_month(month);
    sum.set_kind(kind);
    sum.set_funding(funding);
    sum.set_count(count);
  };
  give("2026-01", "household", "state", 3);
  give("2026-02", "household", "state", 2);
  give("2026-02", "household", "iom", 1);
  give("2026-02", "legal", "state", 1);
  give("2025-12", "legal", "state", 9);
  EXPECT_EQ(number(card, "service/household"), 6);
  EXPECT_EQ(number(card, "service/household/state"), 5);
  EXPECT_EQ(number(card, "funding/state"), 6);
  EXPECT_EQ(number(card, "service/legal"), 1);
  EXPECT_EQ(number(card, "service/legal/state", {"2025-12-01", "2025-12-31", "2026-11-29"}), 9);
}

TEST(Figures, FollowUpsOfAClosedCase) {
  CaseCard card = closed_on("2026-01-31");
  // Due on 28 February; the window of the first month ends halfway to 30 April.
  EXPECT_TRUE(has(card, "follow/1/lost"));
  EXPECT_TRUE(has(card, "follow/3/lost"));
  EXPECT_TRUE(has(card, "follow/6/lost"));
  call(card, "2026-03-14", "yes");
  EXPECT_TRUE(has(card, "follow/1/time"));
  EXPECT_FALSE(has(card, "follow/1/lost"));
  call(card, "2026-07-31", "no");
  EXPECT_TRUE(has(card, "follow/6/lost"));
  call(card, "2026-08-20", "relative");
  EXPECT_TRUE(has(card, "follow/6/late"));
  // In January of the next year, and so not in this period.
  EXPECT_FALSE(has(card, "follow/12/open"));
}

TEST(Figures, AFollowUpInTimeLateAndNotYet) {
  CaseCard card = closed_on("2026-06-15");
  const auto on = [&](const char* today) { return FigureQuestion{"2026-01-01", "2026-12-31", today}; };
  const auto any = [&](const char* today) {
    const auto hits = figures_of(card, on(today));
    return std::any_of(hits.begin(), hits.end(), [](const FigureHit& hit) { return hit.key.starts_with("follow/1/"); });
  };
  EXPECT_FALSE(any("2026-07-14"));
  EXPECT_TRUE(has(card, "follow/1/open", on("2026-07-15")));
  EXPECT_TRUE(has(card, "follow/1/open", on("2026-08-14")));
  EXPECT_TRUE(has(card, "follow/1/lost", on("2026-08-15")));
  call(card, "2026-07-01", "lost");
  EXPECT_TRUE(has(card, "follow/1/lost", on("2026-07-02")));
  call(card, "2026-07-29", "yes");
  EXPECT_TRUE(has(card, "follow/1/time", on("2026-07-29")));
  card.mutable_followed_up(1)->set_date("2026-07-30");
  EXPECT_TRUE(has(card, "follow/1/late", on("2026-07-30")));
  // What is dated later than today counts for nothing yet.
  EXPECT_FALSE(has(card, "follow/1/late", on("2026-07-29")));
}

TEST(Figures, FollowUpsCountFromTheArrivalWhereThereIsOne) {
  CaseCard card;
  card.set_state("active");
  card.set_arrival("2026-03-10");
  EXPECT_TRUE(has(card, "follow/3/lost"));
  EXPECT_FALSE(has(card, "follow/3/lost", {"2026-01-01", "2026-06-09", "2026-11-29"}));
  card.set_arrival("");
  EXPECT_FALSE(has(card, "follow/3/lost"));
}

TEST(Figures, SpreadIsByRank) {
  Spread spread{{10}};
  EXPECT_EQ(spread.median(), 10);
  EXPECT_EQ(spread.ninetieth(), 10);
  spread.days = {4, 1, 3, 2};
  EXPECT_EQ(spread.median(), 2);
  EXPECT_EQ(spread.ninetieth(), 4);
  spread.days = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  EXPECT_EQ(spread.median(), 5);
  EXPECT_EQ(spread.ninetieth(), 9);
}

TEST(Figures, MonthsEndOnTheLastDay) {
  EXPECT_EQ(to_iso(months_later(*date_from_iso("2026-01-31"), 1)), "2026-02-28");
  EXPECT_EQ(to_iso(months_later(*date_from_iso("2027-12-31"), 2)), "2028-02-29");
  EXPECT_EQ(to_iso(months_later(*date_from_iso("2026-03-15"), -3)), "2025-12-15");
}

}  // namespace
}  // namespace arasha::casework
