// Documents that go along with a referral, through the pages of two organisations.
#include "referral/attachments.h"

#include "arasha/consent.pb.h"
#include "arasha/documents.pb.h"
#include "exchange/envelope_file.h"
#include "exchange/houses.h"
#include "referral/pages.h"
#include "vault/blobs.h"
#include "web/member_browser.h"

namespace arasha::referral {
namespace {

using exchange::House;
using exchange::must;
using exchange::ThreadId;

// A house with its pages, and its steward before them.
struct Office {
  explicit Office(House& of) : house(of), threads(of.vault()), tables(of.vault()), site(of.vault(), false) {
    tables.projection().attach(REFERRAL, threads);
    collect = add_pages({site, tables, threads, pack::Shelf::built_in(), [] {}});
    casework::add_pages(site, tables);
    browser = std::make_unique<web::MemberBrowser>(site, &house.first());
  }
  web::Response get(const std::string& address) { return browser->get(address); }

  House& house;
  ThreadTable threads;
  projection::Tables tables;
  web::Site site;
  Collect collect;
  std::unique_ptr<web::MemberBrowser> browser;
};

bool has(const std::string& body, const std::string& text) { return body.find(text) != std::string::npos; }

class Attachments : public exchange::Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    a_ = house("alpha");
    b_ = house("beta");
    a_->meets(*b_, "https://beta.example");
    b_->meets(*a_, "https://alpha.example");
    at_a_ = std::make_unique<Office>(*a_);
    at_b_ = std::make_unique<Office>(*b_);
    Identity identity;
    identity.set_given_name("Алия");
    identity.set_birth_date("1990-01-01");
    FirstContact contact;
    contact.set_date("2026-05-01");
    contact.add_sources("police");
    contact.set_danger("none");
    files_ = must(casework::Cases(a_->vault()).open_case(a_->first(), identity, contact, {}));
    agree({"services", "identity"});
  }
  void TearDown() override {
    at_a_.reset();
    at_b_.reset();
    a_.reset();
    b_.reset();
    Houses::TearDown();
  }

  void agree(const std::vector<std::string>& groups, const char* answer = "given") {
    Consent consent;
    consent.set_purpose("referral");
    consent.set_recipient("beta");
    consent.set_answer(answer);
    consent.set_date("2026-05-02");
    consent.set_given_by("person");
    consent.mutable_groups()->Assign(groups.begin(), groups.end());
    must(casework::Cases(a_->vault()).add(a_->first(), files_.case_file, consent));
  }
  static std::string text_of(std::size_t size) {
    std::string out;
    while (out.size() < size) out += "line " + std::to_string(out.size()) + "\n";
    out.resize(size);
    return out;
  }
  // A document of the case, and how the form names it.
  template <class DocumentType>
  std::string document(FileId file, const char* title, const char* kind, std::size_t size) {
    DocumentType message;
    message.set_kind(kind);
    message.set_title(title);
    casework::put_file(message, {.kind = {}, .title = {}, .date = {}, .note = {}, .file_name = "letter.txt", .format = "text", .size = std::to_string(size), .cleaned = {}});
    const auto blob = must(a_->vault().begin_blob(a_->first(), file, static_cast<vault::Compartment>(schema::entry_type_of<DocumentType>().compartment)));
    must(blob->write(view(text_of(size))));
    must(blob->finish());
    return must(casework::Cases(a_->vault()).add(a_->first(), file, message, {}, blob)).text();
  }
  std::string form(const std::vector<std::string>& documents, const char* as = "send") {
    std::string out = "reason=services&services=accommodation&urgency=day&purpose=referral&request=x&as=" + std::string(as) + "&once=" + thread_.text() +
                      "&answer_by-day=20&answer_by-month=6&answer_by-year=2026&access_until-day=20&access_until-month=7&access_until-year=2026";
    for (const std::string& one : documents) out += "&documents=" + one;
    return out;
  }
  std::string address() const { return "/case/" + files_.case_file.text() + "/refer/" + b_->id().text(); }
  web::Response refer(const std::vector<std::string>& documents, const char* as = "send") { return at_a_->browser->post(address(), form(documents, as)); }
  std::string page(Office& office) { return office.get(conversation(office.house)).body; }
  std::string conversation(House& house) const { return "/referrals/" + exchange::file_of(house.vault(), thread_).text(); }
  ThreadCard card(House& house) { return must(card_of(house.vault(), house.first(), exchange::file_of(house.vault(), thread_))); }
  // A page gives pieces only so much time.
  static void collect(Office& office) {
    for (int i = 0; i < 10; ++i) office.collect(office.house.first());
  }
  void deliver() {
    for (int round = 0; round < 4; ++round) {
      for (const Bytes& one : a_->take_parcels()) static_cast<void>(b_->receive(one));
      collect(*at_b_);
      for (const Bytes& one : b_->take_parcels()) static_cast<void>(a_->receive(one));
      collect(*at_a_);
    }
  }
  static std::string drained(const web::Response& response) {
    std::string out;
    while (response.pieces) {
      const auto piece = response.pieces();
      EXPECT_TRUE(piece);
      if (!piece || piece->empty()) break;
      out += text_view(*piece);
    }
    return out;
  }
  void step(House& house, const char* name) {
    ReferralStep content;
    content.set_step(name);
    clock_.advance(std::chrono::minutes(1));
    must(send(house.vault(), house.first(), thread_, {{&house == a_.get() ? b_->id() : a_->id(), exchange::kReferralStep, schema::serialise(content)}}));
  }
  std::size_t kept_in(House& house, const ThreadCard& of) {
    return must(attachment_entries(house.vault(), house.first(), exchange::file_of(house.vault(), thread_), of)).size();
  }

