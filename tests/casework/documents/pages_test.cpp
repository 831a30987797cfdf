// Documents and papers through the pages, as different members.
#include "arasha/documents.pb.h"
#include "casework/browser.h"
#include "casework/documents/made.h"
#include "web/upload.h"

namespace arasha::casework {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// A browser that also sends files.
class Sender {
 public:
  Sender(web::Site& site, const vault::Keyring& by, std::filesystem::path folder) : site_(site), folder_(std::move(folder)) {
    web::Request request;
    request.fetch_site = "same-origin";
    for (const auto& [name, value] : site.begin(request, by, "/").headers) {
      if (name == "Set-Cookie") cookies_[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1, value.find(';') - value.find('=') - 1);
    }
    csrf_ = Browser::value_of(get("/account").body, "csrf");
  }
  web::Response get(const std::string& address) const { return site_.handle(to(address)); }
  web::Request request(const std::string& address, const Fields& fields, const std::string& file_name, const std::string& file) const {
    web::Request out = to(address);
    out.method = web::Method::post;
    out.form.add("csrf", csrf_);
    for (const auto& [name, value] : fields) out.form.add(name, value);
    auto spool = must(web::Spool::open(folder_));
    must(spool->write(view(file)));
    must(spool->finish());
    auto upload = std::make_shared<web::Upload>(std::move(spool));
    if (!file_name.empty()) upload->add({"file", file_name, 0, file.size()});
    out.upload = std::move(upload);
    return out;
  }
  web::Response send(const std::string& address, const Fields& fields, const std::string& file_name, const std::string& file) const {
    return site_.handle(request(address, fields, file_name, file));
  }

 private:
  web::Request to(const std::string& address) const {
    web::Request out;
    out.path = address.substr(0, address.find('?'));
    if (address.find('?') != std::string::npos) out.query = must(schema::parse_urlencoded(address.substr(address.find('?') + 1)));
    out.cookies.insert(cookies_.begin(), cookies_.end());
    out.fetch_site = "same-origin";
    out.accept_language = "en";
    return out;
  }
  web::Site& site_;
  std::filesystem::path folder_;
  std::map<std::string, std::string> cookies_;
  std::string csrf_;
};

class DocumentPages : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    sender_ = std::make_unique<Sender>(*site_, *steward_, root_);
    address_ = "/case/" + files_.case_file.text() + "/documents/add";
  }
  static Fields described(const char* part = "PersonDocument", const char* title = "Passport page") {
    return {{"part", part}, {"kind", "identity"}, {"title", title}, {"clean", "yes"}};
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
  static std::string header(const web::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }
  // The last link of a page whose address begins so.
  static std::string link_in(const std::string& body, const std::string& begins) {
    const auto at = body.rfind("href=\"" + begins);
    if (at == std::string::npos) return "";
    std::string out = body.substr(at + 6, body.find('"', at + 6) - at - 6);
    return out;
  }
  std::string case_page() { return sender_->get("/case/" + files_.case_file.text()).body; }

  CaseFiles files_;
  std::unique_ptr<Sender> sender_;
  std::string address_;
};

TEST_F(DocumentPages, ADocumentGoesInAndComesOutCleaned) {
  const auto sent = sender_->send(address_, described(), "паспорт.jpg", made::jpeg());
  ASSERT_EQ(sent.status, 303) << sent.body;
  const std::string page = case_page();
  EXPECT_NE(page.find("Passport page"), std::string::npos);
  const std::string document = link_in(page, "/file/" + files_.person_file.text() + "/document/");
  ASSERT_NE(document, "");
  const auto shown = sender_->get(document);
  EXPECT_NE(shown.body.find("паспорт.jpg"), std::string::npos);
  EXPECT_NE(shown.body.find("Taken out: place, time and camera"), std::string::npos);
  const auto out = sender_->get(link_in(shown.body, document.substr(0, document.find('?')) + "/content"));
  ASSERT_EQ(out.status, 200);
  EXPECT_EQ(out.content_type, "image/jpeg");
  EXPECT_TRUE(header(out, "Content-Disposition").starts_with("attachment; "));
  EXPECT_NE(header(out, "Content-Security-Policy").find("sandbox"), std::string::npos);
  const std::string content = drained(out);
  EXPECT_EQ(content.size(), out.length);
  EXPECT_TRUE(content.starts_with("\xff\xd8"));
  EXPECT_EQ(content.find("GPS"), std::string::npos);
}

