#include "casework/cases.h"

#include <thread>

#include "casework/cards.h"
#include "vault/world.h"

namespace arasha::casework {
namespace {

using vault::must;

class CasesTest : public vault::World {
 protected:
  CaseFiles open_one(const vault::Keyring& by) {
    Identity identity;
    identity.set_family_name("Каримова");
    identity.set_given_name("Әлия");
    identity.add_citizenships("UZ");
    identity.set_sex("female");
    FirstContact contact;
    contact.set_date("2026-09-10");
    contact.add_sources("police");
    contact.add_sources("hotline");
    contact.set_danger("possible");
    SafeContact safe;
    safe.set_number("+7 701 000 00 00");
    safe.set_never_do("no voice messages");
    return must(Cases(*vault_).open_case(by, identity, contact, safe));
  }
  template <class Card>
  Card card(const vault::Keyring& by, FileId file, std::uint8_t compartment) {
    return must(schema::parse_as<Card>(*must(vault_->card(by, file, compartment))));
  }
};

TEST_F(CasesTest, AnAliasThatIsTakenIsNotGivenOutAgain) {
  std::vector<std::string> asked;
  Cases third(*vault_, [&](const std::string& alias) {
    asked.push_back(alias);
    return asked.size() < 3;
  });
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  const std::string given = must(third.open_case(steward(), {}, contact, {})).alias;
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(given, asked[2]);
  // Where all of two words are taken, there are four.
  Cases crowded(*vault_, [](const std::string& alias) { return alias.size() <= 9; });
  EXPECT_EQ(must(crowded.open_case(steward(), {}, contact, {})).alias.size(), 19U);
}

TEST_F(CasesTest, TheCardKeepsWhatEveryBodyDecided) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  const CaseFiles files = open_one(by);
  for (const auto& [status, date] : {std::pair("identified_ngo", "2026-05-02"), std::pair("not_victim", "2026-05-10"), std::pair("recognised", "2026-05-18")}) {
    Identification decision;
    decision.set_status(status);
    decision.set_deciding_body("Police");
    decision.set_date(date);
    decision.set_basis("as it stands in the papers");
    must(cases.add(by, files.case_file, decision));
  }
  const auto got = card<CaseCard>(by, files.case_file, ASSISTANCE);
  ASSERT_EQ(got.findings_size(), 3);
  EXPECT_EQ(got.findings(0).status(), "identified_ngo");
  EXPECT_EQ(got.findings(1).date(), "2026-05-10");
  EXPECT_EQ(got.findings(2).status(), "recognised");
}

TEST_F(CasesTest, WhatIsSentTwiceIsWrittenOnce) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  Identity identity;
  identity.set_family_name("Каримова");
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  const auto once = crypto::random_id<FileId>();
  const CaseFiles first = must(cases.open_case(by, identity, contact, {}, std::nullopt, once));
  const CaseFiles again = must(cases.open_case(by, identity, contact, {}, std::nullopt, once));
  EXPECT_EQ(first.case_file, once);
  EXPECT_EQ(again.case_file, once);
  EXPECT_EQ(again.person_file, first.person_file);
  EXPECT_EQ(again.alias, first.alias);
  // Back, the name put right, sent again: what was typed is not lost, it is another case.
  identity.set_family_name("Керимова");
  const CaseFiles other = must(cases.open_case(by, identity, contact, {}, std::nullopt, once));
  EXPECT_NE(other.case_file, once);
  EXPECT_EQ(must(cases.read(by, other.person_file)).last<Identity>()->family_name(), "Керимова");
  // Somebody who cannot open that case is told nothing of it, and changes nothing there.
  const vault::Keyring outside = member("Outside");
  EXPECT_NE(must(cases.open_case(outside, identity, contact, {}, std::nullopt, once)).case_file, once);
  EXPECT_EQ(must(cases.read(by, once)).length, 3U);

  Note note;
  note.set_text("sent twice");
  const auto id = crypto::random_id<EntryId>();
  EXPECT_EQ(must(cases.add(by, once, note, id)), id);
  EXPECT_EQ(must(cases.add(by, once, note, id)), id);
  EXPECT_EQ(must(cases.read(by, once)).all<Note>().size(), 1U);
  note.set_text("another text");
  EXPECT_NE(must(cases.add(by, once, note, id)), id);
  EXPECT_EQ(must(cases.read(by, once)).all<Note>().size(), 2U);
}

