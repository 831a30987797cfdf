// The address that somebody outside gets: what it shows before the words, with them, and after.
#include "exchange/once.h"

#include "web/browser.h"

namespace arasha::exchange {
namespace {

using namespace std::chrono_literals;
using vault::OnceState;
using web::Response;

class OncePagesTest : public vault::World {
 protected:
  void SetUp() override {
    World::SetUp();
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_once_pages(*site_, *vault_);
    doctor_.emplace(*site_);
    by_.emplace(steward());
  }
  void TearDown() override {
    site_.reset();
    by_.reset();
    World::TearDown();
  }

  static OnceContent letter() {
    OnceContent out;
    out.title = "About the visit";
    out.blocks = {{OnceBlock::Kind::heading, "The person"}, {OnceBlock::Kind::fact, "Name", "Aliya <b>"}, {OnceBlock::Kind::fact, "Safe number", "+7 701"},
                  {OnceBlock::Kind::paragraph, "She speaks Uzbek.\nNo men in the room."}};
    return out;
  }
  static OnceContent paper() {
    OnceContent out;
    out.title = "Letter";
    out.paper = OncePaper{"Направление.pdf", to_bytes(view("%PDF-1.7 and the rest"))};
    return out;
  }
  MadeOnce make(const OnceContent& content = letter(), std::string from = "") {
    return vault::must(make_once(*vault_, *by_, content, clock_.now() + 24h, std::move(from)));
  }
  Response open(const MadeOnce& made, const std::string& words) { return doctor_->post(made.address, {{"words", words}}); }
  OnceState state(const MadeOnce& made) { return vault::must(vault_->once(made.id)).state; }
  static bool has(const Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }
  static std::string all_of(const Response& response) {
    std::string out;
    while (response.pieces) {
      const Bytes piece = vault::must(response.pieces());
      if (piece.empty()) break;
      out += to_text(piece);
    }
    return out;
  }

