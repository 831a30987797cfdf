// The pages of own forms: making one, filling it in, correcting it, and everything that somebody without the right tries.
#include <algorithm>

#include "casework/browser.h"
#include "casework/own/school.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

class OwnFormPages : public SiteTest {
 protected:
  bool has(const web::Response& page, std::string_view text) const { return page.body.find(text) != std::string::npos; }
  void use(const OwnFormDefinition& form) {
    must(put_into_use(*vault_, *steward_, {{version_of(*vault_->directory(), form.name()), form}}));
  }
  std::string definition() const { return current_form(*vault_->directory(), "school")->hash(); }
  static constexpr const char* kForm = "/settings/forms/form/school";
};

TEST_F(OwnFormPages, AStewardMakesAForm) {
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.get("/settings/forms").status, 200);
  EXPECT_EQ(browser.post("/settings/forms/new", "name=School&compartment=assistance&title_ru=x").status, 400);
  EXPECT_EQ(browser.post("/settings/forms/new", "name=school&compartment=facts&title_ru=x").status, 400);
  EXPECT_EQ(browser.post("/settings/forms/new", "name=school&compartment=assistance").status, 400);  // no title
  EXPECT_EQ(Browser::location(browser.post("/settings/forms/new", "name=school&compartment=assistance&title_en=School")), kForm);
  EXPECT_EQ(browser.post("/settings/forms/new", "name=school&compartment=assistance&title_en=Again").status, 400);
  EXPECT_EQ(browser.post(std::string(kForm) + "/use", "").status, 400);  // no question yet
  const char* kinds[] = {"yes_no", "text", "long_text", "number", "date", "choice", "several"};
  for (int i = 0; i < 7; ++i) {
    const std::string address = std::string(kForm) + "/field/" + std::to_string(i + 1);
    EXPECT_EQ(Browser::location(browser.post(std::string(kForm) + "/field/new", std::string("kind=") + kinds[i])), address);
    std::string form = "label_en=Question" + std::to_string(i + 1) + "&answered=optional&sensitivity=ordinary";
    if (i >= 5) form += "&options-0-en=First&options-1-en=Second&options-1-code=two";
    if (i == 1) form += "&shown=1%3Dyes&max_length=20";
    EXPECT_EQ(browser.post(address, form).status, 303) << browser.post(address, form).body;
  }
  EXPECT_EQ(browser.post(std::string(kForm) + "/field/3", "label_en=x&answered=optional&sensitivity=ordinary&shown=6%3D1").status, 400);  // stands behind it
  EXPECT_EQ(browser.post(std::string(kForm) + "/field/6", "label_en=x&answered=optional&sensitivity=ordinary").status, 400);            // no answers to choose from
  EXPECT_EQ(browser.post(std::string(kForm) + "/field/99", "label_en=x").status, 404);
  EXPECT_EQ(vault_->directory()->forms().size(), 0U);  // nothing is in use yet

  auto page = browser.get(std::string(kForm) + "/try");
  EXPECT_TRUE(has(page, "name=\"f2\""));
  EXPECT_TRUE(has(page, "data-only-if=\"f1\""));
  page = browser.post(std::string(kForm) + "/try", "f1=no&f2=hidden-answer&f6=1");
  const auto kept = page.body.substr(page.body.find("This would be kept"), page.body.find("<form", page.body.find("This would be kept")) - page.body.find("This would be kept"));
  EXPECT_EQ(kept.find("hidden-answer"), std::string::npos);
  EXPECT_NE(kept.find("First"), std::string::npos);

  EXPECT_EQ(browser.post(std::string(kForm) + "/use", "").status, 303);
  const auto form = current_form(*vault_->directory(), "school");
  ASSERT_NE(form, nullptr);
  EXPECT_EQ(form->definition().fields_size(), 7);
  EXPECT_EQ(form->definition().fields(6).options(1).code(), "two");
  EXPECT_TRUE(has(browser.get("/settings/forms"), "In use"));

  EXPECT_EQ(browser.post(std::string(kForm) + "/order", "field=7&way=up").status, 303);
  EXPECT_EQ(browser.post(std::string(kForm) + "/order", "field=3&way=retire").status, 303);
  EXPECT_EQ(browser.post(std::string(kForm) + "/order", "field=99&way=up").status, 404);
  EXPECT_EQ(browser.post(std::string(kForm) + "/use", "").status, 303);
  const auto& now = current_form(*vault_->directory(), "school")->definition();
  EXPECT_EQ(now.fields(5).number(), 7U);
  EXPECT_TRUE(now.fields(2).retired());
  page = browser.get(std::string(kForm) + "/history");
  EXPECT_TRUE(has(page, "Saule"));
  EXPECT_TRUE(has(page, "Not asked any more: Question3"));
}

