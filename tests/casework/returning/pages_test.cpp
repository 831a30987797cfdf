#include <gmock/gmock.h>

#include "arasha/person.pb.h"
#include "arasha/plan.pb.h"
#include "arasha/returning.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/browser.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReturnPages : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    case_ = "/case/" + files_.case_file.text();
    browser_ = std::make_unique<Browser>(*site_, steward_.get());
  }
  template <class MessageType>
  EntryId put(const MessageType& message, const vault::Keyring* by = nullptr) {
    return must(Cases(*vault_).add(by == nullptr ? *steward_ : *by, files_.case_file, message));
  }
  Story story() { return must(Cases(*vault_).read(*steward_, files_.case_file)); }
  const Return* journey(const Story& of) { return of.last<Return>(); }
  // What a form would send with the fields.
  std::string seen(const char* stage) {
    return "&seen=" + Browser::value_of(browser_->get(case_ + "/return/" + stage).body, "seen");
  }
  web::Response send(const char* stage, const std::string& fields) {
    return browser_->post(case_ + "/return/" + stage, fields + seen(stage));
  }
  void everything_before_departure() {
    ReturnOptions options;
    options.set_date("2026-09-11");
    options.add_options("stay");
    options.set_explained_by("Saule");
    put(options);
    ReturnAssessment assessment;
    assessment.set_date("2026-09-11");
    assessment.set_assessed_by("Saule");
    assessment.set_there("asked");
    assessment.set_result("safe");
    put(assessment);
    ReturnPlan plan;
    plan.set_date("2026-09-11");
    plan.set_partner("Istiqbolli Avlod");
    plan.set_contact("not_yet");
    put(plan);
  }
  void make_child(const char* ground) {
    Story who = must(Cases(*vault_).read(*steward_, files_.person_file));
    Identity child = *who.last<Identity>();
    child.set_birth_date("2015-05-05");
    must(Cases(*vault_).correct(*steward_, files_.person_file, who.all<Identity>().back()->latest().id,
                                child));
    if (*ground == '\0') return;
    FamilyLink link;
    link.set_name("Grandmother");
    link.set_relation("guardian");
    link.set_safe_to_contact("yes");
    link.set_guardian_ground(ground);
    must(Cases(*vault_).add(*steward_, files_.person_file, link));
  }
  CaseFiles files_;
  std::string case_;
  std::unique_ptr<Browser> browser_;
};

TEST_F(ReturnPages, EachStageChangesItsOwnFieldsOnly) {
  everything_before_departure();
  EXPECT_EQ(send("papers", "travel_document=valid").status, 400);  // nothing was decided yet
  EXPECT_EQ(send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted&country=UZ&note=Home").status,
            303);
  EXPECT_EQ(send("papers", "travel_document=issued&fines=waived&exit_permit=not_needed").status, 303);
  EXPECT_EQ(send("journey",
                 "fit=fit&ticket=Train&pocket_amount=20000&pocket_currency=KZT&pocket_funding=grant_iom&"
                 "departure=2026-09-20")
                .status,
            303);
  const Story after = story();
  ASSERT_EQ(after.all<Return>().size(), 1U);
  EXPECT_EQ(after.all<Return>().front()->versions.size(), 3U);
  EXPECT_EQ(journey(after)->note(), "Home");
  EXPECT_EQ(journey(after)->fines(), "waived");
  EXPECT_EQ(journey(after)->departure(), "2026-09-20");
  // What another form would ask is not taken from this one.
  EXPECT_EQ(send("arrival", "arrival=2026-09-21&reception=met&met_by=Brother&note=Overwritten").status, 303);
  EXPECT_EQ(journey(story())->note(), "Home");
  EXPECT_EQ(journey(story())->arrival(), "2026-09-21");
  const std::string page = browser_->get(case_).body;
  EXPECT_THAT(page, HasSubstr("Next: Follow-ups"));
  EXPECT_THAT(page, HasSubstr("/follow-ups"));
}

