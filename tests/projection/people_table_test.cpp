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

}  // namespace
}  // namespace arasha::projection
