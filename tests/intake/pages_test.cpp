// The pages of members: the inbox, what is done with a message, the settings.
#include "intake/house.h"

namespace arasha::intake {
namespace {

class PagesTest : public HouseTest {
 protected:
  static std::string field(const std::string& body, const std::string& name) { return Browser::value_of(body, name); }
  // Everything that the hidden fields of the form to `action` would post.
  static std::string hidden_of(const std::string& body, const std::string& action) {
    std::string out;
    auto at = body.find("action=\"" + action + "\"");
    const auto end = body.find("</form>", at);
    while ((at = body.find("type=\"hidden\" name=\"", at)) < end) {
      at += 20;
      const std::string name = body.substr(at, body.find('"', at) - at);
      const auto value = body.find("value=\"", at) + 7;
      if (name != "csrf") out += (out.empty() ? "" : "&") + web::url_part(name) + "=" + web::url_part(body.substr(value, body.find('"', value) - value));
      at = value;
    }
    return out;
  }
  std::string open_button(const std::string& body) { return "conversation=" + field(body, "conversation"); }
};

TEST_F(PagesTest, TheInboxIsForItsCircleAndForNobodyElse) {
  const Receipt receipt = send(embassy_, partner_message());
  const auto referral = in("Aigerim", {CircleKind::referral});
  const auto casework = in("Daniyar", {CircleKind::casework});
  const auto health = in("Marina", {CircleKind::health});
  Browser mine(*site_, &referral);
  Browser other(*site_, &casework);
  Browser third(*site_, &health);
  const auto list = mine.get("/intake");
  EXPECT_EQ(list.status, 200);
  EXPECT_NE(list.body.find("Embassy of Somewhere"), std::string::npos);
  EXPECT_EQ(list.body.find("happened-as-the-embassy"), std::string::npos);
  EXPECT_EQ(other.get("/intake").status, 404);
  EXPECT_EQ(third.get("/intake").status, 404);
  EXPECT_EQ(other.post("/intake/open", open_button(list.body)).status, 404);
  const std::string home = Browser::location(mine.post("/intake/open", open_button(list.body)));
  EXPECT_EQ(home, "/intake/" + file_of(*vault_, receipt.conversation(organization_)).text());
  const auto page = mine.get(home);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("happened-as-the-embassy-tells-it"), std::string::npos);
  const std::string nowhere = "/intake/" + FileId::from_array({7}).text();
  for (const std::string& address : {home, home + "/erase", home + "/answer"}) EXPECT_EQ(other.get(address).status, 404) << address;
  EXPECT_EQ(other.get(home).body, other.get(home).body);
  for (const char* step : {"/answer", "/step", "/erase"}) {
    EXPECT_EQ(other.post(home + step, "text=x&what=spam").status, 404) << step;
    EXPECT_EQ(mine.post(nowhere + step, "text=x&what=spam").status, 404) << step;
  }
  EXPECT_EQ(mine.get(nowhere).status, 404);
  EXPECT_EQ(mine.get("/intake/nonsense").status, 404);
  EXPECT_EQ(must(read(*vault_, referral, file_of(*vault_, receipt.conversation(organization_)))).lines.size(), 1U);
}

TEST_F(PagesTest, ListingAndOpeningAreRecorded) {
  send(embassy_, partner_message());
  const auto referral = in("Aigerim", {CircleKind::referral});
  Browser mine(*site_, &referral);
  const auto list = mine.get("/intake");
  const std::string home = Browser::location(mine.post("/intake/open", open_button(list.body)));
  mine.get(home);
  bool listed = false;
  bool opened = false;
  for (const auto& one : must(vault_->readings(*steward_, UINT64_MAX, 100))) {
    if (one.reading.member != referral.member()) continue;
    listed = listed || (one.reading.action == vault::Action::listed && one.reading.count == 1);
    opened = opened || (one.reading.action == vault::Action::opened && "/intake/" + one.reading.file.text() == home);
  }
  EXPECT_TRUE(listed);
  EXPECT_TRUE(opened);
}

TEST_F(PagesTest, MyWorkSaysThatSomethingCame) {
  const auto referral = in("Aigerim", {CircleKind::referral, CircleKind::casework});
  const auto casework = in("Daniyar", {CircleKind::casework});
  Browser mine(*site_, &referral);
  EXPECT_EQ(mine.get("/").body.find("new message by form"), std::string::npos);
  send(embassy_, partner_message());
  EXPECT_NE(mine.get("/").body.find("1 new message by form"), std::string::npos);
  Browser other(*site_, &casework);
  EXPECT_EQ(other.get("/").body.find("new message by form"), std::string::npos);
  EXPECT_EQ(other.get("/").body.find("href=\"/intake\""), std::string::npos);
  EXPECT_NE(mine.get("/").body.find("href=\"/intake\""), std::string::npos);
}

TEST_F(PagesTest, AMessageBecomesAFirstContact) {
  PartnerMessage message = partner_message();
  message.set_number("+7 701 222 33 44");
  const Receipt receipt = send(embassy_, std::move(message));
  const auto worker = in("Aigerim", {CircleKind::referral, CircleKind::casework});
  Browser mine(*site_, &worker);
  const std::string home = Browser::location(mine.post("/intake/open", open_button(mine.get("/intake").body)));
  const auto page = mine.get(home);
  const auto form = mine.post("/contact/begin", hidden_of(page.body, "/contact/begin"));
  ASSERT_EQ(form.status, 200);
  for (const char* text : {"happened-as-the-embassy-tells-it", "Embassy of Somewhere, First secretary", "Code 17", "+7 701 222 33 44"}) EXPECT_NE(form.body.find(text), std::string::npos) << text;
  const auto saved = mine.post("/contact", "once=" + field(form.body, "once") + "&origin=" + web::url_part(field(form.body, "origin")) +
                                               "&contact-danger=immediate&contact-summary=happened-as-the-embassy-tells-it&contact-date-day=20&contact-date-month=9&contact-date-year=2026"
                                               "&contact-sources=embassy&contact-organization=Embassy&contact-how_reached=web_form&identity-given_name=Code+17&identity-sex=female");
  const std::string to = Browser::location(saved);
  ASSERT_TRUE(to.starts_with("/case/")) << saved.status << saved.body;
  const Conversation talk = must(read(*vault_, worker, file_of(*vault_, receipt.conversation(organization_))));
  EXPECT_EQ(talk.state, "case");
  EXPECT_EQ("/case/" + talk.case_file, to);
  const auto story = must(casework::Cases(*vault_).read(worker, must(FileId::from_text(talk.case_file))));
  EXPECT_EQ(story.last<FirstContact>()->organization(), "Embassy");
  EXPECT_NE(mine.get(home).body.find(to), std::string::npos);
  // The message itself stays where it came in: the case is not for the Referral circle, nor the message for the case's readers.
  const auto colleague = in("Daniyar", {CircleKind::casework});
  Browser other(*site_, &colleague);
  EXPECT_EQ(other.get(to).status, 200);
  EXPECT_EQ(other.get(home).status, 404);
}

TEST_F(PagesTest, AForgedOriginChangesNothing) {
  const Receipt receipt = send(embassy_, partner_message());
  const FileId file = open(*steward_, receipt);
  const auto casework = in("Daniyar", {CircleKind::casework});
  Browser other(*site_, &casework);
  const auto saved = other.post("/contact", "origin=intake%3A" + file.text() + "&contact-danger=none&contact-date-day=20&contact-date-month=9&contact-date-year=2026&contact-sources=self&identity-given_name=Somebody");
  EXPECT_TRUE(Browser::location(saved).starts_with("/case/"));
  EXPECT_EQ(must(read(*vault_, *steward_, file)).state, "opened");
}

TEST_F(PagesTest, AnsweringSettlingAndErasing) {
  const Receipt receipt = send(embassy_, partner_message());
  const auto worker = in("Aigerim", {CircleKind::referral});
  Browser mine(*site_, &worker);
  const std::string home = Browser::location(mine.post("/intake/open", open_button(mine.get("/intake").body)));
  EXPECT_EQ(mine.post(home + "/answer", "text=").status, 400);
  EXPECT_EQ(Browser::location(mine.post(home + "/answer", "once=" + field(mine.get(home).body, "once") + "&text=We+come")), home);
  EXPECT_EQ(must(replies_for(*vault_, receipt)).back().text, "We come");
  EXPECT_EQ(mine.post(home + "/step", "what=not_for_us").status, 400);
  EXPECT_EQ(mine.post(home + "/step", "what=case").status, 400);
  EXPECT_EQ(mine.post(home + "/step", "what=nonsense").status, 400);
  EXPECT_EQ(Browser::location(mine.post(home + "/step", "what=taken")), home);
  EXPECT_EQ(mine.post(home + "/erase", "").status, 403);
  EXPECT_EQ(Browser::location(mine.post(home + "/step", "what=not_for_us&reason=other_body")), "/intake");
  EXPECT_NE(mine.get("/intake").body.find("Settled"), std::string::npos);
  EXPECT_EQ(mine.get(home + "/erase").status, 200);
  EXPECT_EQ(Browser::location(mine.post(home + "/erase", "")), "/intake");
  EXPECT_EQ(mine.get(home).body.find("happened-as-the-embassy"), std::string::npos);
  EXPECT_EQ(must(read(*vault_, worker, file_of(*vault_, receipt.conversation(organization_)))).state, "not_for_us");
}

TEST_F(PagesTest, AStewardMakesAFormAndSeesNumbersOnly) {
  Browser steward(*site_, steward_.get());
  const auto fields = "audience=everybody&circle=" + circle(CircleKind::hotline).text() + "&languages=ru&languages=kk&code=no&open=yes&intro-ru=" + web::url_part("Напишите, мы поможем.");
  EXPECT_EQ(steward.post("/settings/intake/new", "word=Help&" + fields).status, 400);
  EXPECT_EQ(steward.post("/settings/intake/new", "word=sewing&" + fields).status, 400);
  EXPECT_EQ(steward.post("/settings/intake/new", "word=new&" + fields).status, 400);
  EXPECT_EQ(steward.post("/settings/intake/new", "word=help&audience=everybody&languages=ru&code=no&open=yes").status, 400);
  EXPECT_EQ(steward.post("/settings/intake/new", "word=help&audience=everybody&circle=" + circle(CircleKind::auditors).text() + "&languages=ru&code=no&open=yes").status, 400);
  EXPECT_EQ(Browser::location(steward.post("/settings/intake/new", "word=help&" + fields)), "/settings/intake");
  const auto form = form_named(*vault_->directory(), "help");
  ASSERT_TRUE(form);
  EXPECT_TRUE(form->open);
  EXPECT_TRUE(form->code.empty());
  EXPECT_NE(steward.get("/to/help?lang=ru").body.find("Напишите, мы поможем."), std::string::npos);
  send(*form, public_message("seen-by-no-steward-here"));
  const auto list = steward.get("/settings/intake");
  EXPECT_EQ(list.status, 200);
  EXPECT_EQ(list.body.find("seen-by-no-steward-here"), std::string::npos);
  const auto with_code = steward.post("/settings/intake/help", "audience=partners&circle=" + circle(CircleKind::hotline).text() + "&languages=ru&code=yes&open=yes");
  ASSERT_EQ(with_code.status, 200);
  const auto at = with_code.body.find("<code>") + 6;
  EXPECT_TRUE(is_right_code(*vault_, *form_named(*vault_->directory(), "help"), with_code.body.substr(at, with_code.body.find('<', at) - at)));
  // Saved again without a word about it, the code stays.
  EXPECT_EQ(Browser::location(steward.post("/settings/intake/help", "audience=partners&circle=" + circle(CircleKind::hotline).text() + "&languages=ru&code=yes&open=no")), "/settings/intake");
  EXPECT_TRUE(is_right_code(*vault_, *form_named(*vault_->directory(), "help"), with_code.body.substr(at, with_code.body.find('<', at) - at)));
  EXPECT_FALSE(form_named(*vault_->directory(), "help")->open);
}

TEST_F(PagesTest, OnlyAStewardSeesTheSettings) {
  const auto worker = in("Aigerim", {CircleKind::referral});
  Browser mine(*site_, &worker);
  for (const char* address : {"/settings/intake", "/settings/intake/new", "/settings/intake/embassy"}) EXPECT_EQ(mine.get(address).status, 403) << address;
  EXPECT_EQ(mine.post("/settings/intake/embassy", "open=no").status, 403);
  EXPECT_TRUE(form_named(*vault_->directory(), "embassy")->open);
  Browser steward(*site_, steward_.get());
  EXPECT_EQ(steward.get("/settings/intake/nobody").status, 404);
}

TEST_F(PagesTest, WithoutFormsThereIsNoInbox) {
  must(vault_->change_setting(*steward_, "intake", ""));
  Browser steward(*site_, steward_.get());
  EXPECT_EQ(steward.get("/intake").status, 404);
  EXPECT_EQ(steward.get("/").body.find("href=\"/intake\""), std::string::npos);
  EXPECT_EQ(steward.get("/to/embassy").status, 404);
}

}  // namespace
}  // namespace arasha::intake
