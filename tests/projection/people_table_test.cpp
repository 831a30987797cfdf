#include "projection/people_table.h"

#include <gmock/gmock.h>

#include "projection/shelf.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using vault::Keyring;
using vault::must;

class PeopleTableTest : public ShelfWorld {
 protected:
  FileId add_person(const Keyring& by, const PersonCard& card) { return add(*vault_, by, IDENTITY, card); }
};

TEST_F(PeopleTableTest, FindsByNameOtherNameTelephoneAndDocument) {
  const Keyring by = steward();
  PersonCard card = person_card("Нұрланқызы Әлия");
  card.add_names("Alia Stage");
  card.set_phone("+7 701 234 56 78");
  card.set_document_number("N 1234567");
  const FileId file = add_person(by, card);
  add_person(by, person_card("Петров Сергей Иванович"));
  for (const char* query :
       {"Aliya Nurlankyzy", "алия нурланкызы", "stage", "8 701 234 56 78", "7012345678", "N1234567"}) {
    EXPECT_THAT(people(by, query), ElementsAre(file)) << query;
  }
  EXPECT_THAT(people(by, ""), IsEmpty());
  EXPECT_THAT(people(by, "Zhanna"), IsEmpty());
}

TEST_F(PeopleTableTest, ShowsTheCardAndTheBestFirst) {
  const Keyring by = steward();
  PersonCard exact = person_card("Алиев Карим");
  exact.set_birth_date("1990-05-01");
  const FileId first = add_person(by, exact);
  add_person(by, person_card("Алиев Камил"));
  const Access access = must(tables_->projection().enter(by, IDENTITY));
  const auto found = tables_->people().search(access, "Aliyev Karim", 10);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].person, first);
  EXPECT_EQ(found[0].card.birth_date(), "1990-05-01");
  for (std::size_t i = 1; i < found.size(); ++i) EXPECT_LE(found[i].score, found[i - 1].score);
  EXPECT_EQ(tables_->people().card(access, first)->birth_date(), "1990-05-01");
  EXPECT_FALSE(tables_->people().card(access, crypto::random_id<FileId>()));
}

TEST_F(PeopleTableTest, ACorrectedNameReplacesTheOldOne) {
  const Keyring by = steward();
  const FileId file = add_person(by, person_card("Ахметов Марат"));
  EXPECT_THAT(people(by, "Akhmetov"), SizeIs(1));
  must(vault_->append(by, {change_with(file, 1, IDENTITY, person_card("Жумабаев Нурлан"))}));
  EXPECT_THAT(people(by, "Akhmetov"), IsEmpty());
  EXPECT_THAT(people(by, "Zhumabayev"), ElementsAre(file));
}

TEST_F(PeopleTableTest, WipingAPartKeepsTheRest) {
  const Keyring by = steward();
  const Keyring dana = member("Dana");
  std::vector<FileId> hers;
  for (const char* name : {"Серик Алимов", "Марат Касымов", "Динара Ахметова"}) {
    hers.push_back(add(*vault_, by, IDENTITY, person_card(name), std::vector{dana.member()}));
  }
  const FileId ours = add_person(by, person_card("Серик Жумабаев"));
  EXPECT_THAT(people(dana, "Serik"), ElementsAre(hers[0]));
  EXPECT_THAT(people(by, "Serik"), ElementsAre(ours));
  tables_->projection().keep_only({by.member()});
  EXPECT_THAT(people(by, "Serik"), ElementsAre(ours));
  EXPECT_THAT(people(by, "Marat Kasymov"), IsEmpty());
  EXPECT_THAT(people(dana, "Marat Kasymov"), ElementsAre(hers[1]));
}

