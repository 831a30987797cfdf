#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "arasha/consent.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/letters.pb.h"
#include "arasha/person.pb.h"
#include "arasha/plan.pb.h"
#include "casework/browser.h"
#include "paper/letterhead.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// The words of a PDF, one blank between them.
std::string words_of(const web::Response& response) {
  EXPECT_EQ(response.content_type, "application/pdf") << response.status << response.body.substr(0, 200);
  const auto file = std::filesystem::temp_directory_path() / ("arasha-letters-" + std::to_string(::getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << response.body;
  FILE* pipe = ::popen(("pdftotext " + file.string() + " -").c_str(), "r");
  std::string raw;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) raw.append(buffer.data(), got);
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove(file);
  for (std::size_t at = 0; (at = raw.find("\u00a0", at)) != std::string::npos;) raw.replace(at, 2, " ");
  std::string out;
  for (const char c : raw) {
    const bool blank = c == ' ' || c == '\n' || c == '\f';
    if (!blank) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

constexpr const char* kLetter = "language=ru&purpose=referral&recipient=IOM+Almaty&groups=identity&groups=services&why=Please+help&as=pdf";

class PapersTest : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    browser_ = std::make_unique<Browser>(*site_, steward_.get());
  }
  std::string at(const char* kind) const { return "/case/" + files_.case_file.text() + "/papers/" + kind; }
  Story story() { return must(Cases(*vault_).read(*steward_, files_.case_file)); }
  template <class MessageType>
  EntryId put(const MessageType& message) { return must(Cases(*vault_).add(*steward_, files_.case_file, message)); }
  template <class MessageType>
  EntryId put_person(const MessageType& message) { return must(Cases(*vault_).add(*steward_, files_.person_file, message)); }
  void agreed(std::initializer_list<const char*> groups, const char* by = "person", const char* purpose = "referral", const char* to = "IOM Almaty") {
    Consent consent;
    consent.set_purpose(purpose);
    consent.set_recipient(to);
    consent.set_answer("given");
    consent.set_date("2026-09-12");
    consent.set_given_by(by);
    for (const char* group : groups) consent.add_groups(group);
    put(consent);
  }
  void need(const char* kind) {
    Need one;
    one.set_kind(kind);
    one.set_urgency("now");
    put(one);
  }
  void plan() {
    IndividualPlan one;
    one.set_date("2026-09-15");
    one.set_words("Хочу домой к детям.");
    one.set_agrees("agrees");
    one.set_agreed_on("2026-09-15");
    auto* goal = one.add_goals();
    goal->set_number("1");
    goal->set_goal("Восстановить документы");
    goal->add_steps()->set_step("Поездка в консульство");
    put(one);
  }
  void be_a_child() {
    Identity child;
    child.set_family_name("Каримова");
    child.set_given_name("Дилноза");
    child.set_birth_date("2013-05-01");
    const EntryId identity = must(Cases(*vault_).read(*steward_, files_.person_file)).items[0].latest().id;
    must(Cases(*vault_).correct(*steward_, files_.person_file, identity, child));
  }
  std::size_t printed() {
    std::size_t out = 0;
    const auto auditor = in("Auditor " + std::to_string(++auditors_), {CircleKind::auditors});
    for (const auto& line : must(vault_->readings(auditor, ~std::uint64_t{0}, 1000))) {
      if (line.reading.action == vault::Action::printed && line.reading.file == files_.case_file) ++out;
    }
    return out;
  }
  CaseFiles files_;
  std::unique_ptr<Browser> browser_;
  int auditors_ = 0;
};

TEST_F(PapersTest, ListLeadsToEveryPaper) {
  const auto list = browser_->get("/case/" + files_.case_file.text() + "/papers");
  ASSERT_EQ(list.status, 200);
  for (const char* kind : {"referral", "plan", "act", "travel", "certificate", "own_copy", "summary"}) {
    EXPECT_TRUE(has(list.body, at(kind) + "\"")) << kind;
    EXPECT_EQ(browser_->get(at(kind)).status, 200) << kind;
  }
  EXPECT_TRUE(has(browser_->get("/case/" + files_.case_file.text()).body, "/papers\""));
  EXPECT_EQ(browser_->get(at("nonsense")).status, 404);
  EXPECT_EQ(browser_->post(at("nonsense"), "as=pdf").status, 404);
}

TEST_F(PapersTest, LetterNeedsConsentForEveryGroup) {
  const auto refused = browser_->post(at("referral"), kLetter);
  EXPECT_EQ(refused.status, 400);
  for (const char* text : {"There is no consent for this purpose and this recipient.", "Please help", "/add/Consent?case=", "/add/SharingOverride?case="}) EXPECT_TRUE(has(refused.body, text)) << text;
  agreed({"identity"});
  const auto part = browser_->post(at("referral"), kLetter);
  EXPECT_EQ(part.status, 400);
  EXPECT_TRUE(has(part.body, "Not covered: Needs and services."));
  EXPECT_TRUE(story().all<PaperMade>().empty());
  EXPECT_TRUE(story().all<Shared>().empty());
  EXPECT_EQ(printed(), 0U);
}

TEST_F(PapersTest, LetterHoldsWhatWasAgreedAndIsWrittenDown) {
  agreed({"identity", "services"});
  need("food");
  note_in(files_.case_file, "note-that-stays-here");
  HealthNote health;
  health.set_date("2026-09-12");
  health.set_kind("general");
  health.set_note("health-that-stays-here");
  put_person(health);
  const std::string once = std::string("&once=") + crypto::random_id<EntryId>().text() + "&once-given=" + crypto::random_id<EntryId>().text();
  const auto made = browser_->post(at("referral"), kLetter + once);
  ASSERT_EQ(made.status, 200);
  const std::string text = words_of(made);
  for (const char* part : {"Направление", "IOM Almaty", "Каримова", "Дилноза", "Please help"}) EXPECT_TRUE(has(text, part)) << part << text;
  for (const char* never : {"note-that-stays-here", "health-that-stays-here", "summary-text-of-the-contact", "555 44 33"}) EXPECT_FALSE(has(text, never)) << never;
  browser_->post(at("referral"), kLetter + once);  // sent twice
  const Story after = story();
  ASSERT_EQ(after.all<Shared>().size(), 1U);
  ASSERT_EQ(after.all<PaperMade>().size(), 1U);
  const auto* paper = after.last<PaperMade>();
  EXPECT_EQ(paper->kind(), "referral");
  EXPECT_EQ(paper->language(), "ru");
  EXPECT_EQ(paper->given(), after.all<Shared>()[0]->latest().id.text());
  EXPECT_EQ(after.last<Shared>()->how(), "paper");
  EXPECT_EQ(printed(), 2U);
  const auto page = browser_->get("/case/" + files_.case_file.text());
  EXPECT_TRUE(has(page.body, "Paper made: Referral letter"));
  EXPECT_TRUE(has(browser_->get("/case/" + files_.case_file.text() + "/papers").body, "IOM Almaty"));
  // Without the group there is no name.
  const std::string nameless = words_of(browser_->post(at("referral"), "language=ru&purpose=referral&recipient=IOM+Almaty&groups=services&as=pdf"));
  EXPECT_FALSE(has(nameless, "Каримова"));
  EXPECT_TRUE(has(nameless, files_.alias));
}

TEST_F(PapersTest, WhoIsOnTheWithheldListGetsNothing) {
  agreed({"identity", "services"});
  WithheldFrom withheld;
  withheld.set_who("iom almaty");
  withheld.set_reason("harm_self");
  withheld.set_date("2026-09-13");
  put(withheld);
  const auto refused = browser_->post(at("referral"), kLetter);
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused.body, "iom almaty"));
  EXPECT_TRUE(story().all<Shared>().empty());
}

