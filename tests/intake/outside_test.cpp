// The pages outside, as a browser without scripts sees them; and what somebody tries who means harm.
#include "intake/outside.h"

#include <fstream>

#include "intake/house.h"

namespace arasha::intake {
namespace {

class OutsideTest : public HouseTest {
 protected:
  web::Response get(const std::string& address) { return site_->handle(request(address)); }
  web::Response post(const std::string& address, const schema::FormData& form, const std::string& from = "198.51.100.7") {
    web::Request out = request(address);
    out.method = web::Method::post;
    out.form = form;
    out.from = from;
    return site_->handle(out);
  }
  static web::Request request(const std::string& address) {
    web::Request out;
    out.path = address.substr(0, address.find('?'));
    if (address.find('?') != std::string::npos) out.query = must(schema::parse_urlencoded(address.substr(address.find('?') + 1)));
    out.fetch_site = "same-origin";
    out.accept_language = "en";
    return out;
  }
  // What a visitor fills in, on a page that she has looked at for a while.
  schema::FormData filled(const std::string& address, const std::string& happened = "They keep my sister in a workshop") {
    schema::FormData out;
    out.add("page", Browser::value_of(get(address).body, "page"));
    out.add("danger", "possible");
    out.add("happened", happened);
    clock_.advance(std::chrono::seconds(10));
    return out;
  }
  static std::string words_on(const web::Response& response) {
    std::string out;
    const auto begin = response.body.find("arasha-receipt");
    if (begin == std::string::npos) return out;
    std::size_t at = begin;
    const auto end = response.body.find("</ol>", begin);
    while ((at = response.body.find("<li>", at)) < end) {
      const auto stop = response.body.find('<', at + 4);
      out += (out.empty() ? "" : " ") + response.body.substr(at + 4, stop - at - 4);
      at = stop;
    }
    return out;
  }
  static schema::FormData with(schema::FormData form, std::initializer_list<std::pair<std::string, std::string>> more) {
    for (const auto& [name, value] : more) form.add(name, value);
    return form;
  }
  static bool sets_cookie(const web::Response& response) {
    return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) { return header.first == "Set-Cookie"; });
  }
  std::size_t waits(const Form& form) { return must(waiting_of(*vault_, form)); }
};

TEST_F(OutsideTest, AFormIsShownInItsLanguagesAndNamesNothing) {
  for (const char* language : {"en", "ru", "kk"}) {
    const auto page = get(std::string("/to/sewing?lang=") + language);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find(std::string("<html lang=\"") + language), std::string::npos);
    EXPECT_NE(page.body.find("tel:112"), std::string::npos);
    EXPECT_NE(page.body.find("tel:11616"), std::string::npos);
    EXPECT_EQ(page.body.find("Centre"), std::string::npos);      // the organisation's name
    for (const char* word : {"Arasha", "Араша", "traffick", "торговл", "саудасы"}) EXPECT_EQ(page.body.find(word), std::string::npos) << language << " " << word;
    EXPECT_FALSE(sets_cookie(page));
  }
  EXPECT_EQ(get("/to/embassy?lang=kk").body.find("<html lang=\"kk"), std::string::npos);  // not offered
  EXPECT_EQ(get("/to/nobody").status, 404);
  EXPECT_EQ(get("/to/nobody/again").status, 404);
}

TEST_F(OutsideTest, SentReadAnsweredAndReadAgain) {
  const auto sent = post("/to/sewing?lang=en", filled("/to/sewing?lang=en"));
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_FALSE(sets_cookie(sent));
  const std::string words = words_on(sent);
  ASSERT_TRUE(Receipt::read(words)) << words;
  EXPECT_EQ(waits(sewing_), 1U);
  schema::FormData typed;
  typed.add("words", words);
  auto back = post("/to/sewing/again", typed);
  EXPECT_EQ(back.status, 200);
  EXPECT_NE(back.body.find("There is no answer yet"), std::string::npos);
  EXPECT_EQ(back.body.find(words), std::string::npos);  // never shown again
  const FileId file = open(*steward_, *Receipt::read(words));
  must(answer(*vault_, *steward_, file, "Come to the market at noon", {}));
  back = post("/to/sewing/again", typed);
  EXPECT_NE(back.body.find("Come to the market at noon"), std::string::npos);
  schema::FormData more;
  more.add("page", Browser::value_of(back.body, "page"));
  more.add("text", "I can come on Friday");
  clock_.advance(std::chrono::seconds(10));
  const auto added = post("/to/sewing/add", more);
  EXPECT_EQ(added.status, 200);
  EXPECT_NE(added.body.find("Keep your twelve words"), std::string::npos);
  EXPECT_EQ(waits(sewing_), 1U);
  EXPECT_FALSE(sets_cookie(added));
}