TEST_F(DocumentPages, WhoKeepsTheHiddenDataGetsEveryByteBack) {
  Fields fields = described("LegalDocument");
  fields.pop_back();
  ASSERT_EQ(sender_->send(address_, fields, "a.jpg", made::jpeg()).status, 303);
  const std::string document = link_in(case_page(), "/file/" + files_.case_file.text() + "/document/");
  const auto out = sender_->get(document.substr(0, document.find('?')) + "/content");
  EXPECT_EQ(drained(out), made::jpeg());
}

TEST_F(DocumentPages, AFakePictureIsRefusedAndWhatWasTypedStays) {
  const std::size_t length = length_of(files_.case_file);
  Fields fields = described("CaseDocument", "title-that-was-typed");
  const auto refused = sender_->send(address_, fields, "a.jpg", "<html>no picture");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("title-that-was-typed"), std::string::npos);
  EXPECT_NE(refused.body.find("file-error"), std::string::npos);
  EXPECT_EQ(length_of(files_.case_file), length);
  EXPECT_TRUE(must(vault_->store().blobs()).empty());
}

TEST_F(DocumentPages, EveryMistakeStandsBesideItsField) {
  const auto refused = sender_->send(address_, {{"title", ""}}, "", "");
  EXPECT_EQ(refused.status, 400);
  for (const char* field : {"part", "kind", "title", "file"}) EXPECT_NE(refused.body.find("id=\"" + std::string(field) + "-error\""), std::string::npos) << field;
  Fields late = described();
  late.emplace_back("date", "2199-01-01");
  const auto future = sender_->send(address_, late, "a.jpg", made::jpeg());
  EXPECT_NE(future.body.find("id=\"date-error\""), std::string::npos);
  EXPECT_NE(future.body.find("Choose the file once more"), std::string::npos);
  EXPECT_TRUE(must(vault_->store().blobs()).empty());
}

TEST_F(DocumentPages, TooLargeKeepsTheForm) {
  web::Request request = sender_->request(address_, described("CaseDocument", "title-that-was-typed"), "", "");
  auto upload = std::make_shared<web::Upload>(must(web::Spool::open(root_)));
  upload->set_too_large();
  request.upload = upload;
  const auto refused = site_->handle(request);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("larger than 100 MB"), std::string::npos);
  EXPECT_NE(refused.body.find("title-that-was-typed"), std::string::npos);
}

TEST_F(DocumentPages, SentTwiceItIsThereOnce) {
  Fields fields = described("CaseDocument");
  fields.emplace_back("once", crypto::random_id<EntryId>().text());
  ASSERT_EQ(sender_->send(address_, fields, "a.pdf", made::pdf()).status, 303);
  const std::size_t length = length_of(files_.case_file);
  ASSERT_EQ(sender_->send(address_, fields, "a.pdf", made::pdf()).status, 303);
  EXPECT_EQ(length_of(files_.case_file), length);
  EXPECT_EQ(must(vault_->store().blobs()).size(), 1U);
}

TEST_F(DocumentPages, OthersSeeThatThereIsOneAndNotWhat) {
  ASSERT_EQ(sender_->send(address_, described("HealthDocument", "hidden-from-others"), "a.pdf", made::pdf()).status, 303);
  const std::string document = link_in(case_page(), "/file/" + files_.person_file.text() + "/document/");
  const auto keyring = in("Aigul", {vault::CircleKind::casework});
  Sender worker(*site_, keyring, root_);
  const auto page = worker.get("/case/" + files_.case_file.text());
  EXPECT_EQ(page.body.find("hidden-from-others"), std::string::npos);
  EXPECT_NE(page.body.find("1 document is recorded and not shown to you."), std::string::npos);
  EXPECT_EQ(worker.get(document).status, 404);
  EXPECT_EQ(worker.get(document.substr(0, document.find('?')) + "/content").status, 404);
  const auto refused = worker.send(address_, described("HealthDocument"), "a.pdf", made::pdf());
  EXPECT_EQ(refused.status, 400) << "nor may she add one there";
  EXPECT_EQ(must(vault_->store().blobs()).size(), 1U);
}