  std::unique_ptr<House> a_;
  std::unique_ptr<House> b_;
  std::unique_ptr<Office> at_a_;
  std::unique_ptr<Office> at_b_;
  casework::CaseFiles files_;
  ThreadId thread_ = crypto::random_id<ThreadId>();
};

TEST_F(Attachments, ADocumentGoesTheWholeWay) {
  constexpr std::size_t kSize = 3 * exchange::kPieceSize + 10;
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter of the embassy", "correspondence", kSize);
  EXPECT_TRUE(has(at_a_->get(address()).body, "Letter of the embassy"));
  const auto preview = refer({letter}, "show");
  EXPECT_EQ(preview.status, 200);
  const auto shown = preview.body.find("What beta will see");
  ASSERT_NE(shown, std::string::npos);
  EXPECT_NE(preview.body.find("Letter of the embassy", shown), std::string::npos);
  EXPECT_NE(preview.body.find("1 MB", shown), std::string::npos);
  const auto sent = refer({letter});
  ASSERT_EQ(sent.status, 303) << sent.body;
  EXPECT_FALSE(card(*a_).posting());
  EXPECT_TRUE(has(page(*at_a_), "On its way"));
  // What was given stands in the case, with the kinds of the documents and not their titles.
  const auto story = must(casework::Cases(a_->vault()).read(a_->first(), files_.case_file));
  const auto* given = story.last<Shared>();
  ASSERT_NE(given, nullptr);
  EXPECT_TRUE(has(given->details(), "Letter or messages"));
  EXPECT_FALSE(has(given->details(), "embassy"));

  // The packet and one piece first.
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 5U);
  must(b_->receive(parcels[0]));
  must(b_->receive(parcels[3]));
  collect(*at_b_);
  EXPECT_TRUE(has(page(*at_b_), "Arriving: 1 of 4 pieces"));
  const std::string there = conversation(*b_) + "/documents/" + card(*b_).attachments(0).content().id();
  EXPECT_EQ(at_b_->get(there).status, 404) << "it is not whole";
  for (const Bytes& one : parcels) must(b_->receive(one));
  collect(*at_b_);
  const std::string whole = page(*at_b_);
  EXPECT_TRUE(has(whole, "Letter of the embassy"));
  EXPECT_TRUE(has(whole, there));
  EXPECT_FALSE(has(whole, "Take it into the case")) << "there is none yet";
  const auto out = at_b_->get(there);
  EXPECT_EQ(out.status, 200);
  EXPECT_TRUE(out.content_type.starts_with("text/plain"));
  bool attached = false;
  for (const auto& [name, value] : out.headers) attached = attached || (name == "Content-Disposition" && value.starts_with("attachment; "));
  EXPECT_TRUE(attached);
  EXPECT_EQ(out.length, kSize);
  EXPECT_EQ(drained(out), text_of(kSize));
  const auto readings = must(b_->vault().readings(b_->first(), std::numeric_limits<std::uint64_t>::max(), 1));
  ASSERT_EQ(readings.size(), 1U);
  EXPECT_EQ(readings[0].reading.action, vault::Action::document);

  // Into the case that is opened from it: once.
  EXPECT_EQ(at_b_->browser->post(there + "/case", "").status, 409);
  step(*b_, "accepted");
  ASSERT_EQ(at_b_->browser->post(conversation(*b_) + "/case", "").status, 303);
  EXPECT_TRUE(has(page(*at_b_), "Take it into the case"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(at_b_->browser->post(there + "/case", "").status, 303);
  EXPECT_TRUE(has(page(*at_b_), "In the case"));
  const FileId made = must(FileId::from_text(card(*b_).case_file()));
  const auto taken = must(casework::Cases(b_->vault()).read(b_->first(), made));
  const auto documents = taken.all<CaseDocument>();
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0]->as<CaseDocument>()->title(), "Letter of the embassy");
  EXPECT_EQ(documents[0]->as<CaseDocument>()->size(), std::to_string(kSize));
  const auto blob = must(b_->vault().open_blob(b_->first(), made, documents[0]->first().seq));
  std::string content;
  for (Bytes some = must(blob->next()); !some.empty(); some = must(blob->next())) content += text_view(some);
  EXPECT_EQ(content, text_of(kSize));
}