TEST_F(OutsideTest, TheSamePageSentTwiceIsOneMessageWithTheSameWords) {
  const auto form = filled("/to/sewing");
  const std::string first = words_on(post("/to/sewing", form));
  EXPECT_EQ(words_on(post("/to/sewing", form)), first);
  EXPECT_EQ(waits(sewing_), 1U);
  // Changed after going back: nothing that was typed is lost.
  auto changed = filled("/to/sewing", "second thoughts");
  schema::FormData again;
  for (const auto& [name, value] : changed.fields()) again.add(name, name == "page" ? std::string(form.get("page")) : value);
  EXPECT_EQ(words_on(post("/to/sewing", again)), first);
  EXPECT_EQ(waits(sewing_), 2U);
  EXPECT_EQ(must(waiting(*vault_, *steward_)).rows.size(), 1U);
}

TEST_F(OutsideTest, MistakesAreSaidAndNothingIsLost) {
  schema::FormData form;
  form.add("page", Browser::value_of(get("/to/sewing").body, "page"));
  form.add("happened", "kept-in-the-page");
  clock_.advance(std::chrono::seconds(10));
  const auto page = post("/to/sewing", form);
  EXPECT_EQ(page.status, 400);
  EXPECT_NE(page.body.find("kept-in-the-page"), std::string::npos);
  EXPECT_NE(page.body.find("govuk-error-summary"), std::string::npos);
  EXPECT_EQ(waits(sewing_), 0U);
  EXPECT_EQ(Browser::value_of(page.body, "page"), form.get("page"));
}

