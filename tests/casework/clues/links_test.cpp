// Two cases that mention one thing: who is told of it, and who is not.
#include <gmock/gmock.h>

#include "arasha/clues.pb.h"
#include "casework/browser.h"
#include "casework/readers.h"
#include "casework/clues/book.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using vault::CircleKind;
using vault::Keyring;

constexpr const char* kHint = "Another case mentions this";
constexpr const char* kNothing = "No other case mentions it";

class ClueLinksTest : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    here_ = open_one();
    there_ = open_one("Серикова", "Айгуль");
    asel_ = std::make_unique<Keyring>(in("Asel", {CircleKind::casework}));
    dana_ = std::make_unique<Keyring>(in("Dana", {CircleKind::legal}));
  }
  template <class MessageType>
  static MessageType clue(const char* kind, const char* value) {
    MessageType out;
    out.set_kind(kind);
    out.set_value(value);
    return out;
  }
  EntryId write(const Keyring& by, FileId file, const google::protobuf::Message& message) { return must(Cases(*vault_).add(by, file, message)); }
  std::string page(const Keyring& by, FileId file) {
    Browser browser(*site_, &by);
    const auto response = browser.get("/case/" + file.text());
    EXPECT_EQ(response.status, 200) << response.body.substr(0, 300);
    return response.body;
  }
  // Nothing by which the other case could be found.
  static void expect_silent(const std::string& body, const CaseFiles& other) {
    EXPECT_THAT(body, Not(HasSubstr(other.case_file.text())));
    EXPECT_THAT(body, Not(HasSubstr(other.person_file.text())));
    EXPECT_THAT(body, Not(HasSubstr(other.alias)));
  }
  std::size_t searches() {
    const auto all = must(vault_->readings(*steward_, ~std::uint64_t{0}, 1000));
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& one) { return one.reading.action == vault::Action::searched; }));
  }
  std::unique_ptr<Keyring> asel_, dana_;
  CaseFiles here_, there_;
};

TEST_F(ClueLinksTest, TheCircleIsNamedAndNotTheCase) {
  write(*dana_, there_.case_file, clue<LegalClue>("telephone", "8 702 111 22 33"));
  write(*asel_, here_.case_file, clue<Clue>("telephone", "+77021112233"));
  const std::size_t before = searches();
  const std::string hers = page(*asel_, here_.case_file);
  EXPECT_THAT(hers, HasSubstr(kHint));
  EXPECT_THAT(hers, HasSubstr("Ask: Legal circle."));
  expect_silent(hers, there_);
  EXPECT_EQ(searches(), before + 1);
  const std::string lawyers = page(*dana_, there_.case_file);
  EXPECT_THAT(lawyers, HasSubstr("Ask: Casework."));
  expect_silent(lawyers, here_);
  // On paper nothing is compared.
  Browser browser(*site_, asel_.get());
  const std::string paper = browser.get("/case/" + here_.case_file.text() + "/print").body;
  EXPECT_THAT(paper, HasSubstr("+77021112233"));
  EXPECT_THAT(paper, Not(HasSubstr(kHint)));
}

TEST_F(ClueLinksTest, ACaseThatSheMayOpenIsNamed) {
  write(*steward_, there_.case_file, clue<Clue>("person", "Каримов Ербол Маратұлы"));
  write(*asel_, here_.case_file, clue<Clue>("person", "Erbol Karimov"));
  const std::string hers = page(*asel_, here_.case_file);
  EXPECT_THAT(hers, HasSubstr("/case/" + there_.case_file.text()));
  EXPECT_THAT(hers, HasSubstr(there_.alias));
  EXPECT_THAT(hers, Not(HasSubstr(kHint)));
}