TEST_F(PapersTest, ChildWithoutGuardianIsRefused) {
  be_a_child();
  agreed({"identity", "services"});
  EXPECT_TRUE(has(browser_->post(at("referral"), kLetter).body, "the guardian has not answered"));
  agreed({"identity", "services"}, "person_and_guardian");
  EXPECT_EQ(browser_->post(at("referral"), kLetter).content_type, "application/pdf");
  plan();
  EXPECT_TRUE(has(browser_->post(at("plan"), "language=en&as=page").body, "Guardian or legal representative of the child"));
}

TEST_F(PapersTest, ConsulateIsClosedWhileAsylumIsWanted) {
  agreed({"identity"}, "person", "embassy", "Consulate");
  const std::string form = "language=ru&recipient=Consulate&groups=identity&head=neutral&as=pdf";
  EXPECT_EQ(browser_->post(at("travel"), form).content_type, "application/pdf");
  LegalStatus status;
  status.set_status("none");
  status.set_date("2026-09-14");
  status.set_asylum("requested");
  put(status);
  EXPECT_TRUE(has(browser_->get("/case/" + files_.case_file.text() + "/papers").body, "nothing goes to the authorities"));
  const auto page = browser_->get(at("travel"));
  EXPECT_TRUE(has(page.body, "nothing goes to the authorities"));
  EXPECT_FALSE(has(page.body, "value=\"pdf\""));
  EXPECT_EQ(browser_->post(at("travel"), form).status, 400);
  EXPECT_EQ(story().all<PaperMade>().size(), 1U);
}

