#include "arasha/entries.pb.h"
#include "casework/browser.h"
#include "casework/changes.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

bool has(const web::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

constexpr const char* kAsked = "version=2009&date=2026-09-15&asked=person&language=uz&interpreter=yes";
constexpr const char* kTrafficked =
    "&q-deceived_job=yes&q-deceived_wages=yes&q-work_hours=yes&q-work_salary=yes&q-coerced_documents=yes&q-"
    "coerced_debt=yes&q-deceived_family=no&q-work_hazard=none";

class ScreeningTest : public SiteTest {
 protected:
  std::string base(FileId file) const { return "/file/" + file.text() + "/screening/"; }
  std::string labour(FileId file, const char* profile = "adult") const {
    return base(file) + "new/labour_exploitation/" + profile;
  }
  std::vector<const Item*> screenings(FileId file) {
    story_ = must(Cases(*vault_).read(*steward_, file));
    return story_.all<Screening>();
  }
  Story story_;
};

TEST_F(ScreeningTest, FromTheCaseToTheAdviceAndTheDecision) {
  const CaseFiles files = open_one();
  const std::string c = files.case_file.text();
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/case/" + c), "/file/" + c + "/add/Screening?case=" + c));
  const auto chooser = browser.get("/file/" + c + "/add/Screening?case=" + c);
  for (const char* text :
       {"value=\"labour_exploitation\"", "value=\"forced_labour\"", "value=\"palermo\"", "value=\"child\""})
    EXPECT_TRUE(has(chooser, text)) << text;
  const auto chosen =
      browser.post("/file/" + c + "/add/Screening?case=" + c, "list=labour_exploitation&profile=adult");
  EXPECT_EQ(Browser::location(chosen), labour(files.case_file));
  const auto questions = browser.get(labour(files.case_file));
  EXPECT_EQ(questions.status, 200);
  for (const char* text : {"Deceptive recruitment", "Abuse of vulnerability at destination",
                           "name=\"q-work_hours\"", "Version 2009", "Not asked"})
    EXPECT_TRUE(has(questions, text)) << text;
  EXPECT_FALSE(has(questions, "name=\"q-act\""));
  EXPECT_TRUE(has(browser.get(labour(files.case_file, "child")), "name=\"q-act\""));

  const auto saved = browser.post(labour(files.case_file), std::string(kAsked) + kTrafficked);
  ASSERT_EQ(saved.status, 303);
  const auto advice = browser.get(Browser::location(saved));
  for (const char* text :
       {"Advice: Victim of trafficking for forced labour – the decision is a person&#39;s.",
        "Deceptive recruitment: positive, 1 strong + 1 medium, 7 not asked",
        "Coercion at destination: positive, 2 strong, 13 not asked",
        "Abuse of vulnerability at destination: not asked"}) {
    EXPECT_TRUE(has(advice, text)) << text;
  }
  const auto all = screenings(files.case_file);
  ASSERT_EQ(all.size(), 1U);
  const auto* stored = all[0]->as<Screening>();
  EXPECT_EQ(stored->result(), "trafficking_labour");
  EXPECT_EQ(stored->list_version(), "2009");
  EXPECT_EQ(stored->child(), "no");
  EXPECT_EQ(stored->yes_size(), 6);
  EXPECT_EQ(stored->no_size(), 1);
  const std::string decision =
      "/file/" + c + "/add/Identification?case=" + c + "&amp;screening=" + all[0]->latest().id.text();
  EXPECT_TRUE(has(advice, decision));
  const auto form = browser.get("/file/" + c + "/add/Identification?case=" + c +
                                "&screening=" + all[0]->latest().id.text());
  EXPECT_TRUE(has(form, "Operational indicators: labour exploitation"));
  const auto year = form.body.find("id=\"date-year\"");
  ASSERT_NE(year, std::string::npos);
  EXPECT_NE(form.body.substr(year, 160).find("value=\"20"), std::string::npos);  // today
  // The advice decides nothing.
  EXPECT_TRUE(must(Cases(*vault_).read(*steward_, files.case_file)).all<Identification>().empty());
}

TEST_F(ScreeningTest, TheTimelineSaysItInWords) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  browser.post(labour(files.case_file), std::string(kAsked) + kTrafficked + "&note=words-of-the-note");
  for (const char* language : {"en", "ru", "kk"}) {
    browser.get(std::string("/language/") + language);
    for (const std::string& address :
         {"/case/" + files.case_file.text(), "/case/" + files.case_file.text() + "/print"}) {
      const auto page = browser.get(address);
      EXPECT_TRUE(has(page, "words-of-the-note")) << language;
      for (const char* code : {"deceived_job", "trafficking_labour", "deceptive_recruitment", "dimension "})
        EXPECT_FALSE(has(page, code)) << language << " " << code;
    }
  }
  browser.get("/language/en");
  const auto page = browser.get("/case/" + files.case_file.text());
  for (const char* text : {"Screening: Victim of trafficking for forced labour (advice)",
                           "Deceived about wages or earnings (medium)", "Confiscation of documents (strong)",
                           "Deceived about family reunification",
                           "Deceptive recruitment: positive, 1 strong + 1 medium", "Uzbek"}) {
    EXPECT_TRUE(has(page, text)) << text;
  }
}

