// Erasing a case by two people: what goes, what stays, who may, and what comes in between.
#include "casework/retention/erasure.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "arasha/facts.pb.h"
#include "casework/browser.h"
#include "casework/changes.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Erasure : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    second_ = std::make_unique<vault::Keyring>(in("Aigul", {vault::CircleKind::casework}));
    for (const pack::Retention& rule : norms().retention()) must(vault_->change_setting(*steward_, "retention." + rule.id(), rule.id() == "limitation" ? "6" : "none"));
    files_ = closed_case();
  }
  void TearDown() override {
    second_.reset();
    SiteTest::TearDown();
  }
  static const pack::Contents& norms() { return pack::Shelf::built_in().chosen("").contents(); }
  Desk desk() { return {*vault_, *tables_, pack::Shelf::built_in()}; }
  // Closed on the day of the clock; the period is over after six months.
  CaseFiles closed_case(bool over = true) {
    CaseFiles out = open_one();
    close(out.case_file);
    if (over) clock_.advance(std::chrono::hours(24 * 200));
    return out;
  }
  void close(FileId file) {
    Closure closure;
    closure.set_date(to_iso(date_of(clock_.now())));
    closure.set_reason("goals_met");
    must(Cases(*vault_).add(*steward_, file, closure));
  }
  static ErasureProposed proposal(const char* facts = "kept") {
    ErasureProposed out;
    out.set_ground("period_over");
    out.set_facts(facts);
    return out;
  }
  EntryId propose(FileId file, const char* facts = "kept") {
    must(propose_erasure(desk(), *steward_, file, proposal(facts), EntryId()));
    return waiting(file);
  }
  EntryId waiting(FileId file) { return proposal_of(must(Cases(*vault_).read(*steward_, file))).item->latest().id; }
  void hold(FileId file) {
    LegalHold out;
    out.set_ground("court");
    out.set_authority("District court");
    out.set_date(to_iso(date_of(clock_.now())));
    must(Cases(*vault_).add(*second_, file, out));
  }
  void write_facts(FileId file) {
    Facts facts;
    facts.set_gender("Female");
    must(Cases(*vault_).add(*steward_, file, facts));
  }
  bool in_lists(const vault::Keyring& by, const CaseFiles& files) {
    Browser browser(*site_, &by);
    return browser.get("/cases?alias=" + files.alias.substr(0, 4)).body.find(files.case_file.text()) != std::string::npos;
  }

  std::unique_ptr<vault::Keyring> second_;
  CaseFiles files_;
};

TEST_F(Erasure, TwoPeopleAndNothingIsLeft) {
  write_facts(files_.case_file);
  must(vault_->keep_draft(second_->member(), "/file/" + files_.case_file.text() + "/add/Note", view("half a sentence")));
  const EntryId seen = propose(files_.case_file);
  ASSERT_TRUE(in_lists(*second_, files_));
  must(confirm_erasure(desk(), *second_, files_.case_file, seen));
  EXPECT_FALSE(in_lists(*second_, files_));
  EXPECT_FALSE(in_lists(*steward_, files_));
  EXPECT_FALSE(vault_->may_open(*steward_, files_.case_file, ASSISTANCE));
  EXPECT_FALSE(vault_->may_open(*steward_, files_.person_file, IDENTITY));
  EXPECT_FALSE(must(vault_->draft(*second_, "/file/" + files_.case_file.text() + "/add/Note")).has_value());
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.get("/case/" + files_.case_file.text()).status, 404);
  EXPECT_THAT(browser.get("/todo?until=any&whose=all").body, Not(HasSubstr(files_.alias)));
  EXPECT_THAT(browser.post("/people", "q=%D0%9A%D0%B0%D1%80%D0%B8%D0%BC%D0%BE%D0%B2%D0%B0").body, Not(HasSubstr(files_.person_file.text())));
  // The facts stay, and count.
  EXPECT_TRUE(vault_->may_open(*steward_, files_.case_file, FACTS));
  const auto all = must(certificates(*vault_, *second_));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].stated.proposed_by(), steward_->member().text());
  EXPECT_EQ(all[0].stated.confirmed_by(), second_->member().text());
  EXPECT_EQ(all[0].stated.person_file(), files_.person_file.text());
  EXPECT_EQ(all[0].stated.SerializeAsString().find(files_.alias), std::string::npos);
  EXPECT_TRUE(must(prove(*vault_, all[0])).holds);
  vault_.reset();
  EXPECT_TRUE(vault::verify(data()).is_ok());
  const auto left = must(vault::verify_remains(data(), files_.case_file));
  EXPECT_TRUE(left.remains.is_gone());
  open();
}