TEST_F(ClueLinksTest, ARestrictedCaseBetraysNothing) {
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  const auto closed = must(Cases(*vault_).open_case(*steward_, Identity(), contact, SafeContact(), std::vector{steward_->member()}));
  write(*steward_, closed.case_file, clue<Clue>("vehicle", "777 ABC 02"));
  write(*asel_, here_.case_file, clue<Clue>("vehicle", "777 АВС 02"));
  const std::string hers = page(*asel_, here_.case_file);
  EXPECT_THAT(hers, HasSubstr(kNothing));
  EXPECT_THAT(hers, Not(HasSubstr(kHint)));
  expect_silent(hers, closed);
  // Its own members are told of the other one, and from there of it.
  EXPECT_THAT(page(*steward_, closed.case_file), HasSubstr(here_.alias));
  EXPECT_THAT(page(*steward_, here_.case_file), HasSubstr(closed.alias));
  // No circle was given its fingerprints.
  for (const auto& grant : must(vault_->store().grants(closed.case_file))) {
    EXPECT_EQ(grant.recipient, vault::recipient_of(steward_->member())) << int{grant.compartment};
  }
}

TEST_F(ClueLinksTest, WhoHoldsNoKeyLearnsAndMakesNothing) {
  must(vault_->change_policy(*steward_, CLUES, {circle(CircleKind::legal)}));
  write(*dana_, there_.case_file, clue<LegalClue>("telephone", "8 702 111 22 33"));
  write(*asel_, here_.case_file, clue<Clue>("telephone", "8 702 111 22 33"));
  const std::string hers = page(*asel_, here_.case_file);
  EXPECT_THAT(hers, HasSubstr("8 702 111 22 33"));
  EXPECT_THAT(hers, HasSubstr("None of your circles compares clues"));
  EXPECT_THAT(hers, Not(HasSubstr(kHint)));
  expect_silent(hers, there_);
  EXPECT_FALSE(vault_->may_open(*asel_, clue_book(*vault_), CLUES));
  EXPECT_FALSE(vault_->fingerprints(*asel_, clue_book(*vault_), CLUES, {{"telephone 021112233", {"*"}}}));
  EXPECT_FALSE(vault_->card(*asel_, there_.case_file, CLUES));
  EXPECT_FALSE(readers_of(*vault_, here_.case_file, CLUES)->exists);
  Browser browser(*site_, asel_.get());
  EXPECT_NE(browser.post("/case/" + here_.case_file.text() + "/clues/compare", "").status, 303);
}

TEST_F(ClueLinksTest, FingerprintsHoldNoClue) {
  write(*asel_, here_.case_file, clue<Clue>("account", "@farm_work88"));
  const Bytes card = *must(vault_->card(*dana_, here_.case_file, CLUES));  // the lawyers hold it, and cannot open the case
  EXPECT_FALSE(vault_->may_open(*dana_, here_.case_file, ASSISTANCE));
  EXPECT_THAT(to_text(card), Not(HasSubstr("farm")));
  const auto marks = must(schema::parse_as<ClueCard>(card));
  ASSERT_EQ(marks.marks_size(), 1);
  EXPECT_EQ(marks.marks(0).shows_size(), 2);
}

TEST_F(ClueLinksTest, ACorrectionAndAnErasureTakeTheFingerprintAway) {
  write(*asel_, here_.case_file, clue<Clue>("telephone", "+77021112233"));
  const EntryId wrong = write(*dana_, there_.case_file, clue<LegalClue>("telephone", "8 702 111 22 33"));
  const EntryId right = must(Cases(*vault_).correct(*dana_, there_.case_file, wrong, clue<LegalClue>("telephone", "8 702 111 22 34")));
  EXPECT_THAT(page(*asel_, here_.case_file), HasSubstr(kNothing));
  const EntryId again = must(Cases(*vault_).correct(*dana_, there_.case_file, right, clue<LegalClue>("telephone", "8 702 111 22 33")));
  EXPECT_THAT(page(*asel_, here_.case_file), HasSubstr(kHint));
  must(Cases(*vault_).erase(*dana_, there_.case_file, again));
  EXPECT_THAT(page(*asel_, here_.case_file), HasSubstr(kNothing));
  EXPECT_EQ(must(clue_card(*vault_, *dana_, there_.case_file)).marks_size(), 0);
}

