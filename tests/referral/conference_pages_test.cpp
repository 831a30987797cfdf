// The pages of conferences, at the inviter's and at the participant's: what is released, checked and recorded, what each sees.
#include <gmock/gmock.h>

#include <regex>

#include "arasha/consent.pb.h"
#include "arasha/returning.pb.h"
#include "casework/cases.h"
#include "casework/pages.h"
#include "exchange/houses.h"
#include "referral/conference.h"
#include "referral/pages.h"
#include "web/member_browser.h"

namespace arasha::referral {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using casework::Cases;
using exchange::House;
using exchange::must;
using Browser = web::MemberBrowser;

// An organisation with its pages.
struct Office {
  explicit Office(std::unique_ptr<House> of) : house(std::move(of)), threads(house->vault()), tables(house->vault()), site(house->vault(), false) {
    tables.projection().attach(REFERRAL, threads);
    collect = add_pages({site, tables, threads, pack::Shelf::built_in(), [] {}});
    casework::Additions additions;
    additions.case_panels.push_back(conference_panel(house->vault()));
    additions.my_work.push_back(coming_conferences(house->vault(), tables, threads));
    casework::add_pages(site, tables, pack::Shelf::built_in(), std::move(additions));
  }
  Browser browser() { return Browser(site, &house->first()); }
  std::unique_ptr<House> house;
  ThreadTable threads;
  projection::Tables tables;
  web::Site site;
  Collect collect;
};

class ConferencePages : public exchange::Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    auto a = house("alpha");
    auto b = house("beta");
    auto c = house("gamma");
    a->meets(*b, "https://beta.example");
    b->meets(*a, "https://alpha.example");
    a->meets(*c, "https://gamma.example");
    c->meets(*a, "https://alpha.example");
    go_to("2026-06-01");
    a_ = std::make_unique<Office>(std::move(a));
    b_ = std::make_unique<Office>(std::move(b));
    c_ = std::make_unique<Office>(std::move(c));
    Identity identity;
    identity.set_family_name("Ахметова");
    identity.set_given_name("Айжан");
    identity.set_sex("female");
    FirstContact contact;
    contact.set_date("2026-05-20");
    contact.add_sources("police");
    contact.set_danger("none");
    SafeContact safe;
    safe.set_number("+7 701 555 44 33");
    files_ = must(Cases(a_->house->vault()).open_case(a_->house->first(), identity, contact, safe));
  }
  void TearDown() override {
    a_.reset();
    b_.reset();
    c_.reset();
    Houses::TearDown();
  }
  void go_to(const char* iso) { clock_.advance(Time(std::chrono::sys_days(*date_from_iso(iso)).time_since_epoch()) + std::chrono::hours(6) - clock_.now()); }
  void answer(const char* recipient, const char* what, const char* on) {
    Consent consent;
    consent.set_purpose("referral");
    consent.set_recipient(recipient);
    consent.set_answer(what);
    consent.set_date(on);
    if (std::string_view(what) == "given") {
      consent.add_groups("services");
      consent.add_groups("identity");
    }
    must(Cases(a_->house->vault()).add(a_->house->first(), files_.case_file, consent));
  }
  void deliver() {
    for (int round = 0; round < 6; ++round) {
      bool moved = false;
      for (Office* from : {a_.get(), b_.get(), c_.get()}) {
        for (const Bytes& one : from->house->take_parcels()) {
          moved = true;
          for (Office* to : {a_.get(), b_.get(), c_.get()}) {
            if (to != from) static_cast<void>(to->house->receive(one));
          }
        }
      }
      if (!moved) return;
      for (Office* one : {a_.get(), b_.get(), c_.get()}) one->collect(one->house->first());
    }
  }
  casework::Story story() { return must(Cases(a_->house->vault()).read(a_->house->first(), files_.case_file)); }
  std::string case_address() const { return "/case/" + files_.case_file.text(); }
  std::string plan_form(const std::string& date, bool both = true) const {
    return "date=" + date + "&time=10:00&how=office&place=Akimat&question=How+to+get+the+papers+back&agenda=Passport&partners=" + b_->house->id().text() + (both ? "&partners=" + c_->house->id().text() : "");
  }
  // The address of a conference that is planned for the tenth of June.
  std::string planned() {
    const auto made = a_->browser().post(case_address() + "/conference/new", plan_form("2026-06-10"));
    EXPECT_EQ(made.status, 303) << made.body;
    return Browser::location(made);
  }
  std::string invited(const std::string& at, const Office& whom) {
    const std::string address = at + "/invite/" + whom.house->id().text();
    auto browser = a_->browser();
    const std::string once = Browser::value_of(browser.get(address).body, "once");
    const std::string form = "more=no&purpose=referral&access_until=2026-06-17&fields=Identity.given_name&once=" + once;
    const auto sent = browser.post(address, form + "&as=send");
    EXPECT_EQ(sent.status, 303) << sent.body;
    return form;
  }
  // The only conversation that this office has.
  static std::string thread_of(Office& office) {
    std::string out;
    auto access = office.tables.projection().enter(office.house->first(), REFERRAL);
    if (!access) return out;
    for (const ThreadRow& row : office.threads.list(*access, ThreadView::all, Date(std::chrono::year(2026), std::chrono::month(6), std::chrono::day(1)), 0, 10).rows) out = "/referrals/" + row.file.text();
    return out;
  }
  static schema::FormData hidden_in(const std::string& body) {
    schema::FormData out;
    const std::regex field("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    for (auto one = std::sregex_iterator(body.begin(), body.end(), field); one != std::sregex_iterator(); ++one) {
      if ((*one)[1] != "csrf") out.add((*one)[1], (*one)[2]);
    }
    return out;
  }

  std::unique_ptr<Office> a_;
  std::unique_ptr<Office> b_;
  std::unique_ptr<Office> c_;
  casework::CaseFiles files_;
};