TEST_F(Erasure, TheFactsGoWhenItIsSaid) {
  write_facts(files_.case_file);
  must(confirm_erasure(desk(), *second_, files_.case_file, propose(files_.case_file, "erased")));
  EXPECT_TRUE(must(vault_->openable(*steward_, files_.case_file)).empty());
}

TEST_F(Erasure, NobodyConfirmsTheOwnProposal) {
  const EntryId seen = propose(files_.case_file);
  const auto own = confirm_erasure(desk(), *steward_, files_.case_file, seen);
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().code, ErrorCode::denied);
  EXPECT_TRUE(in_lists(*steward_, files_));
}

TEST_F(Erasure, WithoutTheKeyNobodyDoesAnything) {
  const vault::Keyring duty = in("Duty", {vault::CircleKind::duty});
  EXPECT_EQ(look_at_erasure(desk(), duty, files_.case_file).error().code, ErrorCode::not_found);
  EXPECT_FALSE(propose_erasure(desk(), duty, files_.case_file, proposal(), EntryId()));
  EXPECT_FALSE(confirm_erasure(desk(), duty, files_.case_file, propose(files_.case_file)));
  EXPECT_TRUE(in_lists(*steward_, files_));
}

// A hold that a colleague writes while the second person looks at the proposal.
TEST_F(Erasure, AHoldPlacedInBetweenStopsIt) {
  const EntryId seen = propose(files_.case_file);
  hold(files_.case_file);
  const auto late = confirm_erasure(desk(), *second_, files_.case_file, seen);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_TRUE(in_lists(*steward_, files_));
  const auto again = propose_erasure(desk(), *steward_, files_.case_file, proposal(), EntryId());
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text, HasSubstr("A hold stands"));
}

TEST_F(Erasure, WhateverIsWrittenInBetweenStopsIt) {
  const EntryId seen = propose(files_.case_file);
  note_in(files_.case_file, "She called");
  EXPECT_EQ(confirm_erasure(desk(), *second_, files_.case_file, seen).error().code, ErrorCode::conflict);
  const EntryId anew = propose(files_.case_file);
  Identity identity = *must(Cases(*vault_).read(*steward_, files_.person_file)).last<Identity>();
  identity.set_phone("+7 701 000 00 00");
  const EntryId who = must(Cases(*vault_).read(*steward_, files_.person_file)).all<Identity>().back()->latest().id;
  must(Cases(*vault_).correct(*steward_, files_.person_file, who, identity));
  EXPECT_EQ(confirm_erasure(desk(), *second_, files_.case_file, anew).error().code, ErrorCode::conflict) << "in the person's file";
  EXPECT_TRUE(in_lists(*steward_, files_));
}

TEST_F(Erasure, SentTwiceItIsDoneOnce) {
  const EntryId seen = propose(files_.case_file);
  must(confirm_erasure(desk(), *second_, files_.case_file, seen));
  must(confirm_erasure(desk(), *second_, files_.case_file, seen));
  EXPECT_EQ(must(certificates(*vault_, *second_)).size(), 1U);
}

TEST_F(Erasure, WhileAHoldStandsNothingIsErased) {
  const EntryId note = note_in(files_.case_file, "short");
  hold(files_.case_file);
  EXPECT_EQ(Cases(*vault_).erase(*steward_, files_.case_file, note).error().code, ErrorCode::denied);
  const EntryId of_hold = must(Cases(*vault_).read(*steward_, files_.case_file)).all<LegalHold>().back()->latest().id;
  EXPECT_FALSE(Cases(*vault_).erase(*steward_, files_.case_file, of_hold)) << "the hold itself";
  // Nor the person, whose case it is.
  Browser browser(*site_, steward_.get());
  const EntryId who = must(Cases(*vault_).read(*steward_, files_.person_file)).all<Identity>().back()->latest().id;
  EXPECT_EQ(browser.post("/file/" + files_.person_file.text() + "/erase/" + who.text(), "").status, 403);
  EXPECT_NE(must(Cases(*vault_).read(*steward_, files_.person_file)).last<Identity>(), nullptr);
}

TEST_F(Erasure, AnotherCaseOfThePerson) {
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  const CaseFiles other = must(Cases(*vault_).open_case_of(*steward_, files_.person_file, contact, {}));
  const auto open = propose_erasure(desk(), *steward_, files_.case_file, proposal(), EntryId());
  ASSERT_FALSE(open);
  EXPECT_THAT(open.error().text, HasSubstr("Another case of the same person is open"));
  close(other.case_file);
  must(confirm_erasure(desk(), *second_, files_.case_file, propose(files_.case_file)));
  EXPECT_TRUE(vault_->may_open(*steward_, files_.person_file, IDENTITY)) << "the other case needs it";
  EXPECT_EQ(must(certificates(*vault_, *second_))[0].stated.person_file(), "");
  EXPECT_TRUE(must(prove(*vault_, must(certificates(*vault_, *second_))[0])).holds);
}

