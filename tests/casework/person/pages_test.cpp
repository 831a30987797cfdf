// Duplicates, joining and family as a browser sees them, without scripts.
#include <gmock/gmock.h>

#include "casework/browser.h"
#include "casework/person/family.h"
#include "casework/person/merge.h"

namespace arasha::casework {
namespace {

using ::testing::SizeIs;
using vault::CircleKind;

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

constexpr const char* kContact = "contact-date=2026-09-20&contact-sources=hotline&contact-danger=none&contact-summary=kept-words";

class PersonPagesTest : public SiteTest {
 protected:
  CaseFiles open_known(const char* document, const OnlyMembers& only = std::nullopt) {
    Identity identity;
    identity.set_family_name("Каримова");
    identity.set_given_name("Дилноза");
    identity.set_birth_date("1998-03-04");
    identity.set_document_number(document);
    identity.set_phone("+7 701 555 44 33");
    identity.set_sex("female");
    FirstContact contact;
    contact.set_date("2026-09-10");
    contact.add_sources("police");
    contact.set_danger("none");
    return must(Cases(*vault_).open_case(*steward_, identity, contact, {}, only));
  }
  std::size_t files() { return must(vault_->store().file_count()); }
  std::string identity_of(FileId person) { return must(Cases(*vault_).read(*steward_, person)).all<Identity>()[0]->latest().id.text(); }
  std::uint32_t searches(const std::string& name) {
    const auto state = vault_->directory();
    std::uint32_t out = 0;
    for (const auto& one : must(vault_->readings(*steward_, UINT64_MAX, 200))) {
      if (one.reading.action == vault::Action::searched && state->member(one.reading.member)->name == name) ++out;
    }
    return out;
  }
};

TEST_F(PersonPagesTest, AsksByDocumentAndTelephoneBeforeAnythingIsWritten) {
  const CaseFiles known = open_known("AA1234567");
  Browser browser(*site_, steward_.get());
  const std::size_t before = files();
  for (const char* more : {"&identity-given_name=Somebody&identity-document_number=%D0%B0%D0%B0+1234567", "&safe-number=8+701+5554433",
                           "&identity-family_name=Karimova&identity-given_name=Dilnoza&identity-birth_date=1998-04-03"}) {
    const auto asked = browser.post("/contact", std::string(kContact) + more);
    EXPECT_EQ(asked.status, 200) << more;
    EXPECT_TRUE(has(asked, "Perhaps this person is known already")) << more;
    EXPECT_TRUE(has(asked, known.alias)) << more;
    EXPECT_TRUE(has(asked, "kept-words")) << more;
  }
  EXPECT_TRUE(has(browser.post("/contact", std::string(kContact) + "&safe-number=8+701+5554433"), "the same telephone"));
  EXPECT_EQ(files(), before);
  EXPECT_EQ(browser.post("/contact", std::string(kContact) + "&identity-given_name=%D0%94%D0%B8%D0%BB%D0%BD%D0%BE%D0%B7%D0%B0").status, 303);  // a given name alone
}

// The first contact knows no other number than the safe one: two of them find each other by it.
TEST_F(PersonPagesTest, AsksByTheSafeNumberOfAnotherCase) {
  const CaseFiles known = open_one("Асанова", "Айгүл");  // whose safe number is +7 701 555 44 33
  Browser browser(*site_, steward_.get());
  const auto asked = browser.post("/contact", std::string(kContact) + "&identity-given_name=Somebody&safe-number=8+701+5554433");
  EXPECT_EQ(asked.status, 200);
  EXPECT_TRUE(has(asked, known.alias));
  EXPECT_TRUE(has(asked, "the same telephone"));
  const CaseFiles hidden = must(Cases(*vault_).open_case(*steward_, Identity(), *must(Cases(*vault_).read(*steward_, known.case_file)).last<FirstContact>(),
                                                         [] { SafeContact safe; safe.set_number("+7 702 111 22 33"); return safe; }(), std::vector{steward_->member()}));
  const auto worker = in("Worker", {CircleKind::casework});
  EXPECT_EQ(Browser(*site_, &worker).post("/contact", std::string(kContact) + "&identity-given_name=Somebody&safe-number=8+702+1112233").status, 303);
  EXPECT_TRUE(has(browser.post("/contact", std::string(kContact) + "&identity-given_name=Else&safe-number=8+702+1112233"), hidden.alias));
}

TEST_F(PersonPagesTest, BackLosesNothing) {
  open_known("AA1234567");
  Browser browser(*site_, steward_.get());
  const std::size_t before = files();
  const auto form = browser.post("/contact", std::string(kContact) + "&identity-document_number=AA1234567&identity-birth_date-day=4&identity-birth_date-month=3&identity-birth_date-year=1998&decided=new&back=1");
  EXPECT_EQ(form.status, 200);
  for (const char* text : {"kept-words", "value=\"AA1234567\"", "value=\"1998\"", "New first contact"}) EXPECT_TRUE(has(form, text)) << text;
  EXPECT_FALSE(has(form, "Mistake"));
  EXPECT_EQ(files(), before);
}

TEST_F(PersonPagesTest, AnotherCaseForWhoIsKnownAsksAboutTheOtherFile) {
  const CaseFiles known = open_known("AA1234567");
  Browser browser(*site_, steward_.get());
  const std::string form = std::string(kContact) + "&person=" + known.person_file.text();
  EXPECT_EQ(browser.post("/contact", form).status, 303);  // nobody else is like this person
  const CaseFiles twin = open_known("AA1234567");
  const auto asked = browser.post("/contact", form);
  EXPECT_TRUE(has(asked, twin.alias));
  EXPECT_FALSE(has(asked, known.alias));
  const auto added = browser.post("/contact", form + "&decided=add:" + twin.case_file.text());
  EXPECT_EQ(Browser::location(added), "/case/" + twin.case_file.text());
  EXPECT_EQ(browser.post("/contact", form + "&decided=new").status, 303);
}

TEST_F(PersonPagesTest, SentTwiceIsNotItsOwnDuplicate) {
  Browser browser(*site_, steward_.get());
  const std::string form = std::string(kContact) + "&identity-family_name=Karimova&identity-given_name=Dilnoza&once=" + crypto::random_id<EntryId>().text();
  const auto first = browser.post("/contact", form);
  EXPECT_EQ(first.status, 303);
  EXPECT_EQ(Browser::location(browser.post("/contact", form)), Browser::location(first));
}

// No answer tells that there is a file which this member may not open.
TEST_F(PersonPagesTest, AClosedFileIsNotMentioned) {
  const auto worker = in("Worker", {CircleKind::casework});
  const CaseFiles hidden = open_known("AA1234567", std::vector{steward_->member()});
  Browser browser(*site_, &worker);
  Browser steward(*site_, steward_.get());
  const std::string form = "&identity-family_name=Karimova&identity-given_name=Dilnoza&identity-birth_date=1998-03-04&identity-document_number=AA1234567&identity-phone=87015554433";
  EXPECT_EQ(browser.post("/person/alike", form).status, 204);
  EXPECT_EQ(steward.post("/person/alike", form).status, 200);
  const auto unknown = browser.get("/person/compare?a=" + hidden.person_file.text() + "&b=" + hidden.person_file.text());
  const auto nothing = browser.get("/person/compare?a=" + crypto::random_id<FileId>().text() + "&b=zz");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(nothing.status, 404);
  EXPECT_EQ(browser.get("/person/" + hidden.person_file.text() + "/alike").status, 404);
  EXPECT_EQ(browser.get("/person/" + hidden.person_file.text() + "/family").status, 404);
  EXPECT_EQ(browser.post("/person/merge", "a=" + hidden.person_file.text() + "&b=" + hidden.person_file.text() + "&reason=x").status, 404);
  EXPECT_EQ(browser.post("/contact", kContact + form).status, 303);
  // Joined with a file that is open: nothing of it on the page of the open one.
  const CaseFiles other = open_one("Karimova", "Dilnoza");
  must(merge_persons(*vault_, *steward_, {other.person_file, hidden.person_file, "the-reason"}));
  for (const std::string& address : {"/case/" + other.case_file.text(), "/case/" + other.case_file.text() + "/print"}) {
    const auto page = browser.get(address);
    EXPECT_EQ(page.status, 200);
    for (const char* text : {"Каримова", "the-reason", "The same person", "Recorded twice: joined"}) EXPECT_FALSE(has(page, text)) << text;
    EXPECT_FALSE(has(page, hidden.person_file.text()));
    EXPECT_TRUE(has(steward.get(address), "The same person"));
  }
}

TEST_F(PersonPagesTest, WhileTypingIsASearchLikeAnyOther) {
  const CaseFiles known = open_known("AA1234567");
  const auto worker = in("Worker", {CircleKind::casework});
  const auto lawyer = in("Lawyer", {CircleKind::legal});
  Browser browser(*site_, &worker);
  const auto found = browser.post("/person/alike", "identity-family_name=Karimova&identity-given_name=Dilnoza&identity-birth_date-day=4&identity-birth_date-month=3&identity-birth_date-year=1998");
  EXPECT_EQ(found.status, 200);
  for (const char* text : {"Каримова Дилноза", "the same date of birth", "written in another alphabet"}) EXPECT_TRUE(has(found, text)) << text;
  EXPECT_TRUE(has(found, known.alias));
  EXPECT_FALSE(has(found, "<html"));
  EXPECT_EQ(searches("Worker"), 1U);
  EXPECT_EQ(browser.post("/person/alike", "identity-given_name=D").status, 204);  // too little: nothing is looked for
  EXPECT_EQ(searches("Worker"), 1U);
  EXPECT_EQ(browser.post("/person/alike?of=" + known.person_file.text(), "family_name=Karimova&given_name=Dilnoza&birth_date=1998-03-04").status, 204);
  EXPECT_EQ(Browser(*site_, &lawyer).post("/person/alike", "identity-document_number=AA1234567").status, 204);
  EXPECT_NE(Browser(*site_, nullptr).post("/person/alike", "identity-document_number=AA1234567").status, 200);
  EXPECT_LT(browser.post("/person/alike", "identity-family_name=" + std::string(5000, 'a') + "&identity-birth_date=99.99.9999&safe-number=" + std::string(5000, '1')).status, 500);
}

TEST_F(PersonPagesTest, CorrectingAnIdentityAsks) {
  const CaseFiles known = open_known("AA1234567");
  const CaseFiles mine = open_one("Somebody", "Else");
  Browser browser(*site_, steward_.get());
  const std::string address = "/file/" + mine.person_file.text() + "/correct/" + identity_of(mine.person_file) + "?case=" + mine.case_file.text();
  const std::string form = "family_name=Somebody&given_name=Else&document_number=AA1234567&languages=uz";
  const auto asked = browser.post(address, form);
  EXPECT_EQ(asked.status, 200);
  EXPECT_TRUE(has(asked, "Perhaps this person is recorded twice"));
  EXPECT_TRUE(has(asked, "the same document"));
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, mine.person_file)).all<Identity>()[0]->versions.size(), 1U);
  const auto back = browser.post(address, form + "&back=1");
  EXPECT_TRUE(has(back, "value=\"AA1234567\""));
  const auto saved = browser.post(address, form + "&decided=same:" + known.person_file.text());
  EXPECT_EQ(Browser::location(saved), "/person/compare?a=" + mine.person_file.text() + "&b=" + known.person_file.text());
  // Who was asked about once is not asked about again for the same reasons.
  const std::string next = "/file/" + mine.person_file.text() + "/correct/" + identity_of(mine.person_file);
  EXPECT_EQ(browser.post(next, form + "&marital_status=Single").status, 303);
}