TEST_F(ConferencePages, ABadPlanSaysWhatToDoAndKeepsWhatWasTyped) {
  auto browser = a_->browser();
  const std::string address = case_address() + "/conference/new";
  auto refused = browser.post(address, plan_form("2026-05-30"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("This day is over. Choose today or a later one."));
  EXPECT_THAT(refused.body, HasSubstr("How to get the papers back"));
  refused = browser.post(address, "date=2026-06-10&time=10:00&how=telephone&question=x");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Choose at least one partner."));
  refused = browser.post(address, "date=2026-06-10&time=10:00&how=office&question=x&partners=" + b_->house->id().text());
  EXPECT_THAT(refused.body, HasSubstr("Write in which public office you meet."));
  EXPECT_TRUE(story().all<ConferencePlan>().empty());
}

TEST_F(ConferencePages, NothingGoesThatTheConsentDoesNotCover) {
  const std::string at = planned();
  const std::string address = at + "/invite/" + b_->house->id().text();
  auto browser = a_->browser();
  EXPECT_THAT(browser.get(address).body, HasSubstr("Not covered"));
  const std::string form = "more=no&purpose=referral&access_until=2026-06-17&as=send";
  auto refused = browser.post(address, form + "&fields=Identity.given_name");
  EXPECT_EQ(refused.status, 400);
  answer("beta", "given", "2026-06-01");
  refused = browser.post(address, form + "&fields=Identity.given_name&fields=SafeContact.number");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("href=\"#fields"));
  refused = browser.post(address, "more=no&purpose=referral&access_until=2026-06-09&as=send");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("The access would end before the conference."));
  refused = browser.post(address, "more=no&purpose=referral&access_until=2026-12-09&as=send");
  EXPECT_THAT(refused.body, HasSubstr("At most three months after the conference."));
  EXPECT_TRUE(story().all<Shared>().empty());
  EXPECT_TRUE(a_->house->take_parcels().empty());
  // For another recipient the same consent permits nothing.
  EXPECT_EQ(browser.post(at + "/invite/" + c_->house->id().text(), form + "&fields=Identity.given_name").status, 400);
}

TEST_F(ConferencePages, EachSeesWhatWasReleasedToItAndNobodyElse) {
  const std::string at = planned();
  answer("beta", "given", "2026-06-01");
  answer("gamma", "given", "2026-06-01");
  auto browser = a_->browser();
  const auto shown = browser.post(at + "/invite/" + b_->house->id().text(), "more=no&purpose=referral&access_until=2026-06-17&fields=Identity.given_name&as=show");
  EXPECT_THAT(shown.body, HasSubstr("id=\"preview\""));
  EXPECT_TRUE(story().all<Shared>().empty());
  const std::string form = invited(at, *b_);
  EXPECT_EQ(story().all<Shared>().size(), 1U);
  EXPECT_EQ(story().all<ConferenceRelease>().size(), 1U);
  // Pressed twice.
  EXPECT_EQ(browser.post(at + "/invite/" + b_->house->id().text(), form + "&as=send").status, 303);
  EXPECT_EQ(story().all<Shared>().size(), 1U);
  invited(at, *c_);
  deliver();
  const std::string at_b = b_->browser().get(thread_of(*b_)).body;
  EXPECT_THAT(at_b, HasSubstr("Айжан"));
  EXPECT_THAT(at_b, HasSubstr("How to get the papers back"));
  EXPECT_THAT(at_b, Not(HasSubstr("Ахметова")));
  EXPECT_THAT(at_b, Not(HasSubstr("gamma")));
  EXPECT_THAT(b_->browser().get("/").body, HasSubstr(thread_of(*b_)));
  deliver();
  EXPECT_THAT(browser.get(at).body, HasSubstr("Opened by: First"));
  // More, to one of them.
  const std::string more = at + "/invite/" + b_->house->id().text();
  const std::string once = Browser::value_of(browser.get(more).body, "once");
  EXPECT_EQ(browser.post(more, "more=yes&purpose=referral&fields=Identity.family_name&as=send&once=" + once).status, 303);
  deliver();
  EXPECT_THAT(b_->browser().get(thread_of(*b_)).body, HasSubstr("Ахметова"));
  EXPECT_THAT(c_->browser().get(thread_of(*c_)).body, Not(HasSubstr("Ахметова")));
  EXPECT_EQ(story().all<Shared>().size(), 3U);
}

