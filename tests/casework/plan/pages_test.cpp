#include "arasha/plan.pb.h"
#include "casework/browser.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

constexpr const char* kRisk = "date=2026-09-15&occasion=first&level=high&once=";
constexpr const char* kRows = "&risks-0-factor=threats&risks-0-likelihood=likely&risks-0-severity=serious&risks-0-measure=kept-measure"
                              "&risks-1-factor=debt&risks-1-likelihood=&risks-1-severity=minor&risks-1-owner=kept-owner";
constexpr const char* kPlan = "date=2026-09-15&words=kept-words&agrees=agrees&agreed_on=2026-09-15&language=uz"
                              "&goals-0-goal=A+passport&goals-0-steps-0-step=Photograph&goals-0-steps-1-step=Consulate&goals-1-goal=Work";

class PlanPages : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    c_ = files_.case_file.text();
  }
  std::string add(const char* type) const { return "/file/" + c_ + "/add/" + type + "?case=" + c_; }
  std::string page() const { return "/case/" + c_; }
  Story story() { return must(Cases(*vault_).read(*steward_, files_.case_file)); }
  std::string once() { return crypto::random_id<EntryId>().text(); }
  template <class MessageType>
  EntryId latest() { return story().all<MessageType>().back()->latest().id; }

  CaseFiles files_;
  std::string c_;
};

TEST_F(PlanPages, AnotherRowKeepsWhatWasTypedAndSavesNothing) {
  Browser browser(*site_, steward_.get());
  const auto fresh = browser.get(add("RiskAssessment"));
  EXPECT_EQ(fresh.status, 200);
  EXPECT_TRUE(has(fresh, "name=\"risks-0-factor\""));
  EXPECT_FALSE(has(fresh, "name=\"risks-1-factor\""));
  EXPECT_TRUE(has(fresh, "name=\"more\" value=\"risks\""));
  EXPECT_TRUE(has(fresh, ">Risk 1</legend>"));
  const std::size_t before = length_of(files_.case_file);
  const auto more = browser.post(add("RiskAssessment"), std::string(kRisk) + once() + kRows + "&more=risks");
  EXPECT_EQ(more.status, 200);
  for (const char* text : {"kept-measure", "kept-owner", "name=\"risks-2-factor\"", "id=\"risks-2\" tabindex=\"-1\" autofocus"}) EXPECT_TRUE(has(more, text)) << text;
  EXPECT_FALSE(has(more, "name=\"risks-3-factor\""));
  EXPECT_FALSE(has(more, "Something is missing"));
  EXPECT_EQ(length_of(files_.case_file), before);
  // A row in a row; and the last row has no button.
  const auto step = browser.post(add("IndividualPlan"), std::string(kPlan) + "&more=goals-0-steps");
  EXPECT_TRUE(has(step, "name=\"goals-0-steps-2-step\""));
  EXPECT_FALSE(has(step, "name=\"goals-1-steps-1-step\""));
  const auto last = browser.post(add("RiskAssessment"), std::string(kRisk) + "&risks-28-owner=x&more=risks");
  EXPECT_TRUE(has(last, "name=\"risks-29-owner\""));
  EXPECT_FALSE(has(last, "name=\"more\" value=\"risks\""));
}

TEST_F(PlanPages, AMistakeInTheSecondRowKeepsEverything) {
  Browser browser(*site_, steward_.get());
  const auto wrong = browser.post(add("RiskAssessment"), std::string(kRisk) + once() + kRows);
  EXPECT_EQ(wrong.status, 400);
  for (const char* text : {"kept-measure", "kept-owner", "href=\"#risks-1-likelihood\">Risk 2, How likely: Answer this question.", "id=\"risks-1-likelihood-error\""})
    EXPECT_TRUE(has(wrong, text)) << text;
  // The rules count the rows that are saved: the form then shows them without the empty one between.
  const auto early = browser.post(add("RiskAssessment"), std::string(kRisk) + once() +
                                                             "&risks-0-factor=&risks-3-factor=threats&risks-3-likelihood=likely&risks-3-severity=serious&risks-3-review=2026-09-01&risks-3-owner=kept-owner");
  EXPECT_EQ(early.status, 400);
  EXPECT_TRUE(has(early, "href=\"#risks-0-review\">Risk 1, Look at it again on"));
  EXPECT_TRUE(has(early, "kept-owner"));
  EXPECT_FALSE(has(early, "name=\"risks-1-factor\""));
}

