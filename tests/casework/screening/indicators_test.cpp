#include "casework/screening/indicators.h"
#include "where.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace arasha::casework {
namespace {

const ScreeningList& list(const char* code) {
  return *screening_list(std::string_view(code));
}

TEST(Indicators, TheLabourListHasItsNumbers) {
  const ScreeningList& labour = list(kLabourList);
  struct Row {
    const char* dimension;
    std::size_t adult, child;
  };
  std::size_t adults = 0, children = 0;
  for (const Row& row : {Row{"deceptive_recruitment", 10, 10},
                         {"coercive_recruitment", 10, 10},
                         {"recruitment_by_abuse", 16, 15},
                         {"exploitation", 9, 8},
                         {"coercion", 15, 15},
                         {"abuse_at_destination", 7, 7}}) {
    EXPECT_EQ(indicators_of(labour, row.dimension, Profile::adult).size(), row.adult) << row.dimension;
    EXPECT_EQ(indicators_of(labour, row.dimension, Profile::child).size(), row.child) << row.dimension;
    adults += row.adult;
    children += row.child;
  }
  EXPECT_EQ(adults, 67U);
  EXPECT_EQ(children, 65U);
  // The question for the act is asked of children only, and children have no weak indicator.
  EXPECT_EQ(indicators_of(labour, "act", Profile::adult).size(), 0U);
  EXPECT_EQ(indicators_of(labour, "act", Profile::child).size(), 1U);
  for (const Indicator& one : labour.indicators) EXPECT_NE(one.child, Weight::weak) << one.code;
}

// Strong, medium and weak of each dimension, adults and children, counted by hand in the source.
TEST(Indicators, TheWeightsAreThoseOfTheSource) {
  struct Row {
    const char* dimension;
    int adult[3];
    int child[3];
  };
  const std::vector<Row> rows = {{"deceptive_recruitment", {1, 8, 1}, {2, 8, 0}},
                                 {"coercive_recruitment", {1, 9, 0}, {4, 6, 0}},
                                 {"recruitment_by_abuse", {0, 14, 2}, {0, 15, 0}},
                                 {"exploitation", {1, 7, 1}, {1, 7, 0}},
                                 {"coercion", {4, 10, 1}, {8, 7, 0}},
                                 {"abuse_at_destination", {0, 5, 2}, {0, 7, 0}}};
  for (const Row& row : rows) {
    int adult[3] = {}, child[3] = {};
    for (const Indicator& one : list(kLabourList).indicators) {
      if (std::string_view(one.dimension) != row.dimension) continue;
      if (one.adult != Weight::none) ++adult[3 - static_cast<int>(one.adult)];
      if (one.child != Weight::none) ++child[3 - static_cast<int>(one.child)];
    }
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(adult[i], row.adult[i]) << row.dimension << " adult " << i;
      EXPECT_EQ(child[i], row.child[i]) << row.dimension << " child " << i;
    }
  }
  // Those that differ between recruitment and destination, or between adults and children.
  struct One {
    const char* code;
    Weight adult, child;
  };
  for (const One& one : {One{"deceived_job", Weight::strong, Weight::strong},
                         {"deceived_education", Weight::weak, Weight::strong},
                         {"recruited_documents", Weight::medium, Weight::medium},
                         {"coerced_documents", Weight::strong, Weight::strong},
                         {"recruited_debt", Weight::medium, Weight::strong},
                         {"coerced_debt", Weight::strong, Weight::strong},
                         {"recruited_isolation", Weight::medium, Weight::medium},
                         {"coerced_isolation", Weight::strong, Weight::strong},
                         {"coerced_threats", Weight::medium, Weight::strong},
                         {"coerced_exposure", Weight::weak, Weight::medium},
                         {"abused_law", Weight::medium, Weight::none},
                         {"work_protection", Weight::medium, Weight::none},
                         {"work_education", Weight::weak, Weight::medium},
                         {"held_past", Weight::weak, Weight::medium}}) {
    const Indicator* indicator = list(kLabourList).find(one.code);
    ASSERT_NE(indicator, nullptr) << one.code;
    EXPECT_EQ(indicator->adult, one.adult) << one.code;
    EXPECT_EQ(indicator->child, one.child) << one.code;
  }
}

TEST(Indicators, CodesAreUniqueAndEveryDimensionIsKnown) {
  for (const ScreeningList* one : screening_lists()) {
    EXPECT_EQ(screening_list(one->code, one->version), one);
    std::set<std::string_view> codes, dimensions;
    for (const Dimension& dimension : one->dimensions) EXPECT_TRUE(dimensions.insert(dimension.code).second);
    for (const Indicator& indicator : one->indicators) {
      EXPECT_TRUE(codes.insert(indicator.code).second) << indicator.code;
      EXPECT_TRUE(dimensions.contains(indicator.dimension)) << indicator.code;
      EXPECT_EQ(std::string_view(indicator.code).find_first_not_of("abcdefghijklmnopqrstuvwxyz_"),
                std::string_view::npos);
    }
  }
  EXPECT_EQ(indicators_of(list(kForcedLabourList), "signs", Profile::adult).size(), 11U);
  EXPECT_EQ(indicators_of(list(kForcedLabourList), "presentation", Profile::child).size(), 4U);
  EXPECT_EQ(indicators_of(list(kPalermoList), "act", Profile::adult).size(), 5U);
  EXPECT_EQ(indicators_of(list(kPalermoList), "means", Profile::adult).size(), 8U);
  EXPECT_EQ(indicators_of(list(kPalermoList), "purpose", Profile::adult).size(), 12U);
  EXPECT_EQ(screening_list("labour_exploitation", "1999"), nullptr);
  EXPECT_EQ(screening_list("nonsense"), nullptr);
  EXPECT_EQ(screening_list(""), nullptr);
}

// Every list, version, dimension and indicator with its weights stands in the page about them.
TEST(Indicators, ThePageNamesThemAll) {
  std::ifstream in(std::string(where::kSource) + "/docs/screening.md");
  std::stringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  const char* names[] = {"–", "weak", "medium", "strong"};
  for (const ScreeningList* one : screening_lists()) {
    EXPECT_NE(page.find("`" + std::string(one->code) + "`, version " + one->version + ": " + one->source),
              std::string::npos)
        << one->code;
    for (const Dimension& dimension : one->dimensions)
      EXPECT_NE(page.find("`" + std::string(dimension.code) + "` " + dimension.title), std::string::npos)
          << dimension.code;
    for (const Indicator& indicator : one->indicators) {
      std::string line = "| `" + std::string(indicator.code) + "` | " + indicator.text + " |";
      if (one->scoring == Scoring::dimensions)
        line += std::string(" ") + names[static_cast<int>(indicator.adult)] + " | " +
                names[static_cast<int>(indicator.child)] + " |";
      EXPECT_NE(page.find(line), std::string::npos) << line;
    }
  }
}

}  // namespace
}  // namespace arasha::casework