TEST_F(CasesTest, FromFirstContactToClosureAndBack) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  const CaseFiles files = open_one(by);
  EXPECT_EQ(files.alias.size(), 9U);
  auto summary = card<CaseCard>(by, files.case_file, ASSISTANCE);
  EXPECT_EQ(summary.state(), "new");
  EXPECT_EQ(summary.opened(), "2026-09-10");
  EXPECT_EQ(summary.sources_size(), 2);
  EXPECT_EQ(summary.person(), files.person_file.text());
  EXPECT_EQ(card<PersonCard>(by, files.person_file, IDENTITY).names(0), "Каримова Әлия");
  EXPECT_EQ(card<PresenceCard>(by, files.case_file, PRESENCE).never_do(), "no voice messages");

  Assignment assignment;
  assignment.set_member(by.member().text());
  must(cases.add(by, files.case_file, assignment));
  Identification decision;
  decision.set_status("identified_ngo");
  must(cases.add(by, files.case_file, decision));
  decision.set_status("recognised");
  must(cases.add(by, files.case_file, decision));
  ServiceGiven service;
  service.set_kind("social_legal");
  must(cases.add(by, files.case_file, service));
  LegalStep step;
  step.set_kind("hearing");
  step.set_next_date("2026-12-10");
  must(cases.add(by, files.case_file, step));
  summary = card<CaseCard>(by, files.case_file, ASSISTANCE);
  EXPECT_EQ(summary.state(), "active");
  EXPECT_EQ(summary.identification(), "recognised");
  EXPECT_EQ(summary.services(), 1U);
  EXPECT_EQ(card<LegalCard>(by, files.case_file, LEGAL).next_date(), "2026-12-10");
  EXPECT_EQ(must(cases.read(by, files.case_file)).all<Identification>().size(), 2U);  // a history, never one field

  Closure closure;
  closure.set_reason("returned");
  closure.set_date("2026-09-20");
  must(cases.add(by, files.case_file, closure));
  EXPECT_EQ(card<CaseCard>(by, files.case_file, ASSISTANCE).state(), "closed");
  Reopening reopening;
  reopening.set_reason("called again");
  must(cases.add(by, files.case_file, reopening));
  EXPECT_EQ(card<CaseCard>(by, files.case_file, ASSISTANCE).state(), "active");
  vault_.reset();
  EXPECT_TRUE(vault::verify(data()).is_ok());
}

TEST_F(CasesTest, CorrectionKeepsTheEarlierVersionAndItsNameIsStillFound) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  const CaseFiles files = open_one(by);
  const Story before = must(cases.read(by, files.person_file));
  Identity corrected = *before.last<Identity>();
  corrected.set_family_name("Каримбаева");
  must(cases.correct(by, files.person_file, before.all<Identity>()[0]->latest().id, corrected));
  const Story after = must(cases.read(by, files.person_file));
  ASSERT_EQ(after.items.size(), 1U);
  ASSERT_EQ(after.items[0].versions.size(), 2U);
  EXPECT_EQ(after.last<Identity>()->family_name(), "Каримбаева");
  const auto names = card<PersonCard>(by, files.person_file, IDENTITY).names();
  EXPECT_EQ(std::vector<std::string>(names.begin(), names.end()), (std::vector<std::string>{"Каримбаева Әлия", "Каримова Әлия"}));
}

TEST_F(CasesTest, SecondCorrectionOfTheSameVersionIsAConflict) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  const CaseFiles files = open_one(by);
  Note note;
  note.set_text("first");
  const EntryId seen = must(cases.add(by, files.case_file, note));
  note.set_text("hers");
  must(cases.correct(by, files.case_file, seen, note));
  note.set_text("his");
  const auto late = cases.correct(by, files.case_file, seen, note);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(cases.read(by, files.case_file)).last<Note>()->text(), "hers");
  // A version of another type is not what it pretends to correct.
  Need need;
  EXPECT_FALSE(cases.correct(by, files.case_file, seen, need));
  EXPECT_FALSE(cases.correct(by, files.person_file, seen, note));
}

TEST_F(CasesTest, PeopleWhoAddDifferentThingsDoNotDisturbEachOther) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  const CaseFiles files = open_one(by);
  std::vector<std::thread> threads;
  std::atomic<int> added{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 4; ++i) {
        ServiceGiven service;
        service.set_kind("social_domestic");
        if (cases.add(by, files.case_file, service)) ++added;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(added.load(), 16);
  EXPECT_EQ(card<CaseCard>(by, files.case_file, ASSISTANCE).services(), 16U);
}

