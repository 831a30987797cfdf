#include "directory/hsds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "directory/hsds_records.h"
#include "statistics/packed_parts.h"
#include "statistics/unzip.h"
#include "vault/vault.h"
#include "where.h"

namespace arasha::directory {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOrganisation = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";
constexpr const char* kService = "ac148810-d857-441c-9679-408f346de14b";

std::string zip_of(std::initializer_list<std::pair<const char*, std::string>> files) {
  statistics::PackedParts zip;
  for (const auto& [name, content] : files) {
    zip.begin(name);
    zip.add(content);
  }
  return *zip.finish();
}

std::string message_of(const Result<HsdsTables>& result) { return result ? "taken" : result.error().to_string(); }

HsdsContent content_of(const Result<HsdsTables>& tables) {
  EXPECT_TRUE(tables) << message_of(tables);
  if (!tables) return {};
  auto content = read_organisations(*tables, "yes");
  EXPECT_TRUE(content);
  return content ? std::move(*content) : HsdsContent();
}

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

const fs::path& examples() {
  static const fs::path path = fs::path(where::kSharedData) / "hsds" / "examples";
  return path;
}

TEST(HsdsJson, ReadsAnOrganisationWithWhatIsInIt) {
  const auto content = content_of(read_hsds_json(std::string(R"({"contents":[
{"id":")") + kOrganisation + R"(","name":"Shelter","alternate_name":"Приют; Баспана","description":"d","website":"https://example.org","email":"a@b.kz",
 "services":[{"id":")" + kService + R"(","name":"Beds","status":"temporarily closed","minimum_age":18,"maximum_age":99,"arasha_needs":"accommodation,food",
   "languages":[{"id":"2989d3ed-c547-48f8-8f9d-432d81c7892e","code":"ur"}],
   "schedules":[{"id":"48102e86-bb50-41c4-8f1e-e269368c41d1","freq":"WEEKLY","byday":"MO,FR","opens_at":"09:00:00","closes_at":"18:00Z"}]}],
 "phones":[{"id":"1554f2e2-a373-45db-a3fa-9fc48a61c15e","number":"\"+7 701 1\""}]}]})"));
  ASSERT_EQ(content.organisations.size(), 1U);
  const auto& one = content.organisations.front();
  EXPECT_EQ(one.line, 2U);
  EXPECT_TRUE(one.mistakes.empty());
  EXPECT_EQ(one.value.other_names_size(), 2);
  ASSERT_EQ(one.services.size(), 1U);
  const DirectoryService& service = one.services.front().value;
  EXPECT_EQ(service.status(), "temporarily_closed");
  EXPECT_EQ(service.needs_size(), 2);
  EXPECT_EQ(service.age_from(), "18");
  ASSERT_EQ(service.hours_size(), 1);
  EXPECT_EQ(service.hours(0).days_size(), 2);
  EXPECT_EQ(service.hours(0).closes(), "18:00");
  EXPECT_EQ(service.languages_size(), 1);
  ASSERT_EQ(one.contacts.size(), 1U);
  EXPECT_EQ(one.contacts.front().value.phones(0), "+7 701 1");
}

