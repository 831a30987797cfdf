#include "arasha/consent.pb.h"
#include "casework/browser.h"
#include "casework/consent/giving.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

bool has(const web::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

constexpr const char* kGiven =
    "date=2026-09-15&purpose=iom_unhcr&recipient=IOM+Almaty&groups=identity&groups=services&how=paper&"
    "details=kept-words";
constexpr const char* kProposal =
    "purpose=police&recipient=Police+of+Almaty&groups=identity&groups=health&ground=life&reason=the-reason-"
    "of-it&date=2026-09-15&valid_until=2026-12-31";

class ConsentPagesTest : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    colleague_ = std::make_unique<vault::Keyring>(in("Colleague", {CircleKind::casework}));
  }
  std::string base() const { return "/file/" + files_.case_file.text(); }
  Story story() { return must(Cases(*vault_).read(*steward_, files_.case_file)); }
  EntryId agreed(std::initializer_list<const char*> groups, const char* by = "person") {
    Consent consent;
    consent.set_purpose("iom_unhcr");
    consent.set_recipient("IOM Almaty");
    consent.set_answer("given");
    consent.set_date("2026-09-12");
    consent.set_given_by(by);
    for (const char* group : groups) consent.add_groups(group);
    return must(Cases(*vault_).add(*steward_, files_.case_file, consent));
  }
  EntryId proposed(Browser& browser) {
    EXPECT_EQ(browser.post(base() + "/add/SharingOverride", kProposal).status, 303);
    return story().all<SharingOverride>().back()->latest().id;
  }
  CaseFiles files_;
  std::unique_ptr<vault::Keyring> colleague_;
};

TEST_F(ConsentPagesTest, WhatIsNotPermittedIsRefusedWithTheWaysOut) {
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/case/" + files_.case_file.text()), base() + "/add/Shared?case="));
  EXPECT_EQ(browser.get(base() + "/add/Shared").status, 200);
  const auto refused = browser.post(base() + "/add/Shared", kGiven);
  EXPECT_EQ(refused.status, 400);
  for (const char* text : {"There is no consent for this purpose and this recipient.", "kept-words",
                           "IOM Almaty", "#recipient", "/add/Consent?case=", "/add/SharingOverride?case="})
    EXPECT_TRUE(has(refused, text)) << text;
  EXPECT_TRUE(story().all<Shared>().empty());
  agreed({"identity"});
  const auto part = browser.post(base() + "/add/Shared", kGiven);
  EXPECT_EQ(part.status, 400);
  EXPECT_TRUE(has(part, "Not covered: Needs and services."));
  // Nothing that the program writes can be posted.
  EXPECT_EQ(
      browser
          .post(base() + "/add/Shared", std::string(kGiven) + "&basis=consent&source=" + std::string(26, '0'))
          .status,
      400);
  EXPECT_TRUE(story().all<Shared>().empty());
}

TEST_F(ConsentPagesTest, WhatIsPermittedIsWrittenWithItsGround) {
  const EntryId consent = agreed({"identity", "services"});
  Browser browser(*site_, steward_.get());
  const auto begun = browser.get(base() + "/add/Shared?from=" + consent.text());
  EXPECT_TRUE(has(begun, "value=\"IOM Almaty\""));
  const std::string once = "&once=" + crypto::random_id<EntryId>().text();
  EXPECT_EQ(Browser::location(browser.post(base() + "/add/Shared", kGiven + once)),
            "/case/" + files_.case_file.text());
  EXPECT_EQ(browser.post(base() + "/add/Shared", kGiven + once).status, 303);  // sent twice
  const Story after = story();
  const auto all = after.all<Shared>();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]->as<Shared>()->basis(), "consent");
  EXPECT_EQ(all[0]->as<Shared>()->source(), consent.text());
  const auto page = browser.get("/case/" + files_.case_file.text());
  for (const char* text : {"Information given", "kept-words", "On paper"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_FALSE(has(page, consent.text() + "</dd>"));
  // What left cannot be rewritten or erased.
  const std::string id = all[0]->latest().id.text();
  EXPECT_EQ(browser.get(base() + "/correct/" + id).status, 404);
  EXPECT_EQ(browser.post(base() + "/erase/" + id, "").status, 404);
}

TEST_F(ConsentPagesTest, ABrokenFormKeepsTheTyping) {
  Browser browser(*site_, steward_.get());
  for (const char* form : {"date=2030-01-01&purpose=police&recipient=kept-words&groups=identity&how=paper",
                           "recipient=kept-words", "recipient=kept-words&groups=nonsense&date=x"}) {
    const auto answer = browser.post(base() + "/add/Shared", form);
    EXPECT_EQ(answer.status, 400) << form;
    EXPECT_TRUE(has(answer, "kept-words")) << form;
  }
}

TEST_F(ConsentPagesTest, AChildNeedsTheGuardian) {
  Identity child;
  child.set_given_name("Дилноза");
  child.set_birth_date("2013-05-01");
  const EntryId identity = must(Cases(*vault_).read(*steward_, files_.person_file)).items[0].latest().id;
  must(Cases(*vault_).correct(*steward_, files_.person_file, identity, child));
  agreed({"identity", "services"});
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.post(base() + "/add/Shared", kGiven), "the guardian has not answered"));
  agreed({"identity", "services"}, "person_and_guardian");
  EXPECT_EQ(browser.post(base() + "/add/Shared", kGiven).status, 303);
}

