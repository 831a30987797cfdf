#include "casework/person/family.h"

#include <gmock/gmock.h>

#include "casework/browser.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Date kDay{std::chrono::year(2026), std::chrono::month(9), std::chrono::day(21)};

std::vector<std::string> fields(const Story& story, const FamilyLink& link) {
  std::vector<schema::FieldError> errors;
  check_family(story, link, kDay, errors);
  std::vector<std::string> out;
  for (const auto& error : errors) out.push_back(error.field);
  return out;
}

TEST(FamilyRulesTest, EveryRelationHasItsOtherEnd) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"mother", "female", "child"}, {"father", "", "child"},        {"parent", "", "child"},     {"child", "female", "mother"}, {"child", "male", "father"},
      {"child", "", "parent"},       {"spouse", "", "spouse"},       {"partner", "", "partner"},  {"sibling", "", "sibling"},    {"grandparent", "", "grandchild"},
      {"grandchild", "", "grandparent"}, {"guardian", "", "ward"},   {"ward", "", "guardian"},    {"other", "", "other"}};
  for (const auto& [relation, sex, inverse] : cases) EXPECT_EQ(inverse_relation(relation, sex), inverse) << relation;
  for (const auto& list : schema::vocabularies()) {
    if (std::string_view(list.name) != "family_relation") continue;
    for (const auto& term : list.terms) EXPECT_TRUE(schema::has_code("family_relation", inverse_relation(term.code, ""))) << term.code;
  }
}

TEST(FamilyRulesTest, WhoIsLinked) {
  Story story;
  story.file = crypto::random_id<FileId>();
  FamilyLink link;
  link.set_relation("mother");
  EXPECT_THAT(fields(story, link), ::testing::ElementsAre("name"));
  link.set_name("Зульфия");
  EXPECT_THAT(fields(story, link), IsEmpty());
  link.set_person(story.file.text());
  EXPECT_THAT(fields(story, link), ::testing::ElementsAre("name"));
  link.set_person(crypto::random_id<FileId>().text());
  link.clear_name();
  EXPECT_THAT(fields(story, link), IsEmpty());
  link.set_birth_date("2027-01-01");
  EXPECT_THAT(fields(story, link), ::testing::ElementsAre("birth_date"));
  link.clear_birth_date();
  link.set_guardian_document("No 17 of 12 May 2026");
  EXPECT_THAT(fields(story, link), ::testing::ElementsAre("guardian_ground"));
  link.set_guardian_ground("court");
  EXPECT_THAT(fields(story, link), IsEmpty());
}

class FamilyTest : public SiteTest {
 protected:
  Story read(FileId file) { return must(Cases(*vault_).read(*steward_, file)); }
  FamilyLink child() {
    FamilyLink link;
    link.set_relation("child");
    link.set_depends("yes");
    link.set_safe_to_contact("yes");
    return link;
  }
};

TEST_F(FamilyTest, LinksBothWaysOnce) {
  const FileId mother = open_one("Каримова", "Дилноза").person_file;
  const FileId daughter = open_one("Каримова", "Мадина").person_file;
  must(link_family(*vault_, *steward_, mother, daughter, child()));
  must(link_family(*vault_, *steward_, mother, daughter, child()));
  const Story a = read(mother);
  const Story b = read(daughter);
  ASSERT_THAT(a.all<FamilyLink>(), SizeIs(1));
  ASSERT_THAT(b.all<FamilyLink>(), SizeIs(1));
  EXPECT_EQ(a.last<FamilyLink>()->relation(), "child");
  EXPECT_EQ(a.last<FamilyLink>()->person(), daughter.text());
  EXPECT_EQ(b.last<FamilyLink>()->relation(), "mother");
  EXPECT_EQ(b.last<FamilyLink>()->person(), mother.text());
  EXPECT_NE(link_to(a, daughter), nullptr);
  EXPECT_EQ(link_to(a, mother), nullptr);
  EXPECT_FALSE(link_family(*vault_, *steward_, mother, mother, child()));
  const auto lawyer = in("Lawyer", {vault::CircleKind::legal});
  EXPECT_EQ(link_family(*vault_, lawyer, mother, daughter, child()).error().code, ErrorCode::denied);
}

}  // namespace
}  // namespace arasha::casework