TEST_F(CasesTest, OthersSeeThatSomethingIsRecordedAndNotWhat) {
  vault::Keyring duty = member("Duty");
  const vault::Keyring by = steward();
  must(vault_->join_circle(by, circle(vault::CircleKind::duty), duty.member(), false));
  must(vault_->refresh(duty));
  const CaseFiles files = open_one(by);
  const Story story = must(Cases(*vault_).read(duty, files.case_file));
  EXPECT_EQ(story.last<SafeContact>()->number(), "+7 701 000 00 00");
  EXPECT_EQ(story.last<FirstContact>(), nullptr);
  int closed = 0;
  for (const Item& item : story.items) closed += item.closed ? 1 : 0;
  EXPECT_EQ(closed, 2);
  EXPECT_FALSE(Cases(*vault_).read(duty, files.person_file));
  Note note;
  note.set_text("x");
  EXPECT_FALSE(Cases(*vault_).add(duty, files.case_file, note));
}

TEST_F(CasesTest, ErasedNameLeavesTheCardToo) {
  const vault::Keyring by = steward();
  Cases cases(*vault_);
  const CaseFiles files = open_one(by);
  const Story story = must(cases.read(by, files.person_file));
  must(cases.erase(by, files.person_file, story.items[0].first().id));
  const Story after = must(cases.read(by, files.person_file));
  EXPECT_TRUE(after.items[0].latest().erased);
  EXPECT_EQ(card<PersonCard>(by, files.person_file, IDENTITY).names_size(), 0);
  vault_.reset();
  EXPECT_EQ(must(vault::verify(data())).erased, 1U);
}

TEST_F(CasesTest, RestrictedCaseIsClosedToTheCirclesInEveryCompartment) {
  const vault::Keyring by = steward();
  vault::Keyring colleague = member("Colleague");
  vault::Keyring chosen = member("Chosen");
  for (const auto kind : {vault::CircleKind::casework, vault::CircleKind::legal, vault::CircleKind::health}) {
    must(vault_->join_circle(by, circle(kind), colleague.member(), false));
  }
  must(vault_->refresh(colleague));
  FirstContact contact;
  contact.set_date("2026-09-10");
  const CaseFiles files = must(Cases(*vault_).open_case(by, Identity(), contact, SafeContact(), std::vector{by.member(), chosen.member()}));
  LegalStep step;
  step.set_kind("hearing");
  must(Cases(*vault_).add(chosen, files.case_file, step));
  HealthNote note;
  note.set_note("x");
  must(Cases(*vault_).add(by, files.person_file, note));
  EXPECT_EQ(must(Cases(*vault_).read(chosen, files.case_file)).all<LegalStep>().size(), 1U);
  EXPECT_FALSE(Cases(*vault_).read(colleague, files.case_file));
  EXPECT_FALSE(Cases(*vault_).read(colleague, files.person_file));
}

TEST_F(CasesTest, AKnownPersonGetsASecondCase) {
  const vault::Keyring by = steward();
  const CaseFiles first = open_one(by);
  FirstContact contact;
  contact.set_date("2026-09-20");
  const CaseFiles again = must(Cases(*vault_).open_case_of(by, first.person_file, contact, SafeContact()));
  EXPECT_EQ(again.person_file, first.person_file);
  EXPECT_NE(again.case_file, first.case_file);
  EXPECT_EQ(card<CaseCard>(by, again.case_file, ASSISTANCE).person(), first.person_file.text());
  EXPECT_EQ(card<PresenceCard>(by, again.case_file, PRESENCE).alias(), again.alias);
  EXPECT_FALSE(Cases(*vault_).open_case_of(member("Stranger"), first.person_file, contact, SafeContact()));
}

TEST_F(CasesTest, RulesHoldWhoeverWrites) {
  const vault::Keyring by = steward();
  const CaseFiles files = open_one(by);
  Closure closure;
  closure.set_date("2026-09-09");
  const auto answer = Cases(*vault_).add(by, files.case_file, closure);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(must(Cases(*vault_).read(by, files.case_file)).last<Closure>(), nullptr);
  FirstContact tomorrow;
  tomorrow.set_date("2030-01-01");
  EXPECT_FALSE(Cases(*vault_).open_case(by, Identity(), tomorrow, SafeContact()));
}

TEST_F(CasesTest, WhatTheProgramWroteIsNotErasedAlone) {
  const vault::Keyring by = steward();
  const CaseFiles files = open_one(by);
  const Story story = must(Cases(*vault_).read(by, files.case_file));
  EXPECT_FALSE(Cases(*vault_).erase(by, files.case_file, story.all<CaseOpened>()[0]->latest().id));
}

}  // namespace
}  // namespace arasha::casework
