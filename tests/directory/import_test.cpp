#include "directory/import.h"

#include "directory/export.h"
#include "house.h"

namespace arasha::directory {
namespace {

// Another organisation elsewhere, beside the one of the house.
class Elsewhere {
 public:
  Elsewhere(const std::filesystem::path& folder, const Clock& clock) {
    vault::Vault::InitOptions options;
    options.organization = "Other centre";
    options.steward = "Marat";
    options.password = "four words for another";
    options.cost = vault::kCheap;
    must(vault::Vault::init(folder, options, clock));
    vault_ = must(vault::Vault::open(folder, clock));
    by_ = std::make_unique<vault::Keyring>(must(vault_->sign_in("Marat", "four words for another")));
    projection_ = std::make_unique<projection::Projection>(*vault_);
    projection_->attach(DIRECTORY, table_);
  }
  ImportPlan plan(const std::string& bytes) {
    std::vector<Row> present;
    {
      auto access = must(projection_->enter(*by_, DIRECTORY));
      present = table_.organisations(access);
    }
    return must(plan_import(*vault_, *by_, must(read_hsds(bytes)), "yes", present));
  }
  std::size_t take_over(const std::string& bytes) { return must(carry_out(*vault_, *by_, plan(bytes))); }
  std::string export_as(const char* form) { return must(export_directory(*vault_, *by_, *projection_, table_, "test", form)).content; }

