// The clock by legal grounds, holds, and the proposal: tables.
#include "casework/retention/rules.h"

#include "casework/cards.h"
#include "casework/written_story.h"
#include "arasha/entries.pb.h"

namespace arasha::casework {
namespace {

using pack::Retention;

Retention rule(const char* id, Retention::Duty duty, Retention::Cases cases, Retention::Start from, std::uint32_t months) {
  Retention out;
  out.set_id(id);
  out.mutable_norm()->set_valid_from("2000-01-01");
  out.set_duty(duty);
  out.set_cases(cases);
  out.set_from(from);
  out.set_months(months);
  return out;
}

pack::Contents norms_with(std::initializer_list<Retention> rules) {
  pack::Contents out;
  for (const Retention& one : rules) *out.add_retention() = one;
  return out;
}

Period as_the_pack_says(const Retention& rule) { return period_of(rule, ""); }
Date day(const char* iso) { return *date_from_iso(iso); }

CaseState closed_on(const char* date) {
  CaseState out;
  out.closed = date;
  out.first_contact = "2020-01-10";
  out.person_seen = true;
  return out;
}

const Retention kClaims = rule("claims", Retention::KEEP, Retention::EVERY_CASE, Retention::CLOSURE, 36);
const Retention kAudit = rule("audit", Retention::KEEP, Retention::DONOR_PAID, Retention::CLOSURE, 60);
const Retention kState = rule("state", Retention::KEEP, Retention::STATE_PAID, Retention::CLOSURE, 120);
const Retention kChild = rule("child", Retention::KEEP, Retention::OF_A_CHILD, Retention::MAJORITY, 36);
const Retention kPurpose = rule("purpose", Retention::ERASE, Retention::EVERY_CASE, Retention::CLOSURE, 48);
const Retention kWithdrawn = rule("withdrawn", Retention::ERASE, Retention::CONSENT_WITHDRAWN, Retention::WITHDRAWAL, 1);

TEST(RetentionClock, ByGround) {
  struct Row {
    const char* what;
    std::function<void(CaseState&)> change;
    const char* may;
    const char* must;
  };
  const auto norms = norms_with({kClaims, kAudit, kState, kChild, kPurpose, kWithdrawn});
  const std::vector<Row> rows = {
      {"an adult, nobody paid", [](CaseState&) {}, "2025-03-31", "2026-03-31"},
      {"a donor paid: the audit keeps it longer than the purpose", [](CaseState& s) { s.facts.set_donor_paid(true); }, "2027-03-31", "2027-03-31"},
      {"the state paid", [](CaseState& s) { s.facts.set_state_paid(true); s.facts.set_donor_paid(true); }, "2032-03-31", "2032-03-31"},
      {"the consent was taken back: the law on claims still keeps it", [](CaseState& s) { s.facts.set_withdrawn("2021-06-30"); }, "2025-03-31", "2025-03-31"},
      {"a child of ten: from the eighteenth birthday", [](CaseState& s) { s.birth_date = "2010-01-09"; }, "2031-01-09", "2031-01-09"},
      {"eighteen on the day of the contact: no child", [](CaseState& s) { s.birth_date = "2002-01-10"; }, "2025-03-31", "2026-03-31"},
      {"eighteen on the day after it", [](CaseState& s) { s.birth_date = "2002-01-11"; }, "2025-03-31", "2026-03-31"},
      {"a band of ages: the latest that the birthday can be", [](CaseState& s) { s.age_band = "9--17"; }, "2032-01-10", "2032-01-10"},
      {"a small child", [](CaseState& s) { s.age_band = "0--8"; }, "2041-01-10", "2041-01-10"},
      {"a date that is none", [](CaseState& s) { s.birth_date = "long ago"; }, "2025-03-31", "2026-03-31"}};
  for (const Row& row : rows) {
    CaseState state = closed_on("2022-03-31");
    row.change(state);
    const auto clock = retention_standing(state, norms, as_the_pack_says, day("2026-11-24")).clock;
    ASSERT_TRUE(clock.may && clock.must) << row.what;
    EXPECT_EQ(to_iso(*clock.may), row.may) << row.what;
    EXPECT_EQ(to_iso(*clock.must), row.must) << row.what;
  }
}

TEST(RetentionClock, MonthsEndWithTheMonth) {
  const auto norms = norms_with({rule("claims", Retention::KEEP, Retention::EVERY_CASE, Retention::CLOSURE, 1)});
  const std::vector<std::pair<const char*, const char*>> rows = {{"2024-01-31", "2024-02-29"}, {"2023-01-31", "2023-02-28"}, {"2023-12-31", "2024-01-31"}};
  for (const auto& [closed, may] : rows) EXPECT_EQ(to_iso(*retention_standing(closed_on(closed), norms, as_the_pack_says, day("2026-11-24")).clock.may), may);
}

TEST(RetentionClock, OnTheVeryDay) {
  const auto norms = norms_with({kClaims});
  EXPECT_TRUE(retention_standing(closed_on("2023-11-24"), norms, as_the_pack_says, day("2026-11-24")).obstacles.empty());
  EXPECT_TRUE(retention_standing(closed_on("2023-11-25"), norms, as_the_pack_says, day("2026-11-24")).has(Obstacle::not_yet));
}

TEST(RetentionClock, WhatStops) {
  struct Row {
    std::function<void(CaseState&)> change;
    std::vector<Obstacle> expected;
    std::vector<Obstacle> even_by_order;
  };
  using enum Obstacle;
  const auto norms = norms_with({kClaims, kChild});
  const std::vector<Row> rows = {
      {[](CaseState&) {}, {}, {}},
      {[](CaseState& s) { s.closed.clear(); }, {open}, {open}},
      {[](CaseState& s) { s.facts.set_hold_until("-"); }, {held}, {held}},
      {[](CaseState& s) { s.facts.set_hold_until("2026-11-24"); }, {held}, {held}},
      {[](CaseState& s) { s.facts.set_hold_until("2026-11-23"); }, {}, {}},
      {[](CaseState& s) { s.other_open = true; }, {other_open}, {other_open}},
      {[](CaseState& s) { s.awaits_approval = true; }, {approval}, {approval}},
      {[](CaseState& s) { s.person_seen = false; }, {age_unknown}, {}},
      {[](CaseState& s) { s.closed = "2026-01-01"; }, {not_yet}, {}},
      {[](CaseState& s) { s.closed = "2026-01-01"; s.facts.set_hold_until("-"); s.other_open = true; }, {held, other_open, not_yet}, {held, other_open}}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CaseState state = closed_on("2020-03-31");
    rows[i].change(state);
    const auto standing = retention_standing(state, norms, as_the_pack_says, day("2026-11-24"));
    EXPECT_EQ(standing.obstacles, rows[i].expected) << i;
    EXPECT_EQ(obstacles_for(standing, "period_over"), rows[i].expected) << i;
    EXPECT_EQ(obstacles_for(standing, "person_asked"), rows[i].expected) << i;
    EXPECT_EQ(obstacles_for(standing, "ordered"), rows[i].even_by_order) << i;
  }
}

TEST(RetentionClock, APeriodIsThePacksOrTheOrganisations) {
  struct Row {
    std::uint32_t pack;
    const char* setting;
    bool applies;
    std::optional<std::uint32_t> months;
  };
  const std::vector<Row> rows = {{36, "", true, 36},   {36, "60", true, 60},  {36, "0", true, 0},        {36, "none", false, std::nullopt}, {0, "", true, std::nullopt},
                                 {0, "12", true, 12},  {0, "0", true, 0},     {0, "12x", true, std::nullopt}, {0, "-1", true, std::nullopt},     {0, "1201", true, std::nullopt},
                                 {36, "x", true, 36}, {0, "99999999999999", true, std::nullopt}};
  for (const Row& row : rows) {
    const auto period = period_of(rule("one", Retention::KEEP, Retention::EVERY_CASE, Retention::CLOSURE, row.pack), row.setting);
    EXPECT_EQ(period.applies, row.applies) << row.setting;
    EXPECT_EQ(period.months, row.months) << row.setting;
  }
}

// What nobody decided keeps the case; a rule that does not bind us does not.
TEST(RetentionClock, NotDecidedKeepsAndNotBoundDoesNot) {
  const auto unknown = rule("claims", Retention::KEEP, Retention::EVERY_CASE, Retention::CLOSURE, 0);
  const auto norms = norms_with({unknown, kPurpose});
  const auto standing = retention_standing(closed_on("2010-01-01"), norms, as_the_pack_says, day("2026-11-24"));
  EXPECT_EQ(standing.obstacles, std::vector{Obstacle::undecided});
  EXPECT_FALSE(standing.clock.may.has_value());
  const auto free = retention_standing(closed_on("2010-01-01"), norms, [](const Retention& one) { return period_of(one, one.id() == "claims" ? "none" : ""); }, day("2026-11-24"));
  EXPECT_TRUE(free.obstacles.empty());
  EXPECT_EQ(to_iso(*free.clock.may), "2010-01-01");
  EXPECT_EQ(free.clock.rules.size(), 1U);
  // A last day that nobody decided stops nothing.
  const auto no_end = rule("purpose", Retention::ERASE, Retention::EVERY_CASE, Retention::CLOSURE, 0);
  EXPECT_TRUE(retention_standing(closed_on("2010-01-01"), norms_with({no_end}), as_the_pack_says, day("2026-11-24")).obstacles.empty());
}

TEST(RetentionClock, OnlyRulesOfThatDay) {
  Retention old = kClaims;
  old.mutable_norm()->set_valid_until("2025-12-31");
  Retention later = rule("claims", Retention::KEEP, Retention::EVERY_CASE, Retention::CLOSURE, 120);
  later.mutable_norm()->set_valid_from("2026-01-01");
  const auto norms = norms_with({old, later});
  EXPECT_EQ(to_iso(*retention_standing(closed_on("2020-01-01"), norms, as_the_pack_says, day("2025-12-31")).clock.may), "2023-01-01");
  EXPECT_EQ(to_iso(*retention_standing(closed_on("2020-01-01"), norms, as_the_pack_says, day("2026-01-01")).clock.may), "2030-01-01");
}

class RetentionStory : public WrittenStory {
 protected:
  EntryId hold(const char* until = "") {
    LegalHold out;
    out.set_ground("court");
    out.set_authority("District court");
    out.set_date("2026-11-01");
    out.set_until(until);
    return write(out);
  }
  void lift(EntryId id) {
    LegalHoldLifted out;
    out.set_hold(id.text());
    out.set_date("2026-11-20");
    out.set_reason("The court's letter");
    write(out);
  }
  static Date other(const char* iso) { return *date_from_iso(iso); }
};

TEST_F(RetentionStory, AHoldStandsUntilItEndsOrIsLifted) {
  EXPECT_FALSE(is_held(story_, kToday));
  const EntryId open_end = hold();
  const EntryId ends = hold("2026-11-24");
  EXPECT_TRUE(is_held(story_, kToday));
  EXPECT_EQ(retention_facts(story_).hold_until(), "-");
  lift(open_end);
  EXPECT_TRUE(is_held(story_, kToday)) << "the other one";
  EXPECT_EQ(retention_facts(story_).hold_until(), "2026-11-24");
  EXPECT_TRUE(is_held(retention_facts(story_), kToday));
  EXPECT_FALSE(is_held(story_, other("2026-11-25")));
  EXPECT_FALSE(is_held(retention_facts(story_), other("2026-11-25")));
  lift(ends);
  EXPECT_FALSE(is_held(story_, kToday));
  EXPECT_EQ(retention_facts(story_).ByteSizeLong(), 0U);
}

// Who cannot read the holds does not take them for lifted.
TEST_F(RetentionStory, AHoldThatIsClosedToTheReaderStands) {
  Item item;
  item.type = schema::entry_type_of<LegalHold>().number;
  item.closed = true;
  item.versions.push_back({});
  story_.items.push_back(item);
  EXPECT_TRUE(is_held(story_, kToday));
  item.type = schema::entry_type_of<LegalHoldLifted>().number;
  story_.items.push_back(item);
  EXPECT_FALSE(is_held(story_, kToday));
}

TEST_F(RetentionStory, WhatMayBeWritten) {
  LegalHold bad;
  bad.set_date("2026-11-10");
  bad.set_until("2026-11-09");
  EXPECT_EQ(refused(bad), Fields{"until"});
  LegalHoldLifted lifted;
  lifted.set_date("2026-11-20");
  EXPECT_EQ(refused(lifted), Fields{"reason"}) << "no such hold";
  lifted.set_hold(hold().text());
  EXPECT_EQ(refused(lifted), Fields{});
  lifted.set_date("2026-10-31");
  EXPECT_EQ(refused(lifted), Fields{"date"}) << "before it began";
  lifted.set_date("2026-11-25");
  EXPECT_EQ(refused(lifted), Fields{"date"}) << "tomorrow";
  lifted.set_date("2026-11-24");
  ErasureProposed proposed;
  EXPECT_EQ(refused(proposed), Fields{"ground"}) << "held";
  write(lifted);
  EXPECT_EQ(refused(lifted), Fields{"reason"}) << "twice";
  EXPECT_EQ(refused(proposed), Fields{});
  ErasureStopped stopped;
  EXPECT_EQ(refused(stopped), Fields{"reason"});
  stopped.set_proposal(write(proposed).text());
  EXPECT_EQ(refused(proposed), Fields{"ground"}) << "one waits";
  EXPECT_EQ(refused(stopped), Fields{});
  write(stopped);
  EXPECT_EQ(refused(stopped), Fields{"reason"});
  EXPECT_EQ(refused(proposed), Fields{}) << "anew";
}

TEST_F(RetentionStory, AProposalWaitsWhileNothingIsWritten) {
  EXPECT_EQ(proposal_of(story_).state, ProposalState::none);
  ErasureProposed proposed;
  proposed.set_ground("period_over");
  write(proposed);
  EXPECT_EQ(proposal_of(story_).state, ProposalState::waiting);
  EXPECT_TRUE(retention_facts(story_).proposed());
  Note note;
  note.set_text("He called again");
  write(note);
  EXPECT_EQ(proposal_of(story_).state, ProposalState::outdated);
  EXPECT_FALSE(retention_facts(story_).proposed());
  ErasureStopped stopped;
  stopped.set_proposal(write(proposed).text());
  EXPECT_EQ(proposal_of(story_).state, ProposalState::waiting);
  write(stopped);
  EXPECT_EQ(proposal_of(story_).state, ProposalState::stopped);
}

TEST_F(RetentionStory, TheClockStartsAtTheLastClosing) {
  CaseOpened opened;
  opened.set_alias("Blue River");
  write(opened);
  close("2020-05-01");
  EXPECT_EQ(case_state(case_card(story_), nullptr, false).closed, "2020-05-01");
  Reopening again;
  again.set_date("2021-01-01");
  write(again);
  EXPECT_EQ(case_state(case_card(story_), nullptr, false).closed, "");
  close("2022-02-02");
  EXPECT_EQ(case_state(case_card(story_), nullptr, false).closed, "2022-02-02");
}

TEST_F(RetentionStory, WhoPaidAndWhatWasTakenBack) {
  ServiceGiven service;
  service.set_funding("state_order");
  write(service);
  EXPECT_TRUE(retention_facts(story_).state_paid());
  EXPECT_FALSE(retention_facts(story_).donor_paid());
  service.set_funding("grant_iom");
  write(service);
  EXPECT_TRUE(retention_facts(story_).donor_paid());
  Consent consent;
  consent.set_purpose("case_management");
  consent.set_recipient("Centre");
  consent.set_answer("given");
  consent.set_date("2026-01-01");
  write(consent);
  EXPECT_EQ(retention_facts(story_).withdrawn(), "");
  consent.set_answer("withdrawn");
  consent.set_date("2026-03-03");
  write(consent);
  EXPECT_EQ(retention_facts(story_).withdrawn(), "2026-03-03");
}

}  // namespace
}  // namespace arasha::casework
