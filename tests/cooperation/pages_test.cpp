// The pages: who sees and who writes, what is typed is not lost, two people at once, what leaves the house.
#include "cooperation/pages.h"

#include <gmock/gmock.h>

#include "cooperation/told.h"
#include "vault/filing.h"
#include "web/member_browser.h"

namespace arasha::cooperation {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using vault::CircleKind;
using vault::must;
using Browser = web::MemberBrowser;

class CooperationPages : public vault::World {
 protected:
  void SetUp() override {
    vault::World::SetUp();
    projection_ = std::make_unique<projection::Projection>(*vault_);
    projection_->attach(COOPERATION, book_);
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_, *projection_, book_);
    steward_ = std::make_unique<vault::Keyring>(steward());
  }
  void TearDown() override {
    site_.reset();
    projection_.reset();
    vault::World::TearDown();
  }
  vault::Keyring in(const std::string& name, std::initializer_list<CircleKind> kinds) {
    vault::Keyring out = member(name);
    for (const auto kind : kinds) must(vault_->join_circle(*steward_, circle(kind), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  vault::Filing filing() { return vault::Filing(*vault_, card_of, obey); }
  EntryId put(FileId file, const google::protobuf::Message& message) { return must(filing().add(*steward_, file, {{&message, EntryId()}})).front(); }
  Story story(FileId file) { return must(filing().read(*steward_, file)); }

  // A commission with a meeting that was held and one decision; a report with a recommendation and one action; an agreement.
  struct Made {
    FileId commission;
    FileId report;
    FileId agreement;
    EntryId meeting;
    EntryId decision;
    EntryId recommendation;
    EntryId action;
  };
  Made make() {
    Made out;
    out.commission = must(filing().begin(*steward_, commission()));
    out.meeting = put(out.commission, meeting());
    out.decision = put(out.commission, decision(out.meeting));
    out.report = must(filing().begin(*steward_, report()));
    out.recommendation = put(out.report, recommendation());
    out.action = put(out.report, action(out.recommendation));
    out.agreement = must(filing().begin(*steward_, agreement("2025-01-01", "2026-10-31")));
    return out;
  }
  static std::vector<std::string> addresses(const Made& m) {
    const std::string commission = "/cooperation/" + m.commission.text();
    const std::string report = "/cooperation/" + m.report.text();
    return {"/cooperation", "/cooperation/agreements", "/cooperation/commissions", "/cooperation/work", "/cooperation/reports", "/cooperation/calendar",
            "/cooperation/table/work?format=csv", "/cooperation/table/agreements", "/cooperation/table/recommendations",
            commission, report, "/cooperation/" + m.agreement.text(), commission + "/meeting/" + m.meeting.text(), commission + "/meeting/" + m.meeting.text() + "/protocol",
            commission + "/meeting/" + m.meeting.text() + "/protocol?as=pdf", commission + "/task/" + m.decision.text(), report + "/task/" + m.action.text(),
            report + "/recommendation/" + m.recommendation.text()};
  }
  static std::vector<std::string> writing(const Made& m) {
    const std::string commission = "/cooperation/" + m.commission.text();
    const std::string report = "/cooperation/" + m.report.text();
    return {"/cooperation/new/Agreement", "/cooperation/new/Commission", "/cooperation/new/PublishedReport", commission + "/add/Meeting",
            commission + "/add/WorkProgress/" + m.decision.text(), commission + "/correct/" + m.meeting.text(), commission + "/meeting/" + m.meeting.text() + "/decisions",
            report + "/add/Recommendation", report + "/add/RecommendationVerdict/" + m.recommendation.text(), report + "/recommendation/" + m.recommendation.text() + "/actions",
            "/cooperation/" + m.agreement.text() + "/add/AgreementEnd"};
  }

  Book book_;
  std::unique_ptr<projection::Projection> projection_;
  std::unique_ptr<web::Site> site_;
  std::unique_ptr<vault::Keyring> steward_;
};

TEST_F(CooperationPages, OnlyItsCirclesSeeAnything) {
  const Made m = make();
  const auto referral = in("Aigerim", {CircleKind::referral});
  const auto others = in("Daniyar", {CircleKind::casework, CircleKind::health, CircleKind::legal, CircleKind::duty, CircleKind::hotline, CircleKind::statistics, CircleKind::auditors});
  Browser reader(*site_, &referral);
  Browser outside(*site_, &others);
  Browser nobody(*site_, nullptr);
  for (const std::string& address : addresses(m)) {
    EXPECT_EQ(reader.get(address).status, 200) << address;
    const auto refused = outside.get(address);
    EXPECT_EQ(refused.status, 404) << address;
    EXPECT_THAT(refused.body, Not(HasSubstr("Commission of Almaty"))) << address;
    EXPECT_EQ(nobody.get(address).status, 303) << address;
  }
  // The same answer as for a file that does not exist.
  EXPECT_EQ(outside.get("/cooperation/" + m.commission.text()).body.find("There is no such page."), outside.get("/cooperation/" + crypto::random_id<FileId>().text()).body.find("There is no such page."));
  for (const std::string& address : writing(m)) {
    EXPECT_EQ(reader.get(address).status, 200) << address;
    EXPECT_EQ(outside.get(address).status, 404) << address;
    EXPECT_EQ(outside.post(address, "title=x").status, 404) << address;
  }
}

TEST_F(CooperationPages, WhoReadsByThePolicyAloneDoesNotWrite) {
  must(vault_->change_policy(*steward_, COOPERATION, {circle(CircleKind::stewards), circle(CircleKind::referral), circle(CircleKind::casework)}));
  const Made m = make();
  const auto reader = in("Daniyar", {CircleKind::casework});
  Browser browser(*site_, &reader);
  const std::size_t before = story(m.commission).length;
  for (const std::string& address : addresses(m)) EXPECT_EQ(browser.get(address).status, 200) << address;
  for (const std::string& address : writing(m)) {
    EXPECT_EQ(browser.get(address).status, 404) << address;
    EXPECT_EQ(browser.post(address, "date=2026-09-01&state=in_work&reason=x").status, 404) << address;
  }
  EXPECT_THAT(browser.get("/cooperation/" + m.commission.text()).body, Not(HasSubstr("/correct/")));
  EXPECT_EQ(story(m.commission).length, before);
}

TEST_F(CooperationPages, AFileOfAnotherRoomIsNoneOfOurs) {
  const FileId other = new_file(*steward_, {kAssistance});
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.get("/cooperation/" + other.text()).status, 404);
  EXPECT_EQ(browser.get("/cooperation/" + other.text() + "/add/Meeting").status, 404);
  const Made m = make();
  EXPECT_EQ(browser.get("/cooperation/" + m.agreement.text() + "/add/Meeting").status, 404);
  EXPECT_EQ(browser.get("/cooperation/" + m.commission.text() + "/add/Note").status, 404);
  EXPECT_EQ(browser.get("/cooperation/" + m.commission.text() + "/meeting/" + m.decision.text()).status, 404);
  EXPECT_EQ(browser.get("/cooperation/" + m.commission.text() + "/add/WorkProgress").status, 404);
  EXPECT_EQ(browser.get("/cooperation/new/Meeting").status, 404);
}

TEST_F(CooperationPages, BadInputIsNamedAndNothingTypedIsLost) {
  Browser browser(*site_, steward_.get());
  const auto answer = browser.post("/cooperation/new/Agreement", "title=Letter+of+ours&kind=contract&valid_from=2026-05-01&valid_until=2026-04-01&parties-0-name=Police&contacts-0-person=Somebody&contacts-0-email=odd");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("The agreement would end before it begins. Correct one of the two days."));
  EXPECT_THAT(answer.body, HasSubstr("This is no e-mail address."));
  EXPECT_THAT(answer.body, HasSubstr("Letter of ours"));
  EXPECT_THAT(answer.body, HasSubstr("Police"));
  EXPECT_THAT(answer.body, HasSubstr("href=\"#contacts-0-email\""));
  // A row more keeps what was typed, and saves nothing.
  const auto more = browser.post("/cooperation/new/Agreement", "title=Letter+of+ours&parties-0-name=Police&more=parties");
  EXPECT_EQ(more.status, 200);
  EXPECT_THAT(more.body, HasSubstr("Letter of ours"));
  EXPECT_THAT(more.body, HasSubstr("parties-1-name"));
}

TEST_F(CooperationPages, DecisionsOfAMeetingAreWrittenTogetherOnce) {
  const auto colleague = in("Айгерим", {CircleKind::referral});
  const Made m = make();
  Browser browser(*site_, steward_.get());
  const std::string address = "/cooperation/" + m.commission.text() + "/meeting/" + m.meeting.text() + "/decisions";
  const std::string once = Browser::value_of(browser.get(address).body, "once");
  const std::string good = "once=" + once + "&rows-0-question=2&rows-0-text=First&rows-0-body=Police&rows-0-due=2026-10-01&rows-2-text=Second&rows-2-body=Our+centre&rows-2-person=%D0%B0%D0%B9%D0%B3%D0%B5%D1%80%D0%B8%D0%BC";
  const std::size_t before = story(m.commission).length;
  const auto refused = browser.post(address, "once=" + once + "&rows-0-question=9&rows-0-text=First&rows-0-body=Police&rows-0-due=2026-03-01&rows-1-text=Second&rows-1-body=Ours");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("href=\"#rows-0-due\""));
  EXPECT_THAT(refused.body, HasSubstr("href=\"#rows-0-question\""));
  EXPECT_THAT(refused.body, HasSubstr("value=\"9\""));
  EXPECT_THAT(refused.body, HasSubstr("Second"));
  EXPECT_EQ(story(m.commission).length, before);
  EXPECT_EQ(browser.post(address, good).status, 303);
  EXPECT_EQ(browser.post(address, good).status, 303);  // sent twice
  const Story after = story(m.commission);
  EXPECT_EQ(after.length, before + 2);
  const auto decisions = decisions_of(after, *after.find(m.meeting));
  ASSERT_EQ(decisions.size(), 3U);
  EXPECT_EQ(number_on_protocol(after, *decisions[1]), "2.1");
  EXPECT_EQ(decisions[2]->as<MeetingDecision>()->member(), colleague.member().text());  // a colleague, without regard to case
  EXPECT_EQ(decisions[1]->as<MeetingDecision>()->member(), "");
  Browser hers(*site_, &colleague);
  EXPECT_THAT(hers.get("/cooperation/work?whose=mine").body, HasSubstr("Second"));
  EXPECT_THAT(hers.get("/cooperation/work?whose=mine").body, Not(HasSubstr("First")));
}

