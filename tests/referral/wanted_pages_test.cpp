// The pages of asking a partner for a case: what leaves and under which consent, what the asked side sees and does, what the asking
// side learns.
#include <gmock/gmock.h>

#include <thread>

#include "arasha/consent.pb.h"
#include "casework/browser.h"
#include "exchange/houses.h"
#include "referral/pages.h"
#include "referral/threads.h"

namespace arasha::referral {
namespace {

using casework::Browser;
using exchange::House;
using exchange::must;
using ::testing::HasSubstr;
using ::testing::Not;
using vault::CircleKind;

// A house with its pages.
class Side {
 public:
  explicit Side(std::unique_ptr<House> house) : house_(std::move(house)), threads_(house_->vault()), tables_(house_->vault()), site_(house_->vault(), false) {
    tables_.projection().attach(REFERRAL, threads_);
    add_pages({site_, tables_, threads_, pack::Shelf::built_in(), [] {}});
    casework::Additions additions;
    additions.case_panels.push_back(case_panel(house_->vault(), tables_, threads_));
    casework::add_pages(site_, tables_, pack::Shelf::built_in(), std::move(additions));
  }
  House& house() { return *house_; }
  web::Site& site() { return site_; }
  Browser browser(const vault::Keyring* by = nullptr) { return Browser(site_, by == nullptr ? &house_->first() : by); }

  casework::CaseFiles open_case(const char* family, const char* given) {
    Identity identity;
    identity.set_family_name(family);
    identity.set_given_name(given);
    identity.set_patronymic("Серікқызы");
    identity.set_birth_date("1998-03-14");
    identity.set_sex("female");
    FirstContact contact;
    contact.set_date("2026-05-01");
    contact.add_sources("police");
    contact.set_danger("none");
    contact.set_summary("summary");
    return must(casework::Cases(house_->vault()).open_case(house_->first(), identity, contact, {}));
  }
  void agree(FileId case_file, const std::string& recipient, std::initializer_list<const char*> groups) {
    Consent consent;
    consent.set_purpose("referral");
    consent.set_recipient(recipient);
    consent.set_answer("given");
    for (const char* group : groups) consent.add_groups(group);
    consent.set_date("2026-05-20");
    consent.set_explained("spoken");
    consent.set_explained_by("Айгерим");
    consent.set_language("ru");
    consent.set_given_by("person");
    must(casework::Cases(house_->vault()).add(house_->first(), case_file, consent));
  }

 private:
  std::unique_ptr<House> house_;
  ThreadTable threads_;
  projection::Tables tables_;
  web::Site site_;
};

class WantedPages : public exchange::Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    auto a = house("alpha");
    auto b = house("beta");
    a->meets(*b, "https://beta.example");
    b->meets(*a, "https://alpha.example");
    a_ = std::make_unique<Side>(std::move(a));
    b_ = std::make_unique<Side>(std::move(b));
    once_ = crypto::random_id<exchange::ThreadId>().text();
  }
  void TearDown() override {
    a_.reset();
    b_.reset();
    Houses::TearDown();
  }
  // To the other house, where its page of other organisations opens it.
  void carry(Side& from, Side& to) {
    for (const Bytes& one : from.house().take_parcels()) must(to.house().receive(one));
    to.browser().get("/referrals");
  }
  // The same form, unless another one is asked for.
  std::string form(const std::string& fields, bool another = false) const {
    return "once=" + (another ? crypto::random_id<exchange::ThreadId>().text() : once_) + "&purpose=referral&wants=case&reason=continue&ground=consent&there_from=2019&answer_by-day=20&answer_by-month=6&answer_by-year=2026" + fields;
  }
  std::string ask(FileId case_file, const std::string& fields = "&fields=Identity.given_name&fields=Identity.family_name") {
    Browser browser = a_->browser();
    const auto sent = browser.post("/case/" + case_file.text() + "/wanted/" + b_->house().id().text(), form(fields + "&as=send", true));
    EXPECT_EQ(sent.status, 303) << sent.body;
    return Browser::location(sent);
  }
  // The one conversation that the list of this side shows.
  std::string thread_of(Side& side) {
    const std::string body = side.browser().get("/referrals").body;
    const auto at = body.find("href=\"/referrals/", body.find("<table"));
    return at == std::string::npos ? "" : body.substr(at + 6, body.find('"', at + 6) - at - 6);
  }
  bool is_shared(Side& side, FileId case_file) {
    const auto story = must(casework::Cases(side.house().vault()).read(side.house().first(), case_file));
    return story.last<Shared>() != nullptr;
  }