TEST_F(PersonPagesTest, SideBySideJoinedAndPartedAgain) {
  const CaseFiles a = open_known("AA1234567");
  const CaseFiles b = open_one("Karimova", "Dilnoza");
  Browser browser(*site_, steward_.get());
  const std::string pair = "a=" + a.person_file.text() + "&b=" + b.person_file.text();
  EXPECT_TRUE(has(browser.get("/person/" + a.person_file.text() + "/alike"), "/person/compare?a="));
  const auto page = browser.get("/person/compare?" + pair);
  for (const char* text : {"Каримова", "Karimova", "Agrees", "Differs", "Only in one", "Join the two files"}) EXPECT_TRUE(has(page, text)) << text;
  for (const auto& files : {a, b}) EXPECT_TRUE(has(page, files.alias));

  const auto refused = browser.post("/person/merge", pair + "&reason=kept-reason");
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused, "kept-reason"));
  EXPECT_TRUE(has(refused, "#kept"));
  EXPECT_EQ(browser.post("/person/merge", pair + "&kept=" + a.person_file.text()).status, 400);
  EXPECT_EQ(browser.post("/person/merge", pair + "&reason=x&kept=" + a.case_file.text()).status, 400);
  const std::string self = "a=" + a.person_file.text() + "&b=" + a.person_file.text();
  EXPECT_EQ(browser.get("/person/compare?" + self).status, 400);
  EXPECT_EQ(browser.post("/person/merge", self + "&reason=x&kept=" + a.person_file.text()).status, 400);
  EXPECT_EQ(browser.post("/person/merge", "a=" + a.person_file.text() + "&b=" + a.case_file.text() + "&reason=x&kept=" + a.person_file.text()).status, 404);

  const auto joined = browser.post("/person/merge", pair + "&reason=the+same+passport&kept=" + a.person_file.text());
  EXPECT_EQ(Browser::location(joined), "/person/compare?" + pair);
  const auto after = browser.get("/person/compare?" + pair);
  EXPECT_TRUE(has(after, "the same passport"));
  EXPECT_FALSE(has(after, "Join the two files"));
  const auto found = browser.post("/people", "q=karimova+dilnoza");
  EXPECT_TRUE(has(found, "1 person found"));
  EXPECT_TRUE(has(found, a.alias));
  EXPECT_TRUE(has(found, b.alias));
  for (const auto& files : {a, b}) {
    const auto of_case = browser.get("/case/" + files.case_file.text());
    EXPECT_TRUE(has(of_case, "The same person"));
    EXPECT_TRUE(has(of_case, "Karimova Dilnoza"));
    EXPECT_TRUE(has(of_case, "Каримова Дилноза"));
    EXPECT_TRUE(has(of_case, a.alias));
    EXPECT_TRUE(has(of_case, b.alias));
  }
  // A second time, by somebody who still had the page open.
  const auto again = browser.post("/person/merge", pair + "&reason=x&kept=" + b.person_file.text());
  EXPECT_EQ(again.status, 400);
  EXPECT_TRUE(has(again, "joined to another one"));

  EXPECT_EQ(browser.post("/person/unmerge", pair).status, 400);
  EXPECT_EQ(browser.post("/person/unmerge", pair + "&reason=two+sisters").status, 303);
  EXPECT_TRUE(has(browser.post("/people", "q=karimova+dilnoza"), "2 people found"));
  EXPECT_FALSE(has(browser.get("/case/" + a.case_file.text()), "The same person"));
  EXPECT_EQ(browser.post("/person/unmerge", pair + "&reason=x").status, 400);
}