TEST_F(OwnFormPages, OnlyStewardsMakeForms) {
  use(school_form());
  const auto worker = in("Aigul", {CircleKind::casework});
  Browser browser(*site_, &worker);
  for (const char* end : {"", "/new", "/file", "/import", "/form/school", "/form/school/head", "/form/school/field/new", "/form/school/field/1", "/form/school/try",
                          "/form/school/drop", "/form/school/history", "/form/school/file"}) {
    EXPECT_EQ(browser.get(std::string("/settings/forms") + end).status, 403) << end;
  }
  for (const char* end : {"/new", "/import", "/form/school/head", "/form/school/order", "/form/school/use", "/form/school/field/new", "/form/school/field/1", "/form/school/drop"}) {
    EXPECT_EQ(browser.post(std::string("/settings/forms") + end, "name=x&way=form-retire").status, 403) << end;
  }
  EXPECT_EQ(version_of(*vault_->directory(), "school"), 1U);
  EXPECT_FALSE(put_into_use(*vault_, worker, {{1, school_form()}}).is_ok());
  const auto healer = in("Dana", {CircleKind::health});
  Browser outside(*site_, &healer);
  EXPECT_EQ(outside.get(std::string(kForm) + "/answers").status, 404);
  EXPECT_EQ(outside.post(std::string(kForm) + "/answers", "sensitive=yes").status, 404);
}