TEST_F(ConferencePages, AnswersDecisionsAndReportsGoTheirWay) {
  const std::string at = planned();
  answer("beta", "given", "2026-06-01");
  invited(at, *b_);
  deliver();
  const std::string there = thread_of(*b_);
  auto refused = b_->browser().post(there + "/conference/comes", "who=");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Write who comes: name and office."));
  EXPECT_EQ(b_->browser().post(there + "/conference/comes", "who=Erlan,+prosecutor").status, 303);
  EXPECT_EQ(b_->browser().post(there + "/conference/contribution", "text=The+passport+is+found").status, 303);
  EXPECT_EQ(b_->browser().post(there + "/conference/contribution", "text=The+passport+is+found").status, 303);
  deliver();
  const std::string here = thread_of(*a_);
  const std::string at_a = a_->browser().get(here).body;
  EXPECT_THAT(at_a, HasSubstr("Erlan, prosecutor"));
  EXPECT_EQ(at_a.find("The passport is found"), at_a.rfind("The passport is found"));
  EXPECT_EQ(a_->browser().get(at + "/decisions/" + b_->house->id().text()).status, 409);  // it lies ahead
  go_to("2026-06-10");
  auto browser = a_->browser();
  const auto record = browser.get(at + "/record");
  EXPECT_EQ(record.status, 200);
  schema::FormData written = hidden_in(record.body);
  EXPECT_EQ(written.get("guests-0-organisation"), "beta");
  EXPECT_EQ(written.get("guests-0-name"), "Erlan, prosecutor");
  const std::string entry = "/file/" + files_.case_file.text() + "/add/CaseConference?case=" + files_.case_file.text();
  const auto form = browser.post(entry, schema::to_urlencoded(written) + "&more=decisions");
  EXPECT_EQ(form.status, 200);
  EXPECT_THAT(form.body, HasSubstr("Erlan, prosecutor"));
  EXPECT_TRUE(story().all<CaseConference>().empty());
  EXPECT_EQ(browser.post(entry, schema::to_urlencoded(written) + "&decisions-0-what=Give+the+passport+back&decisions-0-by=2026-06-20&decisions-1-what=Of+ours").status, 303);
  ASSERT_EQ(story().all<CaseConference>().size(), 1U);
  EXPECT_EQ(story().all<Shared>().size(), 1U);  // what was released does not stand twice
  const std::string decisions = at + "/decisions/" + b_->house->id().text();
  const auto sent = browser.post(decisions, "decisions=1&access_until=2026-07-10&once=" + Browser::value_of(browser.get(decisions).body, "once"));
  EXPECT_EQ(sent.status, 303) << sent.body;
  EXPECT_EQ(story().all<Shared>().size(), 2U);
  deliver();
  std::string at_b = b_->browser().get(there).body;
  EXPECT_THAT(at_b, HasSubstr("Give the passport back"));
  EXPECT_THAT(at_b, Not(HasSubstr("Of ours")));
  EXPECT_EQ(b_->browser().post(there + "/conference/reported", "number=2&result=done").status, 400);
  EXPECT_EQ(b_->browser().post(there + "/conference/reported", "number=1&result=done").status, 303);
  deliver();
  EXPECT_THAT(a_->browser().get(here).body, HasSubstr("Decision 1: Done"));
  // A day late it ended, and nothing else; the decisions have a day of their own.
  go_to("2026-06-18");
  at_b = b_->browser().get(there).body;
  EXPECT_THAT(at_b, Not(HasSubstr("Айжан")));
  EXPECT_THAT(at_b, Not(HasSubstr("How to get the papers back")));
  EXPECT_THAT(at_b, HasSubstr("Give the passport back"));
  go_to("2026-07-11");
  at_b = b_->browser().get(there).body;
  EXPECT_THAT(at_b, HasSubstr("The time to read it is over."));
  EXPECT_THAT(at_b, Not(HasSubstr("Give the passport back")));
  EXPECT_THAT(at_b, Not(HasSubstr("The passport is found")));
}