TEST_F(ScreeningTest, TheChooserWantsAKnownListAndAnAge) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/file/" + files.case_file.text() + "/add/Screening";
  for (const char* form :
       {"", "list=labour_exploitation", "profile=adult", "list=nonsense&profile=adult",
        "list=labour_exploitation&profile=baby", "list=labour_exploitation/../x&profile=child"}) {
    EXPECT_EQ(browser.post(address, form).status, 400) << form;
  }
  for (const char* tail : {"new/nonsense/adult", "new/labour_exploitation/baby", "new/labour_exploitation/",
                           "zzz", "zzz/adult"}) {
    EXPECT_EQ(browser.get(base(files.case_file) + tail).status, 404) << tail;
    EXPECT_EQ(browser.post(base(files.case_file) + tail, kAsked).status == 303, false) << tail;
  }
  // It does not go into a person's file.
  EXPECT_EQ(browser.get("/file/" + files.person_file.text() + "/add/Screening").status, 404);
  EXPECT_EQ(browser.post(labour(files.person_file), std::string(kAsked) + kTrafficked).status, 404);
}

TEST_F(ScreeningTest, AKnownChildIsAskedAsAChild) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/file/" + files.case_file.text() + "/add/Screening";
  const auto is_child = [](const web::Response& page) {
    return page.body.find("value=\"child\" checked") != std::string::npos;
  };
  EXPECT_FALSE(is_child(browser.get(address)));
  Identity identity;
  identity.set_birth_date("2012-01-01");
  const Story person = must(Cases(*vault_).read(*steward_, files.person_file));
  must(Cases(*vault_).correct(*steward_, files.person_file, person.items[0].latest().id, identity));
  EXPECT_TRUE(is_child(browser.get(address)));
  // One question and the conditions of work: enough for a child, not for an adult.
  const std::string form = std::string(kAsked) + "&q-work_hours=yes&q-work_salary=yes";
  browser.post(labour(files.case_file, "child"), form + "&q-act=yes");
  browser.post(labour(files.case_file, "adult"), form);
  const auto all = screenings(files.case_file);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]->as<Screening>()->result(), "trafficking_labour");
  EXPECT_EQ(all[0]->as<Screening>()->child(), "yes");
  EXPECT_EQ(all[1]->as<Screening>()->result(), "exploitation");
}

