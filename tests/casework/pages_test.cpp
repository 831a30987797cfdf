#include "arasha/cooperation.pb.h"
#include "casework/browser.h"
#include "casework/changes.h"

namespace arasha::casework {
namespace {

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

using vault::CircleKind;

// Every route, every kind of member: what is closed stays closed, by the file's own address and by its entries' too.
TEST_F(SiteTest, EveryRouteForEveryMember) {
  const CaseFiles files = open_one();
  const EntryId note = note_in(files.case_file, "text-of-the-note");
  const Story person = must(Cases(*vault_).read(*steward_, files.person_file));
  const std::string c = files.case_file.text();
  const std::string p = files.person_file.text();
  const std::string identity = person.items[0].latest().id.text();
  struct Kind {
    const char* name;
    std::vector<CircleKind> circles;
    bool opens_case;       // some of it
    bool reads_case;       // the work in it, and the person
    bool reads_presence;
  };
  const std::vector<Kind> kinds = {{"Caseworker", {CircleKind::casework}, true, true, true}, {"Duty", {CircleKind::duty}, true, false, true},
                                   {"Hotline", {CircleKind::hotline}, true, false, true},    {"Lawyer", {CircleKind::legal}, true, false, false},
                                   {"Doctor", {CircleKind::health}, false, false, false},    {"Analyst", {CircleKind::statistics}, false, false, false},
                                   {"Auditor", {CircleKind::auditors}, false, false, false}, {"Nobody", {}, false, false, false}};
  const std::vector<std::string> of_the_work = {"/case/" + c + "/owner", "/case/" + c + "/facts", "/file/" + c + "/add/Note",
                                                "/file/" + c + "/correct/" + note.text(), "/file/" + c + "/erase/" + note.text(),
                                                "/file/" + p + "/correct/" + identity, "/file/" + p + "/erase/" + identity};
  for (const Kind& kind : kinds) {
    vault::Keyring keys = member(kind.name);
    for (const CircleKind one : kind.circles) must(vault_->join_circle(*steward_, circle(one), keys.member(), false));
    must(vault_->refresh(keys));
    Browser browser(*site_, &keys);
    std::vector<std::string> all = of_the_work;
    for (const std::string& more : std::vector<std::string>{"/", "/cases", "/people", "/contact", "/case/" + c,
                                    "/case/" + c + "/print", "/case/" + c + "/history", "/file/" + c + "/history/" + note.text(), "/case/" + p, "/file/" + c, "/file/" + p, "/file/" + p + "/add/HealthNote", "/file/" + p + "/add/Note",
                                    "/file/" + c + "/add/Facts", "/file/" + c + "/add/Nonsense", "/case/abc", "/case/" + std::string(26, '0')}) {
      all.push_back(more);
    }
    for (const std::string& address : all) {
      const web::Response answer = browser.get(address);
      EXPECT_LT(answer.status, 500) << kind.name << " " << address;
      if (kind.reads_case) continue;
      for (const char* secret : {"Каримова", "text-of-the-note", "summary-text-of-the-contact"}) EXPECT_FALSE(has(answer, secret)) << kind.name << " " << address;
      EXPECT_TRUE(kind.reads_presence || !has(answer, "555 44 33")) << kind.name << " " << address;
    }
    EXPECT_EQ(browser.get("/case/" + c).status, kind.opens_case ? 200 : 403) << kind.name;
    EXPECT_EQ(has(browser.get("/case/" + c), "555 44 33"), kind.reads_presence) << kind.name;
    for (const std::string& address : of_the_work) {
      const int status = browser.get(address).status;
      EXPECT_TRUE(kind.reads_case ? status == 200 : status == 403 || status == 404) << kind.name << " " << address << " " << status;
    }
    if (kind.reads_case) continue;
    const std::size_t before = length_of(files.case_file) + length_of(files.person_file);
    for (const std::string& address : of_the_work) {
      const int status = browser.post(address, "text=x&member=" + keys.member().text() + "&case=" + c).status;
      EXPECT_TRUE(status == 403 || status == 404 || status == 400) << kind.name << " " << address << " " << status;
    }
    browser.post("/cases/assign", "case=" + c + "&member=" + keys.member().text() + "&confirmed=1");
    browser.post("/contact", "decided=add:" + c + "&contact-date=2026-09-10&contact-sources=police&contact-danger=none");
    EXPECT_EQ(length_of(files.case_file) + length_of(files.person_file), before) << kind.name;
  }
  Browser outside(*site_, nullptr);
  for (const std::string& address : of_the_work) {
    EXPECT_EQ(outside.get(address).status, 303) << address;
    EXPECT_NE(outside.post(address, "text=x").status, 200) << address;
  }
}

TEST_F(SiteTest, TheShiftSeesWhatItNeedsAndNoMore) {
  const CaseFiles files = open_one();
  Alerts alerts;
  alerts.set_called("Диля");
  alerts.set_room("3");
  must(Cases(*vault_).add(*steward_, files.case_file, alerts));
  const auto keys = in("Duty", {CircleKind::duty});
  Browser duty(*site_, &keys);
  const auto home = duty.get("/");
  EXPECT_TRUE(has(home, files.alias));
  EXPECT_TRUE(has(home, "Диля"));
  const auto page = duty.get("/case/" + files.case_file.text());
  EXPECT_TRUE(has(page, files.alias));
  EXPECT_TRUE(has(page, "Recorded, not shown to you."));
  EXPECT_TRUE(has(page, "recorded and not shown to you"));
  EXPECT_FALSE(has(page, "Choose who looks after"));
  EXPECT_EQ(duty.get("/file/" + files.case_file.text() + "/add/Alerts").status, 200);
}

TEST_F(SiteTest, APsychologistWritesTheFirstNoteAndReadsNoName) {
  const CaseFiles files = open_one();
  const auto keys = in("Psychologist", {CircleKind::health, CircleKind::duty});
  Browser browser(*site_, &keys);
  const std::string c = files.case_file.text();
  EXPECT_TRUE(has(browser.get("/case/" + c), "/file/" + files.person_file.text() + "/add/HealthNote?case=" + c));
  const auto saved = browser.post("/file/" + files.person_file.text() + "/add/HealthNote?case=" + c, "date=2026-09-15&kind=psychology&note=words+in+confidence");
  EXPECT_EQ(Browser::location(saved), "/case/" + c);
  const auto page = browser.get("/case/" + c);
  EXPECT_TRUE(has(page, "words in confidence"));
  EXPECT_FALSE(has(page, "Каримова"));
  const auto worker = in("Caseworker", {CircleKind::casework});
  Browser other(*site_, &worker);
  EXPECT_FALSE(has(other.get("/case/" + c), "words in confidence"));
}

TEST_F(SiteTest, NoParameterBreaksTheList) {
  open_one();
  Browser browser(*site_, steward_.get());
  for (const char* query : {"?page=-1", "?page=99999999999999999999", "?page=0", "?sort=nonsense", "?sort=-", "?danger=%3Cscript%3E", "?owner=zz", "?opened_from=abc",
                            "?opened_from=31.02.2026", "?country=ZZ&country=KZ", "?alias=%27%22%3E%3Cb%3E", "?state=open&state=closed", "?unknown=1", "?alias=" }) {
    const auto answer = browser.get(std::string("/cases") + query);
    EXPECT_EQ(answer.status, 200) << query;
    EXPECT_FALSE(has(answer, "<b>")) << query;
  }
  EXPECT_TRUE(has(browser.get("/cases?danger=immediate&state=open"), "Immediate danger"));
  EXPECT_TRUE(has(browser.get("/cases?danger=none"), "No case fits."));
}

TEST_F(SiteTest, HostileTextIsText) {
  const CaseFiles files = open_one("<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>");
  note_in(files.case_file, "</dd><script>alert(3)</script>");
  Browser browser(*site_, steward_.get());
  for (const auto& answer : {browser.get("/case/" + files.case_file.text()), browser.get("/case/" + files.case_file.text() + "/print"),
                             browser.post("/people", "q=%3Cscript%3Ealert(1)"), browser.get("/file/" + files.person_file.text() + "/correct/" +
                             must(Cases(*vault_).read(*steward_, files.person_file)).items[0].latest().id.text())}) {
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(has(answer, "<script>alert"));
    EXPECT_FALSE(has(answer, "<img src=x"));
  }
}

constexpr const char* kContact = "contact-date=2026-09-20&contact-sources=hotline&contact-danger=none&contact-summary=kept-words&identity-given_name=%D0%94%D0%B8%D0%BB%D0%BD%D0%BE%D0%B7%D0%B0";

TEST_F(SiteTest, MistakesInAFirstContactLoseNothing) {
  Browser browser(*site_, steward_.get());
  auto answer = browser.post("/contact", "contact-date=2030-01-01&contact-sources=hotline&contact-danger=none&contact-summary=kept-words");
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(has(answer, "kept-words"));
  EXPECT_TRUE(has(answer, "#contact-date"));
  EXPECT_TRUE(has(answer, "This day has not come yet."));
  answer = browser.post("/contact", "contact-summary=kept-words&contact-date-day=40");
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(has(answer, "kept-words"));
}

TEST_F(SiteTest, AsksWhetherThePersonIsKnown) {
  const CaseFiles known = open_one();
  Browser browser(*site_, steward_.get());
  const std::string form = std::string(kContact) + "&identity-family_name=Karimova";  // another alphabet
  const auto asked = browser.post("/contact", form);
  EXPECT_EQ(asked.status, 200);
  EXPECT_TRUE(has(asked, "Perhaps this person is known already"));
  EXPECT_TRUE(has(asked, known.alias));
  EXPECT_TRUE(has(asked, "kept-words"));  // comes along
  const auto added = browser.post("/contact", form + "&decided=add:" + known.case_file.text());
  EXPECT_EQ(Browser::location(added), "/case/" + known.case_file.text());
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, known.case_file)).all<FirstContact>().size(), 2U);
  const auto second = browser.post("/contact", form + "&decided=person:" + known.person_file.text());
  EXPECT_EQ(second.status, 303);
  EXPECT_NE(Browser::location(second), "/case/" + known.case_file.text());
  const auto fresh = browser.post("/contact", form + "&decided=new");
  EXPECT_EQ(fresh.status, 303);
  EXPECT_TRUE(has(browser.get(Browser::location(fresh)), "kept-words"));
  // Garbage as the answer writes nothing.
  EXPECT_GE(browser.post("/contact", form + "&decided=add:zzz").status, 400);
}