TEST_F(ConsentPagesTest, TwoPeopleDecideWithoutConsent) {
  Browser first(*site_, steward_.get());
  Browser second(*site_, colleague_.get());
  const std::string shared =
      "date=2026-09-21&purpose=police&recipient=police+of+almaty&groups=health&how=telephone";
  const EntryId proposal = proposed(first);
  const std::string address = base() + "/sharing/" + proposal.text();
  const auto waits = first.post(base() + "/add/Shared", shared);
  EXPECT_EQ(waits.status, 400);
  EXPECT_TRUE(has(waits, "Your proposal waits"));
  EXPECT_TRUE(has(first.get("/case/" + files_.case_file.text()), "Waits for a second person"));
  // Nobody confirms her own.
  EXPECT_FALSE(has(first.get(address), "Confirm as the second person"));
  EXPECT_EQ(first.post(address, "note=x").status, 403);
  EXPECT_TRUE(story().all<SharingConfirmed>().empty());

  EXPECT_TRUE(has(second.post(base() + "/add/Shared", shared), "/sharing/" + proposal.text()));
  const auto page = second.get(address);
  for (const char* text : {"the-reason-of-it", "Imminent danger to life", "Confirm as the second person"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_EQ(second.post(address, "note=I+agree").status, 303);
  EXPECT_NE(second.post(address, "note=again").status, 303);
  ASSERT_EQ(story().all<SharingConfirmed>().size(), 1U);

  ASSERT_EQ(first.post(base() + "/add/Shared", shared).status, 303);
  EXPECT_EQ(story().last<Shared>()->basis(), "override");
  EXPECT_EQ(story().last<Shared>()->source(), proposal.text());
  // No further than what was confirmed.
  EXPECT_EQ(first.post(base() + "/add/Shared", shared + "&groups=legal").status, 400);
}

TEST_F(ConsentPagesTest, WhatChangedSinceIsNotConfirmed) {
  Browser first(*site_, steward_.get());
  Browser second(*site_, colleague_.get());
  const EntryId proposal = proposed(first);
  EXPECT_EQ(
      first.post(base() + "/correct/" + proposal.text(), std::string(kProposal) + "&groups=legal").status,
      303);
  const auto refused = second.post(base() + "/sharing/" + proposal.text(), "note=kept-words");
  EXPECT_EQ(refused.status, 409);
  for (const char* text : {"The proposal has changed.", "Legal matters", "kept-words"})
    EXPECT_TRUE(has(refused, text)) << text;
  const auto at = refused.body.find("action=\"" + base() + "/sharing/");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(
      second.post(refused.body.substr(at + 8, refused.body.find('"', at + 8) - at - 8), "note=x").status,
      303);
}

TEST_F(ConsentPagesTest, WhoIsOutsideFindsNothing) {
  Browser first(*site_, steward_.get());
  const EntryId proposal = proposed(first);
  const std::size_t before = length_of(files_.case_file);
  for (const auto& kinds :
       {std::vector<CircleKind>{}, {CircleKind::duty}, {CircleKind::legal}, {CircleKind::health}}) {
    vault::Keyring keys =
        member("Outside" + std::to_string(kinds.empty() ? 0 : static_cast<int>(kinds[0]) + 1));
    for (const CircleKind kind : kinds)
      must(vault_->join_circle(*steward_, circle(kind), keys.member(), false));
    must(vault_->refresh(keys));
    Browser outside(*site_, &keys);
    for (const std::string& address : {base() + "/add/Shared", base() + "/sharing/" + proposal.text(),
                                       base() + "/add/WithheldFrom", base() + "/add/SharingOverride"}) {
      EXPECT_EQ(outside.get(address).status, 404) << address;
      EXPECT_EQ(outside.post(address, std::string(kGiven) + "&note=x").status, 404) << address;
    }
  }
  EXPECT_EQ(length_of(files_.case_file), before);
  // What does not exist, and what is of another kind, looks the same.
  for (const std::string& entry :
       {std::string(26, '0'), story().items[0].latest().id.text(), std::string("abc")}) {
    EXPECT_EQ(first.get(base() + "/sharing/" + entry).status, 404) << entry;
  }
  EXPECT_EQ(first.get("/file/" + files_.person_file.text() + "/add/Shared").status, 404);
}

TEST_F(ConsentPagesTest, TheWithheldListStandsBeforeEverything) {
  agreed({"identity", "services"});
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser
                .post(base() + "/add/WithheldFrom",
                      "who=iom+almaty&reason=harm_self&details=a-cousin-works-there&date=2026-09-14")
                .status,
            303);
  for (const std::string& address :
       {"/case/" + files_.case_file.text(), "/case/" + files_.case_file.text() + "/print"}) {
    const auto page = browser.get(address);
    const auto at = page.body.find("withheld-heading");
    ASSERT_NE(at, std::string::npos);
    EXPECT_LT(at, page.body.find("safe-heading"));
    EXPECT_TRUE(has(page, "a-cousin-works-there"));
  }
  const auto refused = browser.post(base() + "/add/Shared", kGiven);
  EXPECT_TRUE(has(refused, "Information is withheld from this recipient"));
  EXPECT_TRUE(has(browser.get("/case/" + files_.case_file.text()),
                  "Information is withheld from somebody who still has a consent"));
  // Lifted: by a correction that says why.
  const std::string id = story().all<WithheldFrom>()[0]->latest().id.text();
  const std::string lifted = "who=iom+almaty&reason=harm_self&date=2026-09-14&lifted=2026-09-15";
  EXPECT_EQ(browser.post(base() + "/correct/" + id, lifted).status, 400);
  EXPECT_EQ(browser.post(base() + "/correct/" + id, lifted + "&lifted_why=the+person+wishes+it").status, 303);
  EXPECT_FALSE(has(browser.get("/case/" + files_.case_file.text()), "withheld-heading"));
  EXPECT_EQ(browser.post(base() + "/add/Shared", kGiven).status, 303);
}

TEST_F(ConsentPagesTest, AConsentForOthersIsWrittenInFull) {
  Browser browser(*site_, steward_.get());
  const auto form = browser.get(base() + "/add/Consent");
  EXPECT_TRUE(has(form, "name=\"explained_by\""));
  EXPECT_EQ(Browser::value_of(form.body, "csrf").empty(), false);
  const std::string bare = "purpose=police&recipient=kept-words&answer=given&date=2026-09-15";
  const auto refused = browser.post(base() + "/add/Consent", bare);
  EXPECT_EQ(refused.status, 400);
  for (const char* text : {"kept-words", "#groups", "#explained_by", "#language"})
    EXPECT_TRUE(has(refused, text)) << text;
  EXPECT_EQ(
      browser
          .post(base() + "/add/Consent", bare + "&groups=identity&groups=legal&explained_by=Interpreter+"
                                                "Nodira&language=uz&told=purpose&told=withdraw")
          .status,
      303);
  EXPECT_EQ(story().last<Consent>()->groups_size(), 2);
  EXPECT_EQ(browser.post(base() + "/add/Consent", "purpose=police&recipient=x&answer=refused&date=2026-09-15")
                .status,
            303);
}

TEST_F(ConsentPagesTest, SafeContactStandsBeforeEveryTelephone) {
  SafeContact safe;
  safe.set_number("+7 701 555 44 33");
  safe.set_who_is_calling("from-the-sewing-course");
  safe.set_hide("never-say-the-centre");
  const EntryId standing = story().all<SafeContact>()[0]->latest().id;
  must(Cases(*vault_).correct(*steward_, files_.case_file, standing, safe));
  Browser browser(*site_, steward_.get());
  const std::string p = "/file/" + files_.person_file.text();
  const std::string identity =
      must(Cases(*vault_).read(*steward_, files_.person_file)).items[0].latest().id.text();
  for (const std::string& address :
       {p + "/correct/" + identity, p + "/erase/" + identity, p + "/add/Identity"}) {
    const auto page = browser.get(address);
    const auto at = page.body.find("from-the-sewing-course");
    ASSERT_NE(at, std::string::npos) << address;
    const bool erasing = address.find("/erase/") != std::string::npos;
    EXPECT_LT(at, erasing ? page.body.find("class=\"arasha-entry\"")
                          : page.body.find("<form", page.body.find("<main")))
        << address;
    EXPECT_TRUE(has(page, "never-say-the-centre"));
  }
  const auto found = browser.post("/people", "q=karimova");
  EXPECT_TRUE(has(found, "from-the-sewing-course"));
  const auto page = browser.get("/case/" + files_.case_file.text());
  EXPECT_LT(page.body.find("from-the-sewing-course"), page.body.find("person-heading"));
  // A form without a telephone stays as it was.
  EXPECT_FALSE(has(browser.get(base() + "/add/Note"), "Before you call"));
}

TEST_F(ConsentPagesTest, SaysThatNoSafeContactIsRecorded) {
  Identity identity;
  identity.set_family_name("Асанова");
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  const CaseFiles files = must(Cases(*vault_).open_case(*steward_, identity, contact, {}));
  Browser browser(*site_, steward_.get());
  const std::string id = must(Cases(*vault_).read(*steward_, files.person_file)).items[0].latest().id.text();
  for (const std::string& address :
       {"/case/" + files.case_file.text(), "/file/" + files.person_file.text() + "/correct/" + id}) {
    EXPECT_TRUE(has(browser.get(address), "No safe contact is recorded: ask first")) << address;
  }
  EXPECT_TRUE(has(browser.post("/people", "q=Асанова"), "No safe contact is recorded: ask first"));
  // A lawyer does not see it, and is told so.
  const auto keys = in("Lawyer", {CircleKind::legal});
  Browser lawyer(*site_, &keys);
  EXPECT_TRUE(has(lawyer.get("/case/" + files_.case_file.text()), "The safe contact is not shown to you"));
}

// Every other outflow calls this one.
TEST_F(ConsentPagesTest, GivingIsRefusedWithoutTheCheck) {
  Shared shared;
  shared.set_date("2026-09-15");
  shared.set_purpose("iom_unhcr");
  shared.set_recipient("IOM Almaty");
  shared.add_groups("identity");
  shared.set_how("electronic");
  const auto refused = record_given(*vault_, *steward_, files_.case_file, story(), shared);
  ASSERT_FALSE(refused.is_ok());
  EXPECT_EQ(refused.error().code, ErrorCode::denied);
  // Nor past it: the rules look again.
  EXPECT_FALSE(Cases(*vault_).add(*steward_, files_.case_file, shared).is_ok());
  agreed({"identity"});
  EXPECT_TRUE(record_given(*vault_, *steward_, files_.case_file, story(), shared).is_ok());
  // Who may not see whether it is a child gives nothing.
  Story without = story();
  for (Item& item : without.items) {
    if (item.as<CaseOpened>() != nullptr) item.versions.back().message = std::make_shared<CaseOpened>();
  }
  EXPECT_FALSE(record_given(*vault_, *steward_, files_.case_file, without, shared).is_ok());
}

}  // namespace
}  // namespace arasha::casework
