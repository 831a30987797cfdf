#include "cooperation/rules.h"

#include "cooperation/told.h"

namespace arasha::cooperation {
namespace {

TEST(CooperationRules, AnAgreementDoesNotEndBeforeItBegins) {
  struct Case {
    const char* signed_on;
    const char* from;
    const char* until;
    Fields refused;
  };
  for (const Case& one : std::vector<Case>{
           {"2025-01-01", "2025-02-01", "2026-01-01", {}},
           {"2025-01-01", "2025-02-01", "2025-02-01", {}},           // a day is long enough
           {"2025-01-01", "2025-02-01", "2025-01-31", {"valid_until"}},
           {"2025-03-01", "", "2025-02-01", {"valid_until"}},
           {"2025-03-01", "2025-02-01", "", {}},                       // signed later than it counts
           {"2026-09-22", "", "", {"signed"}},                         // tomorrow
           {"2026-09-21", "2027-01-01", "2028-01-01", {}},             // begins later
       }) {
    Agreement agreement;
    agreement.set_signed_(one.signed_on);
    agreement.set_valid_from(one.from);
    agreement.set_valid_until(one.until);
    EXPECT_EQ(refused({}, agreement), one.refused) << one.signed_on << " " << one.from << " " << one.until;
  }
}

TEST(CooperationRules, WhatIsProlongedByItselfHasAnEndAndContactPointsCanBeReached) {
  Agreement one = agreement("2025-01-01", "");
  one.set_prolongation("by_itself");
  EXPECT_EQ(refused({}, one), Fields{"valid_until"});
  one.set_valid_until("2026-12-31");
  one.add_contacts()->set_person("Somebody");
  EXPECT_EQ(refused({}, one), Fields{"contacts-0-phone"});
  for (const auto& [email, ok] : std::vector<std::pair<const char*, bool>>{{"a@b.kz", true}, {"a@b", false}, {"@b.kz", false}, {"a b@c.kz", false}, {"a@b.", false}}) {
    one.mutable_contacts(0)->set_email(email);
    EXPECT_EQ(refused({}, one).empty(), ok) << email;
  }
}

TEST(CooperationRules, AnAgreementEndsOnceAndAfterItsBeginning) {
  Told told;
  told.add(agreement());
  AgreementEnd end;
  end.set_how("ended");
  end.set_reason("Both wanted it");
  end.set_date("2024-12-31");
  EXPECT_EQ(refused(told.story(), end), Fields{"date"});
  end.set_date("2025-01-01");
  EXPECT_TRUE(refused(told.story(), end).empty());
  end.set_replaced_by(told.story().file.text());
  EXPECT_EQ(refused(told.story(), end), (Fields{"replaced_by", "replaced_by"}));  // itself, and it was not replaced
  end.clear_replaced_by();
  const EntryId id = told.add(end);
  EXPECT_EQ(refused(told.story(), end), Fields{"date"});  // another one
  EXPECT_TRUE(refused(told.story(), end, id).empty());    // corrected
  const EntryId head = told.story().all<Agreement>().front()->latest().id;
  EXPECT_EQ(refused(told.story(), agreement("2025-02-01"), head), Fields{"valid_from"});
}

TEST(CooperationRules, EachFileIsAboutOneThing) {
  Told told;
  const EntryId head = told.add(commission());
  EXPECT_EQ(refused(told.story(), commission()), Fields{""});
  EXPECT_EQ(refused(told.story(), agreement()), Fields{""});
  EXPECT_EQ(refused(told.story(), recommendation()), Fields{""});
  EXPECT_EQ(refused({}, meeting()), Fields{""});  // a file does not begin with a meeting
  EXPECT_TRUE(refused(told.story(), commission("2026-01-11"), head).empty());
  EXPECT_EQ(refused(told.story(), report(), head), Fields{""});
}

TEST(CooperationRules, ACommissionMeetsAfterItWasFounded) {
  Told told;
  const EntryId head = told.add(commission("2026-01-10"));
  EXPECT_EQ(refused(told.story(), meeting("2026-01-09")), Fields{"date"});
  EXPECT_TRUE(refused(told.story(), meeting("2026-01-10")).empty());
  told.add(meeting("2026-01-10"));
  EXPECT_EQ(refused(told.story(), commission("2026-01-11"), head), Fields{"founded"});
  EXPECT_EQ(refused(told.story(), commission("2026-09-22"), head), (Fields{"founded", "founded"}));
  Commission regional = commission();
  regional.clear_region();
  EXPECT_EQ(refused({}, regional), Fields{"region"});
  regional.set_level("national");
  EXPECT_TRUE(refused({}, regional).empty());
}

TEST(CooperationRules, AMeetingThatLiesAheadWasNotHeld) {
  Told told;
  told.add(commission());
  EXPECT_EQ(refused(told.story(), meeting("2026-09-22", "held")), Fields{"state"});
  EXPECT_TRUE(refused(told.story(), meeting("2026-09-22", "planned")).empty());
  EXPECT_TRUE(refused(told.story(), meeting("2026-09-21", "held")).empty());
  Meeting ahead = meeting("2026-10-01", "planned");
  ahead.add_people()->set_came("present");
  EXPECT_EQ(refused(told.story(), ahead), Fields{"people-0-came"});
  ahead.mutable_people(0)->set_came("invited");
  EXPECT_TRUE(refused(told.story(), ahead).empty());
  ahead.clear_place();
  EXPECT_EQ(refused(told.story(), ahead), Fields{"place"});
  ahead.set_kind("written");
  EXPECT_TRUE(refused(told.story(), ahead).empty());
}

TEST(CooperationRules, ADecisionBelongsToAMeetingThatWasHeld) {
  Told told;
  told.add(commission());
  const EntryId held = told.add(meeting("2026-03-02"));
  const EntryId cancelled = told.add(meeting("2026-04-02", "cancelled"));
  const EntryId ahead = told.add(meeting("2026-10-02", "planned"));
  const EntryId now = told.add(meeting("2026-09-21", "planned"));  // while it is held
  const Story story = told.story();
  EXPECT_TRUE(refused(story, decision(held)).empty());
  EXPECT_TRUE(refused(story, decision(held, "2026-03-02")).empty());
  EXPECT_TRUE(refused(story, decision(held, "")).empty());
  EXPECT_TRUE(refused(story, decision(now, "2026-09-22")).empty());
  EXPECT_EQ(refused(story, decision(held, "2026-03-01")), Fields{"due"});
  EXPECT_EQ(refused(story, decision(held, "2026-05-01", "3")), Fields{"question"});
  EXPECT_TRUE(refused(story, decision(held, "2026-05-01", "")).empty());
  EXPECT_EQ(refused(story, decision(cancelled)), Fields{"text"});
  EXPECT_EQ(refused(story, decision(ahead, "2026-11-01")), Fields{"text"});
  EXPECT_EQ(refused(story, decision(crypto::random_id<EntryId>())), Fields{"text"});
}

TEST(CooperationRules, WhatDecisionsRestOnStays) {
  Told told;
  told.add(commission());
  const EntryId held = told.add(meeting("2026-03-02"));
  const EntryId id = told.add(decision(held, "2026-05-01", "2"));
  Meeting changed = meeting("2026-03-02", "cancelled");
  EXPECT_EQ(refused(told.story(), changed, held), Fields{"state"});
  EXPECT_EQ(refused(told.story(), meeting("2026-05-02"), held), Fields{"date"});
  changed = meeting("2026-03-02");
  changed.mutable_agenda()->RemoveLast();
  EXPECT_EQ(refused(told.story(), changed, held), Fields{"agenda"});
  changed = meeting("2026-03-05");
  EXPECT_TRUE(refused(told.story(), changed, held).empty());
  told.add(progress(id, "2026-03-10", "dropped", false, "Not needed"));
  EXPECT_TRUE(refused(told.story(), meeting("2026-05-02"), held).empty());  // a dropped one has no day to keep
}

TEST(CooperationRules, NothingIsDoneWithoutEvidence) {
  Told told;
  told.add(commission());
  const EntryId held = told.add(meeting("2026-03-02"));
  const EntryId id = told.add(decision(held));
  EXPECT_EQ(refused(told.story(), progress(id, "2026-04-01", "done")), Fields{"evidence"});
  EXPECT_TRUE(refused(told.story(), progress(id, "2026-04-01", "done", true)).empty());
  EXPECT_EQ(refused(told.story(), progress(id, "2026-03-01", "in_work")), Fields{"date"});
  EXPECT_EQ(refused(told.story(), progress(id, "2026-09-22", "in_work")), Fields{"date"});
  EXPECT_EQ(refused(told.story(), progress(id, "2026-04-01", "dropped")), Fields{"note"});
  EXPECT_EQ(refused(told.story(), progress(held, "2026-04-01", "in_work")), Fields{"state"});  // a meeting is no decision
  WorkProgress ahead = progress(id, "2026-04-01", "in_work", true);
  ahead.mutable_evidence(0)->set_date("2026-09-22");
  EXPECT_EQ(refused(told.story(), ahead), Fields{"evidence-0-date"});

  const EntryId shown = told.add(progress(id, "2026-04-01", "in_work", true));
  EXPECT_TRUE(refused(told.story(), progress(id, "2026-04-02", "done")).empty());  // evidence of an earlier day
  const EntryId done = told.add(progress(id, "2026-04-02", "done"));
  EXPECT_TRUE(refused(told.story(), progress(id, "2026-04-02", "done"), done).empty());
  EXPECT_EQ(refused(told.story(), progress(id, "2026-04-03", "in_work")), Fields{"note"});  // taken up again: why?
  EXPECT_TRUE(refused(told.story(), progress(id, "2026-04-03", "in_work", false, "It broke")).empty());
  static_cast<void>(shown);
}

TEST(CooperationRules, TheStateIsWhatWasSaidOfTheLatestDay) {
  Told told;
  told.add(commission());
  const EntryId held = told.add(meeting());
  const EntryId id = told.add(decision(held));
  const auto standing = [&] {
    const Story story = told.story();
    return standing_of(story, *story.find(id));
  };
  EXPECT_EQ(standing().state, "open");
  const EntryId first = told.add(progress(id, "2026-04-01", "in_work"));
  const EntryId last = told.add(progress(id, "2026-05-01", "done", true));
  told.add(progress(id, "2026-04-20", "in_work", true));  // written down later, of an earlier day
  EXPECT_EQ(standing().state, "done");
  EXPECT_EQ(standing().since, "2026-05-01");
  EXPECT_EQ(standing().evidence, 2U);
  told.add(progress(id, "2026-05-01", "in_work"), last);  // corrected
  EXPECT_EQ(standing().state, "in_work");
  EXPECT_EQ(standing().since, "2026-04-01");
  EXPECT_EQ(standing().evidence, 1U);
  static_cast<void>(first);
}

TEST(CooperationRules, NumbersOnTheProtocolFollowTheAgenda) {
  Told told;
  told.add(commission());
  const EntryId held = told.add(meeting());
  const std::vector<EntryId> ids = {told.add(decision(held, "", "2")), told.add(decision(held, "", "1")), told.add(decision(held, "", "2")), told.add(decision(held, "", ""))};
  // The first question was taken off and put back behind the other one; its row kept its number.
  Meeting turned = meeting();
  turned.mutable_agenda()->SwapElements(0, 1);
  told.add(turned, held);
  const Story story = told.story();
  std::vector<std::string> numbers;
  for (const EntryId id : ids) numbers.push_back(number_on_protocol(story, *story.find(id)));
  EXPECT_EQ(numbers, (std::vector<std::string>{"1.1", "2.1", "1.2", "1"}));
  EXPECT_EQ(question_at(turned, "1"), "2");
  EXPECT_EQ(place_of(turned, "2"), "1");
  EXPECT_EQ(question_at(turned, ""), "");
  EXPECT_EQ(place_of(turned, question_at(turned, "7")), "7");  // comes back as it was typed
  EXPECT_EQ(refused(story, decision(held, "", question_at(turned, "7").c_str())), Fields{"question"});
}

TEST(CooperationRules, ARecommendationIsFulfilledOnlyWithEvidence) {
  Told told;
  told.add(report());
  const EntryId aim = told.add(recommendation());
  EXPECT_EQ(refused(told.story(), verdict(aim, "fulfilled")), Fields{"verdict"});
  EXPECT_TRUE(refused(told.story(), verdict(aim, "partly")).empty());
  EXPECT_EQ(refused(told.story(), verdict(aim, "partly", "2026-09-22")), Fields{"date"});
  const EntryId first = told.add(action(aim));
  const EntryId second = told.add(action(aim));
  told.add(progress(first, "2026-08-01", "done", true));
  EXPECT_EQ(refused(told.story(), verdict(aim, "fulfilled")), Fields{"verdict"});  // the second one is open
  told.add(progress(second, "2026-08-02", "dropped", false, "Others do it"));
  EXPECT_TRUE(refused(told.story(), verdict(aim, "fulfilled")).empty());
  told.add(verdict(aim, "fulfilled"));
  // What carries the conclusion stays.
  EXPECT_EQ(refused(told.story(), action(aim)), Fields{"text"});
  EXPECT_EQ(refused(told.story(), progress(first, "2026-09-02", "in_work", false, "Again")), Fields{"state"});
  told.add(verdict(aim, "partly", "2026-09-02"));
  EXPECT_TRUE(refused(told.story(), action(aim)).empty());
  EXPECT_TRUE(refused(told.story(), progress(first, "2026-09-02", "in_work", false, "Again")).empty());
}

TEST(CooperationRules, AnActionIsDueAfterItsReport) {
  Told told;
  told.add(report());
  const EntryId aim = told.add(recommendation());
  EXPECT_EQ(refused(told.story(), action(aim, "2026-06-29")), Fields{"due"});
  EXPECT_TRUE(refused(told.story(), action(aim, "2026-06-30")).empty());
  PublishedReport odd = report();
  for (const auto& [year, ok] : std::vector<std::pair<const char*, bool>>{{"2026", true}, {"2027", true}, {"2028", false}, {"26", false}, {"1989", false}}) {
    odd.set_year(year);
    EXPECT_EQ(refused({}, odd).empty(), ok) << year;
  }
}

TEST(CooperationRules, EveryRefusalSaysWhatToDo) {
  Told told;
  told.add(commission());
  const EntryId held = told.add(meeting());
  for (const auto& error : check(told.story(), decision(held, "2020-01-01", "9"), kToday)) {
    EXPECT_EQ(error.error.code, ErrorCode::invalid_input);
    EXPECT_NE(error.error.to_string().find(". "), std::string::npos) << error.error.to_string();
    EXPECT_EQ(error.error.to_string().find("{1}"), std::string::npos);
  }
}

}  // namespace
}  // namespace arasha::cooperation