TEST_F(ScreeningTest, BadAnswersAreRefusedAndNothingIsLost) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  struct Row {
    const char* form;
    const char* place;
  };
  const std::string good = std::string(kAsked) + "&q-work_salary=yes&note=kept-words";
  for (const Row& row : {Row{"&q-work_hours=yes&q-work_hours=no", "#q-work_hours"},
                         {"&q-work_hours=yes&q-work_hours=yes", "#q-work_hours"},
                         {"&q-work_hours=perhaps", "#q-work_hours"},
                         {"&q-work_hours=%3Cscript%3Ealert(1)%3C/script%3E", "#q-work_hours"},
                         {"&q-nonsense=yes", "#version"},
                         {"&q-=yes", "#version"},
                         {"&q-overtime=yes", "#version"},
                         {"&q-act=yes", "#version"},
                         {"&date=2030-01-01", "#date"},
                         {"&asked=nobody-we-know", "#asked"}}) {
    const auto answer = browser.post(labour(files.case_file), good + row.form);
    EXPECT_EQ(answer.status, 400) << row.form;
    EXPECT_TRUE(has(answer, std::string("href=\"") + row.place + "\"")) << row.form;
    EXPECT_TRUE(has(answer, "kept-words")) << row.form;
    EXPECT_FALSE(has(answer, "<script>alert")) << row.form;
    const auto at = answer.body.find("id=\"q-work_salary\"");
    ASSERT_NE(at, std::string::npos);
    EXPECT_NE(answer.body.substr(at, 120).find("checked"), std::string::npos)
        << row.form;  // the other answers stand
  }
  for (const char* form : {"version=1999&date=2026-09-15&asked=person&q-work_salary=yes&note=kept-words",
                           "date=2026-09-15&asked=person&q-work_salary=yes&note=kept-words"}) {
    const auto answer = browser.post(labour(files.case_file), form);
    EXPECT_EQ(answer.status, 400) << form;
    EXPECT_TRUE(has(answer, "kept-words"));
    EXPECT_EQ(Browser::value_of(answer.body, "version"), "2009");
  }
  EXPECT_EQ(browser.post(labour(files.case_file), "version=2009").status, 400);  // without date and person
  EXPECT_EQ(browser.post(labour(files.case_file), "").status, 400);
}

// A result, a list or codes that somebody posts beside the questions are not listened to.
TEST_F(ScreeningTest, TheAdviceCannotBePosted) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser
                .post(labour(files.case_file), std::string(kAsked) + kTrafficked +
                                                   "&result=not_victim&reasons=x&list=palermo&list_version=1&"
                                                   "child=yes&yes=nonsense&no=nonsense&weights=x")
                .status,
            303);
  const auto all = screenings(files.case_file);
  ASSERT_EQ(all.size(), 1U);
  const auto* stored = all[0]->as<Screening>();
  EXPECT_EQ(stored->result(), "trafficking_labour");
  EXPECT_EQ(stored->list(), "labour_exploitation");
  EXPECT_EQ(stored->child(), "no");
  EXPECT_EQ(stored->no_size(), 1);
  // Nor by the form of other entries.
  const std::string generic = "/file/" + files.case_file.text() + "/correct/" + all[0]->latest().id.text();
  EXPECT_EQ(Browser::location(browser.get(generic)),
            base(files.case_file) + all[0]->latest().id.text() + "/adult");
  EXPECT_EQ(browser.post(generic, "date=2026-09-15&asked=person&result=not_victim").status, 303);
  EXPECT_EQ(screenings(files.case_file)[0]->versions.size(), 1U);
  // Nor past the pages.
  Screening forged = *screenings(files.case_file)[0]->as<Screening>();
  forged.set_result("not_victim");
  EXPECT_FALSE(Cases(*vault_).add(*steward_, files.case_file, forged));
}

TEST_F(ScreeningTest, AnsweringAgainIsANewVersion) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string first =
      Browser::location(browser.post(labour(files.case_file), std::string(kAsked) + kTrafficked));
  const auto form = browser.get(first + "/adult");
  const auto at = form.body.find("id=\"q-deceived_job\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_NE(form.body.substr(at, 120).find("checked"), std::string::npos);
  const auto unchanged = browser.post(first + "/adult", std::string(kAsked) + kTrafficked);
  EXPECT_EQ(unchanged.status, 303);
  EXPECT_EQ(screenings(files.case_file)[0]->versions.size(), 1U);
  const auto again =
      browser.post(first + "/adult", std::string(kAsked) + "&q-work_hours=yes&q-work_salary=yes");
  ASSERT_EQ(again.status, 303);
  auto all = screenings(files.case_file);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]->versions.size(), 2U);
  EXPECT_EQ(all[0]->as<Screening>()->result(), "exploitation");
  const auto page = browser.get("/case/" + files.case_file.text());
  EXPECT_TRUE(has(page, "<del>Victim of trafficking for forced labour</del>"));
  // The person was a child, as it turns out: the same answers, other questions.
  EXPECT_EQ(browser
                .post(Browser::location(again) + "/child",
                      std::string(kAsked) + "&q-work_hours=yes&q-work_salary=yes&q-act=yes")
                .status,
            303);
  all = screenings(files.case_file);
  EXPECT_EQ(all[0]->as<Screening>()->child(), "yes");
  EXPECT_EQ(all[0]->as<Screening>()->result(), "trafficking_labour");
  EXPECT_EQ(browser.post(first + "/baby", kAsked).status, 404);
}

