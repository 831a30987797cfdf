#include "casework/clues/keys.h"

#include <gtest/gtest.h>

namespace arasha::casework {
namespace {

struct Pair {
  ClueText left;
  ClueText right;
};

// One clue, written by two people.
const Pair kSame[] = {
    {{"person", "Каримов Ербол Маратұлы", "", ""}, {"person", "Erbol Karimov", "", ""}},
    {{"person", "Керимов Эрбол", "", ""}, {"person", "Каримов Ербол", "", "1980"}},
    {{"person", "Ахметова Гульнара", "", "1979"}, {"person", "Gulnara Akhmetova", "", "1980"}},
    {{"person", "Шокан Уәлиханов", "", ""}, {"person", "Chokan Valikhanov, Shoqan Ualihanov", "", ""}},
    {{"telephone", "8 701 555-44-33", "", ""}, {"telephone", "+77015554433", "", ""}},
    {{"telephone", "701 555 44 33; 8 702 000 11 22", "", ""}, {"telephone", "+7 (702) 000-11-22", "", ""}},
    {{"telephone", "+77015554433", "", ""}, {"account", "https://wa.me/77015554433", "", ""}},
    {{"vehicle", "777 АВС 02", "", ""}, {"vehicle", "777abc02", "", ""}},
    {{"vehicle", "А 123 ВС", "", ""}, {"vehicle", "A123VS", "", ""}},
    {{"place", "г. Алматы, ул. Абая, 15, кв. 3", "", ""}, {"place", "Almaty, Abai street 15", "", ""}},
    {{"place", "Алматы, Абая 15-3", "", ""}, {"place", "Абая 15", "Алматы", ""}},
    {{"place", "Абай көшесі 15", "Алматы", ""}, {"place", "Алматы, Абая 15", "", ""}},
    {{"business", "Кафе «Самал»", "Тараз", ""}, {"business", "Samal", "", ""}},
    {{"business", "ТОО «Ак Бидай»", "г. Тараз", ""}, {"business", "Ақ бидай", "Taraz", ""}},
    {{"account", "https://instagram.com/Farm_Work88/?hl=ru", "", ""}, {"account", "@farm_work88", "", ""}},
    {{"account", "Boss@Mail.kz", "", ""}, {"account", "boss@mail.kz", "", ""}},
    {{"bank", "KZ86 125K ZT50 0410 0100", "", ""}, {"bank", "kz86125kzt5004100100", "", ""}},
    {{"company", "БИН 020 540 003 431", "", ""}, {"company", "020540003431", "", ""}},
};

// Two things, and nothing to ask about.
const Pair kOther[] = {
    {{"person", "Каримов Ербол", "", "1960"}, {"person", "Каримов Ербол", "", "1985"}},
    {{"person", "Каримов Ербол", "", ""}, {"person", "Каримов Марат", "", ""}},
    {{"person", "Иванова Мария", "", ""}, {"person", "Мария Петрова", "", ""}},
    {{"person", "Каримов Ербол Маратович", "", ""}, {"person", "Сериков Асан Маратович", "", ""}},
    {{"person", "Ербол", "", ""}, {"person", "Ербол", "", ""}},  // a given name alone is too little
    {{"telephone", "+77015554433", "", ""}, {"telephone", "+77015554434", "", ""}},
    {{"telephone", "102", "", ""}, {"telephone", "102", "", ""}},
    {{"vehicle", "777 ABC 02", "", ""}, {"vehicle", "777 ABC 05", "", ""}},
    {{"place", "Алматы, Абая 15", "", ""}, {"place", "Алматы, Абая 16", "", ""}},
    {{"place", "Абая 15", "Алматы", ""}, {"place", "Абая 15", "Тараз", ""}},
    {{"place", "Алматы, Абая 15", "", ""}, {"place", "Алматы, Сатпаева 15", "", ""}},
    {{"place", "ул. Абая", "", ""}, {"place", "ул. Абая", "", ""}},
    {{"business", "Самал", "Тараз", ""}, {"business", "Самал", "Актау", ""}},
    {{"business", "кафе", "", ""}, {"business", "кафе", "", ""}},
    {{"account", "@farm_work88", "", ""}, {"account", "@farm_work89", "", ""}},
    {{"bank", "4411", "", ""}, {"bank", "4411", "", ""}},
    {{"company", "020540003431", "", ""}, {"company", "020540003432", "", ""}},
    {{"telephone", "+77015554433", "", ""}, {"company", "77015554433", "", ""}},
    {{"unknown kind", "the same", "", ""}, {"unknown kind", "the same", "", ""}},
    {{"person", "\xff\xfe", "", ""}, {"person", "\xff\xfe", "", ""}},
};

TEST(ClueKeysTest, OneClueWrittenByTwoPeople) {
  for (const Pair& one : kSame) {
    EXPECT_TRUE(agree(one.left, one.right)) << one.left.value << " / " << one.right.value;
    EXPECT_TRUE(agree(one.right, one.left)) << "the other way round: " << one.left.value;
  }
}

TEST(ClueKeysTest, TwoThings) {
  for (const Pair& one : kOther) {
    EXPECT_FALSE(agree(one.left, one.right)) << one.left.value << " / " << one.right.value;
    EXPECT_FALSE(agree(one.right, one.left)) << "the other way round: " << one.left.value;
  }
}

TEST(ClueKeysTest, TheKeysStayWhatTheyAre) {
  // Their fingerprints are stored: a change here needs a new version of both.
  const auto person = clue_keys({"person", "Каримов Ербол Маратұлы", "", "1980"});
  ASSERT_EQ(person.size(), 1U);
  EXPECT_EQ(person[0].text, "person arbl|krmv");
  EXPECT_EQ(person[0].shows(), (std::vector<std::string>{"*", "1980"}));
  EXPECT_EQ(person[0].seeks(), (std::vector<std::string>{"1979", "1980", "1981", "-"}));
  EXPECT_EQ(clue_keys({"telephone", "8 701 555 44 33", "", ""})[0].text, "telephone 015554433");
  EXPECT_EQ(clue_keys({"vehicle", "777 АВС 02", "", ""})[0].text, "vehicle 777ABC02");
}

TEST(ClueKeysTest, ALongTextCostsNoMoreThanSixHashes) {
  EXPECT_LE(clue_keys({"person", "one two three four five six seven eight nine ten", "", ""}).size(), 6U);
  std::string phones;
  for (int i = 0; i < 50; ++i) phones += "870155500" + std::to_string(10 + i) + ";";
  EXPECT_EQ(clue_keys({"telephone", phones, "", ""}).size(), 6U);
}

}  // namespace
}  // namespace arasha::casework