TEST_F(CooperationPages, ACancelledMeetingTakesNoDecisions) {
  const Made m = make();
  const EntryId off = put(m.commission, meeting("2026-05-02", "cancelled"));
  Browser browser(*site_, steward_.get());
  const std::string address = "/cooperation/" + m.commission.text() + "/meeting/" + off.text() + "/decisions";
  EXPECT_THAT(browser.get(address).body, HasSubstr("This meeting was cancelled and decided nothing."));
  const auto answer = browser.post(address, "rows-0-text=First&rows-0-body=Police");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("This meeting was cancelled and decided nothing."));
  EXPECT_THAT(answer.body, HasSubstr("First"));
}

TEST_F(CooperationPages, ADecisionIsCorrectedByItsPlaceOnTheAgenda) {
  const Made m = make();
  Meeting turned = meeting();
  turned.mutable_agenda()->SwapElements(0, 1);
  must(filing().correct(*steward_, m.commission, m.meeting, turned));
  Browser browser(*site_, steward_.get());
  const std::string address = "/cooperation/" + m.commission.text() + "/correct/" + m.decision.text();
  EXPECT_THAT(browser.get(address).body, HasSubstr("name=\"question\" type=\"text\" autocomplete=\"off\" value=\"2\""));
  EXPECT_EQ(browser.post(address, "question=1&text=Other&body=Police&due=2026-05-01").status, 303);
  const Story after = story(m.commission);
  const auto* corrected = after.find(m.decision)->as<MeetingDecision>();
  EXPECT_EQ(corrected->question(), "2");
  EXPECT_TRUE(item_of<Meeting>(after, corrected->meeting()) != nullptr);  // it stays with its meeting
  EXPECT_EQ(after.find(m.decision)->versions.size(), 2U);
  EXPECT_THAT(browser.get("/cooperation/" + m.commission.text() + "/task/" + m.decision.text()).body, HasSubstr("History: 2 versions"));
}