  std::unique_ptr<Side> a_;
  std::unique_ptr<Side> b_;
  std::string once_;
};

TEST_F(WantedPages, NothingLeavesWithoutConsentAndNothingMoreThanWasChosen) {
  const auto files = a_->open_case("Жүсіпова", "Әлия");
  Browser browser = a_->browser();
  EXPECT_THAT(browser.get("/case/" + files.case_file.text()).body, HasSubstr("/case/" + files.case_file.text() + "/wanted"));
  const std::string choice = browser.get("/case/" + files.case_file.text() + "/wanted").body;
  EXPECT_THAT(choice, HasSubstr("No consent for this partner yet."));
  const std::string here = "/case/" + files.case_file.text() + "/wanted/" + b_->house().id().text();
  EXPECT_THAT(choice, HasSubstr(here));
  const std::string fields = "&fields=Identity.given_name&fields=Identity.family_name";
  auto refused = browser.post(here, form(fields + "&request=Please+look&as=send"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Please look"));
  EXPECT_TRUE(a_->house().take_parcels().empty());
  EXPECT_FALSE(is_shared(*a_, files.case_file));

  // That she is helped here is told as well.
  a_->agree(files.case_file, "beta", {"identity"});
  EXPECT_EQ(browser.post(here, form(fields + "&as=send")).status, 400);
  a_->agree(files.case_file, "beta", {"identity", "services"});
  EXPECT_THAT(browser.post(here, form("&as=send&fields=Identity.sex")).body, HasSubstr("Choose at least a name or the number of a document"));

  const auto shown = browser.post(here, form(fields));
  EXPECT_EQ(shown.status, 200);
  const std::string preview = shown.body.substr(shown.body.find("id=\"preview\""), shown.body.find("<form", shown.body.find("id=\"preview\"")) - shown.body.find("id=\"preview\""));
  EXPECT_THAT(preview, HasSubstr("Әлия"));
  EXPECT_THAT(preview, HasSubstr("2019"));
  EXPECT_THAT(preview, Not(HasSubstr("Серікқызы")));
  EXPECT_THAT(preview, Not(HasSubstr("1998")));
  EXPECT_TRUE(a_->house().take_parcels().empty());

  const auto sent = browser.post(here, form(fields + "&as=send"));
  ASSERT_EQ(sent.status, 303) << sent.body;
  EXPECT_TRUE(is_shared(*a_, files.case_file));
  EXPECT_EQ(Browser::location(browser.post(here, form(fields + "&as=send"))), Browser::location(sent));
  EXPECT_EQ(a_->house().take_parcels().size(), 1U);
  EXPECT_THAT(browser.get("/case/" + files.case_file.text()).body, HasSubstr(Browser::location(sent)));
}

TEST_F(WantedPages, PressedSixTimesAtOnceItIsSentOnce) {
  const auto files = a_->open_case("Жүсіпова", "Әлия");
  a_->agree(files.case_file, "beta", {"identity", "services"});
  const std::string here = "/case/" + files.case_file.text() + "/wanted/" + b_->house().id().text();
  std::vector<std::string> went(6);
  std::vector<std::thread> threads;
  for (std::string& one : went) {
    threads.emplace_back([&] {
      const auto sent = a_->browser().post(here, form("&fields=Identity.given_name&fields=Identity.family_name&as=send"));
      one = sent.status == 303 ? Browser::location(sent) : sent.body;
    });
  }
  for (std::thread& one : threads) one.join();
  for (const std::string& one : went) EXPECT_EQ(one, went.front());
  EXPECT_EQ(a_->house().take_parcels().size(), 1U);
  const auto story = must(casework::Cases(a_->house().vault()).read(a_->house().first(), files.case_file));
  EXPECT_EQ(story.all<Shared>().size(), 1U);
}

TEST_F(WantedPages, ALawIsNamed) {
  const auto files = a_->open_case("Жүсіпова", "Әлия");
  a_->agree(files.case_file, "beta", {"identity", "services"});
  Browser browser = a_->browser();
  const std::string here = "/case/" + files.case_file.text() + "/wanted/" + b_->house().id().text();
  const std::string court = "wants=case&reason=legal&ground=court&answer_by-day=20&answer_by-month=6&answer_by-year=2026&fields=Identity.family_name";
  const auto refused = browser.post(here, court);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Write which law or which order: the partner must see it."));
  EXPECT_EQ(browser.post(here, court + "&norm=No.+17").status, 200);
  EXPECT_THAT(browser.post(here, "wants=case&reason=legal&ground=consent&answer_by-day=20&answer_by-month=6&answer_by-year=2020&fields=Identity.family_name").body, HasSubstr("This day is over."));
}

TEST_F(WantedPages, TheAskedLooksNamesTheCaseAndHandsItOver) {
  const auto ours = a_->open_case("Жүсіпова", "Әлия");
  a_->agree(ours.case_file, "beta", {"identity", "services"});
  const auto there = b_->open_case("Жусупова", "Алия");
  const std::string asked = ask(ours.case_file, "&fields=Identity.given_name&fields=Identity.family_name&fields=Identity.birth_date");
  carry(*a_, *b_);
  Browser b = b_->browser();
  EXPECT_THAT(b.get("/referrals?view=waiting").body, HasSubstr("A partner asks for a case"));
  const std::string thread = thread_of(*b_);
  ASSERT_FALSE(thread.empty());
  const std::string page = b.get(thread).body;
  EXPECT_THAT(page, HasSubstr("Әлия"));
  EXPECT_THAT(page, HasSubstr("2019"));
  EXPECT_THAT(page, Not(HasSubstr("Жусупова"))) << "nobody has looked";

  // To hand over is to tell of a person of ours: first look, and with her consent.
  EXPECT_THAT(b.post(thread + "/wanted/answer", "answer=hand_over").body, HasSubstr("Look in your own register first, and name the case that it is about."));
  const auto searched = [&] {
    const auto all = must(b_->house().vault().readings(b_->house().first(), ~std::uint64_t{0}, 1000));
    return std::count_if(all.begin(), all.end(), [](const auto& one) { return one.reading.action == vault::Action::searched; });
  };
  const auto before = searched();
  const std::string found = b.post(thread + "/wanted/look", "").body;
  EXPECT_THAT(found, HasSubstr("Жусупова"));
  EXPECT_GT(searched(), before);
  EXPECT_THAT(found, HasSubstr(there.case_file.text()));
  EXPECT_EQ(b.post(thread + "/wanted/case", "case=" + crypto::random_id<FileId>().text()).status, 404);
  EXPECT_EQ(b.post(thread + "/wanted/case", "case=" + there.case_file.text()).status, 303);
  EXPECT_THAT(b.get("/case/" + there.case_file.text()).body, HasSubstr(thread));
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=hand_over").status, 400) << "no consent there yet";
  EXPECT_FALSE(is_shared(*b_, there.case_file));
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=ask_first&note=We+write+to+her").status, 303);
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=ask_first").status, 409);
  carry(*b_, *a_);
  EXPECT_THAT(a_->browser().get(asked).body, HasSubstr("We write to her"));
  b_->agree(there.case_file, "alpha", {"services"});
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=hand_over").status, 303);
  EXPECT_TRUE(is_shared(*b_, there.case_file));
  EXPECT_THAT(b.get(thread).body, HasSubstr("/case/" + there.case_file.text() + "/handover?partner=" + a_->house().id().text()));
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=unknown").status, 409);
  carry(*b_, *a_);
  const std::string last = a_->browser().get(asked).body;
  EXPECT_THAT(last, HasSubstr("The partner hands the case over to you."));
  EXPECT_THAT(last, Not(HasSubstr(there.case_file.text())));
  EXPECT_EQ(a_->browser().post(asked + "/wanted/withdraw", "").status, 409);
}

TEST_F(WantedPages, NoInformationSaysNothingAndDestroysWhatWasTold) {
  const auto ours = a_->open_case("Жүсіпова", "Әлия");
  a_->agree(ours.case_file, "beta", {"identity", "services"});
  const std::string asked = ask(ours.case_file);
  carry(*a_, *b_);
  const std::string thread = thread_of(*b_);
  Browser b = b_->browser();
  EXPECT_THAT(b.post(thread + "/wanted/look", "").body, HasSubstr("Nobody is like this person."));
  // Looking leaves no trace at the partner's.
  carry(*b_, *a_);
  const std::string before = a_->browser().get(asked).body;
  EXPECT_THAT(before, HasSubstr("That the request arrived says nothing about the person."));
  EXPECT_THAT(before, Not(HasSubstr("Looked for")));
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=").status, 400);
  EXPECT_EQ(b.post(thread + "/wanted/answer", "answer=nothing").status, 303);
  EXPECT_THAT(b.get(thread).body, Not(HasSubstr("Әлия")));
  EXPECT_THAT(b.post(thread + "/wanted/look", "").body, HasSubstr("is destroyed, as was agreed"));
  carry(*b_, *a_);
  EXPECT_THAT(a_->browser().get(asked).body, HasSubstr("That says neither that the person is known there nor that she is not."));
}

TEST_F(WantedPages, TakenBackAndEndedAreSaidToBoth) {
  const auto ours = a_->open_case("Жүсіпова", "Әлия");
  a_->agree(ours.case_file, "beta", {"identity", "services"});
  const std::string asked = ask(ours.case_file);
  carry(*a_, *b_);
  const std::string thread = thread_of(*b_);
  EXPECT_EQ(a_->browser().get(asked + "/wanted/withdraw").status, 200);
  EXPECT_EQ(b_->browser().get(thread + "/wanted/withdraw").status, 404);
  EXPECT_EQ(a_->browser().get(asked + "/wanted/answer").status, 404);
  EXPECT_EQ(a_->browser().post(asked + "/wanted/withdraw", "").status, 303);
  EXPECT_EQ(a_->browser().post(asked + "/wanted/withdraw", "").status, 409);
  carry(*a_, *b_);
  const std::string gone = b_->browser().get(thread).body;
  EXPECT_THAT(gone, HasSubstr("Taken back"));
  EXPECT_THAT(gone, Not(HasSubstr("Әлия")));
  EXPECT_EQ(b_->browser().get(thread + "/wanted/answer").status, 409);

  const std::string second = ask(ours.case_file);
  carry(*a_, *b_);
  clock_.advance(std::chrono::days(40));
  Browser again = b_->browser();
  const std::string list = again.get("/referrals?view=finished").body;
  EXPECT_THAT(list, HasSubstr("Ended"));
  EXPECT_THAT(a_->browser().get(second).body, HasSubstr("Nobody answered by the day that was asked for."));
}

TEST_F(WantedPages, OutsideTheCircleThereIsNothingAndOnlyWhoSeesPersonsLooks) {
  const auto ours = a_->open_case("Жүсіпова", "Әлия");
  a_->agree(ours.case_file, "beta", {"identity", "services"});
  ask(ours.case_file);
  carry(*a_, *b_);
  const std::string thread = thread_of(*b_);
  b_->open_case("Жүсіпова", "Әлия");
  const auto worker = b_->house().add("Worker", {CircleKind::casework});
  Browser outside = b_->browser(&worker);
  EXPECT_EQ(outside.get(thread).status, 404);
  for (const char* step : {"/wanted/look", "/wanted/case", "/wanted/answer", "/wanted/withdraw"}) EXPECT_EQ(outside.post(thread + step, "answer=unknown").status, 404) << step;
  const auto asker = a_->house().add("Asker", {CircleKind::casework});
  Browser there = a_->browser(&asker);
  EXPECT_EQ(there.get("/case/" + ours.case_file.text() + "/wanted").status, 404);
  EXPECT_EQ(there.post("/case/" + ours.case_file.text() + "/wanted/" + b_->house().id().text(), form("&as=send&fields=Identity.given_name")).status, 404);
  const auto referrer = b_->house().add("Referrer", {CircleKind::referral});
  Browser inside = b_->browser(&referrer);
  EXPECT_EQ(inside.get(thread).status, 200);
  const std::string looked = inside.post(thread + "/wanted/look", "").body;
  EXPECT_THAT(looked, HasSubstr("None of your circles opens who people are."));
}

}  // namespace
}  // namespace arasha::referral