TEST_F(PlanPages, TheAdviceStandsBesideTheDecision) {
  Browser browser(*site_, steward_.get());
  const std::string rows = "&risks-0-factor=threats&risks-0-likelihood=likely&risks-0-severity=grave";
  const auto low = browser.post(add("RiskAssessment"), std::string(kRisk) + once() + rows);
  EXPECT_EQ(low.status, 400);
  EXPECT_TRUE(has(low, "#reason"));
  const std::string form = std::string(kRisk) + once() + rows + "&reason=He+was+arrested";
  EXPECT_EQ(browser.post(add("RiskAssessment"), form).status, 303);
  EXPECT_EQ(browser.post(add("RiskAssessment"), form).status, 303);  // sent twice
  EXPECT_EQ(story().all<RiskAssessment>().size(), 1U);
  const auto shown = browser.get(page());
  for (const char* text : {"Safety and plan", "High risk", "Advice of the program: Critical risk. Threats were received (Likely, Danger to life or freedom)", "He was arrested"})
    EXPECT_TRUE(has(shown, text)) << text;
  EXPECT_TRUE(has(browser.get("/"), "High risk"));
  EXPECT_TRUE(has(browser.get("/cases"), "High risk"));
}

TEST_F(PlanPages, AnEventOfTheShiftAsksForAnAssessment) {
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get(page()), "Assess the risks"));
  browser.post(add("RiskAssessment"), "date=2026-09-15&occasion=first&level=low");
  EXPECT_FALSE(has(browser.get(page()), "Something happened since"));
  const auto keys = in("Duty", {CircleKind::duty});
  Browser duty(*site_, &keys);
  EXPECT_EQ(duty.post(add("SafetyEvent"), "date=2026-09-16&kind=breach&note=seen+at+the+gate").status, 303);
  EXPECT_TRUE(has(browser.get(page()), "Something happened since the last assessment"));
  EXPECT_TRUE(has(browser.get(page()), "Since then: A secret became known, 16 September 2026."));
  browser.post(add("RiskAssessment"), "date=2026-09-17&occasion=breach&level=low");
  EXPECT_FALSE(has(browser.get(page()), "Something happened since"));
}

TEST_F(PlanPages, TheShiftSeesTheSafetyPlanAndNotTheWork) {
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add("SafetyPlan"), "date=2026-09-15&what_i_do=Go+to+the+neighbour&calls-0-who=Sister&calls-0-number=%2B7+700+1").status, 303);
  EXPECT_EQ(browser.post(add("IndividualPlan"), kPlan).status, 303);
  browser.post(add("RiskAssessment"), "date=2026-09-15&occasion=first&level=low&reason=secret-reason");
  const auto keys = in("Duty", {CircleKind::duty});
  Browser duty(*site_, &keys);
  const auto shown = duty.get(page());
  for (const char* text : {"Go to the neighbour", "1. Sister; Telephone: +7 700 1"}) EXPECT_TRUE(has(shown, text)) << text;
  for (const char* text : {"kept-words", "A passport", "secret-reason", "Low risk"}) EXPECT_FALSE(has(shown, text)) << text;
  const std::string plan = latest<IndividualPlan>().text();
  for (const std::string& address : {"/file/" + c_ + "/approval/" + plan, "/file/" + c_ + "/ask-approval/" + plan, "/file/" + c_ + "/add/GoalProgress/" + plan + ".1"}) {
    EXPECT_EQ(duty.get(address).status, 404) << address;
    EXPECT_EQ(duty.post(address, "decision=approved&date=2026-09-15&progress=met").status, 404) << address;
  }
}