TEST_F(PersonPagesTest, AChildGetsItsOwnCaseFromTheParentsPage) {
  const CaseFiles mother = open_known("AA1234567");
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/case/" + mother.case_file.text()), "/contact?relative=" + mother.person_file.text()));
  const auto form = browser.get("/contact?relative=" + mother.person_file.text());
  EXPECT_TRUE(has(form, "value=\"Каримова\""));
  EXPECT_TRUE(has(form, "A relative of Каримова Дилноза"));
  const std::string typed = std::string(kContact) + "&relative=" + mother.person_file.text() +
                            "&identity-family_name=%D0%9A%D0%B0%D1%80%D0%B8%D0%BC%D0%BE%D0%B2%D0%B0&identity-given_name=%D0%9C%D0%B0%D0%B4%D0%B8%D0%BD%D0%B0&safe-number=87015554433&family-relation=child";
  const auto refused = browser.post("/contact", typed);  // whether contact is safe was not said
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused, "#family-safe_to_contact"));
  EXPECT_TRUE(has(refused, "kept-words"));
  const auto saved = browser.post("/contact", typed + "&family-safe_to_contact=yes&family-depends=yes");
  ASSERT_EQ(saved.status, 303) << saved.body;  // the mother's telephone is no reason to ask
  const auto child = browser.get(Browser::location(saved));
  EXPECT_TRUE(has(child, "Каримова Мадина"));
  EXPECT_TRUE(has(child, "Mother"));
  EXPECT_TRUE(has(child, mother.alias));
  const auto page = browser.get("/case/" + mother.case_file.text());
  EXPECT_TRUE(has(page, "Каримова Мадина"));
  EXPECT_TRUE(has(page, "Depends on the person"));
  const Story story = must(Cases(*vault_).read(*steward_, mother.person_file));
  ASSERT_THAT(story.all<FamilyLink>(), SizeIs(1));
  // Correcting the link keeps whose file it leads to.
  const std::string correct = "/file/" + mother.person_file.text() + "/correct/" + story.all<FamilyLink>()[0]->latest().id.text();
  EXPECT_EQ(browser.post(correct, "relation=child&safe_to_contact=no").status, 303);
  const Story after = must(Cases(*vault_).read(*steward_, mother.person_file));
  EXPECT_EQ(after.last<FamilyLink>()->person(), story.last<FamilyLink>()->person());
  EXPECT_TRUE(has(browser.get("/case/" + mother.case_file.text()), "Not safe to contact"));
}

