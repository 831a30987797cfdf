#include "projection/names.h"

#include <gmock/gmock.h>

#include <random>

#include "projection/romanise.h"

namespace arasha::projection {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Romanise, LettersOfOurLanguages) {
  EXPECT_EQ(romanise("Жұмабаев Щёголь"), "zhumabaev shyogol");
  EXPECT_EQ(romanise("ӘҒҚҢӨҰҮҺІ"), "agknouukhi");
  EXPECT_EQ(romanise("Ўқтам Ҳасан Ӯғӣ Ҷам"), "oktam khasan ugi zham");
  EXPECT_EQ(romanise("Şäkärım Ğabit Ñurğül"), "shakarim gabit nurgul");
}

TEST(Romanise, SeparatorsApostrophesAndHyphens) {
  EXPECT_EQ(romanise("  Ivan\t\n ,Petrov. "), "ivan petrov ");
  EXPECT_EQ(romanise("Нұр-Сұлтан — II"), "nur-sultan ii");
  EXPECT_EQ(romanise("Jo‘raboy O’ktam Oʻg`li"), "jo'raboy o'ktam o'g'li");
  EXPECT_EQ(romanise("Iva\xCC\x81n"), "ivan");  // a combining mark
}

TEST(Romanise, OtherScriptsAndWideLetters) {
  EXPECT_EQ(romanise("ＡＢＣ１２"), "abc12");
  EXPECT_EQ(romanise("Γιώργος"), "giorgos");
  EXPECT_EQ(romanise("٠١٢"), "012");
  EXPECT_FALSE(romanise("محمد").empty());
  EXPECT_FALSE(romanise("李明").empty());
}

TEST(Romanise, WhatIsNoTextIsEmpty) {
  EXPECT_EQ(romanise(""), "");
  EXPECT_EQ(romanise("\xff\xfe"), "");
  EXPECT_EQ(romanise("Ivan\xC0\x80"), "");
  EXPECT_EQ(romanise("Иван\xD0"), "");
  EXPECT_EQ(romanise("…!?"), "");
}

TEST(FoldName, OneNameInThreeScripts) {
  const auto wanted = fold_name("Әлия Нұрланқызы Жүсіпова");
  EXPECT_THAT(wanted, ElementsAre("alia", "nurlan+", "Jusipov"));
  for (const char* other :
       {"Алия Нурланкызы Жусипова", "Aliya Nurlankyzy Zhusipova", "Älia Nūrlanqyzy Jüsıpova",
        "ALIYA NURLAN KYZY JUSIPOVA", "Алия Нурлановна Жусипова"}) {
    EXPECT_EQ(fold_name(other), wanted) << other;
  }
}

TEST(FoldName, Patronymics) {
  for (const char* text : {"Каримович", "Каримовна", "Karimovich", "Karim uulu", "Karim o'g'li", "Karim qizi",
                           "Кәрімұлы", "Каримзода", "Karimoglu"}) {
    EXPECT_THAT(fold_name(text), SizeIs(1)) << text;
    EXPECT_TRUE(is_patronymic(fold_name(text).at(0))) << text;
  }
  EXPECT_THAT(fold_name("Ильич Лукич Кузьмич"), ElementsAre("il+", "luk+", "kuzm+"));
  // Given names and surnames that only sound so.
  EXPECT_THAT(fold_name("Кубаныч"), ElementsAre("kubaniC"));
  EXPECT_THAT(fold_name("Айсұлу Гүлі"), ElementsAre("aisulu", "guli"));
  EXPECT_THAT(fold_name("uulu"), ElementsAre("ulu"));
}

TEST(FoldName, SurnamesLoseTheirGender) {
  EXPECT_EQ(fold_name("Ахметова"), fold_name("Ахметов"));
  EXPECT_EQ(fold_name("Kovalskaya"), fold_name("Ковальский"));
  EXPECT_NE(fold_name("Ева"), fold_name("Ев"));
  EXPECT_NE(fold_name("Карима"), fold_name("Карим"));
}

TEST(FoldName, CodesStayAndTelephonesGrowTogether) {
  EXPECT_THAT(fold_name("+7 (701) 234-56-78"), ElementsAre("77012345678"));
  EXPECT_THAT(fold_name("N 1234567"), ElementsAre("n", "1234567"));
  EXPECT_THAT(fold_name("N1234567"), ElementsAre("n1234567"));
  EXPECT_THAT(fold_name_to_store("N1234567"), ElementsAre("n1234567", "1234567"));
  EXPECT_EQ(number_after_series("n1234"), "");
  EXPECT_EQ(number_after_series("12345"), "");
  EXPECT_EQ(number_after_series("ab12345c"), "");
}