TEST_F(PlanPages, APlanWithItsGoalsAndTheirProgress) {
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add("IndividualPlan"), "date=2026-09-15&words=kept-words&agrees=not_asked&goals-0-goal=+").status, 400);
  EXPECT_EQ(browser.post(add("IndividualPlan"), kPlan).status, 303);
  auto shown = browser.get(page());
  for (const char* text : {"Next review: 15 December 2026", "A passport", "steps done: 0 of 2", "read in: Uzbek"}) EXPECT_TRUE(has(shown, text)) << text;
  const std::string plan = latest<IndividualPlan>().text();
  const std::string progress = "/file/" + c_ + "/add/GoalProgress/" + plan + ".2?case=" + c_;
  EXPECT_TRUE(has(shown, progress));
  EXPECT_TRUE(has(browser.get(progress), "Goal: Work"));
  EXPECT_EQ(browser.post(progress, "date=2026-09-16&progress=met&note=kept-note").status, 303);
  shown = browser.get(page());
  EXPECT_TRUE(has(shown, "Progress on a goal: Work – Met"));
  // Of a goal that is not in it, of no plan, and without saying which.
  const auto strange = browser.post("/file/" + c_ + "/add/GoalProgress/" + plan + ".9", "date=2026-09-16&progress=met&note=kept-note");
  EXPECT_EQ(strange.status, 400);
  EXPECT_TRUE(has(strange, "kept-note"));
  EXPECT_EQ(browser.post("/file/" + c_ + "/add/GoalProgress/" + std::string(26, '0') + ".1", "date=2026-09-16&progress=met").status, 400);
  EXPECT_EQ(browser.post("/file/" + c_ + "/add/GoalProgress", "date=2026-09-16&progress=met").status, 404);
  EXPECT_EQ(browser.get("/file/" + c_ + "/add/GoalProgress/1.2.3").status, 404);
  EXPECT_EQ(browser.get("/file/" + c_ + "/add/Note/x").status, 404);
  // A correction keeps what the progress is about and the numbers of the goals.
  const EntryId made = latest<GoalProgress>();
  EXPECT_EQ(browser.post("/file/" + c_ + "/correct/" + made.text(), "date=2026-09-16&progress=in_progress&goal=1&plan=x").status, 303);
  EXPECT_EQ(story().last<GoalProgress>()->goal(), "2");
  const auto form = browser.get("/file/" + c_ + "/correct/" + plan);
  EXPECT_EQ(Browser::value_of(form.body, "goals-1-number"), "2");
  EXPECT_EQ(browser.post("/file/" + c_ + "/correct/" + plan, "date=2026-09-15&words=kept-words&agrees=not_asked&goals-0-number=1&goals-0-goal=&goals-1-number=2&goals-1-goal=Work&goals-2-goal=A+home").status, 303);
  const IndividualPlan now = *story().last<IndividualPlan>();
  ASSERT_EQ(now.goals_size(), 2);
  EXPECT_EQ(now.goals(0).number(), "2");
  EXPECT_EQ(now.goals(1).number(), "3");
  shown = browser.get(page());
  EXPECT_TRUE(has(shown, "Progress on a goal: Work – In progress"));
  EXPECT_TRUE(has(shown, "<del>A passport"));
}