TEST_F(CooperationPages, TwoPeopleAtOnceSeeBothVersions) {
  const Made m = make();
  const auto colleague = in("Aigerim", {CircleKind::referral});
  Browser first(*site_, steward_.get());
  Browser second(*site_, &colleague);
  const std::string seen = story(m.agreement).items.front().latest().id.text();
  const std::string address = "/cooperation/" + m.agreement.text() + "/correct/" + seen;
  const std::string form = "&kind=memorandum&valid_from=2025-01-01&valid_until=2026-12-31&parties-0-name=Police";
  EXPECT_EQ(second.post(address, "title=Hers" + form).status, 303);
  const auto answer = first.post(address, "title=Mine" + form);
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("Aigerim saved another version"));
  EXPECT_THAT(answer.body, HasSubstr("Hers"));
  EXPECT_THAT(answer.body, HasSubstr("value=\"Mine\""));
  // The form now saves over the newer version.
  const std::string newer = story(m.agreement).items.front().latest().id.text();
  EXPECT_THAT(answer.body, HasSubstr("/correct/" + newer));
  EXPECT_EQ(first.post("/cooperation/" + m.agreement.text() + "/correct/" + newer, "title=Mine" + form).status, 303);
  EXPECT_EQ(story(m.agreement).items.front().versions.size(), 3U);
}