TEST_F(DocumentPages, TheDescriptionIsCorrectedAndTheFileStays) {
  ASSERT_EQ(sender_->send(address_, described("CaseDocument"), "a.pdf", made::pdf()).status, 303);
  Browser browser(*site_, steward_.get());
  const std::string begins = "/file/" + files_.case_file.text() + "/document/";
  const std::string document = link_in(case_page(), begins);
  const std::string correct = "/file/" + files_.case_file.text() + "/correct/" + document.substr(begins.size(), document.find('?') - begins.size());
  ASSERT_EQ(browser.post(correct, "kind=legal&title=Another").status, 303);
  const std::string now = link_in(case_page(), begins);
  EXPECT_NE(now, document);
  const auto page = sender_->get(now);
  EXPECT_NE(page.body.find("Another"), std::string::npos);
  EXPECT_NE(page.body.find("a.pdf"), std::string::npos) << "the program's own fields are carried along";
  EXPECT_EQ(drained(sender_->get(now.substr(0, now.find('?')) + "/content")), made::pdf());
  ASSERT_EQ(browser.post(correct.substr(0, correct.find("/correct/")) + "/erase/" + now.substr(begins.size(), now.find('?') - begins.size()), "").status, 303);
  EXPECT_TRUE(must(vault_->store().blobs()).empty());
  EXPECT_EQ(sender_->get(now.substr(0, now.find('?')) + "/content").status, 404);
}

TEST_F(DocumentPages, TheReadingRecordTellsWhoTookItOut) {
  ASSERT_EQ(sender_->send(address_, described("CaseDocument"), "a.pdf", made::pdf()).status, 303);
  const std::string document = link_in(case_page(), "/file/" + files_.case_file.text() + "/document/");
  ASSERT_EQ(sender_->get(document.substr(0, document.find('?')) + "/content").status, 200);
  const auto readings = must(vault_->readings(*steward_, UINT64_MAX, 1));
  ASSERT_EQ(readings.size(), 1U);
  EXPECT_EQ(readings[0].reading.action, vault::Action::document);
  EXPECT_EQ(readings[0].reading.file, files_.case_file);
}

TEST_F(DocumentPages, AnUploadWithoutTokenOrSessionIsRefusedBeforeTheFile) {
  web::Request stranger = sender_->request(address_, described(), "a.jpg", made::jpeg());
  stranger.cookies.clear();
  EXPECT_TRUE(site_->refuse_upload(stranger).has_value());
  web::Request forged = sender_->request(address_, {}, "a.jpg", made::jpeg());
  forged.form = schema::FormData();
  forged.form.add("csrf", "made up");
  EXPECT_EQ(site_->refuse_upload(forged)->status, 403);
  web::Request elsewhere = sender_->request(address_, described(), "a.jpg", made::jpeg());
  elsewhere.fetch_site = "cross-site";
  EXPECT_EQ(site_->refuse_upload(elsewhere)->status, 403);
  EXPECT_FALSE(site_->refuse_upload(sender_->request(address_, described(), "a.jpg", made::jpeg())).has_value());
  EXPECT_GT(site_->upload_limit(address_), 100ULL << 20U);
  EXPECT_EQ(site_->upload_limit("/case/" + files_.case_file.text()), 0U);
}

// --- Papers

constexpr const char* kSigned = "received_way=drawn&giver_signature=1,1+2,2+3,3+4,4&worker_signature=5,5+6,6+7,7+8,8";

class PaperPages : public DocumentPages {
 protected:
  std::string take(const std::string& rest) {
    Browser browser(*site_, steward_.get());
    const auto taken = browser.post("/case/" + files_.case_file.text() + "/papers/add",
                                    "what=passport&number=AA+1&condition=whole&place=safe&received_on=2026-09-10&received_from=Dilnoza&" + rest);
    EXPECT_EQ(taken.status, 303) << taken.body;
    const std::string address = link_in(case_page(), "/file/" + files_.case_file.text() + "/paper/");
    return address.substr(0, address.find('?'));
  }
};

