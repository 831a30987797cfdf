// arasha pack check and arasha pack show.
#include "app/command_room.h"
#include "where.h"

namespace arasha::app {
namespace {

using PackCommand = CommandRoom;

std::string folder(const std::string& name) {
  return std::string(where::kSource) + "/packs/" + name;
}

const std::string kSmall =
    R"(about { id: "small" version: 1 title { en: "Small" ru: "Малый" kk: "Шағын" } }
sources { id: "act" citation: "No. 1" title { en: "Act" ru: "Акт" kk: "Акт" } }
eligibility {
  id: "all" outcome: DONOR_ONLY reason { en: "Everyone" ru: "Все" kk: "Барлығы" }
  norm { source: "act" article: "7" valid_from: "2020-01-01" valid_until: "9999-12-31" verified_on: "2026-03-27" }
}
limits { id: "cases" most: 25 title { en: "Cases" ru: "Дела" kk: "Істер" } norm { source: "act" valid_from: "2020-01-01" not_verified: true } }
)";

TEST_F(PackCommand, PacksOfTheProgramAreInOrder) {
  for (const char* name : {"kz", "generic"}) {
    const Answer answer = arasha({"pack", "check", folder(name)});
    EXPECT_EQ(answer.status, 0) << answer.out << answer.error;
    EXPECT_NE(answer.out.find("is in order"), std::string::npos);
    EXPECT_EQ(arasha({"pack", "show", folder(name)}).status, 0);
  }
}

TEST_F(PackCommand, EveryProblemIsSaidWithFileAndLine) {
  fs::create_directory(root_ / "p");
  write("p/a.txtpb", kSmall);
  write("p/b.txtpb", "\narticles { id: \"one\" }\nlimits { id: \"two\" most: 1 }\n");
  const Answer answer = arasha({"pack", "check", path("p")});
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.out.find("b.txtpb:2: "), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("b.txtpb:3: "), std::string::npos) << answer.out;
  EXPECT_NE(answer.error.find("cannot be used"), std::string::npos) << answer.error;
  const Answer shown = arasha({"pack", "show", path("p")});
  EXPECT_EQ(shown.status, 1);
  EXPECT_EQ(shown.out, "");
  EXPECT_NE(shown.error.find("b.txtpb:2"), std::string::npos) << shown.error;
}

TEST_F(PackCommand, WhatIsNoPackIsRefusedInASentence) {
  fs::create_directory(root_ / "p");
  EXPECT_NE(arasha({"pack", "check", path("p")}).error.find("no country pack"), std::string::npos);
  EXPECT_EQ(arasha({"pack", "check", path("nowhere")}).status, 1);
  write("p/a.txtpb", std::string("\0\1\2", 3));
  EXPECT_NE(arasha({"pack", "check", path("p")}).error.find("not text"), std::string::npos);
  write("p/a.txtpb", "about {\n colour: 1 }");
  EXPECT_NE(arasha({"pack", "check", path("p")}).error.find("line 2"), std::string::npos);
}

TEST_F(PackCommand, WordsThatAreMissing) {
  EXPECT_EQ(arasha({"pack"}).status, 2);
  EXPECT_EQ(arasha({"pack", "check"}).status, 2);
  EXPECT_EQ(arasha({"pack", "burn", path("p")}).status, 2);
}

TEST_F(PackCommand, ShowSpeaksThreeLanguagesAndSaysWhatIsNotVerified) {
  fs::create_directory(root_ / "p");
  write("p/a.txtpb", kSmall);
  const Answer english = arasha({"pack", "show", path("p")});
  EXPECT_EQ(english.status, 0) << english.error;
  EXPECT_NE(english.out.find("all: Everyone"), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("; not verified; Act"), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("Act, article 7"), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("Norms: 2; not verified: 1."), std::string::npos) << english.out;
  ::setenv("LC_ALL", "ru_RU.UTF-8", 1);
  const Answer russian = arasha({"pack", "show", path("p")});
  EXPECT_NE(russian.out.find("all: Все"), std::string::npos) << russian.out;
  EXPECT_NE(russian.out.find("не проверено"), std::string::npos) << russian.out;
  ::setenv("LC_ALL", "kk_KZ.UTF-8", 1);
  const Answer kazakh = arasha({"pack", "show", path("p")});
  EXPECT_NE(kazakh.out.find("all: Барлығы"), std::string::npos) << kazakh.out;
  EXPECT_NE(kazakh.out.find("тексерілмеген"), std::string::npos) << kazakh.out;
  ::setenv("LC_ALL", "C", 1);
}

}  // namespace
}  // namespace arasha::app