TEST_F(SiteTest, SearchKeepsNamesOutOfAddresses) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const auto found = browser.post("/people", "q=karimova+dilnoza");
  EXPECT_EQ(found.status, 200);
  EXPECT_TRUE(has(found, "Каримова Дилноза"));
  EXPECT_TRUE(has(found, files.alias));
  EXPECT_EQ(found.body.find("?q="), std::string::npos);
  EXPECT_FALSE(has(found, "method=\"get\" action=\"/people\""));
  EXPECT_TRUE(has(browser.post("/people", "q=Zzyzx"), "Nobody of this name."));
  EXPECT_EQ(browser.post("/people", "q=" + std::string(300, 'a')).status, 400);
  const auto begun = browser.post("/contact/begin", "name=Karimova+Dilnoza");
  EXPECT_TRUE(has(begun, "value=\"Karimova\""));
  EXPECT_TRUE(has(begun, "value=\"Dilnoza\""));
  const auto readings = must(vault_->readings(*steward_, UINT64_MAX, 20));
  EXPECT_TRUE(std::any_of(readings.begin(), readings.end(), [](const auto& one) { return one.reading.action == vault::Action::searched && one.reading.count == 1; }));
}

TEST_F(SiteTest, TwoWhoCorrectTheSameAreShownBoth) {
  const CaseFiles files = open_one();
  const EntryId seen = note_in(files.case_file, "first words");
  const auto colleague = in("Colleague", {CircleKind::casework});
  Note theirs;
  theirs.set_text("their words");
  must(Cases(*vault_).correct(colleague, files.case_file, seen, theirs));
  Browser browser(*site_, steward_.get());
  const std::string base = "/file/" + files.case_file.text() + "/correct/";
  const auto conflict = browser.post(base + seen.text(), "text=my+words");
  EXPECT_EQ(conflict.status, 409);
  for (const char* text : {"their words", "my words", "Colleague"}) EXPECT_TRUE(has(conflict, text)) << text;
  // The form saves over the newer version; all three remain.
  const auto at = conflict.body.find("action=\"" + base);
  ASSERT_NE(at, std::string::npos);
  const std::string action = conflict.body.substr(at + 8, conflict.body.find('"', at + 8) - at - 8);
  EXPECT_EQ(browser.post(action, "text=agreed+words").status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).all<Note>()[0]->versions.size(), 3U);
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "<del>their words</del>"));
  // Saving what stands there already writes no version.
  const EntryId newest = must(Cases(*vault_).read(*steward_, files.case_file)).all<Note>()[0]->latest().id;
  EXPECT_EQ(browser.post(base + newest.text(), "text=agreed+words").status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).all<Note>()[0]->versions.size(), 3U);
}