TEST_F(PapersTest, PaperSpeaksTheChosenLanguageWhicheverTheMakersIs) {
  plan();
  EXPECT_TRUE(has(words_of(browser_->post(at("plan"), "language=kk&as=pdf")), "Жеке жоспар"));
  EXPECT_TRUE(has(words_of(browser_->post(at("plan"), "language=ru&as=pdf")), "Индивидуальный план"));
  const auto page = browser_->post(at("plan"), "language=kk&as=page");
  EXPECT_TRUE(has(page.body, "<html lang=\"kk\""));
  EXPECT_TRUE(has(page.body, "Хочу домой к детям."));
  EXPECT_FALSE(has(page.body, "Arasha"));
  EXPECT_FALSE(has(page.body, "Leave quickly"));
  EXPECT_EQ(browser_->post(at("plan"), "language=xx&as=pdf").status, 400);
  EXPECT_EQ(browser_->post(at("plan"), "as=pdf").status, 400);
}

TEST_F(PapersTest, ClosedCompartmentsDoNotAppear) {
  HealthNote health;
  health.set_date("2026-09-12");
  health.set_kind("general");
  health.set_note("closed-health");
  put_person(health);
  Proceeding law;
  law.set_kind("criminal");
  law.set_body("closed-court");
  law.set_role("victim");
  law.set_stage("investigation");
  law.set_date("2026-09-12");
  put(law);
  const auto colleague = in("Colleague", {CircleKind::casework});
  Browser hers(*site_, &colleague);
  const auto form = hers.get(at("summary"));
  ASSERT_EQ(form.status, 200);
  EXPECT_FALSE(has(form.body, "value=\"health\""));
  const auto summary = hers.post(at("summary"), "language=en&parts=health&parts=legal&parts=course&as=page");
  ASSERT_EQ(summary.status, 200);
  const auto copy = hers.post(at("own_copy"), "language=en&as=page");
  ASSERT_EQ(copy.status, 200);
  for (const auto* page : {&summary, &copy}) {
    EXPECT_FALSE(has(page->body, "closed-health"));
    EXPECT_FALSE(has(page->body, "closed-court"));
  }
  EXPECT_TRUE(has(copy.body, "closed to who made this paper"));
  EXPECT_TRUE(has(copy.body, "tell us: an auditor makes this paper"));
  EXPECT_TRUE(has(browser_->post(at("own_copy"), "language=en&as=page").body, "closed-health"));
}