TEST_F(ReturnPages, ARefusalKeepsWhatWasTypedAndLeadsToItsForm) {
  EXPECT_EQ(send("decision", "decision=wants&kind=assisted").status, 303);
  const auto refused = send("journey", "ticket=Train+372&departure=2026-09-20");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("explain all ways"));
  EXPECT_THAT(refused.body, HasSubstr("value=\"Train 372\""));
  // A mistake in a field of another form says where it is put right.
  everything_before_departure();
  EXPECT_EQ(send("decision", "decision=wants&kind=assisted&signed_on=2026-09-12").status, 303);
  EXPECT_EQ(send("papers", "travel_document=requested").status, 303);
  const auto elsewhere = send("journey", "ticket=Train+372&departure=2026-09-20");
  EXPECT_EQ(elsewhere.status, 400);
  EXPECT_THAT(elsewhere.body, HasSubstr("Without a travel document"));
  EXPECT_THAT(elsewhere.body, HasSubstr(case_ + "/return/papers"));
}

TEST_F(ReturnPages, AWithdrawnDecisionTakesThePlannedDayOutAndSaysSo) {
  everything_before_departure();
  send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted");
  EXPECT_EQ(send("journey", "ticket=Train&departure=2030-01-05").status, 303);
  EXPECT_EQ(send("decision", "decision=withdrew&signed_on=2026-09-12&kind=assisted").status, 303);
  EXPECT_EQ(journey(story())->departure(), "");
  EXPECT_EQ(journey(story())->ticket(), "Train");
  EXPECT_THAT(browser_->get(case_).body, HasSubstr("everything stops"));
  EXPECT_THAT(browser_->get("/todo?until=any&whose=all").body, Not(HasSubstr("Departure:")));
  // Not after the departure.
  send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted");
  send("journey", "ticket=Train&departure=2026-09-20");
  EXPECT_EQ(send("decision", "decision=withdrew&signed_on=2026-09-12&kind=assisted").status, 400);
}

TEST_F(ReturnPages, TwoPeopleDoNotOverwriteEachOther) {
  send("decision", "decision=wants&kind=assisted");
  const std::string old = seen("decision");
  EXPECT_EQ(send("papers", "travel_document=valid").status, 303);
  const auto conflict =
      browser_->post(case_ + "/return/decision", "decision=stays&kind=assisted&note=Mine" + old);
  EXPECT_EQ(conflict.status, 409);
  EXPECT_THAT(conflict.body, HasSubstr("Mine"));
  EXPECT_EQ(journey(story())->decision(), "wants");
  EXPECT_EQ(browser_->post(case_ + "/return/decision", "decision=stays&kind=assisted").status, 409);
  // Sent twice it is written once.
  const std::size_t length = length_of(files_.case_file);
  EXPECT_EQ(send("papers", "travel_document=valid").status, 303);
  EXPECT_EQ(length_of(files_.case_file), length);
}

TEST_F(ReturnPages, OnlyThoseWhoWriteInTheCase) {
  const vault::Keyring stranger = in("Stranger", {vault::CircleKind::statistics});
  Browser theirs(*site_, &stranger);
  EXPECT_EQ(theirs.get(case_ + "/return/decision").status, 404);
  EXPECT_EQ(theirs.post(case_ + "/return/decision", "decision=wants").status, 404);
  EXPECT_EQ(browser_->get(case_ + "/return/nothing").status, 404);
  EXPECT_EQ(browser_->get("/case/" + files_.person_file.text() + "/return/decision").status, 404);
}

