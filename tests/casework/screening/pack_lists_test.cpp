// The checklists of a country pack as screening lists, and a screening after its pack has changed.
#include "casework/screening/pack_lists.h"

#include "casework/browser.h"
#include "casework/screening/rules.h"
#include "casework/screening/words.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

constexpr const char* kCode = "kz.ill-treatment";

ListRef kz_list() {
  for (const ListRef& one : pack_lists(*pack::Shelf::built_in().find("kz"), *date_from_iso("2026-09-15"))) {
    if (std::string_view(one->code) == kCode) return one;
  }
  return nullptr;
}

TEST(PackLists, TheCriteriaOfKazakhstanAreOneAndThePalermoTestIsNotTwice) {
  const ListRef list = kz_list();
  ASSERT_NE(list, nullptr);
  EXPECT_STREQ(list->version, "2023-07-01");
  EXPECT_EQ(list->dimensions.size(), 3U);
  EXPECT_TRUE(is_unverified(*list));
  EXPECT_TRUE(pack_lists(pack::Shelf::built_in().generic(), *date_from_iso("2026-09-15")).empty());
  EXPECT_TRUE(pack_lists(*pack::Shelf::built_in().find("kz"), *date_from_iso("2023-06-30")).empty());  // the day before it
  EXPECT_EQ(pack_lists(*pack::Shelf::built_in().find("kz"), *date_from_iso("2023-07-01")).size(), 1U);
}

TEST(PackLists, CountedAndNotJudged) {
  struct Row {
    Answers answers;
    const char* result;
  };
  const std::vector<Row> rows = {{{{}, {}}, "not_enough"},
                                 {{{"trafficking"}, {}}, "criteria_somewhere"},
                                 {{{"trafficking", "interaction", "needs"}, {}}, "criteria_everywhere"},
                                 {{{"trafficking", "interaction"}, {"needs", "exploitation", "domestic-violence"}}, "criteria_somewhere"},
                                 {{{}, {"trafficking", "exploitation", "domestic-violence", "interaction", "needs"}}, "criteria_nowhere"},
                                 {{{}, {"trafficking"}}, "not_enough"}};
  for (const Row& row : rows) {
    for (const Profile profile : {Profile::adult, Profile::child}) {
      const auto advice = advise(*kz_list(), row.answers, profile);
      ASSERT_TRUE(advice.is_ok());
      EXPECT_EQ(advice->result, row.result);
    }
  }
  EXPECT_FALSE(advise(*kz_list(), {{"work_hours"}, {}}, Profile::adult));
  EXPECT_FALSE(advise(*kz_list(), {{"trafficking"}, {"trafficking"}}, Profile::adult));
}

TEST(PackLists, AnEntryIsReadWithoutThePack) {
  Screening screening;
  ASSERT_TRUE(put_answers(screening, *kz_list(), {{"trafficking"}, {"needs"}}, Profile::adult).is_ok());
  EXPECT_EQ(screening.list(), kCode);
  EXPECT_EQ(screening.list_version(), "2023-07-01");
  const ListRef stored = list_of(screening);
  ASSERT_NE(stored, nullptr);
  for (const Language language : kLanguages) {
    const Catalogue& words = Catalogue::of(language);
    EXPECT_EQ(text_of(words, *stored), text_of(words, *kz_list()));
    EXPECT_EQ(source_of(words, *stored), source_of(words, *kz_list()));
    EXPECT_NE(screening_value(words, screening, "yes").find(text_of(words, *kz_list()->find("trafficking"))), std::string::npos);
    EXPECT_EQ(screening_value(words, screening, "reasons").find("count "), std::string::npos);
    EXPECT_TRUE(screening_value(words, screening, "texts").empty());
  }
  std::vector<schema::FieldError> errors;
  check_screening(screening, errors);
  EXPECT_TRUE(errors.empty());
  screening.set_result("criteria_nowhere");
  check_screening(screening, errors);
  EXPECT_EQ(errors.size(), 1U);
}