 private:
  std::unique_ptr<vault::Vault> vault_;
  Table table_;
  std::unique_ptr<vault::Keyring> by_;
  std::unique_ptr<projection::Projection> projection_;
};

class DirectoryImport : public House {
 protected:
  using Way = ImportStep::Way;
  // One of everything.
  FileId whole() {
    auto one = organisation("Қонақүй «Үміт»");
    one.set_abbreviation("ҮМ");
    one.add_other_names("Shelter Umit");
    one.add_other_names("Приют «Умит»");
    one.set_description("Помощь пострадавшим.\nКруглосуточно.");
    one.set_website("https://example.org/umit");
    one.set_email("umit@example.org");
    one.set_legal_status("Public foundation");
    one.set_receives_referrals("yes");
    const FileId file = open(one);
    auto where = place("Шымкент", "Түркістан облысы", "public", "Тестовая 1");
    where.set_name("Офис");
    where.set_country("KZ");
    where.set_postal_code("160000");
    where.set_latitude("42.3417");
    where.set_longitude("69.5901");
    where.set_transport("Автобус 5");
    where.set_accessibility("Пандус");
    const EntryId office = add(file, where);
    add(file, place("Шымкент", "Түркістан облысы", "secret", "Тайная 77"));
    auto beds = service("Ночлег", {"accommodation", "food"}, {"kk", "ru", "uz"});
    beds.set_standard("social_domestic");
    beds.set_description("Десять мест");
    beds.add_sexes("female");
    beds.set_age_from("18");
    beds.set_age_to("60");
    beds.add_groups("foreigner");
    beds.set_eligibility("По звонку");
    beds.set_interpretation("Узбекский");
    beds.set_fees("Бесплатно");
    beds.set_application("Позвонить");
    beds.set_documents("Не нужны");
    beds.set_wait("нет");
    beds.set_hours_note("Ночью звонить");
    beds.add_places(office.text());
    auto* hours = beds.add_hours();
    for (const char* day : {"mo", "tu"}) hours->add_days(day);
    hours->set_opens("20:00");
    hours->set_closes("08:00");
    hours->set_valid_from("2026-01-01");
    auto* always = beds.add_hours();
    always->set_opens("00:00");
    always->set_closes("24:00");
    add(file, beds);
    DirectoryContact person;
    person.set_name("Асель");
    person.set_position("координатор");
    person.set_email("asel@example.org");
    person.add_phones("+7 701 000 00 01");
    person.add_phones("+7 701 000 00 02");
    person.add_languages("kk");
    person.set_give_on("yes");
    add(file, person);
    DirectoryContact line;
    line.set_name("Дежурный");
    line.add_phones("+7 701 000 00 03");
    line.add_languages("ru");
    line.set_give_on("yes");
    add(file, line);
    DirectoryVacancy vacancy;
    vacancy.set_kind("night");
    vacancy.add_sexes("female");
    vacancy.set_ages("adults");
    vacancy.set_least("2");
    vacancy.set_most("4");
    vacancy.set_date("2026-09-20");
    add(file, vacancy);
    return file;
  }
  std::string exported(const char* form) { return must(export_directory(*vault_, *steward_, *projection_, *table_, "Partners", form)).content; }
};

TEST_F(DirectoryImport, ExportImportedElsewhereIsExportedTheSame) {
  whole();
  open(organisation("Second", "ngo_partner"));
  const std::string json = exported("json");
  EXPECT_EQ(json.find("Тайная"), std::string::npos);
  Elsewhere other(root_ / "other", clock_);
  EXPECT_EQ(other.take_over(json), 2U);
  EXPECT_EQ(other.export_as("json"), json);
  Elsewhere third(root_ / "third", clock_);
  EXPECT_EQ(third.take_over(exported("csv")), 2U);
  EXPECT_EQ(third.export_as("json"), json);
}

TEST_F(DirectoryImport, OwnExportIsHereAlready) {
  whole();
  const auto plan = must(plan_import(*vault_, *steward_, must(read_hsds(exported("json"))), "yes", rows()));
  EXPECT_EQ(plan.count(Way::same), 1U);
  EXPECT_EQ(must(carry_out(*vault_, *steward_, plan)), 0U);
}

TEST_F(DirectoryImport, TwiceChangesNothingAndANewVersionOnlyWhatIsNew) {
  whole();
  std::string json = exported("json");
  Elsewhere other(root_ / "other", clock_);
  other.take_over(json);
  EXPECT_EQ(other.take_over(json), 0U);
  json.replace(json.find("Ночлег"), std::string("Ночлег").size(), "Кров");
  const auto plan = other.plan(json);
  ASSERT_EQ(plan.count(Way::changed), 1U);
  EXPECT_EQ(plan.steps.front().changed_items, 1U);
  EXPECT_EQ(plan.steps.front().new_items, 0U);
  EXPECT_EQ(other.take_over(json), 1U);
  EXPECT_EQ(other.export_as("json"), json);
}

TEST_F(DirectoryImport, KeepsWhatOnlyWeKnow) {
  const FileId file = whole();
  const std::string json = exported("json");
  // Here, after the export: a note that never leaves, and it is not given on any more.
  const Record record = must(Files(*vault_).read(*steward_, file));
  for (const Item* item : record.all<DirectoryContact>()) {
    auto contact = *item->as<DirectoryContact>();
    contact.set_safe_channel("signal only");
    must(Files(*vault_).correct(*steward_, file, item->latest().id, contact));
  }
  auto mine = *record.organisation()->as<DirectoryOrganisation>();
  mine.set_give_on("no");
  mine.clear_abbreviation();
  must(Files(*vault_).correct(*steward_, file, record.organisation()->latest().id, mine));
  const auto plan = must(plan_import(*vault_, *steward_, must(read_hsds(json)), "yes", rows()));
  EXPECT_EQ(must(carry_out(*vault_, *steward_, plan)), 1U);
  const DirectoryCard card = card_of(must(Files(*vault_).read(*steward_, file)));
  EXPECT_EQ(card.organisation().give_on(), "no");
  EXPECT_EQ(card.organisation().abbreviation(), "ҮМ");
  EXPECT_EQ(card.contacts(0).value().safe_channel(), "signal only");
  EXPECT_EQ(card.places_size(), 2);
}

TEST_F(DirectoryImport, AFileThatMovedMeanwhileIsAConflictAndNothingIsWritten) {
  const FileId file = whole();
  std::string json = exported("json");
  json.replace(json.find("Ночлег"), std::string("Ночлег").size(), "Кров");
  const auto plan = must(plan_import(*vault_, *steward_, must(read_hsds(json)), "yes", rows()));
  add(file, service("Another", {}));
  const auto late = carry_out(*vault_, *steward_, plan);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
}

TEST_F(DirectoryImport, RefusedOnesDoNotStopTheOthers) {
  const auto tables = must(read_hsds(R"([{"id":"nonsense","name":"A"},{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"B"}])"));
  const auto plan = must(plan_import(*vault_, *steward_, tables, "no", rows()));
  EXPECT_EQ(plan.count(Way::refused), 1U);
  EXPECT_EQ(must(carry_out(*vault_, *steward_, plan)), 1U);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows().front().card.organisation().give_on(), "no");
}

TEST_F(DirectoryImport, WhoMayOnlyLookTakesNothingOverAndGivesNothingOn) {
  whole();
  const auto caseworker = in("Daniyar", {vault::CircleKind::casework});
  const auto tables = must(read_hsds(R"([{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"B"}])"));
  const auto plan = must(plan_import(*vault_, caseworker, tables, "no", {}));
  const auto done = carry_out(*vault_, caseworker, plan);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::denied);
  const auto given = export_directory(*vault_, caseworker, *projection_, *table_, "x", "json");
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().code, ErrorCode::denied);
}

TEST_F(DirectoryImport, WhatLeavesIsRecorded) {
  const FileId file = whole();
  exported("csv");
  auto access = must(projection_->enter(*steward_, DIRECTORY));
  const auto outflows = table_->outflows(access);
  ASSERT_EQ(outflows.size(), 1U);
  EXPECT_EQ(outflows.front().card.outflow().recipient(), "Partners");
  EXPECT_EQ(outflows.front().card.outflow().organisations(), "1");
  bool recorded = false;
  for (const auto& one : must(vault_->readings(*steward_, UINT64_MAX, 50))) recorded = recorded || (one.reading.action == vault::Action::exported && one.reading.file == file);
  EXPECT_TRUE(recorded);
}

}  // namespace
}  // namespace arasha::directory