TEST_F(OwnFormPages, AWorkerFillsItInAndCorrectsIt) {
  use(school_form());
  const CaseFiles files = open_one();
  const auto worker = in("Aigul", {CircleKind::casework});
  Browser browser(*site_, &worker);
  const std::string address = "/case/" + files.case_file.text();
  const std::string add = "/file/" + files.case_file.text() + "/add/own-school?case=" + files.case_file.text();
  EXPECT_TRUE(has(browser.get(address), "/add/own-school?case="));
  const auto form = browser.get(add);
  EXPECT_EQ(form.status, 200);
  const std::string once = Browser::value_of(form.body, "once");
  const std::string head = "definition=" + definition() + "&once=" + once;
  EXPECT_EQ(browser.post(add, head + "&f1=yes").status, 400);  // which school?
  EXPECT_EQ(browser.post(add, head + "&f1=no&f3=train").status, 400);
  EXPECT_EQ(browser.post(add, head + "&f1=yes&f2=No.+12&f3=bus&f3=books").status, 303);
  EXPECT_EQ(browser.post(add, head + "&f1=yes&f2=No.+12&f3=bus&f3=books").status, 303);  // sent twice, written once
  auto story = must(Cases(*vault_).read(*steward_, files.case_file));
  ASSERT_EQ(std::count_if(story.items.begin(), story.items.end(), [](const Item& item) { return kind_of(item) == "own-school"; }), 1);
  auto page = browser.get(address);
  EXPECT_TRUE(has(page, "School of the child"));
  EXPECT_TRUE(has(page, "A bus, Textbooks"));
  EXPECT_TRUE(has(page, "?type=own-school"));
  EXPECT_TRUE(has(browser.get(address + "?type=own-school"), "No. 12"));
  EXPECT_FALSE(has(browser.get(address + "?type=Note"), "No. 12"));
  EXPECT_TRUE(has(browser.get(address + "/print"), "No. 12"));

  const EntryId entry = story.items.back().latest().id;
  const std::string correct = "/file/" + files.case_file.text() + "/correct/" + entry.text();
  EXPECT_TRUE(has(browser.get(correct), "value=\"No. 12\""));
  const std::string with = "definition=" + definition();
  EXPECT_EQ(browser.post(correct, with + "&f1=yes&f2=No.+12&f3=bus&f3=books").status, 303);  // nothing was changed
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).find(entry)->versions.size(), 1U);
  EXPECT_EQ(browser.post(correct, with + "&f1=no&f2=No.+12").status, 303);
  story = must(Cases(*vault_).read(*steward_, files.case_file));
  ASSERT_EQ(story.find(entry)->versions.size(), 2U);
  page = browser.get(address);
  EXPECT_TRUE(has(page, "<del>No. 12</del>"));  // not shown, so not kept
  // Somebody else corrected it meanwhile: both versions are shown.
  page = browser.post(correct, with + "&f1=unknown");
  EXPECT_EQ(page.status, 409);
  EXPECT_EQ(browser.get("/file/" + files.case_file.text() + "/erase/" + entry.text()).status, 200);
  EXPECT_EQ(browser.post("/file/" + files.case_file.text() + "/erase/" + entry.text(), "").status, 303);
  EXPECT_FALSE(has(browser.get(address), "No. 12"));
}

TEST_F(OwnFormPages, AFormThatChangedMeanwhileIsShownAnew) {
  use(school_form());
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string add = "/file/" + files.case_file.text() + "/add/own-school";
  const std::string old_definition = definition();
  OwnFormDefinition changed = school_form();
  own_field(changed, 5, OWN_TEXT, "Teacher").set_required(true);
  use(changed);
  auto page = browser.post(add, "definition=" + old_definition + "&f1=yes&f2=No.+12");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(has(page, "This form was changed while you filled it in"));
  EXPECT_TRUE(has(page, "value=\"No. 12\""));
  EXPECT_TRUE(has(page, "Teacher"));
  EXPECT_EQ(browser.post(add, "definition=" + definition() + "&f1=yes&f2=No.+12&f5=X").status, 303);
  changed.set_retired(true);
  use(changed);
  EXPECT_EQ(browser.get(add).status, 404);
  EXPECT_EQ(browser.post(add, "definition=" + definition() + "&f1=no&f5=X").status, 404);
  EXPECT_FALSE(has(browser.get("/case/" + files.case_file.text()), "/add/own-school"));
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "No. 12"));
}

TEST_F(OwnFormPages, WhatMayNotBeReadMayNotBeWritten) {
  use(school_form(HEALTH));
  const CaseFiles files = open_one();
  const auto worker = in("Aigul", {CircleKind::casework});
  Browser browser(*site_, &worker);
  EXPECT_FALSE(has(browser.get("/case/" + files.case_file.text()), "/add/own-school"));
  const std::string add = "/file/" + files.person_file.text() + "/add/own-school";
  EXPECT_EQ(browser.get(add).status, 404);
  EXPECT_EQ(browser.post(add, "definition=" + definition() + "&f1=no").status, 404);
  EXPECT_EQ(browser.get("/file/" + files.case_file.text() + "/add/OwnAssistance").status, 404);
  EXPECT_EQ(browser.get("/file/" + files.case_file.text() + "/add/Own" + definition()).status, 404);
  Browser steward_browser(*site_, steward_.get());
  EXPECT_EQ(steward_browser.get("/file/" + files.case_file.text() + "/add/own-school").status, 404);  // a person's form, in a case's file
  EXPECT_EQ(steward_browser.post(add, "definition=" + definition() + "&f1=no").status, 303);
}