TEST(PackLists, WhoIsAskedWhatIsKept) {
  pack::Checklist list;
  list.set_id("x");
  list.mutable_title()->set_en("List");
  auto& group = *list.add_groups();
  group.set_id("g");
  group.mutable_title()->set_en("Group");
  for (const auto& [id, who] : {std::pair{"all", pack::ChecklistItem::EVERYONE}, {"small", pack::ChecklistItem::CHILDREN}, {"big", pack::ChecklistItem::ADULTS}}) {
    auto& item = *group.add_items();
    item.set_id(id);
    item.mutable_title()->set_en(id);
    item.set_asked_of(who);
  }
  Screening screening;
  screening.set_list("p.x");
  screening.set_list_version("2020-01-01");
  ScreeningList shown{};
  shown.checklist = &list;
  put_texts(screening, shown);
  const ListRef stored = list_of(screening);
  ASSERT_NE(stored, nullptr);
  EXPECT_EQ(indicators_of(*stored, "g", Profile::adult).size(), 2U);
  EXPECT_EQ(indicators_of(*stored, "g", Profile::child).size(), 2U);
  EXPECT_EQ(weight_of(*stored->find("small"), Profile::adult), Weight::none);
  EXPECT_EQ(weight_of(*stored->find("big"), Profile::child), Weight::none);
  // What is no list of ours is none: shown as it is stored.
  for (const char* line : {"nonsense", "a/b/c/d en X", "plain en X"}) {
    Screening damaged = screening;
    damaged.add_texts(line);
    EXPECT_EQ(list_of(damaged), nullptr) << line;
    EXPECT_EQ(screening_value(Catalogue::of(Language::en), damaged, "list"), "p.x");
  }
}

class PackScreening : public SiteTest {};

TEST_F(PackScreening, FromTheChooserToTheAdviceAndAfterTheChangeOfThePack) {
  must(vault_->change_setting(*steward_, pack::kPackSetting, "kz"));
  const CaseFiles files = open_one();
  const std::string base = "/file/" + files.case_file.text();
  Browser browser(*site_, steward_.get());
  const auto chooser = browser.get(base + "/add/Screening");
  EXPECT_TRUE(has(chooser, "value=\"kz.ill-treatment\""));
  EXPECT_TRUE(has(chooser, "Not verified"));
  const std::string form = Browser::location(browser.post(base + "/add/Screening", "list=kz.ill-treatment&profile=adult"));
  EXPECT_EQ(form, base + "/screening/new/kz.ill-treatment/adult");
  const auto questions = browser.get(form);
  EXPECT_TRUE(has(questions, "name=\"q-trafficking\""));
  EXPECT_TRUE(has(questions, "Domestic violence"));
  EXPECT_TRUE(has(questions, "Not verified"));
  const auto saved = browser.post(form, "version=2023-07-01&date=2026-09-15&asked=person&q-trafficking=yes&q-interaction=yes&q-needs=yes");
  ASSERT_EQ(saved.status, 303);
  const auto advice = browser.get(Browser::location(saved));
  EXPECT_TRUE(has(advice, "Criteria are shown in every part of the list"));
  // Another pack: the old screening stays readable, and is not answered again by a list that is not there.
  must(vault_->change_setting(*steward_, pack::kPackSetting, "generic"));
  EXPECT_EQ(browser.get(form).status, 404);
  for (const std::string& address : {Browser::location(saved), "/case/" + files.case_file.text()}) {
    const auto page = browser.get(address);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "Trafficking in persons, slavery included")) << address;
    EXPECT_FALSE(has(page, "/trafficking ru")) << address;
  }
  EXPECT_FALSE(has(browser.get(Browser::location(saved)), "Answer again"));
  // Another version of the list on the form: looked at anew.
  must(vault_->change_setting(*steward_, pack::kPackSetting, "kz"));
  EXPECT_EQ(browser.post(form, "version=2020-01-01&date=2026-09-15&asked=person&q-trafficking=yes").status, 400);
}

}  // namespace
}  // namespace arasha::casework
