// arasha count and search.
#include "app/command_room.h"
#include "app/ctdc_tables.h"

namespace arasha::app {
namespace {

class Count : public CommandRoom {
 protected:
  void SetUp() override {
    CommandRoom::SetUp();
    ASSERT_EQ(init().status, 0);
    write("table", ctdc_table(45));
    ASSERT_EQ(saule("import", {"--format", "ctdc", path("table")}).status, 0);
  }
};

TEST_F(Count, InThreeFormats) {
  const Answer csv = saule("count", {"--by", "gender", "--format", "csv"});
  EXPECT_EQ(csv.out, "gender,n\n,15\nFemale,15\nMale,15\n") << csv.error;
  const Answer json = saule("count", {"--by", "gender", "--format", "json"});
  EXPECT_NE(json.out.find("{\"values\":[\"Male\"],\"n\":15}"), std::string::npos) << json.out;
  const Answer table = saule("count", {"--by", "gender"});
  EXPECT_NE(table.out.find("Not known"), std::string::npos);
  EXPECT_NE(table.out.find("45"), std::string::npos);
  EXPECT_EQ(saule("count", {"--by", "gender,citizenship", "--format", "csv"}).out.substr(0, 21), "gender,citizenship,n\n");
}

TEST_F(Count, Conditions) {
  const auto female = saule("count", {"--by", "gender", "--where", "gender=Female", "--where", "gender=Male", "--where", "isForcedLabour=1",
                                      "--format", "csv"});
  EXPECT_EQ(female.out, "gender,n\nFemale,8\nMale,7\n") << female.error;
  EXPECT_EQ(saule("count", {"--by", "gender", "--where", "citizenship=", "--format", "csv"}).out, "gender,n\n,3\nFemale,3\nMale,3\n");
  EXPECT_EQ(saule("count", {"--by", "gender", "--where", "citizenship=XX", "--format", "csv"}).out, "gender,n\n");
}

TEST_F(Count, Suppression) {
  const Answer hidden = saule("count", {"--by", "gender,citizenship", "--suppress", "5", "--format", "csv"});
  EXPECT_EQ(hidden.status, 0) << hidden.error;
  EXPECT_EQ(hidden.out.find(",3\n"), std::string::npos) << hidden.out;
  EXPECT_NE(hidden.out.find(",<5\n"), std::string::npos);
  EXPECT_EQ(saule("count", {"--by", "gender", "--suppress", "1"}).status, 1);
  EXPECT_EQ(saule("count", {"--by", "gender", "--suppress", "-4"}).status, 2);
}

TEST_F(Count, BadWords) {
  const Answer unknown = saule("count", {"--by", "favourite_colour"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_NE(unknown.error.find("yearOfRegistration"), std::string::npos);
  EXPECT_EQ(unknown.error.find("favourite"), std::string::npos);
  EXPECT_EQ(saule("count", {"--by", "gender", "--where", "gender"}).status, 1);
  EXPECT_EQ(saule("count", {"--by", "gender", "--where", "nothing=1"}).status, 1);
  EXPECT_EQ(saule("count", {"--by", "gender,gender"}).status, 1);
  EXPECT_EQ(saule("count", {"--by", "gender", "--format", "xml"}).status, 2);
  EXPECT_EQ(saule("count", {}).status, 2);
  EXPECT_EQ(saule("search", {"a", "--format", "xml"}).status, 2);
  EXPECT_EQ(saule("search", {"a", "--limit", "0"}).status, 2);
  EXPECT_EQ(saule("search", {"   "}).status, 1);
  EXPECT_EQ(saule("search", {"\xff\xfe"}).status, 1);
}

TEST_F(Count, SearchInThreeFormats) {
  write("people",
        "prs_FirstName,prs_SecondName,prs_Citizenship,prs_Birthdate,cas_Status\n"
        "Әлия,Нұрланқызы,KZ,1999-05-01,Active\n"
        "\"Quo\"\"te\",O'Hara,IE,,Active\n");
  ASSERT_EQ(saule("import", {"--format", "htcds", path("people")}).status, 0);
  const Answer csv = saule("search", {"Aliya Nurlankyzy", "--format", "csv"});
  ASSERT_EQ(csv.status, 0) << csv.error;
  EXPECT_EQ(csv.out.find("name,other_names,born"), 0U);
  EXPECT_NE(csv.out.find("Нұрланқызы Әлия,,1999-05-01,,KZ,"), std::string::npos) << csv.out;
  const Answer json = saule("search", {"O'Hara", "--format", "json"});
  EXPECT_NE(json.out.find("\"names\":[\"O'Hara Quo\\\"te\"]"), std::string::npos) << json.out;
  EXPECT_NE(json.out.find("\"cases\":[\""), std::string::npos);
  const Answer table = saule("search", {"Алия", "Нурланкызы"});
  EXPECT_EQ(table.status, 2);  // one text
  EXPECT_NE(saule("search", {"Алия Нурланкызы"}).out.find("Нұрланқызы Әлия"), std::string::npos);
  EXPECT_EQ(saule("search", {"Zzyzx"}).out, "Nobody was found.\n");
  EXPECT_EQ(saule("search", {"Zzyzx", "--format", "json"}).out, "[]\n");
}

}  // namespace
}  // namespace arasha::app
