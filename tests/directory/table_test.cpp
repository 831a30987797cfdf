#include "house.h"

namespace arasha::directory {
namespace {

using Names = std::vector<std::string>;

class DirectoryTable : public House {
 protected:
  void SetUp() override {
    House::SetUp();
    hope_ = open(organisation("Приют «Надежда»"));
    auto abbreviated = organisation("Юридическая помощь мигрантам", "legal_aid_bar");
    abbreviated.set_abbreviation("ЮПМ");
    abbreviated.set_receives_referrals("yes");
    law_ = open(abbreviated);
    add(law_, place("Астана", "Акмолинская область"));
    auto lawyer = service("Консультация юриста", {"legal_information", "wages"}, {"ru", "uz"});
    auto* hours = lawyer.add_hours();
    hours->add_days("mo");
    hours->set_opens("09:00");
    hours->set_closes("18:00");
    add(law_, lawyer);
    const EntryId almaty = add(hope_, place("Алматы", "Алматы"));
    add(hope_, place("Тараз", "Жамбылская область"));
    auto beds = service("Ночлег для женщин", {"accommodation", "food"}, {"ru", "kk"});
    beds.add_sexes("female");
    beds.set_age_from("18");
    beds.add_places(almaty.text());
    beds_ = add(hope_, beds);
    add(hope_, service("Психолог", {"counselling"}, {"uz"}));
  }
  FileId hope_;
  FileId law_;
  EntryId beds_;
};

TEST_F(DirectoryTable, ListsByName) { EXPECT_EQ(names({}), (Names{"Приют «Надежда»", "Юридическая помощь мигрантам"})); }

TEST_F(DirectoryTable, FindsInAnyScriptWithASlip) {
  for (const char* text : {"Надежда", "nadezhda", "надежа", "Nadezda"}) EXPECT_EQ(names({.text = text}), (Names{"Приют «Надежда»"})) << text;
  EXPECT_EQ(names({.text = "konsultaciya yurista"}), (Names{"Юридическая помощь мигрантам"}));
  EXPECT_EQ(names({.text = "ЮПМ"}), (Names{"Юридическая помощь мигрантам"}));
  EXPECT_TRUE(names({.text = "Караганда"}).empty());
}

TEST_F(DirectoryTable, FindsByNeedLanguageSexAge) {
  EXPECT_EQ(names({.need = "wages"}), (Names{"Юридическая помощь мигрантам"}));
  EXPECT_EQ(names({.language = "uz"}).size(), 2U);
  // One and the same service: beds are in Russian and Kazakh, the psychologist speaks Uzbek.
  EXPECT_TRUE(names({.need = "accommodation", .language = "uz"}).empty());
  EXPECT_TRUE(names({.need = "accommodation", .sex = "male"}).empty());
  EXPECT_EQ(names({.need = "accommodation", .sex = "female"}).size(), 1U);
  Query child;
  child.need = "accommodation";
  child.age = 17;
  EXPECT_TRUE(names(child).empty());
  child.age = 18;
  EXPECT_EQ(names(child).size(), 1U);
}

TEST_F(DirectoryTable, FindsByPlaceOfThatService) {
  EXPECT_EQ(names({.where = "Almaty"}).size(), 1U);
  EXPECT_EQ(names({.where = "тараз"}).size(), 1U);
  EXPECT_TRUE(names({.need = "accommodation", .where = "Тараз"}).empty());
  EXPECT_EQ(names({.need = "counselling", .where = "Тараз"}).size(), 1U);
  EXPECT_EQ(names({.where = "Акмолинская"}), (Names{"Юридическая помощь мигрантам"}));
  EXPECT_TRUE(names({.where = "«»"}).empty());
}

TEST_F(DirectoryTable, FindsWhoIsOpen) {
  Query query;
  query.open = Moment{0, 600, {}};
  EXPECT_EQ(names(query), (Names{"Юридическая помощь мигрантам"}));
  query.open = Moment{1, 600, {}};
  EXPECT_TRUE(names(query).empty());
}

TEST_F(DirectoryTable, FindsFreePlacesAndWhoTakesReferrals) {
  Query query;
  query.with_vacancy = true;
  EXPECT_TRUE(names(query).empty());
  DirectoryVacancy none;
  none.set_kind("night");
  none.set_least("0");
  none.set_date("2026-09-20");
  const EntryId said = add(hope_, none);
  EXPECT_TRUE(names(query).empty());
  none.set_most("2");
  must(Files(*vault_).correct(*steward_, hope_, said, none));
  EXPECT_EQ(names(query).size(), 1U);
  EXPECT_EQ(names({.takes_referrals = true}), (Names{"Юридическая помощь мигрантам"}));
  EXPECT_EQ(names({.type = "legal_aid_bar"}).size(), 1U);
}

TEST_F(DirectoryTable, DoesNotOfferWhatDoesNotRunOrIsClosed) {
  auto beds = service("Ночлег", {"accommodation"});
  beds.set_status("temporarily_closed");
  must(Files(*vault_).correct(*steward_, hope_, beds_, beds));
  EXPECT_TRUE(names({.need = "accommodation"}).empty());
  auto closed = organisation("Приют «Надежда»");
  closed.set_ended("2026-09-01");
  const auto record = must(Files(*vault_).read(*steward_, hope_));
  must(Files(*vault_).correct(*steward_, hope_, record.organisation()->latest().id, closed));
  EXPECT_EQ(names({}).size(), 1U);
  EXPECT_EQ(names({.closed_too = true}).size(), 2U);
}

TEST_F(DirectoryTable, TellsWhatWasNotLookedAt) {
  EXPECT_TRUE(names({.looked_at_before = "2026-09-21"}).empty());
  EXPECT_EQ(names({.looked_at_before = "2026-09-22"}).size(), 2U);
  clock_.advance(std::chrono::hours(24 * 5));
  DirectoryChecked checked;
  checked.set_date("2026-09-26");
  add(law_, checked);
  EXPECT_EQ(names({.looked_at_before = "2026-09-22"}), (Names{"Приют «Надежда»"}));
}

TEST_F(DirectoryTable, IsEmptyAfterTheLastReaderHasGone) {
  EXPECT_EQ(names({}).size(), 2U);
  EXPECT_GT(table_->bytes(), 0U);
  projection_->keep_only({});
  EXPECT_EQ(names({}).size(), 2U);  // loaded anew
}

}  // namespace
}  // namespace arasha::directory