TEST_F(PeopleTableTest, CandidatesByDocumentTelephoneBirthAndName) {
  const Keyring by = steward();
  PersonCard card = person_card("Каримова Дилноза");
  card.set_birth_date("1998-03-04");
  card.set_document_number("AA 1234567");
  card.set_phone("+7 701 234 56 78");
  const FileId file = add_person(by, card);
  add_person(by, person_card("Петров Сергей"));
  const auto files = [&](const PersonSought& sought) {
    const Access access = must(tables_->projection().enter(by, IDENTITY));
    std::vector<FileId> out;
    for (const auto& one : tables_->people().candidates(access, sought)) out.push_back(one.file);
    return out;
  };
  EXPECT_THAT(files({{}, "", "аа1234567", ""}), ElementsAre(file));
  EXPECT_THAT(files({{}, "", "", "8 701 2345678"}), ElementsAre(file));
  EXPECT_THAT(files({{}, "1998-03-04", "", ""}), ElementsAre(file));
  EXPECT_THAT(files({{"Karimova Dilnoza"}, "", "", ""}), ElementsAre(file));
  EXPECT_THAT(files({{}, "", "", ""}), IsEmpty());
  EXPECT_THAT(files({{}, "1998-03-05", "BB7654321", "102"}), IsEmpty());
  // A corrected card is not found by what stood there before, a wiped one by nothing.
  card.set_document_number("BB7654321");
  must(vault_->append(by, {change_with(file, 1, IDENTITY, card)}));
  EXPECT_THAT(files({{}, "", "AA1234567", ""}), IsEmpty());
  EXPECT_THAT(files({{}, "", "BB7654321", ""}), ElementsAre(file));
  tables_->projection().keep_only({});
  EXPECT_THAT(files({{}, "", "BB7654321", ""}), ElementsAre(file));
}

// More people of one name than are looked at: the date of birth picks the right ones.
TEST_F(PeopleTableTest, AFrequentNameIsNarrowedByTheDateOfBirth) {
  const Keyring by = steward();
  std::vector<vault::FileChange> changes;
  for (int i = 0; i < 500; ++i) {
    PersonCard card = person_card("Иванов Иван");
    card.set_birth_date(i == 499 ? "1998-03-04" : "1970-01-01");
    changes.push_back(change_with(crypto::random_id<FileId>(), 0, IDENTITY, card));
  }
  must(vault_->append(by, changes));
  const Access access = must(tables_->projection().enter(by, IDENTITY));
  for (const char* date : {"1998-03-04", "1998-04-03", "1998-03-05"}) {
    const auto found = tables_->people().candidates(access, {{"Ivanov Ivan"}, date, "", ""});
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.file == changes[499].file && one.name > 0.9F; })) << date;
  }
}

TEST_F(PeopleTableTest, MergedFilesAreOnePersonAsFarAsTheyAreSeen) {
  const Keyring by = steward();
  const Keyring dana = member("Dana");
  const FileId kept = add(*vault_, by, IDENTITY, person_card("Каримова Дилноза"), std::vector{by.member()});
  PersonCard other = person_card("Karimova Dilnoza");
  other.set_merged_into(kept.text());
  const FileId merged = add(*vault_, by, IDENTITY, other, std::vector{by.member(), dana.member()});
  PersonCard third = person_card("Dilya");
  third.set_merged_into(merged.text());
  const FileId chained = add(*vault_, by, IDENTITY, third, std::vector{by.member()});
  {
    const Access access = must(tables_->projection().enter(by, IDENTITY));
    const auto found = tables_->people().search(access, "Karimova Dilnoza", 10);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(found[0].files, ElementsAre(kept, merged, chained));
    EXPECT_THAT(found[0].card.names(), ElementsAre("Каримова Дилноза", "Karimova Dilnoza", "Dilya"));
    EXPECT_EQ(tables_->people().search(access, "Dilya", 10).at(0).person, kept);
    EXPECT_EQ(tables_->people().candidates(access, {{"Dilya"}, "", "", ""}).at(0).person, kept);
    EXPECT_EQ(tables_->people().card(access, chained)->names_size(), 3);
  }
  {
    const Access access = must(tables_->projection().enter(dana, IDENTITY));
    const auto found = tables_->people().search(access, "Karimova Dilnoza", 10);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(found[0].files, ElementsAre(merged));
    EXPECT_THAT(found[0].card.names(), ElementsAre("Karimova Dilnoza"));
  }
  // Cards that say nonsense end: two that point at each other, one at itself.
  other.set_merged_into(chained.text());
  must(vault_->append(by, {change_with(merged, 1, IDENTITY, other)}));
  const FileId lonely = add_person(by, person_card("Лидия"));
  PersonCard itself = person_card("Лидия");
  itself.set_merged_into(lonely.text());
  must(vault_->append(by, {change_with(lonely, 1, IDENTITY, itself)}));
  const Access access = must(tables_->projection().enter(by, IDENTITY));
  EXPECT_THAT(tables_->people().search(access, "Dilya", 10), SizeIs(1));
  EXPECT_THAT(tables_->people().search(access, "Лидия", 10), SizeIs(1));
}

}  // namespace
}  // namespace arasha::projection