TEST(FoldName, CompoundsAreStoredAsOneToo) {
  EXPECT_THAT(fold_name("Нұр-Сұлтан"), ElementsAre("nur", "sultan"));
  EXPECT_THAT(fold_name_to_store("Нұр-Сұлтан"), ElementsAre("nur", "sultan", "nursultan"));
}

TEST(FoldName, IsBoundedWhateverComes) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "Иван" + std::string(static_cast<std::size_t>(i % 70), 'o') + ' ';
  for (const std::string& text :
       {many, std::string(100'000, 'a'), std::string(100'000, '-'), std::string(100'000, '\''),
        std::string(50'000, '1'), std::string("\xff") + many}) {
    const auto tokens = fold_name_to_store(text);
    EXPECT_LE(tokens.size(), 32U);
    for (const std::string& token : tokens) {
      EXPECT_FALSE(token.empty());
      EXPECT_LE(token.size(), 33U);
    }
  }
  EXPECT_THAT(fold_name(""), IsEmpty());
  EXPECT_THAT(fold_name("' - '"), IsEmpty());
}

TEST(Skeleton, ConsonantsAndTheFirstVowel) {
  EXPECT_EQ(skeleton("karimov"), "krmv");
  EXPECT_EQ(skeleton("kerimov"), skeleton("karimov"));
  EXPECT_EQ(skeleton("aidar"), "adr");
  EXPECT_EQ(skeleton("aidar"), skeleton("eidor"));
  EXPECT_EQ(skeleton("ali"), "ali");  // hardly a consonant
  EXPECT_EQ(skeleton("nurlan+"), "nrln+");
  EXPECT_EQ(skeleton(""), "");
}

TEST(TokenDistance, KnownValues) {
  EXPECT_EQ(token_distance("nurlan", "nurlan", 20), 0U);
  EXPECT_EQ(token_distance("nurlan", "nurlam", 20), 10U);
  EXPECT_EQ(token_distance("nurlan", "nurlna", 20), 10U);  // swapped
  EXPECT_EQ(token_distance("nurlan", "nrlan", 20), 10U);
  EXPECT_EQ(token_distance("olim", "alim", 20), 5U);  // confused
  EXPECT_EQ(token_distance("SaSa", "CaCa", 20), 10U);
  EXPECT_EQ(token_distance("rahim", "raim", 20), 5U);  // h comes and goes
  EXPECT_EQ(token_distance("karim", "karima", 20), 5U);
  EXPECT_EQ(token_distance("nurlan", "boris", 20), 21U);
  EXPECT_EQ(token_distance("", "", 20), 0U);
  EXPECT_EQ(token_distance("", "h", 20), 5U);
  EXPECT_EQ(token_distance(std::string(33, 'a'), "a", 20), 21U);
}

// Random words: the same both ways, nothing between equal words, and a lower limit only cuts.
TEST(TokenDistance, IsSymmetricAndItsLimitOnlyCuts) {
  std::mt19937 random(3);
  const std::string letters = "abdeghijklmnoprstuvzCJS";
  const auto word = [&] {
    std::string out;
    for (std::size_t i = random() % 12; i > 0; --i) out += letters[random() % letters.size()];
    return out;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string left = word();
    std::string right = left;
    for (int slips = static_cast<int>(random() % 4); slips > 0 && !right.empty(); --slips) {
      right[random() % right.size()] = letters[random() % letters.size()];
      if (random() % 3 == 0) right.erase(random() % right.size(), 1);
    }
    const std::uint32_t whole = token_distance(left, right, 200);
    EXPECT_EQ(whole, token_distance(right, left, 200)) << left << ' ' << right;
    EXPECT_EQ(whole == 0, left == right) << left << ' ' << right;
    for (const std::uint32_t limit : {5U, 10U, 15U, 20U, 30U}) {
      EXPECT_EQ(token_distance(left, right, limit), std::min(whole, limit + 1))
          << left << ' ' << right << ' ' << limit;
    }
  }
}

TEST(GuessPatronymic, OneSlipInTheEnding) {
  EXPECT_EQ(guess_patronymic("nurlanovma"), "nurlan+");
  EXPECT_EQ(guess_patronymic("nurlan"), "");
  EXPECT_EQ(guess_patronymic("nurlan+"), "");
  EXPECT_EQ(guess_patronymic("1234567890"), "");
  EXPECT_EQ(guess_patronymic(""), "");
}

}  // namespace
}  // namespace arasha::projection