TEST_F(OutsideTest, FieldsThatAreTooLongAreRefused) {
  for (const std::string& text : {std::string(4001, 'x'), std::string(500'000, 'x')}) {
    EXPECT_EQ(post("/to/sewing", filled("/to/sewing", text)).status, 400);
  }
  EXPECT_EQ(post("/to/sewing", with(filled("/to/sewing"), {{"called", std::string(201, 'x')}})).status, 400);
  schema::FormData many = filled("/to/sewing");
  for (int i = 0; i < 500; ++i) many.add("languages", "ru");
  EXPECT_NE(post("/to/sewing", many).status, 500);
  EXPECT_EQ(post("/to/sewing", with(filled("/to/sewing"), {{"danger", "none"}})).status, 400);  // twice
  EXPECT_EQ(post("/to/sewing", with(filled("/to/sewing"), {{"happened", "\xff\xfe"}})).status, 400);
}

TEST_F(OutsideTest, TooFastTooLateOrTheUnseenFieldAskForOnceMore) {
  schema::FormData form = filled("/to/sewing");
  schema::FormData fast;
  fast.add("page", Browser::value_of(get("/to/sewing").body, "page"));
  fast.add("danger", "possible");
  fast.add("happened", "kept-in-the-page");
  auto page = post("/to/sewing", fast);
  EXPECT_EQ(page.status, 400);
  EXPECT_NE(page.body.find("kept-in-the-page"), std::string::npos);
  clock_.advance(std::chrono::seconds(5));
  EXPECT_EQ(post("/to/sewing", fast).status, 200);
  page = post("/to/sewing", with(form, {{"website", "http://example.org"}}));
  EXPECT_EQ(page.status, 400);
  clock_.advance(std::chrono::hours(25));
  page = post("/to/sewing", form);
  EXPECT_EQ(page.status, 400);
  const std::string fresh = Browser::value_of(page.body, "page");
  EXPECT_NE(fresh, form.get("page"));
  EXPECT_EQ(waits(sewing_), 1U);
  // Of another form, altered, or none.
  for (const std::string& token : {seal_token(*vault_, "embassy", fresh_token(clock_.now() - std::chrono::seconds(10))), std::string("abc"), std::string()}) {
    schema::FormData other = with({}, {{"page", token}, {"danger", "possible"}, {"happened", "x"}});
    EXPECT_EQ(post("/to/sewing", other).status, 400);
  }
  EXPECT_EQ(waits(sewing_), 1U);
}

TEST_F(OutsideTest, APartnerFormWantsItsCode) {
  const auto fill = [&] {
    auto form = filled("/to/embassy?lang=en");
    form.add("organization", "Embassy");
    form.add("organization_kind", "embassy");
    return form;
  };
  EXPECT_EQ(post("/to/embassy", fill()).status, 400);
  EXPECT_EQ(post("/to/embassy", with(fill(), {{"code", "wrong words here"}})).status, 400);
  EXPECT_EQ(waits(embassy_), 0U);
  EXPECT_EQ(post("/to/embassy", with(fill(), {{"code", code_}})).status, 200);
  EXPECT_EQ(waits(embassy_), 1U);
  // Guessing on and on is stopped, also for the right code from there.
  for (int i = 0; i < 20; ++i) post("/to/embassy", with(fill(), {{"code", "wrong words here"}}), "203.0.113.5");
  EXPECT_NE(post("/to/embassy", with(fill(), {{"code", code_}}), "203.0.113.5").status, 200);
}

TEST_F(OutsideTest, AShutFormTakesNothingAndStillGivesAnswers) {
  const Receipt receipt = send(sewing_, public_message());
  auto form = filled("/to/sewing");
  Form shut = sewing_;
  shut.open = false;
  must(save_form(*vault_, *steward_, shut));
  const auto page = get("/to/sewing?lang=en");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Nothing can be sent here at present"), std::string::npos);
  post("/to/sewing", form);
  EXPECT_EQ(waits(sewing_), 1U);
  EXPECT_EQ(post("/to/sewing/again", with({}, {{"words", receipt.words()}})).status, 200);
}

TEST_F(OutsideTest, WrongWordsHaveOneAnswerAndSoonHaveToWait) {
  const Receipt other = Receipt::of(crypto::random_key(), {});
  const auto no_words = post("/to/sewing/again", with({}, {{"words", "hello"}}));
  const auto wrong = post("/to/sewing/again", with({}, {{"words", other.words()}}));
  EXPECT_EQ(no_words.status, 403);
  EXPECT_EQ(no_words.body, wrong.body);
  int denied = 0;
  for (int i = 0; i < 100; ++i) denied += post("/to/sewing/again", with({}, {{"words", other.words()}})).status == 403 ? 1 : 0;
  EXPECT_EQ(denied, FloodLimits().guess_network.burst - 2);
  const Receipt receipt = send(sewing_, public_message());
  EXPECT_EQ(post("/to/sewing/again", with({}, {{"words", receipt.words()}})).status, 503);                  // from there
  EXPECT_EQ(post("/to/sewing/again", with({}, {{"words", receipt.words()}}), "203.0.113.77").status, 200);  // from elsewhere
}

TEST_F(OutsideTest, TenThousandPostsStopAtTheLimits) {
  const auto form = filled("/to/sewing");
  int taken = 0;
  for (int i = 0; i < 10'000; ++i) {
    schema::FormData one;
    for (const auto& [name, value] : form.fields()) one.add(name, name == "happened" ? "number " + std::to_string(i) : value);
    const auto page = post("/to/sewing", one, "10." + std::to_string(i / 200) + "." + std::to_string(i % 200) + ".1");
    taken += page.status == 200 ? 1 : 0;
    if (page.status == 200) continue;
    EXPECT_EQ(page.status, 503);
  }
  EXPECT_EQ(taken, FloodLimits().leave_form.burst);
  EXPECT_EQ(waits(sewing_), static_cast<std::size_t>(taken));
  EXPECT_EQ(get("/to/sewing").status, 200);
  EXPECT_EQ(get("/to/embassy").status, 200);
}

TEST_F(OutsideTest, NoMoreThanSoManyWaitForEachForm) {
  FloodLimits limits;
  limits.leave_form.burst = limits.leave_network.burst = 10'000;
  flood_ = std::make_shared<Flood>(limits);
  for (std::size_t i = 0; i < kMostWaiting; ++i) send(sewing_, public_message());
  const Token token = fresh_token(clock_.now());
  PublicMessage message = public_message();
  const auto full = leave(doors(), sewing_, Language::ru, token, message, "198.51.100.7");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::full);
  send(embassy_, partner_message());  // the other form is not shut
}

TEST_F(OutsideTest, ThePostMustComeFromAPageOfOurs) {
  web::Request foreign = request("/to/sewing");
  foreign.method = web::Method::post;
  foreign.form = filled("/to/sewing");
  foreign.fetch_site = "cross-site";
  EXPECT_EQ(site_->handle(foreign).status, 403);
  EXPECT_EQ(waits(sewing_), 0U);
}

TEST_F(OutsideTest, NothingThatWasTypedOrShownLiesOnTheDisk) {
  const std::string typed = "Zebra-words-that-nobody-else-writes";
  const auto sent = post("/to/sewing", with(filled("/to/sewing", typed), {{"called", "Quagga-the-name"}, {"number", "+7 701 999 88 77"}}));
  ASSERT_EQ(sent.status, 200);
  const std::string words = words_on(sent);
  const FileId file = open(*steward_, *Receipt::read(words));
  must(answer(*vault_, *steward_, file, "Okapi-is-the-answer", {}));
  site_.reset();
  tables_.reset();
  vault_.reset();
  std::size_t looked = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator(root_)) {
    if (!one.is_regular_file()) continue;
    std::ifstream in(one.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    looked += bytes.size();
    for (const std::string& secret : {typed, std::string("Quagga"), std::string("999 88 77"), std::string("Okapi"), words, words.substr(0, 20), code_, std::string("198.51.100")}) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << one.path() << " " << secret;
    }
  }
  EXPECT_GT(looked, 10'000U);
}

}  // namespace
}  // namespace arasha::intake
