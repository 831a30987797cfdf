// Many services at once: what can be written is, what cannot is named, and nothing is written twice.
#include "casework/browser.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

constexpr const char* kMeals = "service=social_domestic/meals&date=2026-09-15&quantity=1&unit=day_unit&provider=Shelter&note=kept-words";

class ManyServices : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    must(vault_->change_setting(*steward_, pack::kPackSetting, "kz"));
    one_ = open_one();
    two_ = open_one("Асанова", "Айгүл");
    for (const CaseFiles& files : {one_, two_}) {
      Assignment mine;
      mine.set_member(steward_->member().text());
      must(Cases(*vault_).add(*steward_, files.case_file, mine));
    }
  }
  std::vector<ServiceGiven> given(const CaseFiles& files) {
    std::vector<ServiceGiven> out;
    const Story story = must(Cases(*vault_).read(*steward_, files.case_file));
    for (const Item* item : story.all<ServiceGiven>()) out.push_back(*item->as<ServiceGiven>());
    return out;
  }
  std::string both() const { return "&case=" + one_.case_file.text() + "&case=" + two_.case_file.text(); }
  std::string day(int back) const { return to_iso(Date(std::chrono::floor<std::chrono::days>(clock_.now()) - std::chrono::days(back))); }
  CaseFiles one_;
  CaseFiles two_;
};

TEST_F(ManyServices, OneServiceForSeveralPeople) {
  Browser browser(*site_, steward_.get());
  const auto form = browser.get("/services/new");
  EXPECT_TRUE(has(form, one_.alias));
  EXPECT_TRUE(has(form, two_.alias));
  const auto saved = browser.post("/services/new", std::string(kMeals) + "&funding=grant_iom" + both());
  EXPECT_EQ(saved.status, 200);
  EXPECT_TRUE(has(saved, "2 services were saved"));
  EXPECT_FALSE(has(saved, "kept-words"));  // a fresh form
  EXPECT_EQ(given(one_).size(), 1U);
  EXPECT_EQ(given(two_).size(), 1U);
  EXPECT_EQ(given(one_)[0].rule(), "before-identification");
}

TEST_F(ManyServices, SentTwiceItIsWrittenOnce) {
  Browser browser(*site_, steward_.get());
  const std::string once = Browser::value_of(browser.get("/services/new").body, "once");
  const std::string form = std::string(kMeals) + "&funding=grant_iom&once=" + once + both() + "&case=" + one_.case_file.text();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(has(browser.post("/services/new", form), "2 services were saved")) << i;
  EXPECT_EQ(given(one_).size(), 1U);
  EXPECT_EQ(given(two_).size(), 1U);
  // The same typed into a new form is another thing, and looked at.
  EXPECT_EQ(browser.post("/services/new", std::string(kMeals) + "&funding=grant_iom" + both()).status, 400);
}

TEST_F(ManyServices, WhatFailsIsNamedAndTheRestIsWritten) {
  ServiceGiven earlier;
  earlier.set_kind("social_domestic");
  earlier.set_item("meals");
  earlier.set_date("2026-09-15");
  earlier.set_quantity("1");
  earlier.set_funding("own");
  must(Cases(*vault_).add(*steward_, two_.case_file, earlier));
  Browser browser(*site_, steward_.get());
  const std::string once = Browser::value_of(browser.get("/services/new").body, "once");
  const std::string form = std::string(kMeals) + "&once=" + once + both() + "&case=zzz&case=" + one_.person_file.text();
  const auto answer = browser.post("/services/new", form + "&funding=grant_iom");
  EXPECT_EQ(answer.status, 400);
  for (const char* text : {"1 service was saved", "Not saved in these cases", "paid by: Own funds", "You cannot open this case.", "kept-words"}) EXPECT_TRUE(has(answer, text)) << text;
  EXPECT_TRUE(has(answer, two_.alias));
  EXPECT_EQ(given(one_).size(), 1U);
  EXPECT_EQ(given(two_).size(), 1U);
  // Only what is left stays ticked; put right, it is saved, and the first is not written again.
  EXPECT_TRUE(has(answer, "value=\"" + two_.case_file.text() + "\" checked"));
  EXPECT_FALSE(has(answer, "value=\"" + one_.case_file.text() + "\" checked"));
  EXPECT_EQ(browser.post("/services/new", std::string(kMeals) + "&once=" + once + "&case=" + two_.case_file.text() + "&funding=own&twice=yes").status, 200);
  EXPECT_EQ(given(one_).size(), 1U);
  EXPECT_EQ(given(two_).size(), 2U);
}

TEST_F(ManyServices, AMistakeInTheFormWritesNothing) {
  Browser browser(*site_, steward_.get());
  for (const std::string& wrong : {std::string("&funding=grant_iom"), "&funding=grant_iom&funding=own" + both(), both(), "&funding=grant_iom&until=2026-02-31" + both()}) {
    const auto answer = browser.post("/services/new", std::string(kMeals) + wrong);
    EXPECT_EQ(answer.status, 400) << wrong;
    EXPECT_TRUE(has(answer, "kept-words")) << wrong;
    EXPECT_FALSE(has(answer, "was saved")) << wrong;
  }
  std::string many = std::string(kMeals) + "&funding=own";
  for (int i = 0; i < 101; ++i) many += "&case=" + crypto::random_id<FileId>().text();
  EXPECT_TRUE(has(browser.post("/services/new", many), "Choose at most 100"));
  EXPECT_TRUE(given(one_).empty());
}