TEST_F(ReturnPages, ForAChildGuardianAndBestInterestComeFirst) {
  everything_before_departure();
  make_child("");
  const auto add = "/file/" + files_.case_file.text() + "/add/";
  EXPECT_THAT(browser_->get(case_).body, HasSubstr("Next: Guardian"));
  EXPECT_THAT(send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted&country=UZ").body,
              HasSubstr("guardian comes first"));
  // The long form and the writing itself refuse it too.
  EXPECT_THAT(browser_->post(add + "Return", "decision=wants").body, HasSubstr("guardian comes first"));
  Return direct;
  direct.set_decision("wants");
  EXPECT_FALSE(Cases(*vault_).add(*steward_, files_.case_file, direct).is_ok());
  EXPECT_FALSE(Cases(*vault_).add_all(*steward_, files_.case_file, {{&direct, EntryId()}}).is_ok());
  make_child("authority");
  EXPECT_THAT(send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted&country=UZ").body,
              HasSubstr("best-interest decision comes first"));
  BestInterestDecision decision;
  decision.set_date("2026-09-12");
  decision.add_present("Guardianship authority");
  decision.set_guardian("Grandmother");
  decision.set_heard("too_young");
  decision.set_options("Here, there");
  decision.set_decision("There");
  decision.set_solution("return_family");
  decision.set_country("UZ");
  decision.set_review("2026-12-12");
  const EntryId written = put(decision);
  EXPECT_THAT(send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted&country=UZ").body,
              HasSubstr("waits for a second person"));
  const vault::Keyring colleague = in("Colleague", {vault::CircleKind::casework});
  Browser second(*site_, &colleague);
  const std::string approval = "/file/" + files_.case_file.text() + "/approval/" + written.text();
  EXPECT_THAT(browser_->post(approval, "decision=approved").body,
              HasSubstr("You wrote this version yourself"));
  EXPECT_EQ(second.post(approval, "decision=approved").status, 303);
  EXPECT_EQ(send("decision", "decision=wants&signed_on=2026-09-12&kind=assisted&country=UZ").status, 303);
  EXPECT_EQ(send("journey", "departure=2026-09-20").status, 303);
}

TEST_F(ReturnPages, WhatIsHandedOverRunsTheCheckOfConsent) {
  everything_before_departure();
  const Story before = story();
  const std::string plan = before.all<ReturnPlan>().back()->latest().id.text();
  const std::string add = "/file/" + files_.case_file.text() + "/add/Shared";
  const std::string page = browser_->get(add + "?from=" + plan).body;
  EXPECT_THAT(page, HasSubstr("value=\"Istiqbolli Avlod\""));
  const std::string given =
      "date=2026-09-15&purpose=return&recipient=Istiqbolli+Avlod&groups=identity&how=paper";
  EXPECT_EQ(browser_->post(add, given).status, 400);
  Consent consent;
  consent.set_purpose("return");
  consent.set_recipient("Istiqbolli Avlod");
  consent.set_answer("given");
  consent.set_date("2026-09-12");
  consent.add_groups("identity");
  put(consent);
  EXPECT_EQ(browser_->post(add, given).status, 303);
}

TEST_F(ReturnPages, BeforeAClosingStandsWhatIsOpen) {
  Task task;
  task.set_what("Call <the> school");
  task.set_due("2026-12-01");
  put(task);
  const std::string form = browser_->get("/file/" + files_.case_file.text() + "/add/Closure").body;
  EXPECT_THAT(form, HasSubstr("Task: Call &lt;the&gt; school"));
  EXPECT_THAT(form, HasSubstr("/add/ExitInterview"));
  EXPECT_THAT(browser_->get("/file/" + files_.case_file.text() + "/add/Note").body,
              Not(HasSubstr("Call &lt;the&gt; school")));
  // It does not keep the case from being closed; it opens again with its story.
  EXPECT_EQ(
      browser_->post("/file/" + files_.case_file.text() + "/add/Closure", "reason=moved&date=2026-09-20")
          .status,
      303);
  EXPECT_EQ(
      browser_->post("/file/" + files_.case_file.text() + "/add/Reopening", "date=2026-09-21&reason=Back")
          .status,
      303);
  const Story after = story();
  EXPECT_NE(after.last<Closure>(), nullptr);
  EXPECT_NE(after.last<Task>(), nullptr);
}

}  // namespace
}  // namespace arasha::casework