TEST_F(PaperPages, APassportIsTakenAndHandedBackWithFourSignatures) {
  const std::string paper = take(kSigned);
  ASSERT_NE(paper, "");
  Browser browser(*site_, steward_.get());
  const auto shown = browser.get(paper);
  EXPECT_NE(shown.body.find("<svg class=\"arasha-signature__picture\""), std::string::npos);
  EXPECT_NE(shown.body.find("d=\"M1 1L2 2L3 3L4 4\""), std::string::npos);
  const auto half = browser.post(paper + "/return", "returned_on=2026-09-11&returned_how=person&returned_to=&returned_way=drawn");
  EXPECT_EQ(half.status, 400);
  EXPECT_NE(half.body.find("id=\"returned_to-error\""), std::string::npos);
  EXPECT_NE(half.body.find("id=\"receiver_signature-error\""), std::string::npos);
  const auto back = browser.post(paper + "/return", "returned_on=2026-09-11&returned_how=person&returned_to=Dilnoza&returned_way=drawn&"
                                                    "receiver_signature=9,9+2,2+3,3+4,4&handing_signature=8,9+6,6+7,7+8,8");
  ASSERT_EQ(back.status, 303) << back.body;
  const auto after = browser.get(Browser::location(back));
  EXPECT_NE(after.body.find("Handed over"), std::string::npos);
  EXPECT_NE(after.body.find("M9 9L2 2"), std::string::npos);
  EXPECT_EQ(after.body.find("/return\""), std::string::npos) << "it goes once";
}

TEST_F(PaperPages, SignaturesOnPaperNeedASecondMember) {
  const std::string paper = take("received_way=paper");
  Browser browser(*site_, steward_.get());
  EXPECT_NE(browser.get(paper).body.find("a second member must look"), std::string::npos);
  EXPECT_EQ(browser.post(paper + "/confirm", "").status, 403);
  const auto keyring = in("Aigul", {vault::CircleKind::casework});
  Browser second(*site_, &keyring);
  EXPECT_NE(second.get(paper).body.find("I have seen both signatures"), std::string::npos);
  const auto seen = second.post(paper + "/confirm", "");
  ASSERT_EQ(seen.status, 303);
  const auto page = second.get(Browser::location(seen));
  EXPECT_EQ(page.body.find("a second member must look"), std::string::npos);
  EXPECT_NE(page.body.find("Aigul"), std::string::npos);
}

TEST_F(PaperPages, MistakesKeepWhatWasTypedAndDrawn) {
  Browser browser(*site_, steward_.get());
  const auto refused = browser.post("/case/" + files_.case_file.text() + "/papers/add",
                                    "what=passport&condition=condition-typed&received_on=2026-09-10&received_from=D&received_way=drawn&giver_signature=1,1+2,2+3,3+4,4");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("condition-typed"), std::string::npos);
  EXPECT_NE(refused.body.find("value=\"1,1 2,2 3,3 4,4\""), std::string::npos);
  EXPECT_NE(refused.body.find("id=\"place-error\""), std::string::npos);
  const auto evil = browser.post("/case/" + files_.case_file.text() + "/papers/add",
                                 "what=passport&condition=c&place=p&received_on=2026-09-10&received_from=D&received_way=drawn&giver_signature=%3Cscript%3E&worker_signature=1,1+2,2+3,3+4,4");
  EXPECT_EQ(evil.status, 400);
  EXPECT_NE(evil.body.find("id=\"giver_signature-error\""), std::string::npos);
  EXPECT_EQ(evil.body.find("<script>\""), std::string::npos);
}

TEST_F(PaperPages, TheGenericFormLeadsHere) {
  const std::string paper = take(kSigned);
  Browser browser(*site_, steward_.get());
  std::string correct = paper;
  correct.replace(correct.find("/paper/"), 7, "/correct/");
  EXPECT_EQ(browser.get(correct).status, 303);
  EXPECT_EQ(browser.post(correct, "what=other&condition=changed").status, 303);
  EXPECT_NE(browser.get(paper).body.find("whole"), std::string::npos);
  EXPECT_EQ(browser.get("/file/" + files_.case_file.text() + "/add/PaperKept").status, 303);
  const auto moved = browser.post(paper + "/place", "place=another+safe");
  ASSERT_EQ(moved.status, 303);
  EXPECT_NE(browser.get(Browser::location(moved)).body.find("another safe"), std::string::npos);
}

}  // namespace
}  // namespace arasha::casework