TEST_F(PersonPagesTest, ARelativeByNameOrByFile) {
  const CaseFiles person = open_known("AA1234567");
  const CaseFiles brother = open_one("Каримов", "Рустам");
  Browser browser(*site_, steward_.get());
  const std::string add = "/file/" + person.person_file.text() + "/add/FamilyLink?case=" + person.case_file.text();
  EXPECT_EQ(browser.post(add, "relation=partner&safe_to_contact=no").status, 400);  // who?
  EXPECT_EQ(browser.post(add, "relation=partner&safe_to_contact=no&name=Bakhtiyar&phone=%2B77010000000&person=" + brother.person_file.text()).status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, person.person_file)).last<FamilyLink>()->person(), "");  // a form does not say it
  auto page = browser.get("/case/" + person.case_file.text());
  EXPECT_TRUE(has(page, "Bakhtiyar"));
  EXPECT_TRUE(has(page, "Not safe to contact"));
  const std::string family = "/person/" + person.person_file.text() + "/family?case=" + person.case_file.text();
  EXPECT_EQ(browser.get(family).status, 200);
  const auto found = browser.post(family, "q=karimov+rustam");
  EXPECT_TRUE(has(found, brother.person_file.text()));
  EXPECT_TRUE(has(browser.post(family, "q=Zzyzx"), "Nobody of this name."));
  const std::string link = "/person/" + person.person_file.text() + "/family/link?case=" + person.case_file.text();
  EXPECT_EQ(browser.post(link, "q=karimov+rustam&relation=sibling&safe_to_contact=yes").status, 400);
  EXPECT_EQ(browser.post(link, "q=karimov&relation=sibling&safe_to_contact=yes&relative=" + person.person_file.text()).status, 400);
  EXPECT_EQ(browser.post(link, "q=karimov&relation=sibling&safe_to_contact=yes&relative=" + brother.case_file.text()).status, 400);
  const auto linked = browser.post(link, "q=karimov+rustam&relation=sibling&safe_to_contact=yes&relative=" + brother.person_file.text());
  EXPECT_EQ(Browser::location(linked), "/case/" + person.case_file.text());
  page = browser.get("/case/" + person.case_file.text());
  EXPECT_TRUE(has(page, "Каримов Рустам"));
  EXPECT_TRUE(has(page, brother.alias));
  EXPECT_TRUE(has(browser.get("/case/" + brother.case_file.text()), "Каримова Дилноза"));
  EXPECT_EQ(browser.post(link, "q=karimov+rustam&relation=sibling&safe_to_contact=yes&relative=" + brother.person_file.text()).status, 400);  // already
}

TEST_F(PersonPagesTest, ARelativesClosedFileShowsNoName) {
  const CaseFiles person = open_one("Асанова", "Айгүл");
  const CaseFiles hidden = open_known("AA1234567", std::vector{steward_->member()});
  FamilyLink link;
  link.set_relation("sibling");
  link.set_safe_to_contact("unknown");
  must(link_family(*vault_, *steward_, person.person_file, hidden.person_file, link));
  const auto worker = in("Worker", {CircleKind::casework});
  const auto page = Browser(*site_, &worker).get("/case/" + person.case_file.text());
  EXPECT_TRUE(has(page, "A person whose file is closed to you"));
  EXPECT_FALSE(has(page, "Каримова"));
  EXPECT_FALSE(has(page, hidden.alias));
}

TEST_F(PersonPagesTest, ABirthInTheFutureIsRefusedBesideItsField) {
  Browser browser(*site_, steward_.get());
  const auto answer = browser.post("/contact", std::string(kContact) + "&identity-given_name=A&identity-birth_date=2030-01-01");
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(has(answer, "#identity-birth_date"));
  EXPECT_TRUE(has(answer, "kept-words"));
}

}  // namespace
}  // namespace arasha::casework