TEST_F(Attachments, WhatTheConsentDoesNotCoverCannotBeChosen) {
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", 1000);
  const std::string report = document<HealthDocument>(files_.person_file, "Report of the clinic", "medical", 1000);
  const std::string photograph = document<PersonDocument>(files_.person_file, "Her photograph", "photograph", 1000);
  const std::string body = at_a_->get(address()).body;
  EXPECT_TRUE(has(body, "value=\"" + letter + "\""));
  EXPECT_FALSE(has(body, "value=\"" + report + "\""));
  EXPECT_FALSE(has(body, "value=\"" + photograph + "\""));
  for (const std::string& one : {report, photograph}) {
    const auto refused = refer({letter, one});
    EXPECT_EQ(refused.status, 400);
    EXPECT_FALSE(a_->vault().may_open(a_->first(), exchange::file_of(a_->vault(), thread_), REFERRAL)) << "nothing was sent";
    EXPECT_TRUE(has(refused.body, "value=\"" + letter + "\" checked")) << "what was chosen stays";
  }
  agree({"services", "identity", "health", "photograph"});
  thread_ = crypto::random_id<ThreadId>();
  EXPECT_EQ(refer({report, photograph}).status, 303);
  deliver();
  const ThreadCard there = card(*b_);
  ASSERT_EQ(there.attachments_size(), 2);
  for (const Attachment& one : there.attachments()) EXPECT_TRUE(must(exchange::progress_of(b_->vault(), b_->first(), exchange::file_of(b_->vault(), thread_), one.content())).complete());
  // A key of another case, or nonsense, chooses nothing.
  thread_ = crypto::random_id<ThreadId>();
  EXPECT_EQ(refer({crypto::random_id<EntryId>().text(), "x"}).status, 303);
  EXPECT_EQ(card(*a_).attachments_size(), 0);
}