TEST_F(ScreeningTest, TwoWhoAnswerAgainAreShownBoth) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string first =
      Browser::location(browser.post(labour(files.case_file), std::string(kAsked) + kTrafficked)) + "/adult";
  const auto worker = in("Colleague", {CircleKind::casework});
  Browser colleague(*site_, &worker);
  EXPECT_EQ(colleague.post(first, std::string(kAsked) + kTrafficked + "&note=their-words").status, 303);
  const auto conflict = browser.post(first, std::string(kAsked) + kTrafficked + "&note=my-words");
  EXPECT_EQ(conflict.status, 409);
  for (const char* text : {"their-words", "my-words", "Colleague"}) EXPECT_TRUE(has(conflict, text)) << text;
  const std::string newest =
      base(files.case_file) + screenings(files.case_file)[0]->latest().id.text() + "/adult";
  EXPECT_TRUE(has(conflict, "action=\"" + newest + "\""));
  EXPECT_EQ(browser.post(newest, std::string(kAsked) + kTrafficked + "&note=agreed").status, 303);
  EXPECT_EQ(screenings(files.case_file)[0]->versions.size(), 3U);
}

// What an older list advised is shown as it was, whatever the list says today.
TEST_F(ScreeningTest, AnOldScreeningShowsWhatItSaidThen) {
  const CaseFiles files = open_one();
  Screening old;
  old.set_list("labour_exploitation");
  old.set_list_version("1899");
  old.set_date("2026-09-12");
  old.set_asked("person");
  old.set_child("no");
  old.set_result("exploitation");
  old.add_yes("work_of_then");
  old.add_weights("work_of_then strong");
  old.add_reasons("dimension exploitation positive 2 0 0 0");
  GrowingFile growing(must(vault_->open_file(*steward_, files.case_file)));
  const EntryId id = growing.add(old);
  must(vault_->append(*steward_, {must(growing.take(steward_->member(), clock_.now()))}));
  Browser browser(*site_, steward_.get());
  const auto page = browser.get(base(files.case_file) + id.text());
  for (const char* text :
       {"Advice: Exploitation only", "exploitation: positive, 2 strong", "work_of_then (strong)", "1899"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_EQ(browser.get("/case/" + files.case_file.text()).status, 200);
  // Answering again is by the list of today.
  EXPECT_EQ(browser.get(base(files.case_file) + id.text() + "/adult").status, 200);
  EXPECT_EQ(
      browser.post(base(files.case_file) + id.text() + "/adult", std::string(kAsked) + kTrafficked).status,
      303);
  EXPECT_EQ(screenings(files.case_file)[0]->as<Screening>()->list_version(), "2009");
}

TEST_F(ScreeningTest, WithoutTheCompartmentNothingIsSeen) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string saved = Browser::location(
      browser.post(labour(files.case_file), std::string(kAsked) + kTrafficked + "&note=words-of-the-note"));
  const std::string c = files.case_file.text();
  const std::string entry = saved.substr(saved.rfind('/') + 1);
  struct Kind {
    const char* name;
    std::vector<CircleKind> circles;
  };
  const std::size_t before = length_of(files.case_file);
  for (const Kind& kind : {Kind{"Duty", {CircleKind::duty}},
                           {"Lawyer", {CircleKind::legal}},
                           {"Doctor", {CircleKind::health}},
                           {"Analyst", {CircleKind::statistics}},
                           {"Auditor", {CircleKind::auditors}},
                           {"Nobody", {}}}) {
    vault::Keyring keys = member(kind.name);
    for (const CircleKind one : kind.circles)
      must(vault_->join_circle(*steward_, circle(one), keys.member(), false));
    must(vault_->refresh(keys));
    Browser other(*site_, &keys);
    for (const std::string& address :
         {saved, saved + "/adult", "/file/" + c + "/add/Screening", labour(files.case_file),
          "/file/" + c + "/correct/" + entry, "/file/" + c + "/erase/" + entry}) {
      const auto answer = other.get(address);
      EXPECT_TRUE(answer.status == 403 || answer.status == 404)
          << kind.name << " " << address << " " << answer.status;
    }
    for (const std::string& address :
         {"/case/" + c, "/case/" + c + "/print", "/case/" + c + "?type=Screening",
          "/file/" + c + "/add/Identification?screening=" + entry}) {
      const auto answer = other.get(address);
      for (const char* secret : {"words-of-the-note", "Victim of trafficking for forced labour",
                                 "Deceived about wages", "add/Screening"})
        EXPECT_FALSE(has(answer, secret)) << kind.name << " " << address;
    }
    for (const std::string& address :
         {saved + "/adult", labour(files.case_file), "/file/" + c + "/add/Screening"}) {
      const int status = other.post(address, std::string(kAsked) + "&list=palermo&profile=adult").status;
      EXPECT_TRUE(status == 403 || status == 404) << kind.name << " " << address << " " << status;
    }
  }
  EXPECT_EQ(length_of(files.case_file), before);
  Browser outside(*site_, nullptr);
  EXPECT_EQ(outside.get(saved).status, 303);
}

TEST_F(ScreeningTest, WhatWasAnsweredOutlivesTheSession) {
  const CaseFiles files = open_one();
  Browser late(*site_, steward_.get());
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(late.post(labour(files.case_file), std::string(kAsked) + kTrafficked + "&note=words-of-the-night")
                .status,
            303);
  EXPECT_TRUE(screenings(files.case_file).empty());
  Browser again(*site_, steward_.get());
  const auto form = again.get(labour(files.case_file));
  EXPECT_TRUE(has(form, "words-of-the-night"));
  const auto at = form.body.find("id=\"q-deceived_job\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_NE(form.body.substr(at, 120).find("checked"), std::string::npos);
  EXPECT_EQ(again.post(labour(files.case_file), std::string(kAsked) + kTrafficked).status, 303);
  EXPECT_FALSE(has(again.get(labour(files.case_file)), "words-of-the-night"));
}

TEST_F(ScreeningTest, ErasedLikeAnyOtherEntry) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string saved =
      Browser::location(browser.post(labour(files.case_file), std::string(kAsked) + kTrafficked));
  const std::string erase =
      "/file/" + files.case_file.text() + "/erase/" + saved.substr(saved.rfind('/') + 1);
  EXPECT_TRUE(has(browser.get(erase), "Deceived about wages or earnings"));
  EXPECT_EQ(browser.post(erase, "").status, 303);
  EXPECT_EQ(browser.get(saved).status, 404);
  EXPECT_FALSE(has(browser.get("/case/" + files.case_file.text()), "Deceived about wages"));
}

TEST_F(ScreeningTest, TheOtherListsAdviseToo) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string rest = "&date=2026-09-15&asked=papers";
  auto saved = browser.post(base(files.case_file) + "new/palermo/adult",
                            "version=2000" + rest + "&q-recruitment=yes&q-deception=yes&q-labour=yes");
  EXPECT_TRUE(has(browser.get(Browser::location(saved)), "All elements of trafficking are there"));
  saved = browser.post(base(files.case_file) + "new/palermo/child",
                       "version=2000" + rest + "&q-recruitment=yes&q-labour=yes");
  EXPECT_TRUE(has(browser.get(Browser::location(saved)), "A child: means are not needed."));
  saved =
      browser.post(base(files.case_file) + "new/forced_labour/adult", "version=2012" + rest + "&q-debt=yes");
  EXPECT_TRUE(
      has(browser.get(Browser::location(saved)), "Indicators of forced labour: 1 of 11, 10 not asked"));
  saved = browser.post(base(files.case_file) + "new/forced_labour/adult", "version=2012" + rest);
  EXPECT_TRUE(has(browser.get(Browser::location(saved)), "Not enough was asked"));
  EXPECT_EQ(screenings(files.case_file).size(), 4U);
}

}  // namespace
}  // namespace arasha::casework
