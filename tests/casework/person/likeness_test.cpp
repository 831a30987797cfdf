#include "casework/person/likeness.h"

#include <gmock/gmock.h>

#include "projection/name_index.h"

namespace arasha::casework {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Person {
  const char* name = "";
  const char* birth = "";
  const char* document = "";
  const char* phone = "";
  const char* sex = "";
};

// With the score that an index with this one person gives.
Likeness liken_of(const Person& sought, const Person& known) {
  PersonCard card;
  if (*known.name != 0) card.add_names(known.name);
  card.set_birth_date(known.birth);
  card.set_document_number(known.document);
  card.set_phone(known.phone);
  card.set_sex(known.sex);
  projection::NameIndex index;
  index.add(0, std::vector<std::string>{known.name});
  const auto found = index.search(sought.name, 1);
  projection::PersonSought asked;
  if (*sought.name != 0) asked.names.emplace_back(sought.name);
  asked.birth_date = sought.birth;
  asked.document = sought.document;
  asked.phone = sought.phone;
  return liken(asked, sought.sex, card, found.empty() ? 0.0F : found[0].score);
}

TEST(LikenessTest, OnePersonInTwoWritings) {
  const std::pair<Person, Person> pairs[] = {
      // Another alphabet, another order, without the patronymic.
      {{"Karimova Dilnoza"}, {"Каримова Дилноза Акмаловна", "1998-03-04"}},
      {{"Дилноза Каримова", "1998-03-04"}, {"Karimova Dilnoza", "1998-03-04"}},
      {{"Aliya Nurlankyzy"}, {"Нұрланқызы Әлия"}},
      {{"Rakhmonov Shukhrat"}, {"Рахмонов Шухрат"}},
      // Day and month swapped, one digit of the date, the year alone known.
      {{"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1998-04-03"}},
      {{"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1989-03-04"}},
      {{"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1998-03-14"}},
      {{"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1998-01-01"}},
      // A typing error in each name, with the date.
      {{"Karmova Dilnozza", "1998-03-04"}, {"Каримова Дилноза", "1998-03-04"}},
      // The same passport under another name; the same telephone; a passport with one wrong sign and the date.
      {{"Somebody Else", "", "AA 1234567"}, {"Каримова Дилноза", "", "аа1234567"}},
      {{"", "", "", "8 701 555 44 33"}, {"Каримова Дилноза", "", "", "+7 701 555 44 33"}},
      {{"", "1998-03-04", "AA1234568"}, {"Каримова Дилноза", "1998-03-04", "AA1234567"}},
      // A forged date and another sex do not hide the same paper.
      {{"Each Other", "1970-01-02", "AA1234567", "", "male"}, {"Каримова Дилноза", "1998-03-04", "AA1234567", "", "female"}},
      // Three names agree: worth a look whatever the date says.
      {{"Karimova Dilnoza Akmalovna", "1998-03-04"}, {"Каримова Дилноза Акмаловна", "1994-11-30"}},
      // One name is all that both are called by.
      {{"Suharto"}, {"Сухарто"}},
  };
  for (const auto& [sought, known] : pairs) {
    const Likeness likeness = liken_of(sought, known);
    EXPECT_TRUE(likeness.is_likely()) << sought.name << " | " << known.name << " " << likeness.score;
    EXPECT_FALSE(likeness.reasons.empty());
  }
}

TEST(LikenessTest, TwoPersonsWhoHaveSomethingInCommon) {
  const std::pair<Person, Person> pairs[] = {
      {{"", "1998-03-04"}, {"Каримова Дилноза", "1998-03-04"}},                                    // a birthday
      {{"Дилноза"}, {"Каримова Дилноза"}},                                                         // a given name
      {{"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1975-11-21"}},                    // a namesake
      {{"Karimova Zulfiya"}, {"Каримова Дилноза"}},                                                // a family
      {{"Karimova Zulfiya", "1972-10-12", "", "7015554433"}, {"Каримова Дилноза", "1998-03-04", "", "+77015554433"}},  // mother and daughter
      {{"Александр Петров", "", "", "", "male"}, {"Александра Петрова", "", "", "", "female"}},
      {{"Ivanov Petr", "", "N1234567"}, {"Каримова Дилноза", "", "N1234568"}},                     // the next passport
      {{}, {}},
      {{"Karimova Dilnoza"}, {}},
  };
  for (const auto& [sought, known] : pairs) {
    EXPECT_FALSE(liken_of(sought, known).is_likely()) << sought.name << " | " << known.name << " " << liken_of(sought, known).score;
  }
}

TEST(LikenessTest, SaysWhy) {
  EXPECT_THAT(liken_of({"Karimova Dilnoza", "1998-03-04", "AA1234567", "87015554433"}, {"Каримова Дилноза", "1998-03-04", "AA1234567", "+77015554433"}).reasons,
              ElementsAre(Reason::same_document, Reason::same_phone, Reason::same_name, Reason::other_alphabet, Reason::same_birth));
  EXPECT_THAT(liken_of({"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1998-04-03"}).reasons, Contains(Reason::swapped_birth));
  EXPECT_THAT(liken_of({"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1998-03-05"}).reasons, Contains(Reason::slip_in_birth));
  EXPECT_THAT(liken_of({"X", "1998-03-04", "AA1234567"}, {"Y", "1970-12-30", "AA1234567"}).reasons, ElementsAre(Reason::same_document, Reason::other_birth));
  EXPECT_THAT(liken_of({}, {}).reasons, IsEmpty());
  const Likeness sure = liken_of({"Karimova Dilnoza", "1998-03-04"}, {"Каримова Дилноза", "1998-03-04"});
  EXPECT_GE(sure.score, kVeryLikely);
  EXPECT_LT(liken_of({"Karimova Dilnoza"}, {"Каримова Дилноза"}).score, kVeryLikely);
}

TEST(LikenessTest, NothingIsLookedForWithTooLittle) {
  Identity identity;
  EXPECT_FALSE(is_enough(sought_of(identity)));
  identity.set_birth_date("1998-03-04");
  identity.set_given_name("A");
  identity.set_document_number("12");
  EXPECT_FALSE(is_enough(sought_of(identity)));
  EXPECT_TRUE(is_enough(sought_of(identity, "+7 701 555 44 33")));
  identity.set_given_name("Әлия");
  EXPECT_TRUE(is_enough(sought_of(identity)));
}

TEST(LikenessTest, NoByteBreaksIt) {
  for (const char* text : {"\xff\xfe", "0000-00-00", "----------", "1998-3-4", "9999999999999999999999999999999999999999"}) {
    const Person odd{text, text, text, text, text};
    EXPECT_GE(liken_of(odd, odd).score, 0) << text;
    EXPECT_FALSE(liken_of(odd, {"Каримова Дилноза", "1998-03-04"}).is_likely());
  }
}

}  // namespace
}  // namespace arasha::casework