TEST_F(ClueLinksTest, WhoCannotTakeTheFingerprintAwayCannotEraseTheClue) {
  const Keyring erik = in("Erik", {CircleKind::hotline});
  must(vault_->change_policy(*steward_, ASSISTANCE, {circle(CircleKind::casework), circle(CircleKind::hotline)}));
  const CaseFiles files = open_one("Омарова", "Сауле");
  const EntryId id = write(*asel_, files.case_file, clue<Clue>("telephone", "+77021112233"));
  EXPECT_TRUE(vault_->may_open(erik, files.case_file, ASSISTANCE));
  EXPECT_EQ(Cases(*vault_).erase(erik, files.case_file, id).error().code, ErrorCode::denied);
  EXPECT_EQ(Cases(*vault_).correct(erik, files.case_file, id, clue<Clue>("telephone", "+77021112299")).error().code, ErrorCode::denied);
  // A clue of his own is kept, compared with nothing, until somebody who may does it.
  write(erik, files.case_file, clue<Clue>("vehicle", "777 ABC 02"));
  EXPECT_EQ(must(clue_card(*vault_, *asel_, files.case_file)).marks_size(), 1);
  EXPECT_THAT(page(*asel_, files.case_file), HasSubstr("Not compared with other cases yet."));
  Browser browser(*site_, asel_.get());
  EXPECT_EQ(browser.post("/case/" + files.case_file.text() + "/clues/compare", "").status, 303);
  EXPECT_EQ(must(clue_card(*vault_, *asel_, files.case_file)).marks_size(), 2);
}

TEST_F(ClueLinksTest, TheTwoPartsOfACaseKeepTheirFingerprintsApart) {
  write(*asel_, here_.case_file, clue<Clue>("telephone", "+77021112233"));
  write(*dana_, here_.case_file, clue<LegalClue>("company", "020540003431"));
  write(*asel_, here_.case_file, clue<Clue>("vehicle", "777 ABC 02"));
  EXPECT_EQ(must(clue_card(*vault_, *asel_, here_.case_file)).marks_size(), 3);
  EXPECT_THAT(page(*asel_, here_.case_file), HasSubstr(kNothing));
  EXPECT_THAT(page(*asel_, here_.case_file), Not(HasSubstr("020540003431")));
}

TEST_F(ClueLinksTest, AskingAndAnswering) {
  write(*dana_, there_.case_file, clue<LegalClue>("telephone", "8 702 111 22 33"));
  const EntryId mine = write(*asel_, here_.case_file, clue<Clue>("telephone", "+77021112233"));
  Browser asel(*site_, asel_.get());
  Browser dana(*site_, dana_.get());
  const std::string ask = "/case/" + here_.case_file.text() + "/clues/ask";
  EXPECT_EQ(asel.post(ask, "clue=" + mine.text()).status, 303);
  EXPECT_EQ(asel.post(ask, "clue=" + mine.text()).status, 303);  // sent twice: asked once
  EXPECT_EQ(must(clue_card(*vault_, *dana_, there_.case_file)).questions_size(), 1);
  EXPECT_THAT(page(*asel_, here_.case_file), HasSubstr("Nobody has answered yet."));

  const std::string asked = page(*dana_, there_.case_file);
  EXPECT_THAT(asked, HasSubstr("Asel has a case that mentions this too"));
  EXPECT_THAT(asked, HasSubstr("8 702 111 22 33"));
  expect_silent(asked, here_);
  EXPECT_THAT(dana.get("/").body, HasSubstr("/case/" + there_.case_file.text()));
  // Asel opens the work of that case, and not its legal part: she is neither told what was asked nor may she answer.
  EXPECT_THAT(page(*asel_, there_.case_file), Not(HasSubstr("asks whether you can talk")));
  const std::string question = Browser::value_of(asked, "question");
  const std::string answer = "/case/" + there_.case_file.text() + "/clues/answer";
  EXPECT_EQ(asel.post(answer, "question=" + question + "&answer=talk").status, 404);
  EXPECT_EQ(dana.post(answer, "question=" + question + "&answer=perhaps").status, 404);
  EXPECT_EQ(dana.post(answer, "question=" + question + "&answer=talk").status, 303);
  EXPECT_EQ(dana.post(answer, "question=" + question + "&answer=no").status, 409);
  EXPECT_THAT(page(*asel_, here_.case_file), HasSubstr("Dana says: yes, let us talk."));
  EXPECT_THAT(dana.get("/").body, Not(HasSubstr("asks about a clue")));
  // The chains stand as they are.
  must(vault_->open_file(*steward_, there_.case_file));
  EXPECT_TRUE(vault::verify(data()));
}