// A case that is restricted to others may be of this person: nobody here can know.
TEST_F(Erasure, ACaseThatIsClosedToBothKeepsThePerson) {
  const vault::Keyring third = in("Third", {vault::CircleKind::casework});
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  must(Cases(*vault_).open_case_of(third, files_.person_file, contact, {}, std::vector{third.member()}));
  const auto view = must(look_at_erasure(desk(), *second_, files_.case_file));
  EXPECT_EQ(view.person_stays, PersonStays::unseen_cases);
  EXPECT_EQ(view.unseen_cases, 1U);
  must(confirm_erasure(desk(), *second_, files_.case_file, propose(files_.case_file)));
  EXPECT_TRUE(vault_->may_open(*steward_, files_.person_file, IDENTITY));
}

TEST_F(Erasure, NotYetAndNotDecided) {
  const CaseFiles fresh = closed_case(false);
  EXPECT_THAT(propose_erasure(desk(), *steward_, fresh.case_file, proposal(), EntryId()).error().text, HasSubstr("not over"));
  ErasureProposed ordered = proposal();
  ordered.set_ground("ordered");
  must(propose_erasure(desk(), *steward_, fresh.case_file, ordered, EntryId()));
  must(vault_->change_setting(*steward_, "retention.limitation", ""));
  EXPECT_THAT(propose_erasure(desk(), *steward_, files_.case_file, proposal(), EntryId()).error().text, HasSubstr("Nobody has decided"));
}

TEST_F(Erasure, AnAliasIsNotGivenAgain) {
  EXPECT_FALSE(alias_was_erased(*vault_, files_.alias));
  must(confirm_erasure(desk(), *second_, files_.case_file, propose(files_.case_file)));
  EXPECT_TRUE(alias_was_erased(*vault_, files_.alias));
  EXPECT_FALSE(alias_was_erased(*vault_, files_.alias + "x"));
}

TEST_F(Erasure, ACertificateThatWasAlteredDoesNotHold) {
  must(confirm_erasure(desk(), *second_, files_.case_file, propose(files_.case_file)));
  Certificate certificate = must(certificates(*vault_, *second_))[0];
  ASSERT_TRUE(must(prove(*vault_, certificate)).holds);
  Certificate other = certificate;
  other.stated.set_ground("ordered");
  EXPECT_FALSE(must(prove(*vault_, other)).holds);
  other = certificate;
  other.stated.set_case_file(crypto::random_id<FileId>().text());
  EXPECT_FALSE(must(prove(*vault_, other)).holds);
  other = certificate;
  other.stated.set_confirmed_by(steward_->member().text());
  EXPECT_FALSE(must(prove(*vault_, other)).holds);
}

// Nothing that was typed is in the files of the database, and no key.
TEST_F(Erasure, NothingOfItStandsInTheDatabase) {
  std::vector<Bytes> secrets;
  for (const FileId file : {files_.case_file, files_.person_file}) {
    for (const auto& row : must(vault_->store().entries(file))) {
      secrets.push_back(row.key);
      secrets.push_back(row.body);
    }
    for (const auto& row : must(vault_->store().grants(file))) secrets.push_back(row.blob);
    for (const auto& row : must(vault_->store().cards(file))) secrets.push_back(row.blob);
  }
  const EntryId seen = propose(files_.case_file);
  must(confirm_erasure(desk(), *second_, files_.case_file, seen));
  must(vault_->record(*steward_, vault::Action::listed, FileId(), 0));
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(data())) {
    if (entry.is_regular_file()) all += to_text(must(read_file(entry.path(), 1U << 28U)));
  }
  for (const Bytes& one : secrets) {
    if (one.size() >= 32) {
      EXPECT_EQ(all.find(text_view(BytesView(one).subspan(one.size() / 2, 16))), std::string::npos);
    }
  }
}