TEST_F(Attachments, TooMuchTogetherIsSaidBeforeAnythingGoes) {
  // What an entry says is believed for the sum; the bytes themselves are no longer than that.
  CaseDocument message;
  message.set_kind("other");
  message.set_title("Film");
  std::vector<std::string> all;
  for (int i = 0; i < 2; ++i) {
    casework::put_file(message, {.kind = {}, .title = {}, .date = {}, .note = {}, .file_name = "a.txt", .format = "text", .size = std::to_string(60U << 20U), .cleaned = {}});
    const auto blob = must(a_->vault().begin_blob(a_->first(), files_.case_file, ASSISTANCE));
    must(blob->finish());
    all.push_back(must(casework::Cases(a_->vault()).add(a_->first(), files_.case_file, message, {}, blob)).text());
  }
  const auto refused = refer(all);
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused.body, "larger than 100 MB together"));
  EXPECT_EQ(refer({all[0]}, "show").status, 200);
}

TEST_F(Attachments, TakenBackWhilePiecesTravel) {
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", 4 * exchange::kPieceSize);
  ASSERT_EQ(refer({letter}).status, 303);
  const ThreadCard before = card(*a_);
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 5U);
  for (std::size_t i = 0; i < 3; ++i) must(b_->receive(parcels[i]));
  collect(*at_b_);
  EXPECT_EQ(kept_in(*b_, card(*b_)), 2U);
  EXPECT_EQ(kept_in(*a_, before), 1U);
  step(*a_, "revoked");
  EXPECT_EQ(kept_in(*a_, before), 0U);
  EXPECT_TRUE(has(page(*at_a_), "Destroyed here"));
  EXPECT_EQ(a_->take_parcels().size(), 1U) << "the word that it is taken back";
  // The rest was on its way: one piece comes before that word, one after it.
  const ThreadCard there = card(*b_);
  must(b_->receive(parcels[3]));
  must(b_->receive(must(exchange::seal_again(a_->vault(), b_->id(), must(open_thread(a_->vault(), a_->first(), exchange::file_of(a_->vault(), thread_))).lines.back().signed_message))));
  collect(*at_b_);
  EXPECT_EQ(kept_in(*b_, there), 0U);
  EXPECT_EQ(card(*b_).attachments_size(), 0) << "titles go too";
  must(b_->receive(parcels[4]));
  collect(*at_b_);
  EXPECT_EQ(kept_in(*b_, there), 0U);
  EXPECT_EQ(b_->book().refusals().rbegin()->reason(), "over");
  EXPECT_FALSE(has(page(*at_b_), "Letter"));
}

TEST_F(Attachments, WhatIsTakenBackIsNotDelivered) {
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", 4 * exchange::kPieceSize);
  ASSERT_EQ(refer({letter}).status, 303);
  step(*a_, "revoked");
  EXPECT_EQ(a_->take_parcels().size(), 2U) << "the packet and the word, and no piece";
}

TEST_F(Attachments, WhatExpiredIsDestroyedWithItsDocuments) {
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", 2 * exchange::kPieceSize);
  ASSERT_EQ(refer({letter}).status, 303);
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 3U);
  must(b_->receive(parcels[0]));
  must(b_->receive(parcels[1]));
  collect(*at_b_);
  const ThreadCard there = card(*b_);
  EXPECT_EQ(kept_in(*b_, there), 1U);
  clock_.advance(std::chrono::days(90));
  at_b_ = std::make_unique<Office>(*b_);
  must(b_->receive(parcels[2]));
  EXPECT_EQ(at_b_->get("/referrals").status, 200);
  EXPECT_EQ(kept_in(*b_, there), 0U);
  EXPECT_EQ(b_->book().refusals().rbegin()->reason(), "over");
  deliver();
  EXPECT_EQ(kept_in(*a_, card(*a_)), 0U) << "the sender's copy for the partner goes too";
}