TEST_F(ClueLinksTest, NobodyAsksWithoutAClueThatAgrees) {
  const EntryId mine = write(*asel_, here_.case_file, clue<Clue>("telephone", "+77021112233"));
  Browser asel(*site_, asel_.get());
  const std::string ask = "/case/" + here_.case_file.text() + "/clues/ask";
  EXPECT_EQ(asel.post(ask, "clue=" + mine.text()).status, 404);
  EXPECT_EQ(asel.post(ask, "clue=nonsense").status, 404);
  EXPECT_EQ(asel.post(ask, "clue=" + crypto::random_id<EntryId>().text()).status, 404);
  const EntryId note = note_in(here_.case_file, "a note");
  EXPECT_EQ(asel.post(ask, "clue=" + note.text()).status, 404);
  Browser dana(*site_, dana_.get());  // who cannot open the work of that case
  EXPECT_EQ(dana.post(ask, "clue=" + mine.text()).status, 404);
}

TEST_F(ClueLinksTest, TwoWritersLoseNothing) {
  // Both saw the same page; the second is tried again behind the first.
  Browser asel(*site_, asel_.get());
  Browser steward(*site_, steward_.get());
  const std::string add = "/file/" + here_.case_file.text() + "/add/Clue?case=" + here_.case_file.text();
  const std::string once = Browser::value_of(asel.get(add).body, "once");
  EXPECT_EQ(asel.post(add, "once=" + once + "&kind=telephone&value=87021112233").status, 303);
  EXPECT_EQ(asel.post(add, "once=" + once + "&kind=telephone&value=87021112233").status, 303);
  EXPECT_EQ(steward.post(add, "kind=vehicle&value=777ABC02").status, 303);
  EXPECT_EQ(must(clue_card(*vault_, *asel_, here_.case_file)).marks_size(), 2);
}

TEST_F(ClueLinksTest, TheBookIsMadeOnceAndIsNoCase) {
  write(*asel_, here_.case_file, clue<Clue>("telephone", "+77021112233"));
  write(*dana_, there_.case_file, clue<LegalClue>("vehicle", "777 ABC 02"));
  EXPECT_EQ(must(vault_->store().file(clue_book(*vault_)))->length, 1U);
  Browser asel(*site_, asel_.get());
  EXPECT_EQ(asel.get("/case/" + clue_book(*vault_).text()).status, 404);
}

TEST_F(ClueLinksTest, OnlyCompartmentsThatThereAreCanBeGiven) {
  EXPECT_FALSE(vault_->change_policy(*steward_, 0, {circle(CircleKind::legal)}));
  EXPECT_FALSE(vault_->change_policy(*steward_, 12, {circle(CircleKind::legal)}));
  EXPECT_TRUE(vault_->change_policy(*steward_, CLUES, {circle(CircleKind::legal)}));
}

}  // namespace
}  // namespace arasha::casework