TEST_F(SiteTest, WhatWasTypedOutlivesTheSession) {
  const CaseFiles files = open_one();
  const std::string address = "/file/" + files.case_file.text() + "/add/Note";
  Browser late(*site_, steward_.get());
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(late.post(address, "text=words+of+the+night").status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).last<Note>(), nullptr);
  Browser again(*site_, steward_.get());
  EXPECT_TRUE(has(again.get(address), "words of the night"));
  EXPECT_EQ(again.post(address, "text=words+of+the+night").status, 303);
  EXPECT_FALSE(has(again.get(address), "words of the night"));
}

TEST_F(SiteTest, SeveralCasesAreGivenInOneActEachChecked) {
  const CaseFiles open = open_one();
  const CaseFiles closed = open_one("Асанова", "Айгүл");
  Closure closure;
  closure.set_reason("goals_met");
  closure.set_date("2026-09-20");
  must(Cases(*vault_).add(*steward_, closed.case_file, closure));
  const auto worker = in("Worker", {CircleKind::casework});
  const auto stranger = member("Stranger");
  Browser browser(*site_, steward_.get());
  const std::string both = "case=" + open.case_file.text() + "&case=" + closed.case_file.text() + "&case=zz&case=" + open.person_file.text() + "&member=";
  const auto asked = browser.post("/cases/assign", both + worker.member().text());
  EXPECT_TRUE(has(asked, "1 case will be given"));
  EXPECT_TRUE(has(asked, "The case is closed."));
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, open.case_file)).last<Assignment>(), nullptr);
  const auto done = browser.post("/cases/assign", both + worker.member().text() + "&confirmed=1");
  EXPECT_TRUE(has(done, "1 case was given"));
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, open.case_file)).last<Assignment>()->member(), worker.member().text());
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, closed.case_file)).last<Assignment>(), nullptr);
  EXPECT_TRUE(has(browser.post("/cases/assign", both + stranger.member().text() + "&confirmed=1"), "This colleague cannot open the case."));
  EXPECT_EQ(browser.post("/cases/assign", "member=" + worker.member().text()).status, 400);
  EXPECT_EQ(browser.post("/cases/assign", both).status, 400);
  // The way back leads to a page of ours, whatever was sent.
  EXPECT_FALSE(has(browser.post("/cases/assign", "back=//evil.example&member="), "//evil.example"));
}