  std::unique_ptr<web::Site> site_;
  std::optional<web::TestBrowser> doctor_;
  std::optional<vault::Keyring> by_;
};

TEST_F(OncePagesTest, IsShownOneTime) {
  const MadeOnce made = make();
  EXPECT_EQ(made.address, "/once/" + made.id.text());
  const Response before = doctor_->get(made.address);
  EXPECT_EQ(before.status, 200);
  EXPECT_TRUE(has(before, "name=\"words\""));
  EXPECT_FALSE(has(before, "About the visit"));
  EXPECT_EQ(doctor_->get(made.address).status, 200) << "looking is not reading";
  const Response shown = open(made, made.words);
  EXPECT_EQ(shown.status, 200);
  for (const char* text : {"About the visit", "The person", "Aliya &lt;b&gt;", "She speaks Uzbek.<br>No men in the room.", "You see this one time."}) EXPECT_TRUE(has(shown, text)) << text;
  EXPECT_FALSE(has(shown, "?lang=")) << "one touch, and it is gone";
  EXPECT_TRUE(has(before, "?lang=kk"));
  EXPECT_EQ(state(made), OnceState::read);
  for (const Response& after : {open(made, made.words), doctor_->get(made.address)}) {
    EXPECT_EQ(after.status, 410);
    EXPECT_TRUE(has(after, "It was read on "));
    EXPECT_FALSE(has(after, "Aliya"));
    EXPECT_FALSE(has(after, "name=\"words\""));
  }
}

// Over somebody's shoulder, and in the history of a borrowed telephone.
TEST_F(OncePagesTest, NothingNamesThisProgramOrTheHouse) {
  const MadeOnce made = make();
  for (const char* language : {"en", "ru", "kk"}) {
    doctor_->language = language;
    for (const Response& page : {doctor_->get(made.address), open(made, "wrong"), doctor_->get("/once/nonsense")}) {
      for (const char* name : {">Arasha", "Араша", "Centre", "trafficking", "торговл", "саудас", "href=\"/\""}) EXPECT_FALSE(has(page, name)) << name << '\n' << page.body;
      EXPECT_TRUE(has(page, "noindex"));
      EXPECT_TRUE(page.headers.empty()) << "a cookie";
    }
  }
}

TEST_F(OncePagesTest, SaysWhoSendsItOnlyWhenTheMakerChoseTo) {
  EXPECT_TRUE(has(doctor_->get(make(letter(), "Call centre of Almaty").address), "Call centre of Almaty"));
  EXPECT_FALSE(has(doctor_->get(make().address), "From:"));
}

TEST_F(OncePagesTest, WrongWordsAreCountedAndTheFifthDestroys) {
  const MadeOnce made = make();
  const std::string wrong = "bada bada bada bada bada badi";
  for (int left = 4; left > 0; --left) {
    const Response answer = open(made, wrong);
    EXPECT_EQ(answer.status, 403);
    EXPECT_TRUE(has(answer, "These are not the right words."));
    EXPECT_TRUE(has(answer, left == 1 ? "1 try is left" : std::to_string(left) + " tries are left"));
    EXPECT_TRUE(has(answer, wrong)) << "what was typed is gone";
  }
  const Response last = open(made, wrong);
  EXPECT_EQ(last.status, 410);
  EXPECT_TRUE(has(last, "wrong words were typed five times"));
  EXPECT_EQ(open(made, made.words).status, 410);
  EXPECT_EQ(state(made), OnceState::guessed);
}

TEST_F(OncePagesTest, WhatCannotBeTheWordsCostsNoTry) {
  const MadeOnce made = make();
  for (const char* typed : {"", "bada", "bada bada bada bada bada zzzz", "1234567890"}) {
    const Response answer = open(made, typed);
    EXPECT_EQ(answer.status, 400) << typed;
    EXPECT_TRUE(has(answer, "This try was not counted."));
    EXPECT_TRUE(has(answer, "5 tries are left"));
  }
  EXPECT_TRUE(has(open(made, "bada bada bada bada bada zzzz"), "Word 6 cannot be right"));
  std::string loud = "  " + made.words + ".";
  for (char& c : loud) c = c == ' ' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_TRUE(has(open(made, loud), "About the visit"));
}

TEST_F(OncePagesTest, APaperIsHandedOutAsAFile) {
  const MadeOnce made = make(paper());
  EXPECT_TRUE(has(doctor_->get(made.address), "Get the file now"));
  const Response file = open(made, made.words);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.content_type, "application/pdf");
  EXPECT_EQ(file.length, 21U);
  EXPECT_EQ(all_of(file), "%PDF-1.7 and the rest");
  EXPECT_NE(web::TestBrowser::header(file, "Content-Disposition").find("attachment"), std::string::npos);
  EXPECT_EQ(open(made, made.words).status, 410);
}

TEST_F(OncePagesTest, ALargePaperComesWhole) {
  OnceContent large = paper();
  large.paper->pdf.resize(kOncePaperLimit, 'x');
  const MadeOnce made = make(large);
  EXPECT_EQ(all_of(open(made, made.words)).size(), kOncePaperLimit);
}

TEST_F(OncePagesTest, AnAddressThatIsNoneSaysSo) {
  for (const char* address : {"/once/nonsense", "/once/00000000000000000000000000", "/once/%3Cscript%3E"}) {
    EXPECT_EQ(doctor_->get(address).status, 404);
    EXPECT_TRUE(has(doctor_->get(address), "There is nothing at this address"));
    EXPECT_EQ(doctor_->post(address, {{"words", "bada bada bada bada bada badi"}}).status, 404);
  }
}

TEST_F(OncePagesTest, EachEndIsSaid) {
  const MadeOnce back = make(), late = make();
  vault::must(vault_->withdraw_once(*by_, back.id));
  EXPECT_TRUE(has(doctor_->get(back.address), "Whoever sent it took it back on"));
  clock_.advance(25h);
  EXPECT_TRUE(has(doctor_->get(late.address), "Nobody read it, and it was destroyed."));
  for (const OnceState one : {OnceState::waiting, OnceState::read, OnceState::guessed, OnceState::expired, OnceState::withdrawn, OnceState::put_back}) {
    EXPECT_STRNE(words_of(one), "");
  }
}

TEST_F(OncePagesTest, ANetworkThatTriesManyIsSlowedDownWithoutCost) {
  const std::string wrong = "bada bada bada bada bada badi";
  int refused = 0;
  MadeOnce last = make();
  for (int i = 0; i < 7 && refused == 0; ++i) {
    last = make();
    for (int j = 0; j < 4; ++j) refused += open(last, wrong).status == 429 ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
  const MadeOnce mine = make();
  EXPECT_EQ(open(mine, mine.words).status, 429) << "the whole network waits";
  EXPECT_EQ(vault::must(vault_->once(mine.id)).tries_left, vault::kOnceTries) << "and it costs nothing";
  doctor_->from = "203.0.113.9";
  EXPECT_TRUE(has(open(mine, mine.words), "About the visit")) << "another network does not";
}

TEST_F(OncePagesTest, APostFromElsewhereIsRefused) {
  const MadeOnce made = make();
  web::Request request = doctor_->request(web::Method::post, made.address);
  request.form.add("words", made.words);
  request.fetch_site = "cross-site";
  EXPECT_EQ(doctor_->send(request).status, 403);
  EXPECT_EQ(state(made), OnceState::waiting);
}

TEST_F(OncePagesTest, TheLanguageOfTheAddressStays) {
  const MadeOnce made = make();
  const Response page = doctor_->get(made.address + "?lang=ru");
  EXPECT_TRUE(has(page, "lang=\"ru\""));
  EXPECT_TRUE(has(page, "action=\"" + made.address + "?lang=ru\""));
}

TEST_F(OncePagesTest, WhatIsNotToBeReadOnceIsRefused) {
  const auto code = [&](const OnceContent& content) {
    const auto made = make_once(*vault_, *by_, content, clock_.now() + 1h);
    return made ? ErrorCode::internal : made.error().code;
  };
  EXPECT_EQ(code({}), ErrorCode::invalid_input);
  OnceContent both = letter();
  both.paper = paper().paper;
  EXPECT_EQ(code(both), ErrorCode::invalid_input);
  OnceContent picture = paper();
  picture.paper->pdf = to_bytes(view("GIF89a"));
  EXPECT_EQ(code(picture), ErrorCode::invalid_input);
  OnceContent large = paper();
  large.paper->pdf.resize(kOncePaperLimit + 1);
  EXPECT_EQ(code(large), ErrorCode::too_large);
  OnceContent wordy = letter();
  wordy.blocks[0].text.resize(kOnceTextLimit, 'x');
  EXPECT_EQ(code(wordy), ErrorCode::too_large);
  OnceContent full = letter();
  full.blocks.assign(kOnceTextLimit / 17, {OnceBlock::Kind::paragraph, "x"});
  full.title = "";
  const MadeOnce made = make(full);
  EXPECT_EQ(open(made, made.words).status, 200);
}

TEST_F(OncePagesTest, ContentIsReadAsItWasWritten) {
  for (const OnceContent& content : {letter(), paper()}) {
    const Bytes bytes = encode(content);
    EXPECT_EQ(encode(vault::must(decode_once_content(bytes))), bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_once_content(BytesView(bytes).first(size)).is_ok()) << size;
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(decode_once_content(longer).is_ok());
    Bytes newer = bytes;
    newer[0] = 2;
    EXPECT_EQ(decode_once_content(newer).error().code, ErrorCode::unsupported);
  }
}

TEST_F(OncePagesTest, AnAddressLeadsBackToItsId) {
  const vault::OnceId id = crypto::random_id<vault::OnceId>();
  for (const std::string& address : {id.text(), once_address(id), "https://example.org" + once_address(id), "https://example.org" + once_address(id) + "?lang=ru"}) {
    EXPECT_EQ(vault::must(once_from_address(address)), id);
  }
  EXPECT_FALSE(once_from_address("https://example.org/case/1").is_ok());
  EXPECT_FALSE(once_from_address("").is_ok());
}

}  // namespace
}  // namespace arasha::exchange
