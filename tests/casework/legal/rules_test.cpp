#include "casework/legal/rules.h"

#include "casework/written_story.h"

namespace arasha::casework {
namespace {

class LegalRules : public WrittenStory {
 protected:
  static LegalStatus status(const char* date, const char* asylum, const char* stay = "irregular") {
    LegalStatus out;
    out.set_date(date);
    out.set_status(stay);
    out.set_asylum(asylum);
    return out;
  }
  static Claim claim(const char* state, const char* awarded = "", const char* recovered = "") {
    Claim out;
    out.set_kind("wages");
    out.set_against("The owner");
    out.set_date("2026-03-01");
    out.set_currency("KZT");
    out.set_amount("900000");
    out.set_awarded(awarded);
    out.set_recovered(recovered);
    out.set_state(state);
    return out;
  }
};

TEST_F(LegalRules, TheEmbassyIsClosedFromTheWishForAsylumUntilItIsTakenBack) {
  EXPECT_FALSE(embassy_is_closed(story_));
  write(status("2026-01-10", "not_asked"));
  EXPECT_FALSE(embassy_is_closed(story_));
  write(status("2026-02-10", "wants"));
  EXPECT_TRUE(embassy_is_closed(story_));
  write(status("2026-03-10", "requested", "asylum_seeker"));
  EXPECT_TRUE(embassy_is_closed(story_));
  // A status that says nothing about asylum does not open it.
  write(status("2026-04-10", "not_asked"));
  EXPECT_TRUE(embassy_is_closed(story_));
  // Entered late: its own day counts, not the order of writing.
  write(status("2026-01-20", "withdrawn"));
  EXPECT_TRUE(embassy_is_closed(story_));
  write(status("2026-05-10", "granted", "refugee"));
  EXPECT_TRUE(embassy_is_closed(story_));
  write(status("2026-06-10", "withdrawn"));
  EXPECT_FALSE(embassy_is_closed(story_));
}

TEST_F(LegalRules, NoDocumentIsRequestedAtAClosedEmbassy) {
  Return journey;
  journey.set_decision("wants");
  journey.set_travel_document("requested");
  EXPECT_TRUE(refused(journey).empty());
  write(status("2026-02-10", "requested", "asylum_seeker"));
  EXPECT_EQ(refused(journey), Fields({"travel_document"}));
  journey.set_travel_document("has");
  EXPECT_TRUE(refused(journey).empty());
  journey.set_travel_document("requested");
  write(status("2026-03-10", "refused"));
  EXPECT_TRUE(refused(journey).empty());
}

TEST_F(LegalRules, AStatusFitsItsAsylumAndItsDays) {
  EXPECT_TRUE(refused(status("2026-11-24", "no")).empty());
  EXPECT_EQ(refused(status("2026-11-25", "no")), Fields({"date"}));
  EXPECT_EQ(refused(status("2026-11-24", "no", "asylum_seeker")), Fields({"asylum"}));
  EXPECT_EQ(refused(status("2026-11-24", "requested", "refugee")), Fields({"asylum"}));
  LegalStatus ends = status("2026-11-24", "no", "visa");
  ends.set_valid_until("2026-11-23");
  EXPECT_EQ(refused(ends), Fields({"valid_until"}));
  ends.set_valid_until("2026-11-24");
  EXPECT_TRUE(refused(ends).empty());
}

TEST_F(LegalRules, ReflectionPeriodsDoNotOverlap) {
  const auto period = [](const char* from, const char* until, const char* ended = "") {
    ReflectionPeriod out;
    out.set_date(from);
    out.set_until(until);
    out.set_ended(ended);
    if (*ended != '\0') out.set_end_reason("cooperates");
    return out;
  };
  const EntryId first = write(period("2026-09-01", "2026-10-01", "2026-09-20"));
  struct Case {
    const char* from;
    const char* until;
    bool refused;
  };
  for (const Case& one : {Case{"2026-09-19", "2026-10-30", true}, {"2026-09-20", "2026-10-30", false}, {"2026-08-01", "2026-09-01", false}, {"2026-08-01", "2026-09-02", true}, {"2026-08-01", "2026-12-01", true}, {"2026-09-05", "2026-09-10", true}}) {
    EXPECT_EQ(refused(period(one.from, one.until)), one.refused ? Fields({"date"}) : Fields()) << one.from << " " << one.until;
  }
  EXPECT_TRUE(refused(period("2026-09-01", "2026-10-01"), first).empty());  // its own correction
}

TEST_F(LegalRules, AReflectionPeriodEndsWithAReason) {
  ReflectionPeriod period;
  period.set_date("2026-10-01");
  period.set_until("2026-10-31");
  EXPECT_TRUE(refused(period).empty());
  period.set_ended("2026-10-20");
  EXPECT_EQ(refused(period), Fields({"end_reason"}));
  period.set_end_reason("left");
  EXPECT_TRUE(refused(period).empty());
  period.set_ended("");
  EXPECT_EQ(refused(period), Fields({"ended"}));
  period.set_ended("2026-12-01");
  EXPECT_EQ(refused(period), Fields({"ended"}));
  period.set_until("2026-09-30");
  EXPECT_EQ(refused(period), Fields({"until", "ended"}));
}

TEST_F(LegalRules, MoneyAddsUp) {
  EXPECT_TRUE(refused(claim("filed")).empty());
  EXPECT_TRUE(refused(claim("part_paid", "500000", "500000")).empty());
  EXPECT_EQ(refused(claim("part_paid", "500000", "500001")), Fields({"recovered"}));
  EXPECT_EQ(refused(claim("paid", "500000")), Fields({"recovered"}));
  EXPECT_EQ(refused(claim("paid", "500000", "0")), Fields({"recovered"}));
  Claim early = claim("refused");
  early.set_decided("2026-02-28");
  EXPECT_EQ(refused(early), Fields({"decided"}));
}

TEST_F(LegalRules, WhatLiesAheadDidNotTakePlace) {
  Hearing hearing;
  hearing.set_what("hearing");
  hearing.set_body("Court");
  hearing.set_date("2026-12-01");
  hearing.set_held("planned");
  EXPECT_TRUE(refused(hearing).empty());
  hearing.set_held("held");
  EXPECT_EQ(refused(hearing), Fields({"held"}));
  Proceeding one;
  one.set_date("2026-05-01");
  one.set_closed("2026-04-30");
  EXPECT_EQ(refused(one), Fields({"closed"}));
}

}  // namespace
}  // namespace arasha::casework