TEST_F(ManyServices, SeveralForOnePersonAllOrNone) {
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/services/new/person"), "/services/new/person/" + one_.case_file.text()));
  const std::string address = "/services/new/person/" + one_.case_file.text();
  const auto form = browser.get(address);
  EXPECT_TRUE(has(form, "name=\"service-6\""));
  const std::string once = Browser::value_of(form.body, "once");
  const std::string common = "&date=2026-09-15&provider=Shelter&funding=grant_iom&note=kept-words&once=" + once;
  const std::string rows = "service-1=social_domestic/meals&quantity-1=1&service-3=social_domestic/bed&quantity-3=2&unit-3=night";
  // The second row is the first once more: the whole case waits.
  const auto refused = browser.post(address, rows + "&service-4=social_domestic/meals&quantity-4=1" + common);
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused, "Not saved in these cases"));
  EXPECT_TRUE(has(refused, "kept-words"));
  EXPECT_TRUE(has(refused, "name=\"twice\""));
  EXPECT_TRUE(given(one_).empty());
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(has(browser.post(address, rows + common), "2 services were saved"));
  const auto all = given(one_);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].item(), "meals");
  EXPECT_EQ(all[1].item(), "bed");
  EXPECT_EQ(all[1].unit(), "night");
  EXPECT_EQ(all[1].note(), "kept-words");
  const auto wrong = browser.post(address, "service-2=social_domestic/meals&quantity-2=many" + common);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(has(wrong, "#quantity-2"));
  EXPECT_EQ(browser.post(address, "quantity-2=1" + common).status, 400);
}

TEST_F(ManyServices, AsYesterday) {
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/services/new/yesterday"), "Nothing was recorded for yesterday."));
  const std::string meals = "service=social_domestic/meals&quantity=1&unit=day_unit&provider=Shelter&receipt=signed&receipt_number=7&funding=own&date=";
  browser.post("/services/new", meals + day(1) + both());
  browser.post("/services/new/person/" + one_.case_file.text(), "service-1=social_domestic/laundry&quantity-1=2&provider=Shelter&funding=free&date=" + day(1));
  browser.post("/services/new/person/" + one_.case_file.text(), "service-1=social_domestic/bed&quantity-1=2&provider=Shelter&funding=own&date=" + day(3) + "&until=" + day(1));
  browser.post("/services/new", meals + day(2) + "&case=" + one_.case_file.text());
  ASSERT_EQ(given(one_).size(), 4U);
  const auto form = browser.get("/services/new/yesterday");
  std::vector<std::string> offered;
  const std::string mark = "name=\"give\" type=\"checkbox\" value=\"";
  for (auto at = form.body.find(mark); at != std::string::npos; at = form.body.find(mark, at + 1)) offered.push_back(form.body.substr(at + mark.size(), 53));
  ASSERT_EQ(offered.size(), 3U);  // neither the period nor the day before yesterday
  const std::string once = Browser::value_of(form.body, "once");
  const std::string typed = "date=" + day(0) + "&once=" + once + "&give=" + offered[0] + "&give=" + offered[1] + "&give=" + offered[2] + "&give=zzz&give=" + one_.case_file.text() + ".zzz";
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(has(browser.post("/services/new/yesterday", typed), "3 services were saved")) << i;
  const auto all = given(one_);
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all.back().date(), day(0));
  EXPECT_TRUE(all.back().receipt().empty());
  EXPECT_TRUE(all.back().receipt_number().empty());
  EXPECT_EQ(given(two_).size(), 2U);
  // Once more in a new form: the same on the same day.
  const auto again = browser.post("/services/new/yesterday", "date=" + day(0) + "&give=" + offered[0]);
  EXPECT_EQ(again.status, 400);
  EXPECT_TRUE(has(again, "recorded already"));
  EXPECT_EQ(browser.post("/services/new/yesterday", "date=" + day(-1) + "&give=" + offered[0]).status, 400);
  EXPECT_EQ(browser.post("/services/new/yesterday", "date=" + day(0)).status, 400);
  EXPECT_EQ(browser.post("/services/new/yesterday", "give=" + offered[0]).status, 400);
}

TEST_F(ManyServices, ReadingsAreRecorded) {
  Browser browser(*site_, steward_.get());
  browser.get("/services/new");
  const auto readings = must(vault_->readings(*steward_, UINT64_MAX, 5));
  EXPECT_TRUE(std::any_of(readings.begin(), readings.end(), [](const auto& one) { return one.reading.action == vault::Action::listed && one.reading.count == 2; }));
}

}  // namespace
}  // namespace arasha::casework