TEST_F(CooperationPages, FulfilledNeedsEvidence) {
  const Made m = make();
  Browser browser(*site_, steward_.get());
  const std::string report = "/cooperation/" + m.report.text();
  const std::string verdict = report + "/add/RecommendationVerdict/" + m.recommendation.text();
  const auto refused = browser.post(verdict, "date=2026-09-20&verdict=fulfilled&reason=All+is+well");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Nothing shows yet that it is fulfilled."));
  EXPECT_THAT(refused.body, HasSubstr("All is well"));
  EXPECT_EQ(browser.post(report + "/add/WorkProgress/" + m.action.text(), "date=2026-09-19&state=done&note=Held&evidence-0-what=List&evidence-0-where=javascript:alert(1)").status, 303);
  EXPECT_EQ(browser.post(verdict, "date=2026-09-20&verdict=fulfilled&reason=All+is+well").status, 303);
  const auto page = browser.get(report + "/recommendation/" + m.recommendation.text());
  EXPECT_THAT(page.body, HasSubstr("1 of 1 actions done"));
  EXPECT_THAT(page.body, HasSubstr("Fulfilled"));
  EXPECT_THAT(page.body, Not(HasSubstr("href=\"javascript")));
}

TEST_F(CooperationPages, NoPageLeadsOutOfTheHouse) {
  const Made m = make();
  WorkProgress one = progress(m.action, "2026-09-01", "in_work", true);
  one.mutable_evidence(0)->set_where("https://example.org/a?b=\"c\"");
  put(m.report, one);
  Browser browser(*site_, steward_.get());
  const std::string body = browser.get("/cooperation/" + m.report.text() + "/task/" + m.action.text()).body;
  EXPECT_THAT(body, HasSubstr("https://example.org/a?b=&quot;c&quot;"));
  EXPECT_THAT(body, Not(HasSubstr("href=\"http")));
}

