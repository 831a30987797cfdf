#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/catalogue.h"

namespace arasha {
namespace {

const Catalogue& english() {
  return Catalogue::of(Language::en);
}
const Catalogue& russian() {
  return Catalogue::of(Language::ru);
}
const Catalogue& kazakh() {
  return Catalogue::of(Language::kk);
}

TEST(Language, has_a_code_and_a_name_of_its_own) {
  for (const Language language : kLanguages) {
    EXPECT_EQ(language_from_code(code(language)), language);
    EXPECT_EQ(Catalogue::of(language).language(), language);
  }
  EXPECT_EQ(own_name(Language::kk), "Қазақша");
  for (const char* other : {"", "RU", "ru-RU", "de", "russian"})
    EXPECT_EQ(language_from_code(other), std::nullopt) << other;
}

TEST(Catalogue, translates_and_falls_back_to_english) {
  const char* const sentence = "There is no such day in the calendar.";
  EXPECT_EQ(english().text(sentence), sentence);
  EXPECT_EQ(russian().text(sentence), "Такого дня в календаре нет.");
  EXPECT_EQ(kazakh().text(sentence), "Күнтізбеде мұндай күн жоқ.");
  const char* const unknown = "a sentence that nobody translated";
  EXPECT_EQ(russian().text(unknown), unknown);
  EXPECT_EQ(russian().text(""), "");
}

TEST(Catalogue, fills_the_places_of_an_error) {
  const Error error(ErrorCode::not_found, "The file {1} cannot be read.", {"a.key"}, "ENOENT");
  EXPECT_EQ(english().error(error), "The file a.key cannot be read.");
  EXPECT_EQ(russian().error(error), "Не удаётся прочитать файл a.key.");
  EXPECT_EQ(kazakh().error(error), "a.key файлын оқу мүмкін емес.");
}

TEST(Catalogue, chooses_the_plural_in_english_where_nothing_is_translated) {
  EXPECT_EQ(english().plural("{1} test", "{1} tests", 1), "1 test");
  EXPECT_EQ(english().plural("{1} test", "{1} tests", 0), "0 tests");
  EXPECT_EQ(english().plural("{1} test", "{1} tests", 21), "21 tests");
  EXPECT_EQ(english().plural("{1} test", "{1} tests", 97750), "97,750 tests");
  EXPECT_EQ(russian().plural("{1} test", "{1} tests", 5), "5 tests");
}

TEST(Catalogue, has_three_plural_forms_in_russian) {
  const auto cases = [](std::int64_t number) { return russian().plural("{1} case", "{1} cases", number); };
  EXPECT_EQ(cases(1), "1 дело");
  EXPECT_EQ(cases(21), "21 дело");
  EXPECT_EQ(cases(2), "2 дела");
  EXPECT_EQ(cases(34), "34 дела");
  EXPECT_EQ(cases(5), "5 дел");
  EXPECT_EQ(cases(0), "0 дел");
  EXPECT_EQ(cases(11), "11 дел");
  EXPECT_EQ(cases(112), "112 дел");
  EXPECT_EQ(kazakh().plural("{1} case", "{1} cases", 1), "1 іс");
  EXPECT_EQ(kazakh().plural("{1} case", "{1} cases", 5), "5 іс");
}

TEST(Catalogue, writes_dates_in_each_language) {
  const Date date{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(24)};
  EXPECT_EQ(english().date(date), "24 November 2026");
  EXPECT_EQ(russian().date(date), "24 ноября 2026\u202fг.");
  EXPECT_EQ(kazakh().date(date), "2026\u202fж. 24 қараша");
  const Date leap{std::chrono::year(2024), std::chrono::month(2), std::chrono::day(29)};
  EXPECT_EQ(english().date(leap), "29 February 2024");
}

TEST(Catalogue, names_countries_and_languages) {
  EXPECT_EQ(english().country("KZ"), "Kazakhstan");
  EXPECT_EQ(russian().country("KZ"), "Казахстан");
  EXPECT_EQ(kazakh().country("UZ"), "Өзбекстан");
  EXPECT_EQ(russian().language_name("uz"), "узбекский");
  EXPECT_EQ(russian().language_name("uzb"), "узбекский");
}

TEST(Catalogue, answers_an_unknown_code_as_it_is) {
  EXPECT_EQ(russian().country("ZZZ"), "ZZZ");
  EXPECT_EQ(russian().country(""), "");
  EXPECT_EQ(russian().language_name("qqq"), "qqq");
}

TEST(Catalogue, knows_every_country_once) {
  const std::set<std::string> codes(country_codes().begin(), country_codes().end());
  EXPECT_EQ(codes.size(), country_codes().size());
  EXPECT_GE(codes.size(), 240U);
  for (const std::string& country : codes) EXPECT_NE(english().country(country), country);
  EXPECT_TRUE(std::count(language_codes().begin(), language_codes().end(), "kk") == 1);
}

}  // namespace
}  // namespace arasha