TEST(HsdsJson, HostileFilesEndInAClearSentence) {
  EXPECT_NE(message_of(read_hsds("")).find("no file of a directory"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("hello")).find("no file of a directory"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("{\"id\":\n\n oops}")).find("Line 3"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("{\"a\":1")).find("no JSON"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("[1] x")).find("no JSON"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("{\"name\":\"\xff\xfe\"}")).find("no JSON"), std::string::npos);
  EXPECT_NE(message_of(read_hsds(std::string(100'000, '['))).find("nests deeper"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("[" + std::string(kHsdsValues + 1, ',') + "]")).find("more values"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("[" + std::string(kHsdsBytes, ' ') + "]")).find("larger than"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("{\"id\":\"a\",\"o\":{},\"o\":{}}")).find("a name stands twice"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("{}")).find("no organisation"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("[null,1,\"x\"]")).find("no organisation"), std::string::npos);
  EXPECT_NE(message_of(read_hsds("{\"id\":\"a\",\"name\":\"" + std::string(kHsdsCell + 1, 'x') + "\"}")).find("a text is longer"), std::string::npos);
}

TEST(HsdsZip, HostileArchivesEndInAClearSentence) {
  std::string where;
  EXPECT_NE(message_of(read_hsds("PK\x03\x04 nothing")).find("broken"), std::string::npos);
  EXPECT_NE(message_of(read_hsds(zip_of({{"services.csv", "id,name\n"}}))).find("organizations.csv"), std::string::npos);
  EXPECT_NE(message_of(read_hsds(zip_of({{"organizations.csv", "name\nA\n"}}), &where)).find("column “id”"), std::string::npos);
  EXPECT_EQ(where, "organizations.csv");
  EXPECT_FALSE(read_hsds(zip_of({{"organizations.csv", "id,name\n1\n"}})));
  EXPECT_FALSE(read_hsds(zip_of({{"organizations.csv", "id,name\n1,\xff\n"}})));
  EXPECT_NE(message_of(read_hsds(zip_of({{"organizations.csv", "id\n"}, {"x/organizations.csv", "id\n"}}))).find("stands twice"), std::string::npos);
  EXPECT_NE(message_of(read_hsds(zip_of({{"organizations.csv", "id,name\n1," + std::string(kHsdsCell + 1, 'x') + "\n"}}))).find("Line 2: a cell is longer"), std::string::npos);
  // A bomb: little that unpacks to much.
  EXPECT_NE(message_of(read_hsds(zip_of({{"a.csv", std::string(std::size_t{40} << 20U, 'x')}}))).find("unpacks to more"), std::string::npos);
  std::string cut = zip_of({{"organizations.csv", "id,name\n"}});
  cut.resize(cut.size() / 2);
  EXPECT_FALSE(read_hsds(cut));
}

TEST(HsdsRecords, RefuseWhatHasNoIdOrName) {
  const auto content = content_of(read_hsds(zip_of({{"organizations.csv", std::string("id,name\nnumber one,A\n") + kOrganisation + ",B\n" + kOrganisation + ",C\n" +
                                                                              "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c611,\n"}})));
  ASSERT_EQ(content.organisations.size(), 4U);
  ASSERT_EQ(content.organisations[0].mistakes.size(), 1U);
  EXPECT_EQ(content.organisations[0].mistakes[0].line, 2U);
  EXPECT_NE(content.organisations[0].mistakes[0].error.to_string().find("no UUID"), std::string::npos);
  EXPECT_TRUE(content.organisations[1].mistakes.empty());
  EXPECT_NE(content.organisations[2].mistakes[0].error.to_string().find("twice"), std::string::npos);
  EXPECT_NE(content.organisations[3].mistakes[0].error.to_string().find("no name"), std::string::npos);
}

TEST(HsdsRecords, SayWhichRowsHangInTheAir) {
  const auto content = content_of(read_hsds(zip_of({{"organizations.csv", std::string("id,name\n") + kOrganisation + ",A\n"},
                                                     {"services.csv", std::string("id,organization_id,name\n") + kService + ",d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c699,S\n"},
                                                     {"funding.csv", "id,source\n1,x\n"}})));
  ASSERT_EQ(content.mistakes.size(), 1U);
  EXPECT_EQ(content.mistakes[0].table, "services");
  EXPECT_EQ(content.mistakes[0].line, 2U);
}

TEST(HsdsRecords, LeaveOutWhatDoesNotFitAndSaySo) {
  const auto content = content_of(read_hsds(zip_of({{"organizations.csv", std::string("id,name,website,email\n") + kOrganisation + ",A,javascript:alert(1),nobody\n"}})));
  const auto& one = content.organisations.front();
  EXPECT_TRUE(one.mistakes.empty());
  EXPECT_EQ(one.notes.size(), 2U);
  EXPECT_TRUE(one.value.website().empty());
  EXPECT_TRUE(one.value.email().empty());
}

TEST(HsdsRecords, CutALongTextBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 400; ++i) name += "ә";
  const auto content = content_of(read_hsds(zip_of({{"organizations.csv", std::string("id,name\n") + kOrganisation + "," + name + "\n"}})));
  EXPECT_EQ(content.organisations.front().value.name().size(), 600U);
  EXPECT_EQ(content.organisations.front().notes.size(), 1U);
}

TEST(HsdsExport, SecretsNeverLeave) {
  DirectoryCard card;
  card.mutable_organisation()->set_name("Shelter");
  card.mutable_organisation()->set_type("ngo_shelter");
  card.mutable_organisation()->set_give_on("yes");
  auto* secret = card.add_places();
  secret->set_id(crypto::random_id<EntryId>().text());
  secret->mutable_value()->set_secrecy("secret");
  secret->mutable_value()->set_address("ул. Тайная, д. 15");
  secret->mutable_value()->set_locality("Secretville");
  secret->mutable_value()->set_latitude("43.238949");
  auto* service = card.add_services();
  service->set_id(crypto::random_id<EntryId>().text());
  service->mutable_value()->set_name("Beds");
  service->mutable_value()->set_status("active");
  service->mutable_value()->add_places(secret->id());
  auto* contact = card.add_contacts();
  contact->set_id(crypto::random_id<EntryId>().text());
  contact->mutable_value()->set_name("Aliya");
  contact->mutable_value()->set_give_on("no");
  auto* desk = card.add_contacts();
  desk->set_id(crypto::random_id<EntryId>().text());
  desk->mutable_value()->set_name("Desk");
  desk->mutable_value()->set_give_on("yes");
  desk->mutable_value()->add_phones("+7 701 111 22 33");
  desk->mutable_value()->set_safe_channel("only by letter");
  auto* vacancy = card.add_vacancies();
  vacancy->set_id(crypto::random_id<EntryId>().text());
  vacancy->mutable_value()->set_kind("night");
  vacancy->mutable_value()->set_least("2");
  vacancy->mutable_value()->set_said_by("Gulnara");
  vacancy->mutable_value()->set_note("behind the market");
  const FileId file = crypto::random_id<FileId>();
  HsdsExporter exporter;
  exporter.add(file, card);
  const HsdsExport out = exporter.take();
  ASSERT_EQ(out.files.size(), 1U);
  std::string zip_text;
  const auto parts = statistics::unzip(*to_hsds_zip(out.tables));
  ASSERT_TRUE(parts);
  for (const auto& part : *parts) zip_text += part.content;
  for (const std::string& text : {to_hsds_json(out.tables), zip_text}) {
    EXPECT_NE(text.find("Desk"), std::string::npos);
    for (const char* never : {"Тайная", "Secretville", "43.238", "Aliya", "only by letter", "Gulnara", "market"}) EXPECT_EQ(text.find(never), std::string::npos) << never;
  }

  // Written into another field, even in another alphabet, the address holds the organisation back.
  service->mutable_value()->set_description("Come to Taynaya 15, second floor");
  HsdsExporter second;
  second.add(file, card);
  const HsdsExport held = second.take();
  EXPECT_TRUE(held.files.empty());
  EXPECT_EQ(held.withheld, std::vector<std::string>{"Shelter"});
  EXPECT_EQ(held.tables.size(), 0U);

  service->mutable_value()->clear_description();
  card.mutable_organisation()->set_give_on("no");
  HsdsExporter third;
  third.add(file, card);
  card.mutable_organisation()->set_give_on("yes");
  card.mutable_organisation()->set_ended("2026-09-01");
  third.add(file, card);
  EXPECT_EQ(third.take().tables.size(), 0U);
}

TEST(HsdsExport, ASpreadsheetRunsNothing) {
  DirectoryCard card;
  card.mutable_organisation()->set_name("=HYPERLINK(\"x\")");
  card.mutable_organisation()->set_type("other");
  card.mutable_organisation()->set_give_on("yes");
  HsdsExporter exporter;
  exporter.add(crypto::random_id<FileId>(), card);
  const std::string zip = *to_hsds_zip(exporter.take().tables);
  const auto parts = statistics::unzip(zip);
  ASSERT_TRUE(parts);
  const auto table = std::find_if(parts->begin(), parts->end(), [](const auto& part) { return part.name == "organizations.csv"; });
  ASSERT_NE(table, parts->end());
  EXPECT_NE(table->content.find("\"'=HYPERLINK"), std::string::npos);
  EXPECT_EQ(content_of(read_hsds(zip)).organisations.front().value.name(), "=HYPERLINK(\"x\")");
}

TEST(HsdsExamples, OfTheStandardAreTaken) {
  if (!fs::exists(examples())) GTEST_SKIP() << "skipped: the examples of the standard are not here";
  for (const char* name : {"organization_full.json", "organization_list.json", "service_full.json", "service_list.json", "service_at_location_full.json", "tabular.json"}) {
    const auto tables = read_hsds(file_text(examples() / name));
    ASSERT_TRUE(tables) << name << ": " << message_of(tables);
    const auto content = content_of(tables);
    ASSERT_FALSE(content.organisations.empty()) << name;
    for (const auto& one : content.organisations) {
      EXPECT_TRUE(one.mistakes.empty()) << name << ": " << (one.mistakes.empty() ? "" : one.mistakes.front().error.to_string());
      EXPECT_EQ(one.value.name(), "Example Organization Inc.") << name;
    }
  }
  const auto full = content_of(read_hsds(file_text(examples() / "organization_full.json")));
  ASSERT_EQ(full.organisations.size(), 1U);
  const auto& one = full.organisations.front();
  ASSERT_EQ(one.services.size(), 1U);
  EXPECT_EQ(one.services[0].value.name(), "Community Counselling");
  EXPECT_EQ(one.services[0].value.age_from(), "12");
  EXPECT_EQ(one.services[0].value.languages_size(), 1);
  EXPECT_EQ(one.services[0].value.hours_size(), 1);
  ASSERT_EQ(one.places.size(), 1U);
  EXPECT_EQ(one.places[0].value.locality(), "MyCity");
  EXPECT_TRUE(one.places[0].value.latitude().empty());  // 100 degrees: the example's own
  EXPECT_FALSE(one.contacts.empty());
}

TEST(HsdsExamples, OfTheDataPackageAreTaken) {
  if (!fs::exists(examples())) GTEST_SKIP() << "skipped: the examples of the standard are not here";
  statistics::PackedParts zip;
  for (const auto& file : fs::directory_iterator(examples() / "csv")) {
    zip.begin(file.path().filename().string());
    zip.add(file_text(file.path()));
  }
  const auto content = content_of(read_hsds(*zip.finish()));
  ASSERT_EQ(content.organisations.size(), 1U);
  const auto& one = content.organisations.front();
  EXPECT_TRUE(one.mistakes.empty());
  ASSERT_EQ(one.services.size(), 1U);
  EXPECT_EQ(one.services[0].places.size(), 1U);
  EXPECT_NE(one.services[0].value.documents().find("Passport"), std::string::npos);
}

}  // namespace
}  // namespace arasha::directory