TEST_F(PlanPages, ALateReviewIsSeen) {
  Browser browser(*site_, steward_.get());
  Assignment mine;
  mine.set_member(steward_->member().text());
  must(Cases(*vault_).add(*steward_, files_.case_file, mine));
  browser.post(add("IndividualPlan"), kPlan);
  EXPECT_FALSE(has(browser.get("/"), "The plan is to be reviewed"));
  clock_.advance(std::chrono::hours(24 * 100));
  Browser later(*site_, steward_.get());
  EXPECT_TRUE(has(later.get("/"), "The plan is to be reviewed"));
  EXPECT_TRUE(has(later.get(page()), "Overdue"));
  EXPECT_TRUE(has(later.get(page()), "the review is due"));
  EXPECT_TRUE(has(later.get("/cases?review_until=2026-12-15"), files_.alias));
  EXPECT_FALSE(has(later.get("/cases?review_until=2026-12-14"), files_.alias));
  const std::string today = to_iso(date_of(clock_.now()));
  EXPECT_EQ(later.post(add("PlanReview"), "date=" + today + "&result=stays").status, 303);
  EXPECT_FALSE(has(later.get("/"), "The plan is to be reviewed"));
}

TEST_F(PlanPages, ApprovalIsAskedForAndGivenByAnotherMember) {
  Browser browser(*site_, steward_.get());
  browser.post(add("IndividualPlan"), kPlan);
  const std::string first = latest<IndividualPlan>().text();
  const std::string ask = "/file/" + c_ + "/ask-approval/" + first;
  const std::string approve = "/file/" + c_ + "/approval/" + first;
  EXPECT_TRUE(has(browser.get(page()), ask));
  EXPECT_FALSE(has(browser.get(page()), approve));  // her own work
  EXPECT_TRUE(has(browser.get(ask), "kept-words"));
  EXPECT_EQ(browser.post(ask, "note=look+at+the+second+goal").status, 303);
  EXPECT_EQ(browser.post(ask, "note=again").status, 400);
  EXPECT_TRUE(has(browser.get(page()), "Waits for approval"));
  EXPECT_TRUE(has(browser.get("/cases"), "Case"));
  const auto own = browser.post(approve, "decision=approved&reason=kept-reason");
  EXPECT_EQ(own.status, 400);
  EXPECT_TRUE(has(own, "You wrote this version yourself."));
  EXPECT_TRUE(has(own, "kept-reason"));

  const auto keys = in("Supervisor", {CircleKind::casework});
  Browser supervisor(*site_, &keys);
  EXPECT_TRUE(has(supervisor.get(page()), approve));
  EXPECT_TRUE(has(supervisor.get(approve), "look at the second goal") || has(supervisor.get(page()), "look at the second goal"));
  EXPECT_EQ(supervisor.post(approve, "decision=returned").status, 400);
  EXPECT_EQ(supervisor.post(approve, "decision=returned&reason=Who+pays").status, 303);
  EXPECT_TRUE(has(browser.get(page()), "Who pays"));

  const auto change = browser.post("/file/" + c_ + "/correct/" + first, "date=2026-09-15&words=other-words&agrees=not_asked&goals-0-number=1&goals-0-goal=A+passport");
  ASSERT_EQ(change.status, 303);
  const std::string second = latest<IndividualPlan>().text();
  EXPECT_TRUE(has(browser.get(page()), "needs approval again"));
  // Whoever looked at the old version is shown the new one, and nothing is decided.
  const auto old = supervisor.post(approve, "decision=approved");
  EXPECT_EQ(old.status, 409);
  EXPECT_TRUE(has(old, "other-words"));
  EXPECT_TRUE(has(old, "/approval/" + second));
  EXPECT_EQ(supervisor.post("/file/" + c_ + "/approval/" + second, "decision=approved").status, 303);
  const auto shown = browser.get(page());
  EXPECT_TRUE(has(shown, "Approved"));
  EXPECT_TRUE(has(shown, "Supervisor"));
  // What is not approved has no such page.
  const EntryId note = note_in(files_.case_file, "text");
  for (const std::string& other : {note.text(), std::string("zz"), std::string(26, '0')}) {
    EXPECT_EQ(browser.get("/file/" + c_ + "/approval/" + other).status, 404);
    EXPECT_EQ(browser.post("/file/" + c_ + "/ask-approval/" + other, "note=x").status, 404);
  }
  EXPECT_EQ(browser.get(add("Approval")).status, 404);
}