TEST_F(CooperationPages, TheFirstPageShowsWhatNeedsSomebody) {
  make();
  Browser browser(*site_, steward_.get());
  const std::string body = browser.get("/cooperation").body;
  EXPECT_THAT(body, HasSubstr("runs out in 40 days"));
  EXPECT_THAT(body, HasSubstr("A number for the night"));
  EXPECT_THAT(body, HasSubstr("143 days late"));
}

TEST_F(CooperationPages, TheCalendarFileNamesNobodyAndNothing) {
  const Made m = make();
  put(m.commission, meeting("2026-10-02", "planned"));
  Browser browser(*site_, steward_.get());
  const auto file = browser.get("/cooperation/calendar");
  EXPECT_EQ(file.content_type, "text/calendar; charset=utf-8");
  EXPECT_THAT(file.body, HasSubstr("DTSTART;VALUE=DATE:20261002"));
  EXPECT_THAT(file.body, HasSubstr("SUMMARY:Arasha: 1 meeting of a commission"));
  EXPECT_THAT(file.body, HasSubstr("1 agreement to be looked at"));
  for (const char* word : {"Almaty", "Memorandum", "Police", "Seminar", "Chair"}) EXPECT_THAT(file.body, Not(HasSubstr(word)));
}

TEST_F(CooperationPages, TablesRunNothingAndAreRecordedFileByFile) {
  const Made m = make();
  MeetingDecision odd = decision(m.meeting);
  odd.set_text("=HYPERLINK(\"http://x\")");
  put(m.commission, odd);
  const auto auditor = in("Timur", {CircleKind::auditors});
  Browser browser(*site_, steward_.get());
  const auto csv = browser.get("/cooperation/table/work?format=csv");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, HasSubstr("'=HYPERLINK"));
  EXPECT_THAT(csv.body, HasSubstr("A seminar"));
  EXPECT_THAT(browser.get("/cooperation/table/work?format=csv&kind=decision").body, Not(HasSubstr("A seminar")));
  EXPECT_TRUE(browser.get("/cooperation/table/agreements").body.starts_with("PK"));
  EXPECT_EQ(browser.get("/cooperation/table/everything").status, 404);
  const auto readings = must(vault_->readings(auditor, UINT64_MAX, 100));
  EXPECT_TRUE(std::any_of(readings.begin(), readings.end(), [&](const auto& one) { return one.reading.action == vault::Action::exported && one.reading.file == m.commission; }));
}

TEST_F(CooperationPages, APaperIsRecordedAsPrinted) {
  const Made m = make();
  const auto auditor = in("Timur", {CircleKind::auditors});
  Browser browser(*site_, steward_.get());
  const std::string address = "/cooperation/" + m.commission.text() + "/meeting/" + m.meeting.text() + "/protocol";
  EXPECT_THAT(browser.get(address + "?language=ru").body, HasSubstr("<html lang=\"ru\""));
  EXPECT_TRUE(browser.get(address + "?as=pdf&language=kk").body.starts_with("%PDF-"));
  EXPECT_THAT(browser.get(address + "?language=xx").body, HasSubstr("<html lang=\"en\""));
  const auto readings = must(vault_->readings(auditor, UINT64_MAX, 100));
  EXPECT_EQ(std::count_if(readings.begin(), readings.end(), [&](const auto& one) { return one.reading.action == vault::Action::printed && one.reading.file == m.commission; }), 3);
}

TEST_F(CooperationPages, FiltersThatMeanNothingAreLeftOut) {
  make();
  Browser browser(*site_, steward_.get());
  for (const char* query : {"?state=%00", "?body=nobody", "?file=x", "?year=%27", "?level=planet&kind=x&page=99"}) {
    const auto answer = browser.get(std::string("/cooperation/work") + query);
    EXPECT_EQ(answer.status, 200) << query;
    EXPECT_THAT(answer.body, HasSubstr("A seminar")) << query;
  }
}

}  // namespace
}  // namespace arasha::cooperation