TEST_F(Attachments, AWithdrawnConsentStopsWhatHasNotGone) {
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", 8 * exchange::kPieceSize);
  // As after an interruption: the packet went, and no piece.
  const auto interrupted = [&] {
    thread_ = crypto::random_id<ThreadId>();
    a_->reaches(*b_, "");
    EXPECT_EQ(refer({letter}).status, 303);
    a_->reaches(*b_, "https://beta.example");
    EXPECT_TRUE(card(*a_).posting());
    EXPECT_TRUE(a_->take_parcels().empty());
  };
  interrupted();
  for (int i = 0; i < 20 && card(*a_).posting(); ++i) EXPECT_EQ(at_a_->get("/referrals").status, 200);
  EXPECT_FALSE(card(*a_).posting()) << "it went on when somebody looked at the list";
  EXPECT_EQ(a_->take_parcels().size(), 8U);
  interrupted();
  agree({}, "withdrawn");
  at_a_->get("/referrals");
  EXPECT_TRUE(has(page(*at_a_), "does not cover this referral any more"));
  at_a_->browser->post(conversation(*a_) + "/documents/post", "");
  EXPECT_TRUE(card(*a_).posting());
  EXPECT_TRUE(a_->take_parcels().empty());
}

TEST_F(Attachments, ByStickTheyComeInOneFile) {
  a_->reaches(*b_, "");
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", exchange::kPieceSize + 5);
  const std::string other = document<CaseDocument>(files_.case_file, "Other", "other", 2000);
  ASSERT_EQ(refer({letter, other}).status, 303);
  const std::string body = page(*at_a_);
  EXPECT_TRUE(has(body, "To be carried by hand"));
  EXPECT_TRUE(has(body, conversation(*a_) + "/documents/carry"));
  const auto thread = must(open_thread(a_->vault(), a_->first(), exchange::file_of(a_->vault(), thread_)));
  for (const Line& line : thread.lines) {
    if (line.message) must(b_->receive(must(exchange::seal_again(a_->vault(), b_->id(), line.signed_message))));
  }
  const auto file = at_a_->get(conversation(*a_) + "/documents/carry");
  ASSERT_EQ(file.status, 200);
  const std::string bytes = drained(file);
  EXPECT_EQ(bytes.size(), file.length);
  exchange::EnvelopeFile reader([&](BytesView envelope) { return b_->receive(envelope); });
  must(reader.feed(view(bytes)));
  must(reader.finish());
  collect(*at_b_);
  const ThreadCard there = card(*b_);
  ASSERT_EQ(there.attachments_size(), 2);
  for (const Attachment& one : there.attachments()) {
    EXPECT_TRUE(must(exchange::progress_of(b_->vault(), b_->first(), exchange::file_of(b_->vault(), thread_), one.content())).complete());
  }
}

TEST_F(Attachments, AHostileAnnouncementIsRefused) {
  const std::string letter = document<CaseDocument>(files_.case_file, "Letter", "correspondence", 1000);
  ASSERT_EQ(refer({letter}).status, 303);
  deliver();
  const auto thread = must(open_thread(b_->vault(), b_->first(), exchange::file_of(b_->vault(), thread_)));
  ReferralPacket packet;
  for (const Line& line : thread.lines) {
    if (line.message && line.message->kind == exchange::kReferral) packet = must(schema::parse_as<ReferralPacket>(line.message->content));
  }
  ASSERT_EQ(packet.attachments_size(), 1);
  EXPECT_TRUE(check_attachments(packet));
  std::vector<ReferralPacket> wrong(8, packet);
  wrong[0].mutable_attachments(0)->set_type(24);
  wrong[1].mutable_attachments(0)->set_title("");
  wrong[2].mutable_attachments(0)->set_format("exe");
  wrong[3].mutable_attachments(0)->set_kind("<script>");
  wrong[4].mutable_attachments(0)->mutable_content()->set_size(kAttachmentsLimit + 1);
  *wrong[5].add_attachments() = packet.attachments(0);
  wrong[6].mutable_attachments(0)->set_taken(true);
  wrong[7].mutable_attachments(0)->mutable_content()->set_id("x");
  for (const ReferralPacket& one : wrong) EXPECT_EQ(check_packet(schema::serialise(one)).error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace arasha::referral