TEST_F(Erasure, OnThePages) {
  Browser first(*site_, steward_.get());
  Browser second(*site_, second_.get());
  const std::string address = "/case/" + files_.case_file.text() + "/erasure";
  EXPECT_THAT(first.get("/retention").body, HasSubstr(files_.alias));
  EXPECT_THAT(first.get("/case/" + files_.case_file.text()).body, HasSubstr("How long it is kept"));
  EXPECT_THAT(first.get(address).body, HasSubstr("This is destroyed"));
  EXPECT_EQ(first.post(address, "facts=kept").status, 400) << "no ground";
  EXPECT_EQ(first.post(address, "ground=period_over&facts=kept").status, 303);
  EXPECT_THAT(first.get(address).body, Not(HasSubstr("Erase for ever</button>")));
  EXPECT_EQ(first.post(address + "/confirm", "seen=" + waiting(files_.case_file).text()).status, 400);
  const std::string page = second.get(address).body;
  EXPECT_THAT(page, HasSubstr("Erase for ever</button>"));
  EXPECT_EQ(second.post(address + "/stop", "seen=" + waiting(files_.case_file).text()).status, 400) << "no reason";
  hold(files_.case_file);
  EXPECT_NE(second.post(address + "/confirm", "seen=" + Browser::value_of(page, "seen")).status, 303);
  EXPECT_THAT(second.get("/case/" + files_.case_file.text()).body, HasSubstr("On hold: nobody can erase anything"));
  EXPECT_THAT(second.get("/cases").body, HasSubstr("On hold"));
  EXPECT_THAT(second.get("/retention?show=held").body, HasSubstr(files_.alias));
  const EntryId of_hold = must(Cases(*vault_).read(*steward_, files_.case_file)).all<LegalHold>().back()->latest().id;
  const std::string lift = "/case/" + files_.case_file.text() + "/hold/" + of_hold.text();
  EXPECT_EQ(second.get(lift).status, 200);
  EXPECT_EQ(second.post(lift, "date=" + to_iso(date_of(clock_.now()))).status, 400) << "no reason";
  EXPECT_EQ(second.post(lift, "reason=done&date=" + to_iso(date_of(clock_.now()))).status, 303);
  EXPECT_THAT(first.get(address).body, HasSubstr("proposed before"));
  EXPECT_EQ(first.post(address, "ground=period_over&facts=kept").status, 303);
  const auto done = second.post(address + "/confirm", "seen=" + waiting(files_.case_file).text());
  ASSERT_EQ(done.status, 303);
  EXPECT_EQ(Browser::location(done), "/erased/" + files_.case_file.text());
  EXPECT_THAT(second.get(Browser::location(done)).body, HasSubstr("It agrees"));
  EXPECT_THAT(second.get("/erased").body, HasSubstr("/erased/" + files_.case_file.text()));
  EXPECT_THAT(second.post("/erased", "alias=" + files_.alias).body, HasSubstr("this case was erased"));
  EXPECT_THAT(second.post("/erased", "alias=Nobody").body, HasSubstr("no case with this alias"));
  EXPECT_THAT(second.get("/retention").body, Not(HasSubstr(files_.alias)));
  EXPECT_EQ(second.get("/case/" + register_file(*vault_).text()).status, 404) << "the register is no case";
  const vault::Keyring duty = in("Duty", {vault::CircleKind::duty});
  Browser other(*site_, &duty);
  EXPECT_EQ(other.get("/erased/" + files_.case_file.text()).status, 404);
}

TEST_F(Erasure, PeriodsAreForStewards) {
  Browser worker(*site_, second_.get());
  EXPECT_EQ(worker.get("/settings/retention").status, 403);
  EXPECT_EQ(worker.post("/settings/retention", "months-limitation=1").status, 403);
  Browser manager(*site_, steward_.get());
  EXPECT_THAT(manager.get("/settings/retention").body, HasSubstr("value=\"6\""));
  EXPECT_EQ(manager.post("/settings/retention", "months-limitation=five").status, 400);
  EXPECT_EQ(manager.post("/settings/retention", "months-limitation=1201").status, 400);
  EXPECT_EQ(vault_->directory()->setting("retention.limitation"), "6");
  EXPECT_EQ(manager.post("/settings/retention", "months-limitation=24&free-child=1&free-funder-audit=1&free-purpose-reached=1&free-consent-withdrawn=1").status, 303);
  EXPECT_EQ(vault_->directory()->setting("retention.limitation"), "24");
}

TEST_F(Erasure, WhatIsDueStandsUnderToDo) {
  must(vault_->change_setting(*steward_, "retention.purpose-reached", "6"));
  Assignment assignment;
  assignment.set_member(second_->member().text());
  must(Cases(*vault_).add(*steward_, files_.case_file, assignment));
  Browser hers(*site_, second_.get());
  EXPECT_THAT(hers.get("/todo?until=any").body, HasSubstr("The case is to be erased"));
  Browser other(*site_, steward_.get());
  EXPECT_THAT(other.get("/todo?until=any&whose=mine").body, Not(HasSubstr("The case is to be erased")));
  hold(files_.case_file);
  EXPECT_THAT(hers.get("/todo?until=any").body, Not(HasSubstr("The case is to be erased")));
}

}  // namespace
}  // namespace arasha::casework
