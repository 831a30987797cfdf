#include "statistics/labels.h"

#include <gtest/gtest.h>

#include "statistics/ctdc.h"

namespace arasha::statistics {
namespace {

const Catalogue& english() { return Catalogue::of(Language::en); }

TEST(Labels, ColumnsAndCodes) {
  EXPECT_EQ(column_label("gender", english()), "Gender");
  EXPECT_EQ(column_label("nothing", english()), "nothing");
  EXPECT_EQ(value_label("gender", "", english()), "Not known");
  EXPECT_EQ(value_label("gender", "-99", english()), "Not known (-99)");
  EXPECT_EQ(value_label("citizenship", "KZ", english()), "Kazakhstan");
  EXPECT_EQ(value_label("citizenship", "00", english()), "Not known (00)");
  EXPECT_EQ(value_label("isForcedLabour", "1", english()), "Yes");
  EXPECT_EQ(value_label("ageBroad", "18--20", english()), "18 to 20");
  EXPECT_EQ(value_label("ageBroad", "18 or so", english()), "18 or so");
  EXPECT_EQ(value_label("yearOfRegistration", "1", english()), "1");
  EXPECT_EQ(value_label("typeOfExploitConcatenated", "Forced labour;Other", english()), "Forced labour, Other");
  EXPECT_EQ(value_label("RecruiterRelationship", "Family/Relative; Intimate Partner", english()), "Family or relative, Intimate partner");
}

TEST(Labels, EveryColumnIsTranslated) {
  for (const std::string& column : ctdc_columns()) {
    EXPECT_NE(column_label(column, english()), column) << column;
    for (const Language language : {Language::ru, Language::kk}) {
      EXPECT_NE(column_label(column, Catalogue::of(language)), column_label(column, english())) << column;
    }
  }
}

TEST(Labels, OrderIsThatOfTheLanguageAndNotKnownComesLast) {
  std::vector<std::string> countries = {"", "UZ", "KZ", "AF", "00"};
  sort_values("citizenship", countries, english());
  EXPECT_EQ(countries, (std::vector<std::string>{"AF", "KZ", "UZ", "", "00"}));
  std::vector<std::string> bands = {"48+", "0--8", "", "18--20"};
  sort_values("ageBroad", bands, english());
  EXPECT_EQ(bands, (std::vector<std::string>{"0--8", "18--20", "48+", ""}));
  // Қазақстан stands behind Кипр, not behind Я.
  std::vector<std::string> kazakh = {"KZ", "CY", "JM"};
  sort_values("citizenship", kazakh, Catalogue::of(Language::kk));
  EXPECT_EQ(kazakh.back(), "JM");
}

TEST(Labels, Numbers) {
  EXPECT_EQ(number_label(Shown::number, 1234, 10, english()), "1,234");
  EXPECT_EQ(number_label(Shown::small, 0, 10, english()), "<10");
  EXPECT_EQ(number_label(Shown::hidden, 0, 10, english()), "*");
}

}  // namespace
}  // namespace arasha::statistics