TEST_F(SiteTest, FactsAreWrittenAsTheyWereSeen) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/case/" + files.case_file.text() + "/facts";
  const auto shown = browser.get(address);
  EXPECT_TRUE(has(shown, "Uzbekistan"));
  EXPECT_FALSE(has(shown, "Каримова"));
  EXPECT_EQ(browser.post(address, "seen=other").status, 409);
  const std::string seen = Browser::value_of(shown.body, "seen");
  Exploitation happened;
  happened.add_types("ForcedLabour");
  must(Cases(*vault_).add(*steward_, files.case_file, happened));
  EXPECT_EQ(browser.post(address, "seen=" + seen).status, 409);  // the case has changed since
  EXPECT_EQ(browser.post(address, "seen=" + Browser::value_of(browser.get(address).body, "seen")).status, 303);
  EXPECT_TRUE(has(browser.get(address), "There is nothing to do."));
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "Written"));
}

TEST_F(SiteTest, RulesAnswerBesideTheField) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string base = "/file/" + files.case_file.text() + "/add/";
  const auto answer = browser.post(base + "Closure", "reason=goals_met&date=2026-09-01&note=kept-words");
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(has(answer, "#date"));
  EXPECT_TRUE(has(answer, "kept-words"));
  // Two sources of payment are one too many.
  EXPECT_EQ(browser.post(base + "ServiceGiven", "service=social_legal/documents&date=2026-09-15&quantity=1&provider=x&funding=own&funding=free").status, 400);
  EXPECT_EQ(browser.post(base + "ServiceGiven", "service=social_legal/documents&date=2026-09-15&quantity=1&provider=x&funding=own").status, 303);
  // A person's entry does not go into a case, nor a case's into a person.
  EXPECT_EQ(browser.post(base + "HealthNote", "date=2026-09-15&kind=other&note=x").status, 404);
  EXPECT_EQ(browser.post("/file/" + files.person_file.text() + "/add/Note", "text=x").status, 404);
}