TEST_F(OwnFormPages, TwoStewardsAtOnceLoseNothing) {
  use(school_form());
  const auto other = in("Dana", {CircleKind::stewards, CircleKind::casework});
  Browser first(*site_, steward_.get());
  Browser second(*site_, &other);
  for (Browser* one : {&first, &second}) EXPECT_EQ(one->post(std::string(kForm) + "/field/new", "kind=text").status, 303);
  EXPECT_EQ(first.post(std::string(kForm) + "/field/5", "label_en=Teacher&answered=optional&sensitivity=ordinary").status, 303);
  EXPECT_EQ(second.post(std::string(kForm) + "/field/5", "label_en=Distance&answered=optional&sensitivity=ordinary").status, 303);
  EXPECT_EQ(first.post(std::string(kForm) + "/use", "").status, 303);
  const auto page = second.post(std::string(kForm) + "/use", "");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(has(page, "New: Teacher"));
  EXPECT_TRUE(has(page, "New: Distance"));
  EXPECT_EQ(second.post(std::string(kForm) + "/use", "").status, 303);
  const auto& now = current_form(*vault_->directory(), "school")->definition();
  EXPECT_EQ(schema::field_of(now, 5)->label().en(), "Teacher");
  EXPECT_EQ(schema::field_of(now, 6)->label().en(), "Distance");
}

TEST_F(OwnFormPages, AFileIsShownBeforeItIsTakenOver) {
  use(school_form());
  Browser browser(*site_, steward_.get());
  const std::string file = browser.get("/settings/forms/file").body;
  EXPECT_TRUE(file.starts_with("# arasha forms 1\n"));
  schema::FormData form;
  form.add("file", file);
  EXPECT_TRUE(has(browser.post("/settings/forms/import", schema::to_urlencoded(form)), "Is here already"));
  std::string other = "# arasha forms 1\nforms { name: \"work\" compartment: LEGAL title { ru: \"Работа <b>\" } fields { number: 1 label { ru: \"Навыки\" } } }\n";
  schema::FormData fresh;
  fresh.add("file", other);
  auto page = browser.post("/settings/forms/import", schema::to_urlencoded(fresh));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Работа &lt;b&gt;"));
  EXPECT_EQ(version_of(*vault_->directory(), "work"), 0U);
  fresh.add("seen", "work=1 ");  // of another state
  page = browser.post("/settings/forms/import", schema::to_urlencoded(fresh));
  EXPECT_EQ(version_of(*vault_->directory(), "work"), 0U);
  EXPECT_TRUE(has(page, "The forms here were changed meanwhile"));
  schema::FormData sure;
  sure.add("file", other);
  sure.add("seen", "work=0 ");
  EXPECT_EQ(browser.post("/settings/forms/import", schema::to_urlencoded(sure)).status, 303);
  EXPECT_EQ(version_of(*vault_->directory(), "work"), 1U);
  schema::FormData clash;
  clash.add("file", "# arasha forms 1\nforms { name: \"work\" compartment: LEGAL title { ru: \"x\" } fields { number: 2 label { ru: \"y\" } } }\n");
  clash.add("seen", "work=1 ");
  page = browser.post("/settings/forms/import", schema::to_urlencoded(clash));
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(has(page, "Does not fit"));
  EXPECT_EQ(version_of(*vault_->directory(), "work"), 1U);
}

// What another process signed is there at the next request.
TEST_F(OwnFormPages, AnotherProcessSeesTheForms) {
  const auto second = must(vault::Vault::open(data(), clock_));
  const auto there = must(second->sign_in("Saule", kPassword));
  must(put_into_use(*second, there, {{0, school_form()}}));
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "/add/own-school"));
}

}  // namespace
}  // namespace arasha::casework