TEST_F(PlanPages, AClosingIsLookedAtAfterwards) {
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add("Closure"), "reason=goals_met&date=2026-09-16").status, 303);
  const std::string closing = latest<Closure>().text();
  EXPECT_TRUE(has(browser.get(page()), "/ask-approval/" + closing));
  const auto keys = in("Supervisor", {CircleKind::casework});
  Browser supervisor(*site_, &keys);
  EXPECT_TRUE(has(supervisor.get(page()), "/approval/" + closing));
  EXPECT_EQ(supervisor.post("/file/" + c_ + "/approval/" + closing, "decision=approved").status, 303);
  EXPECT_TRUE(has(browser.get(page()), "Approved"));
  // The plan of a closed case is refused with what to do.
  const auto late = browser.post(add("IndividualPlan"), "date=2026-09-17&words=kept-words&agrees=not_asked&goals-0-goal=Work");
  EXPECT_EQ(late.status, 400);
  EXPECT_TRUE(has(late, "Reopen the case first"));
  EXPECT_TRUE(has(late, "kept-words"));
}

TEST_F(PlanPages, TwoWhoCorrectAPlanAreShownBothRowByRow) {
  Browser browser(*site_, steward_.get());
  browser.post(add("IndividualPlan"), kPlan);
  const EntryId seen = latest<IndividualPlan>();
  IndividualPlan theirs = *story().last<IndividualPlan>();
  theirs.mutable_goals(1)->set_goal("Work in the city");
  const auto colleague = in("Colleague", {CircleKind::casework});
  must(Cases(*vault_).correct(colleague, files_.case_file, seen, theirs));
  const std::string mine = std::string(kPlan) + "&goals-0-number=1&goals-1-number=2&goals-2-goal=A+home";
  const auto conflict = browser.post("/file/" + c_ + "/correct/" + seen.text(), mine);
  EXPECT_EQ(conflict.status, 409);
  for (const char* text : {"Work in the city", "Goal 2, What is to be reached", "Goal 3", "A home", "Colleague"}) EXPECT_TRUE(has(conflict, text)) << text;
  EXPECT_EQ(story().all<IndividualPlan>()[0]->versions.size(), 2U);
  EXPECT_EQ(browser.post("/file/" + c_ + "/correct/" + latest<IndividualPlan>().text(), mine).status, 303);
  EXPECT_EQ(story().last<IndividualPlan>()->goals(2).number(), "3");
}

TEST_F(PlanPages, NeedsOfTheAssessmentAreOpenNeeds) {
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add("NeedsAssessment"), "date=2026-09-15&words=x&needs-0-kind=food&needs-0-urgency=now&needs-1-kind=wages&needs-1-urgency=week").status, 303);
  EXPECT_FALSE(has(browser.get(page()), "Write down what is needed now"));
  EXPECT_EQ(browser.post(add("NeedsAssessment"), "date=2026-09-15").status, 400);
}

TEST_F(PlanPages, HostileTextInRowsIsText) {
  Browser browser(*site_, steward_.get());
  const char* hostile = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
  const auto more = browser.post(add("IndividualPlan"), std::string("goals-0-goal=") + hostile + "&goals-0-number=%22%3E%3Cb%3E&goals-1-steps-0-step=" + hostile + "&more=goals");
  EXPECT_FALSE(has(more, "<script>alert"));
  EXPECT_FALSE(has(more, "\"><b>"));
  browser.post(add("IndividualPlan"), std::string("date=2026-09-15&words=x&agrees=not_asked&goals-0-goal=") + hostile + "&goals-0-steps-0-step=" + hostile);
  EXPECT_EQ(story().all<IndividualPlan>().size(), 1U);
  for (const std::string& address : {page(), page() + "/print", "/file/" + c_ + "/ask-approval/" + latest<IndividualPlan>().text()}) {
    const auto answer = browser.get(address);
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(has(answer, "<script>alert")) << address;
  }
}

}  // namespace
}  // namespace arasha::casework