// Entries of other rooms have forms, rules and cards of their own; the forms of cases are no way round them.
TEST_F(SiteTest, EntriesOfOtherRoomsAreNotWrittenFromHere) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string form = "title=x&kind=contract&parties-0-name=y";
  for (const std::string& file : {files.case_file.text(), files.person_file.text()}) {
    EXPECT_EQ(browser.get("/file/" + file + "/add/Agreement").status, 404);
    EXPECT_EQ(browser.post("/file/" + file + "/add/Agreement", form).status, 404);
  }
  Agreement agreement;
  agreement.set_title("theirs");
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries = {entry_for(agreement)};
  change.cards = {{COOPERATION, to_bytes(view("card"))}};
  must(vault_->append(*steward_, {change}));
  const std::string entry = must(Cases(*vault_).read(*steward_, change.file)).items.front().latest().id.text();
  for (const char* way : {"/correct/", "/erase/"}) {
    EXPECT_EQ(browser.get("/file/" + change.file.text() + way + entry).status, 404) << way;
    EXPECT_EQ(browser.post("/file/" + change.file.text() + way + entry, form).status, 404) << way;
  }
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, change.file)).length, 1U);
}

TEST_F(SiteTest, ErasingAsksFirst) {
  const CaseFiles files = open_one();
  const EntryId note = note_in(files.case_file, "to be gone");
  Browser browser(*site_, steward_.get());
  const std::string address = "/file/" + files.case_file.text() + "/erase/" + note.text();
  EXPECT_TRUE(has(browser.get(address), "to be gone"));
  EXPECT_EQ(browser.post(address, "").status, 303);
  const auto page = browser.get("/case/" + files.case_file.text());
  EXPECT_FALSE(has(page, "to be gone"));
  EXPECT_TRUE(has(page, "Erased."));
  EXPECT_EQ(browser.get(address).status, 404);
}

TEST_F(SiteTest, AConsentIsTakenBackWithItsOwnWords) {
  const CaseFiles files = open_one();
  Consent consent;
  consent.set_purpose("embassy");
  consent.set_recipient("Consulate of Uzbekistan");
  consent.set_answer("given");
  consent.set_date("2026-09-12");
  must(Cases(*vault_).add(*steward_, files.case_file, consent));
  Browser browser(*site_, steward_.get());
  const auto page = browser.get("/case/" + files.case_file.text());
  const auto at = page.body.find("&amp;withdraw=");
  ASSERT_NE(at, std::string::npos);
  const std::string entry = page.body.substr(at + 14, 26);
  EXPECT_TRUE(has(browser.get("/file/" + files.case_file.text() + "/add/Consent?withdraw=" + entry), "Consulate of Uzbekistan"));
}

}  // namespace
}  // namespace arasha::casework