TEST_F(PapersTest, WhoCannotOpenTheWorkMakesNoPaper) {
  const auto duty = in("Duty", {CircleKind::duty});
  Browser hers(*site_, &duty);
  for (const char* kind : {"own_copy", "certificate", "plan"}) {
    EXPECT_EQ(hers.get(at(kind)).status, 404);
    EXPECT_EQ(hers.post(at(kind), "language=en&says=period&as=pdf").status, 404);
  }
  EXPECT_EQ(hers.get("/case/" + files_.case_file.text() + "/papers").status, 404);
}

TEST_F(PapersTest, PreviewWritesNothing) {
  agreed({"identity", "services"});
  const std::string form = "language=ru&purpose=referral&recipient=IOM+Almaty&groups=identity&why=Письмо";
  const auto shown = browser_->post(at("referral"), form + "&as=preview");
  EXPECT_EQ(shown.status, 200);
  for (const char* text : {"What goes in", "lang=\"ru\"", "Каримова", "Письмо"}) EXPECT_TRUE(has(shown.body, text)) << text;
  EXPECT_EQ(browser_->post(at("referral"), form).status, 200);  // no button named
  EXPECT_TRUE(story().all<PaperMade>().empty());
  EXPECT_TRUE(story().all<Shared>().empty());
  EXPECT_EQ(printed(), 0U);
}

TEST_F(PapersTest, NothingOfTheProgramsOwnCanBePosted) {
  const auto made = browser_->post(at("certificate"), "language=en&says=period&kind=own_copy&date=2020-01-01&recipient=Somebody&given=00000000000000000000000000&parts=notes&as=page");
  ASSERT_EQ(made.status, 200);
  const Story after = story();
  const auto* paper = after.last<PaperMade>();
  EXPECT_EQ(paper->kind(), "certificate");
  EXPECT_NE(paper->date(), "2020-01-01");
  EXPECT_EQ(paper->recipient() + paper->given(), "");
  EXPECT_EQ(paper->parts_size(), 0);
  // And it cannot be written, corrected or erased as any entry.
  const std::string id = after.all<PaperMade>().back()->latest().id.text();
  EXPECT_EQ(browser_->get("/file/" + files_.case_file.text() + "/add/PaperMade").status, 404);
  EXPECT_EQ(browser_->get("/file/" + files_.case_file.text() + "/correct/" + id).status, 404);
  EXPECT_EQ(browser_->post("/file/" + files_.case_file.text() + "/erase/" + id, "").status, 404);
}

TEST_F(PapersTest, CertificateSaysNoMoreThanWasChosen) {
  Identification decision;
  decision.set_status("identified_ngo");
  decision.set_deciding_body("ngo");
  decision.set_date("2026-09-12");
  put(decision);
  must(vault_->change_setting(*steward_, paper::letterhead_setting(Language::en, false), "Centre for victims\nStreet"));
  const auto plain = browser_->post(at("certificate"), "language=en&says=period&head=neutral&as=page");
  for (const char* never : {"traffick", "Traffick", "victim", "Centre for", "IOM"}) EXPECT_FALSE(has(plain.body, never)) << never;
  EXPECT_TRUE(has(plain.body, "Каримова"));
  must(vault_->change_setting(*steward_, paper::letterhead_setting(Language::en, true), "Social services office"));
  EXPECT_TRUE(has(browser_->post(at("certificate"), "language=en&says=period&head=neutral&as=page").body, "Social services office"));
  const auto chosen = browser_->post(at("certificate"), "language=en&says=identified&head=own&as=page");
  EXPECT_TRUE(has(chosen.body, "Centre for victims"));
  EXPECT_TRUE(has(chosen.body, "Identification"));
}