TEST_F(ConferencePages, AConsentThatWasWithdrawnIsSaidLoudlyAndTakenBack) {
  const std::string at = planned();
  answer("beta", "given", "2026-06-01");
  invited(at, *b_);
  deliver();
  const std::string there = thread_of(*b_);
  const std::string here = thread_of(*a_);
  const std::string gone = "consent does not cover what was released to this participant any more";
  EXPECT_THAT(a_->browser().get(at).body, Not(HasSubstr(gone)));
  answer("beta", "withdrawn", "2026-06-01");
  EXPECT_THAT(a_->browser().get(at).body, HasSubstr(gone));
  EXPECT_THAT(a_->browser().get(here).body, HasSubstr(gone));
  // More does not go, and another day is not told.
  EXPECT_EQ(a_->browser().post(at + "/invite/" + b_->house->id().text(), "more=yes&purpose=referral&fields=Identity.sex&as=send").status, 400);
  EXPECT_EQ(a_->browser().post(here + "/conference/revoked", "").status, 303);
  deliver();
  const std::string at_b = b_->browser().get(there).body;
  EXPECT_THAT(at_b, HasSubstr("The inviter has taken it back."));
  EXPECT_THAT(at_b, Not(HasSubstr("Айжан")));
  EXPECT_EQ(b_->browser().post(there + "/conference/comes", "who=Erlan").status, 409);
  EXPECT_THAT(a_->browser().get(at).body, Not(HasSubstr(gone)));
  // What was released for it does not let it be told again in front of them.
  go_to("2026-06-10");
  const std::string entry = "/file/" + files_.case_file.text() + "/add/CaseConference?case=" + files_.case_file.text();
  const auto refused = a_->browser().post(entry, "date=2026-06-10&members=First&purpose=referral&groups=services&guests-0-organisation=beta&guests-0-name=Erlan");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("guests-0-organisation"));
  EXPECT_TRUE(story().all<CaseConference>().empty());
}

TEST_F(ConferencePages, MovedAndCancelledAreTold) {
  const std::string at = planned();
  answer("beta", "given", "2026-06-01");
  invited(at, *b_);
  deliver();
  const std::string there = thread_of(*b_);
  EXPECT_EQ(b_->browser().post(there + "/conference/other_day", "date=2026-06-15&note=Court+on+that+day").status, 303);
  deliver();
  auto browser = a_->browser();
  const std::string seen = Browser::value_of(browser.get(at + "/change").body, "seen");
  const std::string form = "date=2026-06-15&time=11:00&how=video&place=&seen=" + seen + "&partners=" + b_->house->id().text();
  EXPECT_EQ(browser.post(at + "/change", "date=2026-06-15&time=11:00&how=video&seen=" + seen + "&partners=" + c_->house->id().text()).status, 400);  // who is invited stays
  EXPECT_EQ(browser.post(at + "/change", form).status, 303);
  deliver();
  EXPECT_THAT(b_->browser().get(there).body, HasSubstr("Moved to another day"));
  EXPECT_THAT(b_->browser().get(there).body, HasSubstr("11:00"));
  // The same form of a colleague, who had the old plan before her.
  EXPECT_EQ(a_->browser().post(at + "/change", "date=2026-06-16&time=12:00&how=video&seen=" + seen + "&partners=" + b_->house->id().text()).status, 409);
  EXPECT_EQ(a_->browser().post(at + "/cancel", "").status, 303);
  deliver();
  EXPECT_THAT(b_->browser().get(there).body, HasSubstr("The conference is cancelled."));
  EXPECT_THAT(b_->browser().get(there).body, Not(HasSubstr("Айжан")));
  EXPECT_THAT(a_->browser().get(at).body, HasSubstr("Cancelled on"));
}

TEST_F(ConferencePages, WhoDoesNotWorkWithOthersFindsNothing) {
  const std::string at = planned();
  const vault::Keyring worker = a_->house->add("Worker", {vault::CircleKind::casework});
  Browser browser(a_->site, &worker);
  for (const std::string& address : {case_address() + "/conference/new", at, at + "/change", at + "/invite/" + b_->house->id().text(), at + "/record"}) EXPECT_EQ(browser.get(address).status, 404) << address;
  EXPECT_EQ(browser.post(case_address() + "/conference/new", plan_form("2026-06-10")).status, 404);
  EXPECT_THAT(browser.get("/").body, Not(HasSubstr("Conferences with other organisations")));
}

}  // namespace
}  // namespace arasha::referral