TEST_F(PapersTest, ActCountsOnePeriodAndOneSource) {
  const auto service = [&](const char* date, const char* funding, const char* quantity) {
    ServiceGiven one;
    one.set_kind("social_domestic");
    one.set_date(date);
    one.set_quantity(quantity);
    one.set_unit("night");
    one.set_provider("secret-provider");
    one.set_place("secret-street 7");
    one.set_funding(funding);
    put(one);
  };
  service("2026-09-12", "own", "711");
  service("2026-09-13", "donation", "722");
  service("2026-09-11", "own", "744");
  const std::string form = "language=en&from=2026-09-12&until=2026-09-20&funding=own&with_name=alias";
  const std::string text = words_of(browser_->post(at("act"), form + "&as=pdf"));
  EXPECT_TRUE(has(text, "711")) << text;
  for (const char* never : {"722", "744", "secret-street", "secret-provider", "Каримова"}) EXPECT_FALSE(has(text, never)) << never;
  EXPECT_TRUE(has(text, files_.alias));
  // The name only with a consent of its own.
  const std::string named = "language=en&from=2026-09-12&until=2026-09-20&funding=own&with_name=name&purpose=authorities&recipient=Akimat&as=pdf";
  EXPECT_EQ(browser_->post(at("act"), named).status, 400);
  agreed({"identity", "services"}, "person", "authorities", "Akimat");
  EXPECT_TRUE(has(words_of(browser_->post(at("act"), named)), "Каримова"));
}

TEST_F(PapersTest, OwnCopyLeavesOtherPeopleOut) {
  FamilyLink link;
  link.set_name("secret-sister");
  link.set_phone("+7 701 000 00 00");
  link.set_relation("sibling");
  link.set_safe_to_contact("no");
  put_person(link);
  WithheldFrom withheld;
  withheld.set_who("secret-trafficker");
  withheld.set_reason("harm_self");
  withheld.set_date("2026-09-13");
  put(withheld);
  RiskAssessment risk;
  risk.set_date("2026-09-13");
  risk.set_occasion("first");
  risk.set_level("high");
  auto* row = risk.add_risks();
  row->set_factor("debt");
  row->set_likelihood("possible");
  row->set_severity("serious");
  row->set_measure("secret-measure");
  put(risk);
  SharingOverride sharing;
  sharing.set_purpose("police");
  sharing.set_recipient("secret-police");
  sharing.add_groups("identity");
  sharing.set_ground("life");
  sharing.set_reason("r");
  sharing.set_date("2026-09-13");
  sharing.set_valid_until("2026-12-31");
  sharing.set_person_told("unsafe");
  put(sharing);
  const EntryId note = note_in(files_.case_file, "note-about-a-neighbour");
  note_in(files_.case_file, "note-about-the-person");
  const auto form = browser_->get(at("own_copy"));
  EXPECT_TRUE(has(form.body, note.text()));
  const auto copy = browser_->post(at("own_copy"), "language=en&leave=" + note.text() + "&as=page");
  ASSERT_EQ(copy.status, 200);
  for (const char* never : {"secret-", "000 00 00", "note-about-a-neighbour"}) EXPECT_FALSE(has(copy.body, never)) << never;
  for (const char* text : {"note-about-the-person", "Каримова", "summary-text-of-the-contact", "Left out here", "A part is left out here", "1 entry that is about other people", "May be read by:", "Casework"}) {
    EXPECT_TRUE(has(copy.body, text)) << text;
  }
  EXPECT_EQ(story().last<PaperMade>()->left_out(0), note.text());
}

TEST_F(PapersTest, AuditorsOwnCopySaysWhoSawIt) {
  const auto both = in("Both", {CircleKind::casework, CircleKind::auditors});
  Browser hers(*site_, &both);
  must(Cases(*vault_).read(*steward_, files_.case_file));
  const auto copy = hers.post(at("own_copy"), "language=en&as=page");
  ASSERT_EQ(copy.status, 200);
  EXPECT_TRUE(has(copy.body, "Who saw it"));
  EXPECT_TRUE(has(copy.body, "Opened a case or a person"));
  EXPECT_FALSE(has(copy.body, "tell us: an auditor makes this paper"));
}

}  // namespace
}  // namespace arasha::casework
